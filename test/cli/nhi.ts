import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

/** The root of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** What people run. */
export const bin = join(root, 'bin', 'nhi.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `nhi` as a person would, with nothing of this machine's own settings: no credentials, no network, no terminal. */
export function nhi(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions = {}): Promise<Ran> {
  return runProgram(process.execPath, [bin, ...args], { cwd, env });
}

/** Runs any program the same way. */
export function runProgram(program: string, args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A run that waits for something is ended, and its code is null.
      timeout: 250_000,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }));
  });
}

/** A directory that is removed after the tests of the file, with files in it: relative path -> content. */
export function makeDirectory(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'nhi-cli-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) addFile(directory, name, content);
  return directory;
}

export function addFile(directory: string, name: string, content: string | Buffer): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** That a run could not do what was asked, and said so in one line with this in it. */
export function expectRefusal(ran: Ran, message: string | RegExp): void {
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^nhi: [^\n]+\n$/);
  expect(ran.err).not.toMatch(/internal error|\bat .+:\d+:\d+|node:internal/);
  if (typeof message === 'string') expect(ran.err).toContain(message);
  else expect(ran.err).toMatch(message);
}

/** What a run ends with whose only word is that something could not be seen. */
export const onlyUnseen = { code: 3, err: expect.stringMatching(/^exit code 3: [^\n]+ could not be seen well enough [^\n]+\n$/) };

/** The parts of a JSON report that these tests look at. */
export interface JsonReport {
  readonly scan: {
    readonly now: string;
    readonly sources: readonly {
      readonly source: string;
      readonly status: string;
      readonly scope: string;
      readonly identities: number;
      readonly gaps: readonly {
        readonly what: string;
        readonly why: string;
        readonly detail: string;
        readonly file?: string;
        readonly line?: number;
      }[];
    }[];
  };
  readonly identities: readonly {
    readonly id: string;
    readonly name: string;
    readonly plane: string;
    readonly kind: string;
    readonly nature: string;
    readonly owner: string | null;
    readonly ownership?: { readonly from: string; readonly evidence: readonly { readonly line?: number }[] };
    readonly environment: string | null;
    readonly power: { readonly level: string };
  }[];
  readonly paths: readonly { readonly from: string; readonly certainty: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly status: string;
    readonly message: string;
    readonly identity?: string;
    readonly suppression?: { readonly reason: string; readonly expires?: string };
    readonly evidence: readonly { readonly source: string; readonly file?: string; readonly line?: number }[];
  }[];
}

export function readReport({ out, err }: Ran): JsonReport {
  expect(out, err).toMatch(/^\{/);
  return JSON.parse(out) as JsonReport;
}

/** The rules that failed, each once. */
export function failedRules(report: JsonReport): readonly string[] {
  return [...new Set(report.findings.filter((f) => f.status === 'fail').map((f) => f.rule))].sort();
}

/** Two repositories and an account, small enough to scan in no time. */
export const worlds = {
  /** Fails a rule of severity high, and nothing of it is hidden. */
  flawed: { '.mcp.json': '{"mcpServers":{"files":{"type":"http","url":"http://tools.acme.example/mcp"}}}\n' },
  /** Cannot be read to its end. */
  cut: { '.mcp.json': '{"mcpServers":{"files":' },
} as const;
