import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ToolListing, ToolQuestion } from '../../../../src/collectors/collector.ts';
import { collector } from '../../../../src/collectors/repository/collector.ts';
import type { Fragment } from '../../../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../../../src/inventory/inventory.ts';
import { listenOnLoopback } from '../../on-loopback.ts';
import { write } from '../scan.ts';

const stub = fileURLToPath(new URL('./stub-server.mjs', import.meta.url));
const server = (...args: readonly string[]) => ({ command: process.execPath, args: [stub, ...args] });

interface Asked {
  readonly questions: readonly ToolQuestion[];
  readonly gaps: readonly string[];
  readonly lock: string | undefined;
  readonly text: string;
  readonly mcp: (name: string) => Readonly<Record<string, unknown>> | undefined;
}

async function ask(servers: Readonly<Record<string, object>>, listing: Partial<ToolListing> = {}, environment = {}): Promise<Asked> {
  const root = write({ '.mcp.json': JSON.stringify({ mcpServers: servers }) });
  const questions: ToolQuestion[] = [];
  const fragments: Fragment[] = [];
  let lock: string | undefined;
  await collector.collectDirectory?.(root, {
    source: '.',
    emit: (f) => fragments.push(f),
    environment: { PATH: process.env.PATH, ANTHROPIC_API_KEY: 'must-stay-here', ...environment },
    now: new Date('2026-01-01T00:00:00Z'),
    progress: () => {},
    fingerprint: () => 'f',
    foundAccessKeyIds: () => [],
    listTools: {
      servers: Object.keys(servers),
      variables: [],
      seconds: 20,
      version: '0',
      consent: async (question) => questions.push(question) > 0,
      onLock: (text) => {
        lock = text;
      },
      ...listing,
    },
  });
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const inventory = builder.finish([]);
  return {
    questions,
    gaps: inventory.gaps.map((g) => `${g.what}: ${g.detail}`),
    lock,
    text: JSON.stringify(fragments),
    mcp: (name) => inventory.identities.get(`agent:mcp-server/shop/${name}`)?.mcp,
  };
}

