import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, failedRules, makeDirectory, nhi, onlyUnseen, readReport, root, worlds } from './nhi.ts';

const good = readFileSync(join(root, 'fixtures/aws/details/authorization-details.json'), 'utf8');
const goodIdentities = 7;
const flawed = makeDirectory(worlds.flawed);
const here = makeDirectory();

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const withDocument = (document: unknown): string => {
  const dump = JSON.parse(good) as { Policies: { PolicyVersionList: { Document: unknown }[] }[] };
  for (const version of dump.Policies[0]?.PolicyVersionList ?? []) version.Document = document;
  return JSON.stringify(dump, undefined, 1);
};

describe.concurrent('a file that is no use is one line and exit code 2', () => {
  test.each<[string, string | Buffer, string]>([
    ['empty.json', '', 'empty.json: the file is empty; make the export again'],
    ['blank.json', ' \r\n\t\n', 'blank.json: the file is empty'],
    ['binary.json', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), 'binary.json: the file is binary; give a JSON or CSV export'],
    ['zero.json', `${good.slice(0, 500)}\0${good.slice(500)}`, 'zero.json: the file is binary'],
    [
      'conflict.json',
      `{\n<<<<<<< HEAD\n${good.slice(1)}`,
      'conflict.json:2: the file holds merge conflict markers; resolve the conflict first',
    ],
    [
      'deep.json',
      `{"UserDetailList":[${'['.repeat(300)}${']'.repeat(300)}]}`,
      'deep.json: nothing in it could be read: line 1: /UserDetailList/0 is nested deeper than 200 levels and was left out',
    ],
    ['other.json', '{"hello":1}', 'other.json: not a file that can be read: JSON with the keys hello; expected one of: an answer of AWS'],
    [
      'users.json',
      '{"Users":[]}',
      'users.json: not a file that can be read: Users is empty, so that nothing shows whether it is an answer of AWS; expected at least one entry with its ARN',
    ],
    [
      'roles.json',
      '{"Roles":[{"name":"x"}]}',
      'roles.json: not a file that can be read: Roles does not look like an answer of AWS; expected entries as',
    ],
    [
      'bad.json',
      '\nnonsense {',
      'bad.json: not a file that can be read: not JSON, which starts with { or [ (line 2 starts otherwise); expected one of: an answer of AWS',
    ],
    [
      'half.json',
      '{"hello":\n{"a":',
      'half.json: not a file that can be read: JSON with the keys hello, and not whole (line 2: the file ends in the middle of /hello',
    ],
    ['object.json', '{}', 'object.json: not a file that can be read: an empty JSON object; expected one of'],
    ['list.json', '[1,2]', 'list.json: not a file that can be read: a JSON list of other things'],
    ['none.json', '[]', 'none.json: not a file that can be read: an empty JSON list, which does not say of what'],
    ['number.json', '{"a":', 'number.json: '],
    ['hostile.json', '{"\\u001b[31m\\n":1}', 'JSON with the keys ?[31m?'],
    ['other.csv', 'a,b\n1,2\n', 'other.csv: not a file that can be read: CSV with the columns a, b'],
    ['other.txt', 'hello world\n', 'other.txt: not a file that can be read: text'],
    ['deep.json', '['.repeat(500_000), 'deep.json: not a file that can be read'],
    ['huge.json', `{"hello":"${'x'.repeat(4_000_000)}"}`, 'huge.json: not a file that can be read: JSON with the keys hello'],
    ['cut.json.gz', gzipSync(good).subarray(0, -40), 'cut.json.gz: the gzip data is damaged or cut short'],
    ['damaged.json.gz', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('x'.repeat(100))]), 'the gzip data is damaged or cut short'],
  ])('%s', async (name, content, message) => {
    expectRefusal(await nhi(['scan', addFile(here, name, content)]), message);
  });

  test('a pipe, a device, a loop and a link to nowhere are refused before they are opened', async () => {
    execFileSync('mkfifo', [join(here, 'pipe.json')]);
    symlinkSync('loop.json', join(here, 'loop.json'));
    symlinkSync('nowhere', join(here, 'dangling.json'));
    const run = (name: string) => nhi(['scan', name], { cwd: here });
    expectRefusal(await run('pipe.json'), 'pipe.json: not a regular file; write its content to a file and name that');
    expectRefusal(await run('/dev/zero'), '/dev/zero: not a regular file');
    expectRefusal(await run('loop.json'), 'loop.json: a symbolic link that leads back to itself');
    expectRefusal(await run('dangling.json'), 'dangling.json: no such file or directory');
  });
});

