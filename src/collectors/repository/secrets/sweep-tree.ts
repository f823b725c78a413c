import { closeSync, readSync } from 'node:fs';
import type { Fragment } from '../../../inventory/fragment.ts';
import { directoryOf } from '../files/directory.ts';
import { openFile } from '../files/read-text.ts';
import { decode } from '../files/text.ts';
import { type Met, reasonOf } from '../files/walk.ts';
import type { Mark } from '../first-look.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import type { Candidate } from './arguments.ts';
import { lookOf } from './reading.ts';
import { recordCredentials } from './record.ts';
import { type Next, Sweeper } from './sweep-file.ts';

/** Larger files are dumps and images of disks. */
const largest = 4 * 1024 * 1024 * 1024;

/** Files that say: an application is built from here. */
const manifests = new Set(
  'package.json pyproject.toml setup.py requirements.txt go.mod Cargo.toml pom.xml build.gradle build.gradle.kts Gemfile composer.json mix.exs Chart.yaml serverless.yml Dockerfile'.split(
    ' ',
  ),
);

/**
 * An open file, and what a look through its bytes showed. There is one for every file, and no functions in it: V8 keeps
 * those of a literal for long.
 */
export interface LookedAt {
  /** All of the file, where it is small enough to be made text. The next file takes its place. */
  readonly whole: Buffer | undefined;
  readonly candidates: readonly Candidate[];
  readonly seen: ReadonlySet<Mark>;
  /** Test data, or generated: only what its own checksum proves counts. */
  readonly isTest: boolean;
  /** The open file. */
  readonly descriptor: number;
}

/** Looks for secrets in the files of a tree that no reader of ours was made for, and where such a reader does not look. */
export class TreeSweep {
  readonly #out: Gathering;
  readonly #root: string;
  readonly #sweeper: Sweeper;
  /** The file that is looked at, and the bytes that were read of it. */
  #descriptor = -1;
  #read = 0;
  /** Directories that something is built from, as far as their files were looked at. */
  readonly #applications = new Set<string>();
  readonly #applicationOf: (file: OpenFile, below: string) => () => string;
  /** The files, with the fingerprint, of what readers handed over. */
  readonly #given = new Set<string>();
  /** What stands in files that other readers read: they say at the end what of it is theirs. */
  readonly #later: (() => void)[] = [];

  constructor(out: Gathering, root: string, applicationOf: (file: OpenFile, below: string) => () => string) {
    this.#out = out;
    this.#root = root;
    this.#applicationOf = applicationOf;
    const next: Next = (into) => {
      const length = readSync(this.#descriptor, into, 0, into.length, null);
      this.#read += length;
      return this.#read > largest ? 0 : length;
    };
    this.#sweeper = new Sweeper(next);
  }

  /** Remembers what readers hand over. */
  note(fragment: Fragment): void {
    if (fragment.type !== 'credential') return;
    const { fingerprint, evidence } = fragment.value;
    if (fingerprint !== undefined) for (const { file } of evidence) this.#given.add(`${file} ${fingerprint}`);
  }

  /** Opens a file and looks through it once. Undefined where it cannot be opened, which is told; close what is answered. */
  look({ path, real, settled }: Met, isJudged: boolean): LookedAt | undefined {
    if (manifests.has(path.slice(path.lastIndexOf('/') + 1))) this.#applications.add(directoryOf(path));
    let descriptor = -1;
    try {
      descriptor = openFile(this.#root, real);
      this.#descriptor = descriptor;
      this.#read = 0;
      const whole = this.#sweeper.begin();
      const look = lookOf(path);
      const judged = isJudged && look.reading === 'all' && whole !== undefined && decode(whole) !== undefined;
      const candidates = this.#sweeper.run(judged ? { ...look, reading: 'formats' } : look);
      if (this.#read > largest) this.#out.gap(path, 'unsupported', 'larger than 4 GiB: what stands behind was not looked at');
      return { whole, candidates, seen: this.#sweeper.seen, isTest: look.reading === 'proved', descriptor };
    } catch (error) {
      if (descriptor >= 0) closeSync(descriptor);
      if (settled || reasonOf(error) !== 'not-found') this.#out.gap(path, reasonOf(error), 'the file cannot be read');
      return undefined;
    }
  }

  /**
   * Hands over what a look at a file found, but for what the file's own reader handed over. That is known at the end: some
   * readers read several files together. `judged`: a reader judges the names and values in it, so only known formats count.
   */
  record(file: OpenFile, candidates: readonly Candidate[], judged: boolean): void {
    if (candidates.length === 0) return;
    // The text is not kept until the end.
    const bare = { ...file, text: '' };
    const application = (): string => this.#applicationOf(bare, this.#nearest(file.path))();
    recordCredentials(this.#out, bare, application, candidates, {
      knownOnly: judged,
      hand: (give, fingerprint) =>
        this.#later.push(() => {
          if (!this.#given.has(`${file.path} ${fingerprint}`)) give();
        }),
    });
  }

  /** Hands over what no reader did. */
  finish(): void {
    for (const give of this.#later) give();
  }

  /** The directory of the application that a file is part of: the nearest one above it that something is built from. */
  #nearest(path: string): string {
    for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) {
      if (this.#applications.has(directory)) return directory;
    }
    return '';
  }
}
