import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { GapReason } from '../../../inventory/gap.ts';
import { reasonOf } from '../files/walk.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import type { Candidate } from './arguments.ts';
import { familyOf, readingOf } from './reading.ts';
import { recordCredentials } from './record.ts';
import type { Look } from './sweep.ts';
import { candidatesOf, Sweeper } from './sweep-file.ts';

/** Larger files are dumps and images of disks. */
const largest = 4 * 1024 * 1024 * 1024;

/** Files that say: an application is built from here. */
const manifests = new Set(
  'package.json pyproject.toml setup.py requirements.txt go.mod Cargo.toml pom.xml build.gradle build.gradle.kts Gemfile composer.json mix.exs Chart.yaml serverless.yml Dockerfile'.split(
    ' ',
  ),
);

/** Looks for secrets in the files of a tree that no reader of ours was made for, and where such a reader does not look. */
export class TreeSweep {
  readonly #out: Gathering;
  readonly #root: string;
  readonly #sweeper = new Sweeper();
  readonly #applications: ReadonlySet<string>;
  readonly #applicationOf: (file: OpenFile, below: string) => () => string;
  /** The files, with the fingerprint, of what readers handed over. */
  readonly #given = new Set<string>();
  /** What stands in files that other readers read: they say at the end what of it is theirs. */
  readonly #later: (() => void)[] = [];

  constructor(out: Gathering, root: string, paths: readonly string[], applicationOf: (file: OpenFile, below: string) => () => string) {
    this.#out = out;
    this.#root = root;
    this.#applicationOf = applicationOf;
    this.#applications = new Set(paths.filter((path) => manifests.has(path.slice(path.lastIndexOf('/') + 1))).map(directoryOf));
  }

  /** Remembers what readers hand over. */
  note(fragment: Fragment): void {
    if (fragment.type !== 'credential') return;
    const { fingerprint, evidence } = fragment.value;
    if (fingerprint !== undefined) for (const { file } of evidence) this.#given.add(`${file} ${fingerprint}`);
  }

  /** A file that is in memory; `judged`: its names and values are judged by a reader of its own. */
  text(file: OpenFile, judged: boolean): void {
    const reading = readingOf(file.path);
    const look: Look = { reading: judged && reading === 'all' ? 'formats' : reading, family: familyOf(file.path) };
    this.#record(file, candidatesOf(Buffer.from(file.text), look), (give) => this.#later.push(give));
  }

  /** Hands over what no reader did. */
  finish(): void {
    for (const give of this.#later) give();
  }

  /** A file that nobody else reads. */
  file(path: string, real: string, committed: boolean | undefined, isAskedFor: boolean): void {
    let descriptor: number | undefined;
    const tell = (why: GapReason, detail: string): void => {
      if (!isAskedFor) this.#out.gap(path, why, detail);
    };
    try {
      descriptor = openSync(join(this.#root, real), constants.O_RDONLY | constants.O_NONBLOCK);
      const open = descriptor;
      const look: Look = { reading: readingOf(path), family: familyOf(path) };
      let read = 0;
      const next = (into: Buffer): number => {
        // Of a file, fewer bytes than were asked for are the last.
        const length = readSync(open, into, 0, into.length, null);
        read += length;
        return read > largest ? 0 : length;
      };
      const candidates = this.#sweeper.run(next, look);
      if (read > largest) tell('unsupported', 'larger than 4 GiB: what stands behind was not looked at');
      if (candidates.length === 0) return;
      const { mode } = fstatSync(open);
      const worldWritable = process.platform !== 'win32' && (mode & 0o002) !== 0;
      this.#record(
        { source: this.#out.source, path, text: '', worldWritable, ...(committed === undefined ? {} : { committed }) },
        candidates,
      );
    } catch (error) {
      if (reasonOf(error) !== 'not-found') tell(reasonOf(error), 'the file cannot be read');
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  #record(file: OpenFile, candidates: readonly Candidate[], when: (give: () => void) => void = (give) => give()): void {
    if (candidates.length === 0) return;
    const application = this.#applicationOf(file, this.#nearest(file.path));
    recordCredentials(this.#out, file, application, candidates, {
      hand: (give, fingerprint) =>
        when(() => {
          if (!this.#given.has(`${file.path} ${fingerprint}`)) give();
        }),
    });
  }

  /** The directory of the application that a file is part of: the nearest one above it that something is built from. */
  #nearest(path: string): string {
    for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) {
      if (this.#applications.has(directory)) return directory;
    }
    return '';
  }
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
