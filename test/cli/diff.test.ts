import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, makeDirectory, nhi, worlds } from './nhi.ts';

const statement = (action: string): string =>
  JSON.stringify({
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: [
      {
        RoleName: 'deploy',
        RoleId: 'AROAEXAMPLE0000000001',
        Arn: 'arn:aws:iam::210987654321:role/deploy',
        Path: '/',
        CreateDate: '2026-01-01T00:00:00Z',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        RolePolicyList: [
          {
            PolicyName: 'own',
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
          },
        ],
        AttachedManagedPolicies: [],
        InstanceProfileList: [],
        Tags: [],
      },
    ],
  });

describe('two snapshots', async () => {
  const cwd = makeDirectory({ 'one/gaad.json': statement('s3:GetObject'), 'two/gaad.json': statement('iam:*') });
  for (const [name, day] of [
    ['one', '2026-11-01'],
    ['two', '2026-11-22'],
  ] as const) {
    await nhi(['collect', `${name}/gaad.json`, '-o', `${name}.nhi`, '--now', day, '-q'], { cwd });
  }
  const { out, code } = await nhi(['diff', 'one.nhi', 'two.nhi'], { cwd });

  test('are compared in words', () => {
    expect(code).toBe(0);
    expect(out).toContain('one.nhi (2026-11-01) -> two.nhi (2026-11-22)');
    expect(out).toContain('- role deploy gained iam:* on *');
    expect(out).toContain('- role deploy lost s3:GetObject on *');
    expect(out).toMatch(/- role deploy: power sensitive -> escalate/);
  });

  test('are nothing to tell where they are the same', async () => {
    expect((await nhi(['diff', 'one.nhi', 'one.nhi'], { cwd })).out).toContain('nothing changed');
  });

  test('come as JSON and as Markdown', async () => {
    const json = await nhi(['diff', 'one.nhi', 'two.nhi', '-f', 'json'], { cwd });
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'nhi-diff/1', before: { name: 'one.nhi' }, after: { name: 'two.nhi' } });
    const markdown = await nhi(['diff', 'one.nhi', 'two.nhi', '-f', 'markdown'], { cwd });
    expect(markdown.out).toContain('- role deploy gained iam:\\* on \\*');
  });
});

describe('two reports', async () => {
  const cwd = makeDirectory({ ...worlds.flawed });
  await nhi(['scan', '.', '--report', 'json=r.json', '-q'], { cwd });

  test('are compared, and what they do not hold is said', async () => {
    expect((await nhi(['diff', 'r.json', 'r.json'], { cwd })).out).toMatch(/nothing changed\n\nA report does not hold/);
  });
});

test.each([
  ['absent.nhi', 'absent.nhi: not a file; name a snapshot of nhi collect or a JSON report of nhi scan'],
  ['other.json', 'other.json: neither a snapshot of nhi collect nor a JSON report of nhi scan that this version knows'],
  ['cut.json', 'cut.json: not JSON, or cut short; write it anew with nhi scan'],
  ['hollow.json', 'hollow.json: '],
])('%s is refused in a line', async (file, message) => {
  const cwd = makeDirectory({
    'other.json': '{"schema":"nhi-report/9","findings":[]}',
    'cut.json': '{"schema":"nhi-re',
    'hollow.json': '{"schema":"nhi-report/1","findings":[]}',
  });
  expectRefusal(await nhi(['diff', file, file], { cwd }), message);
});