describe.concurrent('what is good in a bad file is read, and the rest is a gap with its place', () => {
  test.each<[string, string | Buffer, number, string | RegExp]>([
    ['cut.json', good.slice(0, good.length / 2), 3, /^line \d+: the file ends in the middle of \/RoleDetailList\/1/],
    [
      'nested.json',
      good.replace('"UserDetailList": [', `"UserDetailList": [${'['.repeat(5000)}${']'.repeat(5000)},`),
      goodIdentities,
      /nested deeper/,
    ],
    [
      'not-a-record.json',
      good.replace('"UserDetailList": [', '"UserDetailList": [7,'),
      goodIdentities,
      '/UserDetailList/0: a user record is not an object',
    ],
    ['not-json.json', withDocument('not json'), goodIdentities, 'managed policy ship: the document is not JSON'],
    [
      'not-a-policy.json',
      withDocument({ hello: 'x' }),
      goodIdentities,
      'managed policy ship: unknown policy element "hello"; the document has no Statement',
    ],
    ['a-number.json', withDocument(7), goodIdentities, 'managed policy ship: the document is neither an object nor text'],
  ])('%s', async (name, content, least, detail) => {
    const ran = await nhi(['scan', addFile(here, name, content), '--format', 'json', '--fail-on', 'none']);
    expect(ran).toMatchObject(onlyUnseen);
    const [source] = readReport(ran).scan.sources;
    expect(source?.status).toBe('partial');
    expect(source?.identities).toBeGreaterThanOrEqual(least);
    const details = source?.gaps.map((g) => g.detail) ?? [];
    expect(details).toContainEqual(typeof detail === 'string' ? expect.stringContaining(detail) : expect.stringMatching(detail));
    expect(source?.gaps.every((g) => g.file === join(here, name))).toBe(true);
  });

  test('a key that stands twice loses nothing', async () => {
    const text = good.replace('"UserDetailList"', '"UserDetailList": [], "UserDetailList"');
    const report = readReport(await nhi(['scan', addFile(here, 'twice.json', text), '--format', 'json', '--fail-on', 'none']));
    expect(report.scan.sources[0]).toMatchObject({ status: 'complete', identities: goodIdentities });
    expect(report.scan.sources[0]?.gaps.map((g) => g.what)).toContain('a second UserDetailList');
  });

  test.each<[string, Buffer]>([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${good}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['UTF-16 BE with a mark', bigEndian(`\ufeff${good}`)],
    ['UTF-16 LE without one', Buffer.from(good, 'utf16le')],
    ['UTF-16 BE without one', bigEndian(good)],
    ['Latin-1', Buffer.from(good.replace('"acme-lab"', '"Zürich"'), 'latin1')],
    ['Windows line ends', Buffer.from(good.replaceAll('\n', '\r\n'))],
    ['gzip', gzipSync(good)],
  ])('%s', async (name, content) => {
    const report = readReport(await nhi(['scan', addFile(here, `${name}.json`, content), '--format', 'json', '--fail-on', 'none']));
    expect(report.scan.sources[0]).toMatchObject({ status: 'complete', identities: goodIdentities });
  });
});

describe.concurrent('one bad source does not cost the others', () => {
  test('the bad one is failed, with the reason', async () => {
    const empty = addFile(here, 'nothing.json', '');
    const conflict = addFile(here, 'both.json', '{\n<<<<<<< HEAD\n');
    const ran = await nhi(['scan', empty, flawed, conflict, '--format', 'json', '--fail-on', 'none']);
    expect(ran.code).toBe(3);
    const report = readReport(ran);
    expect(report.scan.sources.map((s) => [s.source, s.status])).toEqual([
      [empty, 'failed'],
      [flawed, 'complete'],
      [conflict, 'failed'],
    ]);
    expect(report.scan.sources[0]?.gaps).toMatchObject([
      { what: 'the file', why: 'unreadable', detail: 'the file is empty; make the export again' },
    ]);
    expect(report.scan.sources[2]?.gaps).toMatchObject([
      { line: 2, detail: 'the file holds merge conflict markers; resolve the conflict first' },
    ]);
    expect(failedRules(report)).toContain('agent-mcp-http-plain');
    expectRefusal(await nhi(['scan', empty, conflict]), /nothing\.json: the file is empty.*; .*both\.json:2: the file holds/);
  });

  test('AWS without credentials fails at once, and the directory is still judged', async () => {
    const [alone, together] = await Promise.all([nhi(['scan', 'aws']), nhi(['scan', flawed, 'aws', '--format', 'json'])]);
    if (alone === undefined || together === undefined) throw new Error('not run');
    expectRefusal(alone, 'aws: no AWS credentials were found: set AWS_PROFILE');
    expect(together.code).toBe(1);
    expect(readReport(together).scan.sources.map((s) => s.status)).toEqual(['complete', 'failed']);
  });

  test('a mistyped word among the sources stops before anything is read', async () => {
    expectRefusal(await nhi(['scan', flawed, 'demmo']), 'unknown source "demmo"');
  });
});

