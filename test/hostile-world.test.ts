import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { allReporters } from '../src/cli/format-registry.ts';
import { hostileName } from './reporters/sample-report.ts';
import { World } from './world-of.ts';

/** A terminal escape, a line that a CI runner obeys, HTML, a link, a formula, characters that do not show. */
const evil = `=x\u001b]0;owned\u0007\n::error::${hostileName}\r<script>alert(1)</script>[x](https://evil.example)\u202e\u{e0041}\u{e0042}##[group]`;

const hasName = /^(?:UserName|RoleName|GroupName|PolicyName|InstanceProfileName|Sid|AccessKeyId|ServiceName|Name|Id)$/;

/** Makes every name of an AWS answer hostile, and every tag, principal and condition. */
function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (hasName.test(key) && !/^\d{12}$/.test(value)) return `${value}${evil}`;
    if (key === 'Value' || key === 'Service' || key.includes(':')) return `${value}${evil}`;
    if (key === 'Arn') return /:(?:user|role|group)\//.test(value) ? `${value}${evil}` : value;
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, poison(v, k)]));
}

function hostileWorld(): World {
  const world = new World('everything-wrong');
  const aws = join(world.root, 'aws');
  for (const name of readdirSync(aws, { recursive: true, encoding: 'utf8' }).filter((one) => /\.(?:json|csv)$/.test(one))) {
    const path = join(aws, name);
    const text = readFileSync(path, 'utf8');
    if (name.endsWith('.json')) writeFileSync(path, JSON.stringify(poison(JSON.parse(text))));
    else
      writeFileSync(
        path,
        text.replace(/^(?!user,)([a-zA-Z][\w.-]*),arn/gm, (_, user: string) => `"${user}${evil.replaceAll('"', '""')}",arn`),
      );
  }
  const put = (path: string, text: string): void => {
    const file = join(world.root, 'shop', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const quoted = JSON.stringify(evil);
  const secret = 'q8Zr2VnT6yWc4LmX9bKd7PsJ';
  put(
    '.mcp.json',
    JSON.stringify({
      mcpServers: {
        [evil]: { command: 'npx', args: ['-y', evil], env: { [`${evil}_TOKEN`]: secret, AWS_PROFILE: evil } },
        remote: { url: `http://host.example/${evil}`, headers: { [`X-${evil}-Key`]: secret }, alwaysAllow: [evil, '*'] },
      },
    }),
  );
  put(
    '.claude/settings.json',
    JSON.stringify({ permissions: { allow: [`Bash(*)${evil}`, `mcp__${evil}`] }, hooks: { [evil]: [{ command: evil }] } }),
  );
  put('.claude/agents/evil.md', `---\nname: ${quoted}\ndescription: x\n---\n`);
  put(
    '.github/workflows/evil.yml',
    `name: ${quoted}\non: [pull_request_target, ${quoted}]\njobs:\n  ${quoted}:\n    environment: ${quoted}\n    runs-on: ${quoted}\n    steps:\n      - uses: ${quoted}\n      - run: echo "\${{ github.event.issue.title }}" \${{ secrets.X }}\n        env:\n          ${quoted}: ${secret}\n`,
  );
  put('.github/workflows/broken.yml', `name: ${quoted}\n"${'\u001b'}[31m: [\n::error::x\n`);
  if (process.platform !== 'win32') put(`services/a\u001b[31m\n::error::b<script>/.env`, `A_TOKEN=${secret}\nB\u001b_SECRET=${secret}x\n`);
  return world;
}

test('hostile names come out inert, from raw input to every output', async () => {
  const world = hostileWorld();
  const outputs = new Map<string, string>();
  for (const { format } of await allReporters()) {
    const { out, err } = await world.scan({ format, failOn: 'none' });
    outputs.set(format, out);
    outputs.set(`standard error of ${format}`, err);
  }
  const listed = await world.list();
  outputs.set('list', listed.out + listed.err);
  const { report } = await world.analyse();
  const names = report.identities.filter((i) => i.name.includes('owned'));
  expect(new Set(names.map((i) => i.kind)).size).toBeGreaterThanOrEqual(4);
  for (const { id, kind } of names.filter((i, n, all) => all.findIndex((o) => o.kind === i.kind) === n)) {
    outputs.set(`card of ${kind}`, (await world.show(id)).out);
    for (const format of ['table', 'json']) outputs.set(`paths of ${kind} as ${format}`, (await world.path(id, format)).out);
  }
  for (const [output, whole] of outputs) {
    // The page's own script is ours; its data is packed.
    const text = output === 'html' ? whole.replace(/<script>[\s\S]*?<\/script>/, '') : whole;
    // Drawings hold nobody but who is on a path to administrator, and of this world nobody is whose name is hostile.
    if (!output.startsWith('standard error') && output !== 'dot' && output !== 'mermaid')
      expect(text, output).toMatch(output === 'html' ? /application\/gzip/ : /owned/);
    expect(text, output).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
    expect(text, output).not.toMatch(/^\s*::/m);
    expect(text, output).not.toMatch(/##(\[|vso\[)/i);
  }
  const log = JSON.parse(outputs.get('sarif') ?? '') as { runs: { results: { message: { text: string } }[] }[] };
  const messages = log.runs.flatMap((run) => run.results.map((r) => r.message.text)).join('\n');
  expect(messages).toContain('owned');
  expect(messages).not.toMatch(/[^\\]\]\(https:\/\/evil/);
});

test('a snapshot of hostile names replays to the same report', async () => {
  const world = hostileWorld();
  const file = join(world.root, 'snapshot.nhi');
  await world.collect(file);
  expect(gunzipSync(readFileSync(file)).toString('utf8')).toContain('owned');
  const live = await world.analyse();
  const replayed = await world.analyse([file]);
  expect(replayed.findings.map((f) => `${f.rule} ${f.subject} ${f.status} ${f.message}`)).toEqual(
    live.findings.map((f) => `${f.rule} ${f.subject} ${f.status} ${f.message}`),
  );
});
