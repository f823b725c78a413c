import { describe, expect, test } from 'vitest';
import { expectRefusal, makeDirectory, nhi } from './nhi.ts';

const account = '111122223333';
const arn = (name: string): string => `arn:aws:iam::${account}:${name}`;
const policy = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement });
const dates = { CreateDate: '2024-01-01T00:00:00Z' };
const noPolicies = { AttachedManagedPolicies: [], Tags: [] };

function role(name: string, principal: object, statements: readonly object[] = []): object {
  return {
    RoleName: name,
    Path: '/',
    RoleId: `AROA${name.toUpperCase().padEnd(16, 'X')}`,
    Arn: arn(`role/${name}`),
    ...dates,
    AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }),
    RolePolicyList: statements.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument: policy(...statements) }],
    InstanceProfileList: [],
    ...noPolicies,
  };
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const dump = {
  UserDetailList: [
    {
      UserName: 'robot',
      Path: '/',
      UserId: 'AIDAROBOTXXXXXXXXXXX',
      Arn: arn('user/robot'),
      ...dates,
      GroupList: [],
      UserPolicyList: [],
      ...noPolicies,
    },
  ],
  GroupDetailList: [],
  RoleDetailList: [
    role('bridge', { AWS: arn('user/robot') }),
    role('boss', { AWS: arn('role/bridge') }, [everything]),
    role('lonely', { Service: 'lambda.amazonaws.com' }),
    role('outside', { AWS: arn('role/bridge') }, [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
  ],
  Policies: [],
  IsTruncated: false,
};
const cwd = makeDirectory({ 'dump.json': JSON.stringify(dump, null, 1), 'outside/empty.txt': '' });
const run = (...args: string[]): ReturnType<typeof nhi> => nhi(['path', ...args, '--now', '2026-11-22'], { cwd });

describe.concurrent('path', () => {
  test.each([
    ['a name', 'boss'],
    ['an id', `aws:role/${account}/boss`],
    ['an ARN', arn('role/boss')],
    ['administrator', 'admin'],
    ['a class by its id', `class:aws-admin/${account}`],
    ['a class by its name', `Administrator of ${account}`],
  ])('leads to what is given as %s, each step with its evidence', async (_form, to) => {
    const { code, out, err } = await run('robot', to, 'dump.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^robot -> boss, admin \(confirmed, 2 steps\)\n/);
    expect(out).toMatch(/ 1\. robot assumes -> bridge, confirmed: sts:AssumeRole; .*\n +\[dump\.json:\d+ \/RoleDetailList\/0\/AssumeRolePolicyDocument\/Statement\/0\]\n/);
    expect(out).toMatch(/ 2\. bridge assumes by sts-001 -> boss, confirmed: /);
  });

  test('shows the worst ways out where no end is given, and not the parts of a longer one', async () => {
    const { code, out } = await run('robot', 'dump.json');
    expect(code).toBe(0);
    expect([...out.matchAll(/^robot -> (\w+)/gm)].map((m) => m[1])).toEqual(['boss', 'outside']);
  });

  test('prints JSON that says the same', async () => {
    const { code, out } = await run('robot', 'boss', 'dump.json', '--format', 'json');
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ from: `aws:user/${account}/robot`, to: [`aws:role/${account}/boss`] });
    expect(found.paths).toHaveLength(1);
    expect(found.paths[0].steps[0]).toMatchObject({ kind: 'assumes', technique: null, certainty: 'confirmed' });
    expect(found.paths[0].steps[1]).toMatchObject({ technique: 'sts-001' });
    expect(found.paths[0].steps[0].evidence[0]).toMatchObject({ file: 'dump.json', line: expect.any(Number) });
    expect(found.names[`aws:role/${account}/bridge`]).toBe('bridge');
  });

  test('says that there is none, and what could hide one', async () => {
    const [none, out, cut, json] = await Promise.all([
      run('lonely', 'boss', 'dump.json'),
      run('lonely', 'dump.json'),
      run('lonely', 'boss', 'dump.json', 'outside', '.', '--quiet'),
      run('lonely', 'boss', 'dump.json', '-f', 'json'),
    ]);
    expect(none).toMatchObject({ code: 0, err: '' });
    expect(none.out).toMatch(/^No path leads from lonely to boss in what was read\.\n/);
    expect(none.out).toMatch(/There may be one that was not seen: not seen: |No gap is known/);
    expect(out.out).toMatch(/^Nothing that was read leads from lonely to another identity\.\n/);
    expect(cut.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ paths: [] });
  });

  test.each(['dot', 'mermaid'])('says so in a drawing as %s as well', async (format) => {
    const { code, out } = await run('lonely', 'boss', 'dump.json', '--format', format);
    expect(code).toBe(0);
    expect(out).toContain('"No path leads from lonely to boss in what was read.');
  });

  test('says that there is no account to be administrator of', async () => {
    const where = makeDirectory({
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.mcp.json': '{"mcpServers":{"files":{"url":"https://a.example/mcp"}}}',
    });
    const { code, out } = await nhi(['path', 'files', 'admin'], { cwd: where });
    expect(code).toBe(0);
    expect(out).toMatch(/^No account was read, so there is no administrator to become\.\n/);
  });

  test('says that an administrator is one itself', async () => {
    const { code, out } = await run('boss', 'admin', 'dump.json');
    expect(code).toBe(0);
    expect(out).toMatch(/^boss is an administrator of 111122223333 itself/);
  });

  test('takes the name of a folder for a source, and for an end where --to says so', async () => {
    const { code, out } = await run('robot', 'dump.json', '--to', 'outside');
    expect(code).toBe(0);
    expect(out).toMatch(/^robot -> outside, /);
  });

  test('refuses names that nothing bears', async () => {
    const [from, to, same, format] = await Promise.all([
      run('robto', 'boss', 'dump.json'),
      run('robot', 'bos', 'dump.json'),
      run('robot', 'robot', 'dump.json'),
      run('robot', 'boss', 'dump.json', '-f', 'csv'),
    ]);
    expectRefusal(from, 'no identity "robto" in what was read; did you mean "robot"?');
    expectRefusal(to, 'no identity, class or source "bos" in what was read; did you mean "boss"?');
    expectRefusal(same, '"robot" and "robot" are the same identity');
    expectRefusal(format, '--format must be one of table, json, dot, mermaid; got "csv"');
  });
});
