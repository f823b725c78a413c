import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Channel, mostBytes, Refusal, resultOf } from './json-rpc.ts';

export interface StdioServer {
  readonly program: string;
  readonly args: readonly string[];
  /** PATH, and the variables that a person named. Nothing else of the environment is passed on. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Longer lines are no message of a tool list. */
const longestLine = mostBytes;

/**
 * Starts a server in an empty directory with an empty home, in a process group of its own. Nothing that it writes is shown.
 * `close` ends the whole group and removes the directories.
 */
export function startServer({ program, args, environment }: StdioServer): Channel {
  const base = mkdtempSync(join(tmpdir(), 'nhi-tools-'));
  const [home, work, temporary] = ['home', 'work', 'tmp'].map((name) => {
    mkdirSync(join(base, name), { mode: 0o700 });
    return join(base, name);
  }) as [string, string, string];
  const isWindows = process.platform === 'win32';
  const own = isWindows
    ? { USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home, TEMP: temporary, TMP: temporary }
    : { HOME: home, TMPDIR: temporary };
  const child = spawn(program, args, {
    cwd: work,
    env: { ...own, ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: !isWindows,
    windowsHide: true,
    shell: false,
  });
  const end = (): void => {
    endGroup(child);
    endStrays(`HOME=${home}`);
  };
  const waiting = new Map<number, (message: unknown, failure?: Refusal) => void>();
  let failure: Refusal | undefined;
  const fail = (why: string): void => {
    failure ??= new Refusal(why);
    for (const settle of waiting.values()) settle(undefined, failure);
    waiting.clear();
    end();
  };
  // The group does not hear what a terminal sends to this process.
  const interrupted = (signal: NodeJS.Signals): void => {
    end();
    rmSync(base, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  child.on('error', (error: NodeJS.ErrnoException) => fail(`it cannot be started (${error.code ?? 'unknown error'})`));
  child.on('exit', (code, signal) => fail(`it ended before it answered (${signal ?? `exit code ${code}`})`));
  child.stdin?.on('error', () => undefined);
  const send = (message: object): void => {
    if (failure === undefined) child.stdin?.write(`${JSON.stringify(message)}\n`);
  };
  readLines(child, fail, (line) => {
    const message = parse(line);
    if (message === undefined) return; // Servers write banners where they should not.
    if (typeof message.id === 'number' && ('result' in message || 'error' in message)) {
      const settle = waiting.get(message.id);
      waiting.delete(message.id);
      settle?.(message);
    } else if (message.id !== undefined && typeof message.method === 'string') {
      // It asks something of its client: a ping is answered, anything else is not offered.
      send({
        jsonrpc: '2.0',
        id: message.id,
        ...(message.method === 'ping' ? { result: {} } : { error: { code: -32601, message: 'not offered' } }),
      });
    }
  });
  let next = 0;
  return {
    request: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const id = ++next;
        waiting.set(id, (message, why) => {
          if (why !== undefined) reject(why);
          else
            try {
              resolve(resultOf(message, method));
            } catch (error) {
              reject(error);
            }
        });
        send({ jsonrpc: '2.0', id, method, params: parameters });
      }),
    notify: async (method) => send({ jsonrpc: '2.0', method }),
    close: async () => {
      fail('it was ended');
      for (const signal of signals) process.off(signal, interrupted);
      await gone(child);
      endStrays(`HOME=${home}`);
      rmSync(base, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function readLines(child: ChildProcess, fail: (why: string) => void, take: (line: string) => void): void {
  let taken = 0;
  let rest = '';
  child.stdout?.setEncoding('utf8');
  child.stdout?.on('data', (piece: string) => {
    taken += piece.length;
    if (taken > mostBytes) {
      rest = '';
      fail(`it wrote more than ${mostBytes / 1024 / 1024} MiB`);
      return;
    }
    const lines = (rest + piece).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) take(line);
  });
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
}

function parse(line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Ends the process and all that it started. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Ends what left the group, told by the home that only this server was given. Where there is no `/proc` such are not seen. */
function endStrays(mark: string): void {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It is gone, or another's.
    }
  }
}

function gone(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 2000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
