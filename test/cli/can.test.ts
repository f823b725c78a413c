import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, makeDirectory, nhi } from './nhi.ts';

const account = '111122223333';
const role = (name: string, statements: readonly unknown[], trusted: string) => ({
  RoleName: name,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  Path: '/',
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
  },
  InstanceProfileList: [],
  AttachedManagedPolicies: [],
  RolePolicyList: [{ PolicyName: `${name}-own`, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
});

const dump = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [
    role(
      'reader',
      [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }],
      `arn:aws:iam::${account}:root`,
    ),
    role(
      'office',
      [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
      `arn:aws:iam::${account}:root`,
    ),
    role(
      'odd',
      [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringSounds: { 'aws:UserAgent': 'x' } } }],
      `arn:aws:iam::${account}:root`,
    ),
    role('climber', [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }], `arn:aws:iam::${account}:root`),
    role('top', [{ Effect: 'Allow', Action: '*', Resource: '*' }], `arn:aws:iam::${account}:role/climber`),
  ],
  Policies: [],
};
const directory = makeDirectory({
  'gaad.json': JSON.stringify(dump, null, 1),
  'session.json': JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] }),
});
const run = (...args: string[]) => nhi(args, { cwd: directory });
const asJson = (text: string) => JSON.parse(text) as { decision: string; reasons: string[]; missing: string[]; statements: unknown[] };

