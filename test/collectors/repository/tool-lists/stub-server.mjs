// An MCP server for tests: what it does is its first argument.
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';

const [, , mode = 'plain', file = ''] = process.argv;
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const answer = (id, result) => send({ jsonrpc: '2.0', id, result });
const tool = (name, more = {}) => ({ name, description: `Does ${name}.`, inputSchema: { type: 'object' }, ...more });

if (mode === 'told')
  writeFileSync(
    file,
    JSON.stringify({ environment: Object.keys(process.env).sort(), inside: readdirSync('.'), here: process.cwd(), home: process.env.HOME }),
  );
if (mode === 'child') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  writeFileSync(file, String(child.pid));
}
if (mode === 'stray') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore', detached: true });
  writeFileSync(file, String(child.pid));
  child.unref();
}
if (mode === 'banner') process.stdout.write('Welcome!\n{not json\n[1]\n');
if (mode === 'flood') setInterval(() => process.stdout.write('x'.repeat(1 << 20)), 1);

let rest = '';
process.stdin.on('data', (piece) => {
  const lines = (rest + piece).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, method, params } = JSON.parse(line);
    if (mode === 'silent' || mode === 'flood') continue;
    if (mode === 'refuses' && method === 'tools/list')
      send({ jsonrpc: '2.0', id, error: { code: -32603, message: 'secret words of the server' } });
    else if (method === 'initialize')
      answer(id, { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'stub', version: '1' } });
    else if (method === 'tools/list' && mode === 'odd') answer(id, { tools: 7 });
    else if (method === 'tools/list' && mode === 'pages') {
      const page = Number(params.cursor ?? 0);
      answer(id, { tools: [tool(`page_${page}`)], ...(page < 2 ? { nextCursor: String(page + 1) } : {}) });
    } else if (method === 'tools/list' && (mode === 'deep' || mode === 'deepest')) {
      const levels = mode === 'deep' ? 1000 : 200_000;
      const schema = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
      process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{"tools":[{"name":"t","inputSchema":${schema}}]}}\n`);
    } else if (method === 'tools/list' && mode === 'many')
      answer(id, { tools: Array.from({ length: 6000 }, (_, i) => ({ name: `t${i}` })) });
    else if (method === 'tools/list' && mode === 'endless') answer(id, { tools: [tool('again')], nextCursor: 'more' });
    else if (method === 'tools/list' && mode === 'asks') {
      send({ jsonrpc: '2.0', id: 'p', method: 'ping' });
      send({ jsonrpc: '2.0', id: 9000, method: 'roots/list' });
      answer(id, { tools: [tool('after_asking')] });
    } else if (method === 'tools/list')
      answer(id, {
        tools: [
          tool('list_things', { annotations: { readOnlyHint: true } }),
          tool('drop_things', { annotations: { destructiveHint: true } }),
        ],
      });
  }
});
process.stdin.on('end', () => process.exit(0));