const cluster = (kind: string, name: string, resources: string, verbs: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: app, namespace: web}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [${resources}], verbs: [${verbs}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: app, namespace: web}]
`;

test('a rule of a cluster that grew, or is written in another order, takes nothing away', async () => {
  const cwd = makeDirectory({ 'k/all.yaml': cluster('RoleBinding', 'name: b, namespace: web', 'pods, services', 'get, list') });
  await nhi(['collect', 'k', '-o', 'one.nhi', '-q'], { cwd });
  addFile(cwd, 'k/all.yaml', cluster('RoleBinding', 'name: b, namespace: web', 'services, pods', 'list, get, watch'));
  await nhi(['collect', 'k', '-o', 'two.nhi', '-q'], { cwd });
  addFile(cwd, 'k/all.yaml', cluster('ClusterRoleBinding', 'name: b', 'pods, services', 'get, list, watch'));
  await nhi(['collect', 'k', '-o', 'three.nhi', '-q'], { cwd });
  const { out } = await nhi(['diff', 'one.nhi', 'two.nhi'], { cwd });
  expect(out).toContain('- service account web/app gained watch pods in namespace web');
  expect(out).not.toMatch(/lost|gained (?:get|list)/);
  const wider = await nhi(['diff', 'two.nhi', 'three.nhi'], { cwd });
  expect(wider.out).toContain('- service account web/app gained get pods in the whole cluster');
  expect(wider.out).not.toContain('lost');
});

test('what another repository showed is not gone where it was not read', async () => {
  const workflow = 'on: pull_request_target\njobs:\n  build: { runs-on: ubuntu-latest, steps: [{ run: make }] }\n';
  const cwd = makeDirectory({ 'one/.github/workflows/x.yml': workflow, 'two/.github/workflows/x.yml': workflow });
  await nhi(['collect', 'one', 'two', '-o', 'both.nhi', '-q'], { cwd });
  await nhi(['collect', 'one', '-o', 'one.nhi', '-q'], { cwd });
  const { out } = await nhi(['diff', 'both.nhi', 'one.nhi'], { cwd });
  expect(out).not.toMatch(/gone|less/);
  expect(out).toMatch(/: 2 not seen this time\n/);
  await nhi(['baseline', 'one', 'two', '-q'], { cwd });
  const { out: scanned } = await nhi(['scan', 'one', '--baseline', '.nhi-baseline.json'], { cwd });
  expect(scanned).toContain('0 gone, 1 not seen this time');
});

test('what an agent may do by its settings is told', async () => {
  const cwd = makeDirectory({ 'p/.claude/settings.json': '{"permissions":{"allow":["Read"]}}' });
  await nhi(['collect', 'p', '-o', 'one.nhi', '-q'], { cwd });
  addFile(cwd, 'p/.claude/settings.json', '{"permissions":{"allow":["Read","Bash(*)"],"defaultMode":"bypassPermissions"}}');
  await nhi(['collect', 'p', '-o', 'two.nhi', '-q'], { cwd });
  const { out } = await nhi(['diff', 'one.nhi', 'two.nhi'], { cwd });
  expect(out).toContain('- agent Claude Code gained shell by Bash(*)');
  expect(out).toMatch(/- agent Claude Code gained mode \S+/);
});

describe('an MCP server of the same name', async () => {
  const cwd = makeDirectory();
  const servers = {
    start: { command: 'npx', args: ['-y', '@acme/files@1.0.0'], env: { ROOT: '.', API_KEY: 'sk-ant-api03-one' } },
    package: { command: 'npx', args: ['-y', '@evil/files@1.0.0'], env: { ROOT: '.', API_KEY: 'sk-ant-api03-one' } },
    argument: { command: 'npx', args: ['-y', '@acme/files@1.0.0', '--all'], env: { ROOT: '.', API_KEY: 'sk-ant-api03-one' } },
    variable: { command: 'npx', args: ['-y', '@acme/files@1.0.0'], env: { ROOT: '/', API_KEY: 'sk-ant-api03-one' } },
    address: { url: 'https://files.evil.example/mcp' },
  };
  for (const [name, server] of Object.entries(servers)) {
    addFile(cwd, 'shop/.mcp.json', JSON.stringify({ mcpServers: { files: server } }));
    await nhi(['collect', 'shop', '-o', `${name}.nhi`, '-q'], { cwd });
  }
  const started = 'MCP server files: its program, its arguments or its address changed';
  test.each([
    ['package', `${started}; package @acme/files@1.0.0 -> @evil/files@1.0.0`],
    ['argument', started],
    ['variable', started],
    ['address', 'address none -> files.evil.example'],
  ])('that has another %s is told', async (name, words) => {
    const { out } = await nhi(['diff', 'start.nhi', `${name}.nhi`, '-f', 'json'], { cwd });
    expect((JSON.parse(out) as { changes: { text: string }[] }).changes.map((c) => c.text).join('\n')).toContain(words);
  });
});

test('a workload that runs as somebody else is told', async () => {
  const manifests = (account: string): string =>
    ['app', 'root']
      .map((name) => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: web}\n---\n`)
      .join('')
      .concat(
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop, namespace: web}\n',
        `spec: {template: {metadata: {labels: {a: b}}, spec: {serviceAccountName: ${account}, containers: [{name: c, image: i}]}}}\n`,
      );
  const cwd = makeDirectory({ 'k/all.yaml': manifests('app') });
  await nhi(['collect', 'k', '-o', 'one.nhi', '-q'], { cwd });
  addFile(cwd, 'k/all.yaml', manifests('root'));
  await nhi(['collect', 'k', '-o', 'two.nhi', '-q'], { cwd });
  expect((await nhi(['diff', 'one.nhi', 'two.nhi'], { cwd })).out).toMatch(/shop: runs as web\/app -> web\/root/);
});

test('a snapshot that is cut short is said, for what it lacks is no change', async () => {
  const cwd = makeDirectory({ 'gaad.json': statement('iam:*') });
  await nhi(['collect', 'gaad.json', '-o', 'whole.nhi', '-q'], { cwd });
  const bytes = readFileSync(join(cwd, 'whole.nhi'));
  writeFileSync(join(cwd, 'cut.nhi'), bytes.subarray(0, bytes.length - 16));
  const said = 'cut.nhi did not see all of cut.nhi: what is told as more may have been there before.';
  const { out } = await nhi(['diff', 'cut.nhi', 'whole.nhi'], { cwd });
  expect(out.replace(/\s+/g, ' ')).toContain(said);
  expect((await nhi(['diff', 'cut.nhi', 'whole.nhi', '-f', 'markdown'], { cwd })).out).toContain(said);
  const json = await nhi(['diff', 'cut.nhi', 'whole.nhi', '-f', 'json'], { cwd });
  expect((JSON.parse(json.out) as { readonly notes: unknown }).notes).toEqual([said]);
  expect((await nhi(['diff', 'whole.nhi', 'cut.nhi'], { cwd })).out).toContain('whole.nhi (');
});

test('findings of snapshots are told worst first', async () => {
  const cwd = makeDirectory({ 'one/gaad.json': statement('s3:GetObject'), 'two/gaad.json': statement('*') });
  for (const name of ['one', 'two']) await nhi(['collect', `${name}/gaad.json`, '-o', `${name}.nhi`, '-q'], { cwd });
  const { out } = await nhi(['diff', 'one.nhi', 'two.nhi'], { cwd });
  const told = [...out.matchAll(/- a new finding: (\w+) /g)].map(([, severity]) => severity ?? '');
  const order = ['critical', 'high', 'medium', 'low', 'info'];
  expect(new Set(told).size).toBeGreaterThan(1);
  expect(told).toEqual([...told].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
});