describe('nhi can', () => {
  test('says allowed, with the statement and its place', async () => {
    const ran = await run('can', 'reader', 's3:GetObject', 'arn:aws:s3:::data/k', 'gaad.json');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^allowed {2}reader: s3:GetObject on arn:aws:s3:::data\/k\n/);
    expect(ran.out).toMatch(
      /reader-own, Read \[gaad\.json:\d+ \/RoleDetailList\/0\/RolePolicyList\/0\/PolicyDocument\/Statement\/0\]\n {4}Allow s3:GetObject on arn:aws:s3:::data\/\*/,
    );
    expect(ran.out).toContain('the policy of arn:aws:s3:::data/k and the account that owns it, which may deny it');
  });

  test('says what was wrong with a policy that could not be read', async () => {
    const misspelt = role('misspelt', [{ effect: 'Deny', Action: 's3:*', Resource: '*' }], `arn:aws:iam::${account}:root`);
    addFile(directory, 'misspelt.json', JSON.stringify({ ...dump, RoleDetailList: [misspelt, ...dump.RoleDetailList] }));
    const ran = await run('can', 'misspelt', 's3:GetObject', 'misspelt.json', '--format', 'json');
    expect(asJson(ran.out)).toMatchObject({
      decision: 'unknown',
      reasons: [
        'policy misspelt-own was not read',
        'inline policy misspelt-own of role misspelt: statement 1 writes "effect" in the wrong case',
      ],
    });
    const other = await run('can', 'reader', 's3:GetObject', 'misspelt.json', '--format', 'json');
    expect(other.out).not.toContain('misspelt-own');
  });

  test('says denied, and why', async () => {
    const ran = await run('can', `arn:aws:iam::${account}:role/reader`, 's3:PutObject', 'gaad.json');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toBe(`denied  reader: s3:PutObject on any resource
  none of the identity's policies allows it
  not given:
  - the policies of resources that were not given, which may allow it
`);
  });

  test('says conditional, on what, and is settled by --context', async () => {
    const open = await run('can', 'office', 's3:GetObject', '*', 'gaad.json', '--format', 'json');
    expect(asJson(open.out)).toMatchObject({
      decision: 'conditional',
      reasons: ['it turns on aws:SourceIp'],
      missing: ['the value of aws:SourceIp'],
    });
    const inside = await run(
      'can',
      'office',
      's3:GetObject',
      '*',
      'gaad.json',
      '--context',
      'aws:SourceIp=203.0.113.9',
      '--format',
      'json',
    );
    expect(asJson(inside.out).decision).toBe('allowed');
    const outside = await run(
      'can',
      'office',
      's3:GetObject',
      '*',
      'gaad.json',
      '--context',
      'aws:SourceIp=198.51.100.1',
      '--format',
      'json',
    );
    expect(asJson(outside.out).decision).toBe('denied');
    const absent = await run('can', 'office', 's3:GetObject', '*', 'gaad.json', '--context', 'aws:SourceIp', '--format', 'json');
    expect(asJson(absent.out).decision).toBe('denied');
  });

  test('says unknown, with what was not understood', async () => {
    const ran = await run('can', 'odd', 's3:GetObject', '*', 'gaad.json', '--format', 'json');
    expect(asJson(ran.out)).toMatchObject({
      decision: 'unknown',
      reasons: ['a statement has the unknown condition operator StringSounds'],
    });
  });

  test('takes a session policy', async () => {
    const ran = await run('can', 'reader', 's3:GetObject', 'arn:aws:s3:::data/k', 'gaad.json', '--session-policy', 'session.json');
    expect(ran.out).toMatch(/^unknown .*\n {2}the session policy does not allow it\n {2}the policy of arn:aws:s3:::data\/k was not/);
  });

  test('asks a role’s trust', async () => {
    const may = await run('can', 'climber', 'sts:AssumeRole', `arn:aws:iam::${account}:role/top`, 'gaad.json', '--format', 'json');
    expect(asJson(may.out)).toMatchObject({ decision: 'allowed', statements: [{ policy: 'the trust policy of top' }] });
    const not = await run('can', 'reader', 'sts:AssumeRole', `arn:aws:iam::${account}:role/top`, 'gaad.json', '--format', 'json');
    expect(asJson(not.out).decision).toBe('denied');
  });

  test('asks the policy of a bucket, and says where it is not known whose the bucket is', async () => {
    const bucket = (principal: string) =>
      JSON.stringify({
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::drop/*' }],
        }),
      });
    addFile(directory, 'drop.json', bucket(`arn:aws:iam::${account}:role/reader`));
    addFile(directory, `${account}-drop.json`, bucket(`arn:aws:iam::${account}:role/reader`));
    const ask = (file: string) => run('can', 'reader', 's3:PutObject', 'arn:aws:s3:::drop/k', 'gaad.json', file, '--format', 'json');
    expect(asJson((await ask('drop.json')).out)).toMatchObject({ decision: 'unknown', missing: ['the account that owns the resource'] });
    expect(asJson((await ask(`${account}-drop.json`)).out)).toMatchObject({
      decision: 'allowed',
      statements: [{ policy: 'the policy of arn:aws:s3:::drop' }],
    });
  });

  test('offers the nearest name', async () => {
    expectRefusal(await run('can', 'reader', 's3:GetObjct', 'gaad.json'), 'unknown action "s3:GetObjct"; did you mean "s3:GetObject"?');
    expectRefusal(await run('can', 'reader', 's33:GetObject', 'gaad.json'), 'unknown service "s33"');
    expectRefusal(await run('can', 'raeder', 's3:GetObject', 'gaad.json'), 'did you mean "reader"?');
    expectRefusal(await run('can', 'reader', 's3:GetObject', 'gaad.json', '--context', 'aws:SorceIp=1'), 'did you mean "aws:sourceip"?');
  });

  test.each([
    [['reader', 'GetObject'], 'write it like s3:GetObject'],
    [['reader', 's3:Get*'], 'ask about one action'],
    [['reader', 's3:GetObject', '--format', 'xml'], '--format must be one of table, json'],
    [['reader', 's3:GetObject', '--session-policy', 'none.json'], '--session-policy none.json: there is no such file'],
    [['reader', 's3:GetObject', '--context', 'aws:SourceIp', '--context', 'aws:SourceIp=1'], 'has a value and that it is not there'],
    [['reader'], 'needs <action>'],
  ])('refuses %j', async (args, message) => {
    expectRefusal(await run('can', ...args), message);
  });

  test('reads a policy that is none as a mistake', async () => {
    addFile(directory, 'broken.json', '{"Statement": [{"Effect": "Maybe"}]}');
    expectRefusal(await run('can', 'reader', 's3:GetObject', 'gaad.json', '--session-policy', 'broken.json'), 'no Effect of Allow or Deny');
  });
});

describe('nhi who-can', () => {
  test('lists those who may and might, the surest first', async () => {
    const ran = await run('who-can', 's3:GetObject', 'arn:aws:s3:::data/k', 'gaad.json');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const lines = ran.out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
      ['allowed', `aws:role/${account}/reader`],
      ['allowed', `aws:role/${account}/top`],
      ['conditional', `aws:role/${account}/office`],
      ['unknown', `aws:role/${account}/odd`],
      ['unknown', 'of'],
      ['not', 'given:'],
      ['s3:GetObject', 'on'],
    ]);
    expect(lines.at(-1)).toBe('s3:GetObject on arn:aws:s3:::data/k: 2 allowed, 1 conditional, 2 unknown');
  });

  test('gives JSON', async () => {
    const ran = await run('who-can', 'sts:AssumeRole', `arn:aws:iam::${account}:role/top`, 'gaad.json', '--format', 'json');
    expect(JSON.parse(ran.out)).toMatchObject({
      action: 'sts:AssumeRole',
      denied: 4,
      identities: [{ identity: `aws:role/${account}/climber`, decision: 'allowed' }],
    });
  });

  test('says that nothing was read', async () => {
    const empty = makeDirectory({ 'readme.txt': '' });
    const ran = await nhi(['who-can', 's3:GetObject', empty]);
    expect(ran).toMatchObject({ code: 0, out: 's3:GetObject on any resource: no identity of AWS was read\n' });
  });
});
