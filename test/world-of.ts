import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { collect } from '../src/cli/commands/collect.ts';
import { list } from '../src/cli/commands/list.ts';
import { path } from '../src/cli/commands/path.ts';
import { scan } from '../src/cli/commands/scan.ts';
import { show } from '../src/cli/commands/show.ts';
import type { CommonOptions } from '../src/cli/common-options.ts';
import type { Io } from '../src/cli/io.ts';
import { type Prepared, readAndAnalyse } from '../src/cli/prepare.ts';
import { treeOf, writeHistory } from './write-history.ts';

/** All worlds are looked at on this day. */
const now = '2026-12-01T00:00:00Z';

/** What a command printed, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A world of `fixtures/`, copied so that it can be what git does not keep: a checkout, with a file that others may write. */
export class World {
  readonly root: string;
  readonly #options: CommonOptions;

  constructor(name: string) {
    const base = mkdtempSync(join(tmpdir(), 'nhi-world-'));
    onTestFinished(() => rmSync(base, { recursive: true, force: true }));
    this.root = join(base, name);
    cpSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), this.root, { recursive: true });
    mkdirSync(join(this.root, 'shop/.git'));
    copyFileSync(join(this.root, 'git-config'), join(this.root, 'shop/.git/config'));
    for (const path of readdirSync(this.root, { recursive: true, encoding: 'utf8' })) {
      if (/\.(?:json|md|yml|csv)$/.test(path)) chmodSync(join(this.root, path), 0o644);
    }
    const history = join(this.root, 'history');
    const hasHistory = existsSync(history);
    if (hasHistory)
      writeHistory(
        join(this.root, 'shop/.git'),
        readdirSync(history)
          .sort()
          .map((name) => treeOf(join(history, name))),
      );
    const config = join(this.root, '.nhi.yaml');
    const earlier = join(this.root, 'earlier.json');
    this.#options = {
      now,
      color: false,
      ...(hasHistory ? { history: true } : {}),
      ...(existsSync(config) ? { config } : {}),
      ...(existsSync(earlier) ? { baselineSnapshot: earlier } : {}),
    };
  }

  get sources(): readonly string[] {
    const folders = ['aws', 'azure', 'entra', 'gcp', 'github', 'kubernetes']
      .map((cloud) => join(this.root, cloud))
      .filter((folder) => existsSync(folder));
    const dumps = folders.flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    );
    return [...dumps, join(this.root, 'shop')];
  }

  letOthersWrite(path: string): void {
    chmodSync(join(this.root, path), 0o666);
  }

  analyse(sources: readonly string[] = this.sources): Promise<Prepared> {
    return readAndAnalyse(sources, this.#options, new Streams().io);
  }

  scan(options: CommonOptions = {}): Promise<Printed> {
    return printed((io) => scan(this.sources, { ...this.#options, ...options }, io));
  }

  list(): Promise<Printed> {
    return printed((io) => list(this.sources, this.#options, io));
  }

  show(id: string): Promise<Printed> {
    return printed((io) => show(id, this.sources, this.#options, io));
  }

  path(from: string, format: string): Promise<Printed> {
    return printed((io) => path(from, this.sources, { ...this.#options, format }, io));
  }

  collect(output: string): Promise<Printed> {
    return printed((io) => collect(this.sources, { ...this.#options, output }, io));
  }
}

async function printed(command: (io: Io) => Promise<number>): Promise<Printed> {
  const streams = new Streams();
  const code = await command(streams.io);
  return { code, out: streams.out, err: streams.err };
}

class Streams {
  out = '';
  err = '';
  readonly io: Io = {
    stdout: sink((text) => {
      this.out += text;
    }),
    stderr: sink((text) => {
      this.err += text;
    }),
    environment: {},
    clock: () => new Date(now),
    version: '0.0.0',
  };
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk.toString('utf8'));
      done();
    },
  });
}
