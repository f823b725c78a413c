import type { Fragment } from '../../../inventory/fragment.ts';
import { directoryOf } from '../files/directory.ts';
import { type Met, reasonOf } from '../files/walk.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import type { Candidate } from './arguments.ts';
import { type LookedAt, LookThrough } from './look-through.ts';
import { recordCredentials } from './record.ts';

/** Files that say: an application is built from here. */
const manifests = new Set(
  'package.json pyproject.toml setup.py requirements.txt go.mod Cargo.toml pom.xml build.gradle build.gradle.kts Gemfile composer.json mix.exs Chart.yaml serverless.yml Dockerfile'.split(
    ' ',
  ),
);

/** Looks for secrets in the files of a tree that no reader of ours was made for, and where such a reader does not look. */
export class TreeSweep {
  readonly #out: Gathering;
  readonly #through: LookThrough;
  /** Directories that something is built from, as far as their files were looked at. */
  readonly #applications = new Set<string>();
  readonly #applicationOf: (file: OpenFile, below: string) => () => string;
  /** The files, with the fingerprint, of what readers handed over. */
  readonly #given = new Set<string>();
  /** What stands in files that other readers read: they say at the end what of it is theirs. */
  readonly #later: (() => void)[] = [];

  constructor(out: Gathering, root: string, applicationOf: (file: OpenFile, below: string) => () => string) {
    this.#out = out;
    this.#through = new LookThrough(root);
    this.#applicationOf = applicationOf;
  }

  /** Remembers what readers hand over. */
  note(fragment: Fragment): void {
    if (fragment.type !== 'credential') return;
    const { fingerprint, evidence } = fragment.value;
    if (fingerprint !== undefined) for (const { file } of evidence) this.#given.add(`${file} ${fingerprint}`);
  }

  /** Notes that something is built from the directory that a file stands in, where its name says so. */
  meet({ path }: Met): void {
    if (manifests.has(path.slice(path.lastIndexOf('/') + 1))) this.#applications.add(directoryOf(path));
  }

  /** Opens a file and looks through it once. Undefined where it cannot be opened, which is told; close what is answered. */
  look({ path, real, settled }: Met, isJudged: boolean): LookedAt | undefined {
    try {
      const looked = this.#through.look(path, real, isJudged);
      if (looked.isCut) this.#out.gap(path, 'unsupported', 'larger than 4 GiB: what stands behind was not looked at');
      return looked;
    } catch (error) {
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
