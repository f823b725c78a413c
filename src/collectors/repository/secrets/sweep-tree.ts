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
  readonly #applicationOf: (file: OpenFile) => () => string;
  /** Fingerprints that this file has given. */
  readonly #given = new Set<string>();

  constructor(out: Gathering, root: string, paths: readonly string[], applicationOf: (file: OpenFile) => () => string) {
    this.#out = out;
    this.#root = root;
    this.#applicationOf = applicationOf;
    this.#applications = new Set(paths.filter((path) => manifests.has(path.slice(path.lastIndexOf('/') + 1))).map(directoryOf));
  }

  /** Remembers what the reader of a file hands over. */
  note(fragment: Fragment): void {
    if (fragment.type === 'credential' && fragment.value.fingerprint !== undefined) this.#given.add(fragment.value.fingerprint);
  }

  /** A new file is read. */
  begin(): void {
    this.#given.clear();
  }

  /** A file that is in memory; `hasReader`: its names and values are judged by a reader of its own. */
  text(file: OpenFile, hasReader: boolean): void {
    const reading = readingOf(file.path);
    const look: Look = { reading: hasReader && reading === 'all' ? 'formats' : reading, family: familyOf(file.path) };
    this.#record(file, candidatesOf(Buffer.from(file.text), look));
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

  #record(file: OpenFile, candidates: readonly Candidate[]): void {
    if (candidates.length === 0) return;
    const application = this.#applicationOf({ ...file, path: `${this.#nearest(file.path)}x` });
    recordCredentials(this.#out, file, application, candidates, { unless: (fingerprint) => this.#given.has(fingerprint) });
  }

  /** The directory, with its slash, of the application that a file is part of: the nearest one above it that something is built from. */
  #nearest(path: string): string {
    for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) {
      if (this.#applications.has(directory)) return `${directory}/`;
    }
    return '';
  }
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