describe.concurrent('directories', () => {
  test('broken files, pipes and loops inside are gaps or nothing, and the rest is read', async () => {
    const directory = makeDirectory({
      ...worlds.flawed,
      '.cursor/mcp.json': worlds.cut['.mcp.json'],
      '.vscode/mcp.json': Buffer.from([0, 1, 2, 3, 0, 0]),
      '.github/workflows/x.yml': 'on: [push\njobs: {',
      '.claude/settings.json': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n',
      '.env': '',
    });
    mkdirSync(join(directory, 'a/.gemini'), { recursive: true });
    execFileSync('mkfifo', [join(directory, 'a/.mcp.json')]);
    symlinkSync('..', join(directory, 'a/up'));
    symlinkSync('settings.json', join(directory, 'a/.gemini/settings.json'));
    const ran = await nhi(['scan', '--format', 'json', '--fail-on', 'none'], { cwd: directory });
    expect(ran).toMatchObject(onlyUnseen);
    const report = readReport(ran);
    expect(failedRules(report)).toContain('agent-mcp-http-plain');
    const files = new Set(report.scan.sources[0]?.gaps.map((g) => g.file));
    for (const file of ['.cursor/mcp.json', '.vscode/mcp.json', '.github/workflows/x.yml', '.claude/settings.json'])
      expect(files).toContain(file);
  });

  test('a directory that may not be listed at all is no input', async (context) => {
    if (process.getuid?.() === 0) context.skip('the superuser may read everything');
    const directory = makeDirectory(worlds.flawed);
    chmodSync(directory, 0);
    const ran = await nhi(['scan', directory]);
    chmodSync(directory, 0o700);
    expectRefusal(ran, `${directory}: no permission to list the directory`);
  });

  test('a configuration with a merge conflict says so, and what can be read of it is', async () => {
    const server = '"files":{"type":"http","url":"http://tools.acme.example/mcp"}';
    const cwd = makeDirectory({ '.mcp.json': `{"mcpServers":{\n<<<<<<< HEAD\n${server}\n=======\n${server}\n>>>>>>> other\n}}` });
    const { scan } = readReport(await nhi(['scan', '--format', 'json'], { cwd }));
    expect(scan.sources[0]?.gaps).toContainEqual(
      expect.objectContaining({ file: '.mcp.json', line: 2, detail: 'it holds merge conflict markers; resolve the conflict first' }),
    );
  });

  test('a rules folder that is a file, a configuration that leads nowhere', async () => {
    const cwd = makeDirectory({ 'rule.yaml': 'id: x' });
    expectRefusal(
      await nhi(['scan', 'demo', '--rules', 'rule.yaml'], { cwd }),
      'rule.yaml: is a file; --rules takes the folder that holds it',
    );
    symlinkSync('nowhere', join(cwd, '.nhi.yaml'));
    expectRefusal(await nhi(['scan', 'demo'], { cwd }), '.nhi.yaml: a link that leads nowhere');
  });

  test('a directory without permission', async (context) => {
    if (process.getuid?.() === 0) context.skip('the superuser may read everything');
    const directory = makeDirectory({ ...worlds.flawed, 'locked/.mcp.json': worlds.flawed['.mcp.json'] });
    chmodSync(join(directory, 'locked'), 0);
    const ran = await nhi(['scan', directory, '--format', 'json', '--fail-on', 'none']);
    chmodSync(join(directory, 'locked'), 0o700);
    expect(ran).toMatchObject(onlyUnseen);
    expect(readReport(ran).scan.sources[0]?.gaps).toMatchObject([{ file: 'locked', why: 'denied' }]);
  });
});
