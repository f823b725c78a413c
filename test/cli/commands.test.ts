import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, makeDirectory, nhi, root, worlds } from './nhi.ts';

const now = ['--now', '2026-11-22T09:00:00Z'];

describe.concurrent('show', () => {
  test.each([
    ['its name', 'ci-deploy'],
    ['its name in another case', 'CI-Deploy'],
    ['its id', 'aws:user/418273645501/ci-deploy'],
    ['its ARN', 'arn:aws:iam::418273645501:user/ci-deploy'],
  ])('finds an identity by %s', async (_name, word) => {
    const ran = await nhi(['show', word, 'demo', ...now]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^ci-deploy\naws:user\/418273645501\/ci-deploy\n/);
    expect(ran.out).toContain('What it can do: escalate');
  });

  test('refuses a name that two have, and one that nobody has', async () => {
    const [two, none, arn] = await Promise.all([
      nhi(['show', 'orders-service', 'demo']),
      nhi(['show', 'ci-depoly', 'demo']),
      nhi(['show', 'arn:aws:iam::111111111111:role/x\n\u001b[31m', 'demo']),
    ]);
    expectRefusal(two, /"orders-service" names 2 identities: aws:role\/418273645501\/orders-service, .*; give the whole id/);
    expectRefusal(
      none,
      'no identity "ci-depoly" in what was read; did you mean "ci-deploy"? (nhi list shows them; sources stand after the name',
    );
    expectRefusal(arn, 'no identity "arn:aws:iam::111111111111:role/x\\n\\u001b[31m" in what was read');
  });
});

describe.concurrent('list', () => {
  const rows = (out: string): string[][] =>
    out
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/));
  const column = (out: string, name: string): string[] => {
    const at = (out.split('\n')[0] ?? '').split(/ {2,}/).indexOf(name);
    return rows(out).map((row) => row[at] ?? '');
  };

  test.each<[string, string[], string, RegExp]>([
    ['plane', ['--plane', 'agent'], 'id', /^agent:/],
    ['nature', ['--nature', 'human'], 'nature', /^human$/],
    ['level', ['--level', 'admin'], 'level', /^admin$/],
    ['both', ['--level', 'escalate', '--nature', 'workload'], 'level', /^escalate$/],
  ])('filters by %s', async (_name, args, name, form) => {
    const { code, out } = await nhi(['list', 'demo', ...now, ...args]);
    expect(code).toBe(0);
    expect(column(out, name).length).toBeGreaterThan(0);
    for (const value of column(out, name)) expect(value).toMatch(form);
  });

  test('--ai keeps agents and what they reach, --sort sorts', async () => {
    const [all, ai, sorted] = await Promise.all([
      nhi(['list', 'demo', ...now]),
      nhi(['list', 'demo', ...now, '--ai']),
      nhi(['list', 'demo', ...now, '--sort', 'name']),
    ]);
    const ids = column(ai.out, 'id');
    expect(ids).toEqual(expect.arrayContaining(['aws:user/418273645501/ci-deploy']));
    expect(ids.some((id) => id.startsWith('agent:'))).toBe(true);
    expect(ids.length).toBeLessThan(rows(all.out).length);
    expect([...column(sorted.out, 'id')].sort()).toEqual([...column(all.out, 'id')].sort());
    const names = column(sorted.out, 'name').map((n) => n.toLowerCase());
    expect(names[0]).toMatch(/^[0-9a-c]/);
  });
});

describe.concurrent('permissions', () => {
  test('prints a policy that is valid JSON, and only that, on standard output', async () => {
    const ran = await nhi(['permissions', 'aws']);
    expect(ran.code).toBe(0);
    const policy = JSON.parse(ran.out) as { Version: string; Statement: { Effect: string; Action: string[] }[] };
    expect(policy.Version).toBe('2012-10-17');
    for (const statement of policy.Statement) expect(statement.Effect).toBe('Allow');
    const actions = policy.Statement.flatMap((s) => s.Action);
    for (const line of ran.err.trimEnd().split('\n')) expect(actions).toContain(line.split(' ')[0]);
    expect(ran.err).toMatch(/^iam:GetAccountAuthorizationDetails +required/m);
    expect((await nhi(['permissions', 'aws:prod'])).out).toBe(ran.out);
    expect((await nhi(['permissions', 'repository'])).out).toBe('repository reads files: it needs no permission but to read them.\n');
  });
});

describe.concurrent('doctor', () => {
  const here = makeDirectory({ ...worlds.flawed, 'empty.json': '' });

  test('looks at directories and files', async () => {
    const ran = await nhi(['doctor', '.', '.mcp.json', 'empty.json', 'demo'], { cwd: here });
    expect(ran).toMatchObject({ code: 3, err: '' });
    expect(ran.out.split('\n').slice(1, 4)).toEqual([
      'ok      . is a directory that can be read',
      'ok      .mcp.json is a file that can be read',
      'failed  empty.json: the file is empty; make the export again',
    ]);
    expect(ran.out).not.toContain(root);
    expect((await nhi(['doctor'], { cwd: here })).code).toBe(0);
  });

  test.each([
    ['github:acme', /^failed +github:acme: no credentials for github\.com; set GH_TOKEN/m],
    ['vault', /^failed +vault: no vault is named; set VAULT_ADDR/m],
  ])('says of which source it speaks: %s', async (source, said) => {
    expect((await nhi(['doctor', source])).out).toMatch(said);
  });

  test('fails fast for AWS without credentials, and says what to do', async () => {
    const ran = await nhi(['doctor', 'aws']);
    expect(ran).toMatchObject({ code: 3, err: '' });
    expect(ran.out.trimEnd().split('\n')).toHaveLength(2);
    expect(ran.out).toMatch(/^failed +.*no AWS credentials were found: set AWS_PROFILE/m);
  });
});

describe.concurrent('demo', () => {
  test('its JSON report is what the schema says', async () => {
    const ran = await nhi(['demo', '--format', 'json']);
    const schema = JSON.parse(readFileSync(join(root, 'src/reporters/nhi-report-1.schema.json'), 'utf8')) as object;
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const valid = ajv.compile(schema);
    valid(JSON.parse(ran.out));
    expect(valid.errors ?? []).toEqual([]);
  });

  test.each(['json', 'sarif', 'table'])('shows no path of the machine in %s', async (format) => {
    const ran = await nhi(['demo', '--format', format], { cwd: makeDirectory({ 'x.txt': '' }) });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).not.toContain(root.replace(/\/$/, ''));
    expect(ran.out).toContain('demo/aws/418273645501-authorization-details.json');
    expect(ran.out).toContain('demo/storefront');
  });

  test('shows none in its errors either', async () => {
    const place = makeDirectory();
    expect((await nhi(['collect', 'demo', '-o', join(place, 'x.nhi')])).err).not.toContain(root.replace(/\/$/, ''));
    const card = await nhi(['show', 'ci-deploy', 'demo']);
    expect(card.out).not.toContain(root.replace(/\/$/, ''));
  });

  test('a directory called demo is meant where there is one', async () => {
    const place = makeDirectory();
    addFile(place, 'demo/.mcp.json', worlds.flawed['.mcp.json']);
    const ran = await nhi(['scan', 'demo', '--format', 'json'], { cwd: place });
    expect(ran.out).not.toContain('418273645501');
  });

  test('its repository is known by owner and name, so that OIDC subjects can be matched', async () => {
    const ran = await nhi(['scan', join(root, 'fixtures/acme/storefront'), '--format', 'json']);
    expect(JSON.parse(ran.out)).toMatchObject({ scan: { sources: [{ scope: 'acme/storefront' }] } });
  });
});