/** A file that a server writes into, outside of the directories that it is given. */
function note(): string {
  const base = mkdtempSync(join(tmpdir(), 'nhi-note-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  return join(base, 'note');
}

describe('a server that is asked for its tools', () => {
  test('lists them, and they are its facts', async () => {
    const { mcp, gaps, lock } = await ask({ things: server('plain') });
    expect(gaps).toEqual([]);
    expect(mcp('things')).toMatchObject({ tools: ['list_things', 'drop_things'], facets: ['read', 'write'], tool_instructions: [] });
    expect(mcp('things')).not.toHaveProperty('tools_changed');
    expect(Object.keys(JSON.parse(lock ?? '').servers.things.tools)).toEqual(['drop_things', 'list_things']);
  });

  test('is told no more of the environment than its path, and starts in an empty directory that is gone afterwards', async () => {
    const file = note();
    await ask({ things: server('told', file) });
    const told = JSON.parse(readFileSync(file, 'utf8'));
    expect(told.environment.filter((n: string) => !['HOME', 'PATH', 'TMPDIR', '__CF_USER_TEXT_ENCODING'].includes(n))).toEqual([]);
    expect(told.inside).toEqual([]);
    expect(existsSync(told.here)).toBe(false);
    expect(existsSync(told.home)).toBe(false);
  });

  test('is given the variables that were named, and the person is told which', async () => {
    const file = note();
    const declared = { ...server('told', file), env: { THINGS_TOKEN: '${THINGS_TOKEN}', OTHER_TOKEN: 'Kq7Zt2Wm9Xv4Lp6Rb8Nc' } };
    const { questions, text } = await ask({ things: declared }, { variables: ['THINGS_TOKEN'] }, { THINGS_TOKEN: 'Zr4kQ9wLp2XvT7mNcB3s' });
    expect(JSON.parse(readFileSync(file, 'utf8')).environment).toContain('THINGS_TOKEN');
    expect(JSON.parse(readFileSync(file, 'utf8')).environment).not.toContain('OTHER_TOKEN');
    expect(questions[0]?.does).toMatch(/with an empty home and THINGS_TOKEN$/);
    expect(text).not.toMatch(/Zr4kQ9wLp2XvT7mNcB3s|Kq7Zt2Wm9Xv4Lp6Rb8Nc/);
  });

  test('may list over several pages, talk nonsense in between, and ask its client', async () => {
    const { mcp, gaps } = await ask({ pages: server('pages'), banner: server('banner'), asks: server('asks') });
    expect(gaps).toEqual([]);
    expect(mcp('pages')?.tools).toEqual(['page_0', 'page_1', 'page_2']);
    expect(mcp('banner')?.tools).toEqual(['list_things', 'drop_things']);
    expect(mcp('asks')?.tools).toEqual(['after_asking']);
  });

  test('whose list never ends is known in part', async () => {
    const { mcp } = await ask({ endless: server('endless') });
    expect(mcp('endless')).toMatchObject({ tools: ['again'] });
    expect(mcp('endless')).not.toHaveProperty('tool_instructions');
  });

  test('whose list is longer than what is taken is known in part', async () => {
    const { mcp } = await ask({ many: server('many') });
    expect(mcp('many')?.tools).toHaveLength(5000);
    expect(mcp('many')).not.toHaveProperty('tool_instructions');
  });

  test.each([
    ['silent', server('silent'), 'it did not answer within 1 seconds'],
    ['flood', server('flood'), 'it wrote more than 4 MiB'],
    ['deep', server('deep'), 'its list of tools is nested too deep'],
    ['deepest', server('deepest'), 'its list of tools is nested too deep'],
    ['refuses', server('refuses'), 'it refused tools/list (-32603)'],
    ['odd', server('odd'), 'it answered tools/list without a list of tools'],
    ['gone', { command: '/nonexistent/program' }, 'it cannot be started (ENOENT)'],
    ['ends', { command: process.execPath, args: ['-e', ''] }, 'it ended before it answered (exit code 0)'],
    [
      'variable',
      { command: process.execPath, args: [stub, '${MODE}'] },
      'its command line needs a variable; name it with --list-tools-env',
    ],
    [
      'secret',
      { command: process.execPath, args: [stub, '--token', 'ghp_d0f2mUAg01vI5v8qYEHyK8rAC0MIKyDZBTNi'] },
      'its command line holds a credential; move it to a variable',
    ],
    ['nothing', { url: 'ftp://127.0.0.1/x' }, 'its address cannot be read'],
  ])('that is %s is a gap', async (name, declared, detail) => {
    const { gaps, mcp, text } = await ask({ [name]: declared }, { seconds: name === 'silent' ? 1 : 20 });
    expect(gaps).toEqual([`the tools of MCP server ${name}: ${detail}`]);
    expect(mcp(name)).not.toHaveProperty('tools');
    expect(text).not.toContain('secret words');
  });

  // What leaves the group is found on Linux alone.
  test.each(process.platform === 'linux' ? ['child', 'stray'] : ['child'])('is ended with all that it started: %s', async (mode) => {
    const file = note();
    await ask({ child: server(mode, file) });
    const pid = Number(readFileSync(file, 'utf8'));
    const isAlive = (): boolean => {
      try {
        process.kill(pid, 0);
        // A process that nobody waits for stays in the table until its parent does.
        return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    for (let i = 0; i < 100 && isAlive(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive()).toBe(false);
  });

  test('is neither started nor contacted without consent', async () => {
    const file = note();
    const { gaps, mcp } = await ask({ things: server('told', file) }, { consent: async () => false });
    expect(existsSync(file)).toBe(false);
    expect(gaps).toEqual(['the tools of MCP server things: nobody consented to starting it']);
    expect(mcp('things')).not.toHaveProperty('tools');
  });

  test('that nobody named is left alone', async () => {
    const file = note();
    const { questions } = await ask({ things: server('told', file) }, { servers: [] });
    expect(questions).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('that is not there is a gap', async () => {
    expect((await ask({ things: server('plain') }, { servers: ['thing'] })).gaps).toEqual([
      'the tools of MCP server thing: no file here declares a server of that name',
    ]);
  });
});

describe('a server at an address', () => {
  const listen = async (
    answer: (body: { id?: number; method: string }, seen: Record<string, unknown>) => string,
    type = 'application/json',
  ) => {
    const seen: Record<string, unknown>[] = [];
    const http = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        seen.push(request.headers);
        const text = answer(JSON.parse(body), request.headers);
        response.writeHead(text === '' ? 202 : 200, { 'content-type': type, 'mcp-session-id': 's1' });
        response.end(text);
      });
    });
    const { url, close } = await listenOnLoopback(http);
    onTestFinished(close);
    return { url: `${url}/mcp`, seen };
  };
  const results = ({ id, method }: { id?: number; method: string }): string =>
    id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id, result: method === 'initialize' ? {} : { tools: [{ name: 'get_x' }] } });

  test('on this machine answers in JSON or as a stream, and gets no credentials', async () => {
    const json = await listen(results);
    const stream = await listen((body) => (results(body) === '' ? '' : `event: message\ndata: ${results(body)}\n\n`), 'text/event-stream');
    const headers = { Authorization: 'Bearer dMefcdm5ujiwLp4rNNPHSyMbqrlWi3vrM6jI6nLriRfm' };
    const { mcp, gaps, questions } = await ask({ json: { url: json.url, headers }, stream: { url: stream.url, headers } });
    expect(gaps).toEqual([]);
    expect([mcp('json')?.tools, mcp('stream')?.tools]).toEqual([['get_x'], ['get_x']]);
    expect(questions.map((q) => q.needsPerson)).toEqual([false, false]);
    expect([...json.seen, ...stream.seen].some((h) => 'authorization' in h)).toBe(false);
    expect(json.seen.slice(1).every((h) => h['mcp-session-id'] === 's1')).toBe(true);
  });

  test('that answers nonsense, or elsewhere needs a person, is a gap', async () => {
    const { url } = await listen(() => 'hello');
    const { gaps, questions } = await ask(
      { odd: { url }, far: { url: 'https://mcp.orchard.example/mcp' } },
      { consent: async (q) => !q.needsPerson },
    );
    expect(gaps).toEqual([
      'the tools of MCP server odd: its answer is no JSON-RPC message',
      'the tools of MCP server far: nobody consented to asking it',
    ]);
    expect(questions).toEqual([]);
  });
});
