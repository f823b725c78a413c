import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { collect } from '../../src/cli/commands/collect.ts';
import { scan } from '../../src/cli/commands/scan.ts';
import { checksummed, generated } from '../token-shapes.ts';

let seed = 100;
const planted = new Map<string, string>();

/** A new token, remembered with the place it is planted in. */
function token(place: string): string {
  seed += 1;
  const kinds = [
    () => checksummed('ghp_', seed),
    () => `glpat-${generated(20, seed)}`,
    () => `sk-ant-api03-${generated(40, seed)}`,
    () => `npm_${generated(36, seed)}`,
    () => `oy2${generated(43, seed, 'abcdefghijkmnpqrstuvwxyz23456789')}`,
  ];
  const value = (kinds[seed % kinds.length] as () => string)();
  planted.set(value, place);
  return value;
}

const account = '210987654321';
const at = '2026-10-01T00:00:00Z';
const statement = (place: string, more: object = {}): object => ({
  Sid: `Own${token(`a Sid of ${place}`)}`,
  Effect: 'Allow',
  Action: ['s3:GetObject', `s3:${token(`an action of ${place}`)}`],
  Resource: `arn:aws:s3:::data/${token(`a resource of ${place}`)}`,
  Condition: { StringEquals: { [`aws:PrincipalTag/${token(`a condition key of ${place}`)}`]: token(`a condition value of ${place}`) } },
  ...more,
});
const document = (s: object): object => ({ Version: '2012-10-17', Statement: [s] });

function dumps(): Readonly<Record<string, unknown>> {
  const role = `worker-${token('a role name')}`;
  const user = token('a user name');
  const arn = `arn:aws:iam::${account}:user/${user}`;
  return {
    'details.json': {
      UserDetailList: [
        {
          UserName: user,
          UserId: 'AIDAQWERTYUIOPASDFGHJ',
          Arn: arn,
          Path: '/',
          CreateDate: at,
          GroupList: [token('a group name')],
          AttachedManagedPolicies: [
            { PolicyName: token('an attached policy'), PolicyArn: `arn:aws:iam::${account}:policy/${token('its ARN')}` },
          ],
          UserPolicyList: [{ PolicyName: token('an inline policy'), PolicyDocument: document(statement('an inline policy')) }],
          Tags: [{ Key: token('a tag key'), Value: `by ${token('a tag value')}` }],
        },
      ],
      GroupDetailList: [],
      RoleDetailList: [
        {
          RoleName: role,
          RoleId: 'AROAQWERTYUIOPASDFGHJ',
          Arn: `arn:aws:iam::${account}:role/${role}`,
          Path: '/',
          CreateDate: at,
          RolePolicyList: [],
          AttachedManagedPolicies: [],
          InstanceProfileList: [],
          AssumeRolePolicyDocument: document(
            statement('a trust', {
              Action: 'sts:AssumeRole',
              Resource: undefined,
              Principal: { AWS: `arn:aws:iam::999900001111:role/${token('a trusted principal')}`, [token('a kind of principal')]: 'x' },
              [token('an element')]: 'x',
            }),
          ),
        },
      ],
      Policies: [],
    },
    'trail.json': {
      Records: [
        {
          eventVersion: '1.09',
          eventTime: '2026-11-20T10:00:00Z',
          eventSource: `${token('an event source')}.amazonaws.com`,
          eventName: token('an event name'),
          awsRegion: token('a region'),
          sourceIPAddress: token('an address'),
          userAgent: token('a user agent'),
          eventID: token('an event id'),
          recipientAccountId: account,
          userIdentity: { type: 'IAMUser', arn, accountId: account, userName: user, principalId: token('a principal id') },
          requestParameters: { externalId: token('an external id') },
        },
      ],
    },
    'functions.json': {
      Functions: [
        {
          FunctionName: token('a function name'),
          FunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:${token('a function ARN')}`,
          Role: `arn:aws:iam::${account}:role/${role}`,
          Description: token('a description'),
          Environment: { Variables: { [token('a variable name')]: token('a variable') } },
        },
      ],
    },
    'code/.mcp.json': { mcpServers: { [token('a server name')]: { command: token('a command'), args: ['-y', token('an argument')] } } },
    'code/k8s.json': {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: token('a service account'), namespace: token('a namespace'), annotations: { owner: token('an annotation') } },
    },
    [`code/${token('a folder')}/.env`]: 'X_TOKEN=',
    'broken.json': { [token('a key that nobody knows')]: 1 },
  };
}

test('no token of a known format comes out, whatever it stands in', async () => {
  const root = mkdtempSync(join(tmpdir(), 'nhi-door-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, value] of Object.entries(dumps())) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), JSON.stringify(value, null, 1));
  }
  const sources = ['details.json', 'trail.json', 'functions.json', 'code', 'broken.json'].map((name) => join(root, name));
  let said = '';
  const sink = (): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        said += chunk.toString('utf8');
        done();
      },
    });
  const io = { stdout: sink(), stderr: sink(), environment: {}, clock: () => new Date(at), version: '0.0.0' };
  for (const format of ['json', 'sarif', 'table'])
    await scan(sources, { now: '2026-12-01T00:00:00Z', format, all: true, failOn: 'none' }, io);
  await collect(sources, { now: '2026-12-01T00:00:00Z', output: join(root, 'x.nhi') }, io);
  said += gunzipSync(readFileSync(join(root, 'x.nhi'))).toString('utf8');
  // What was cut short is looked for as well.
  const leaked = [...planted].filter(([value]) => said.includes(value.slice(0, 20))).map(([, place]) => place);
  expect(leaked).toEqual([]);
  expect(said).toContain('worker-redacted-');
});
