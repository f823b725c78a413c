import { closeSync, openSync, writeSync } from 'node:fs';

const account = '123456789012';
const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];
const services = ['dynamodb', 's3', 'sqs', 'sns', 'kinesis', 'logs', 'secretsmanager', 'kms', 'events', 'states'];
const actions = {
  dynamodb: ['GetItem', 'PutItem', 'Query', 'UpdateItem', 'BatchGetItem', 'DescribeTable'],
  s3: ['GetObject', 'PutObject', 'ListBucket', 'DeleteObject', 'GetBucketLocation'],
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  sns: ['Publish', 'Subscribe', 'ListTopics'],
  kinesis: ['PutRecord', 'GetRecords', 'DescribeStream', 'GetShardIterator'],
  logs: ['CreateLogGroup', 'CreateLogStream', 'PutLogEvents', 'DescribeLogStreams'],
  secretsmanager: ['GetSecretValue', 'DescribeSecret'],
  kms: ['Decrypt', 'GenerateDataKey', 'DescribeKey'],
  events: ['PutEvents', 'DescribeRule'],
  states: ['StartExecution', 'DescribeExecution'],
};

/**
 * Writes the answer of get-account-authorization-details for an account of `principals` users and roles: deterministic,
 * about 5.5 KB each, one element a line. Managed policies are shared, inline policies are each principal's own, some
 * have boundaries, some trust other accounts or a pipeline's tokens, a few hold too much.
 * @param {string} path
 * @param {number} principals
 * @returns {number} bytes written
 */
export function generateAccount(path, principals) {
  const random = generator(principals);
  const file = openSync(path, 'w');
  let bytes = 0;
  let batch = '';
  const put = (text, flush = false) => {
    batch += text;
    if (flush || batch.length > 1 << 20) {
      bytes += writeSync(file, batch);
      batch = '';
    }
  };
  const list = (key, count, make, last = false) => {
    put(`"${key}":[\n`);
    for (let i = 0; i < count; i++) put(`${JSON.stringify(make(i))}${i + 1 < count ? ',' : ''}\n`);
    put(last ? ']' : '],\n');
  };
  const users = Math.floor(principals * 0.2);
  const roles = principals - users;
  const managed = Math.max(20, Math.floor(principals / 50));
  const groups = Math.max(5, Math.floor(principals / 500));
  put('{');
  list('UserDetailList', users, (i) => user(i, random, managed, groups));
  list('GroupDetailList', groups, (i) => group(i, managed));
  list('RoleDetailList', roles, (i) => role(i, random, managed));
  list('Policies', managed + 2, (i) => policy(i, random, managed), true);
  put('}\n', true);
  closeSync(file);
  return bytes;
}

/** mulberry32: small and the same everywhere. */
function generator(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (random, from) => from[Math.floor(random() * from.length)];
const date = (random) => `20${18 + Math.floor(random() * 8)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}T08:15:30+00:00`;
const own = (n) => `arn:aws:iam::${account}:policy/team-policy-${n}`;
const document = (statements) => ({ Version: '2012-10-17', Statement: statements });

function statements(random, name, count) {
  return Array.from({ length: count }, (_, n) => {
    const service = pick(random, services);
    const region = pick(random, regions);
    return {
      Sid: `Statement${n}`,
      Effect: 'Allow',
      Action: actions[service].slice(0, 1 + Math.floor(random() * actions[service].length)).map((a) => `${service}:${a}`),
      Resource:
        service === 's3'
          ? [`arn:aws:s3:::${name}-data`, `arn:aws:s3:::${name}-data/*`]
          : [`arn:aws:${service}:${region}:${account}:${name}/*`],
      ...(random() < 0.15 ? { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } } } : {}),
    };
  });
}

function trust(i, random) {
  const kind = random();
  if (kind < 0.55)
    return document([
      {
        Effect: 'Allow',
        Principal: { Service: pick(random, ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com', 'ec2.amazonaws.com']) },
        Action: 'sts:AssumeRole',
      },
    ]);
  if (kind < 0.7) {
    const host = 'token.actions.githubusercontent.com';
    const subject = random() < 0.1 ? 'repo:example/*' : `repo:example/service-${i % 400}:ref:refs/heads/main`;
    return document([
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${host}:sub`]: subject } },
      },
    ]);
  }
  if (kind < 0.8)
    return document([
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::2222222222${10 + (i % 80)}:root` },
        Action: 'sts:AssumeRole',
        ...(random() < 0.6 ? { Condition: { StringEquals: { 'sts:ExternalId': `ext-${i}` } } } : {}),
      },
    ]);
  if (kind < 0.93) return document([{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }]);
  return document([
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/service-${Math.floor(random() * (i + 1))}` },
      Action: 'sts:AssumeRole',
    },
  ]);
}

function role(i, random, managed) {
  const name = `service-${i}`;
  const inline = [`${name}-access`, `${name}-data`, `${name}-events`].map((policyName, n) => ({
    PolicyName: policyName,
    PolicyDocument: document(statements(random, `${name}-${n}`, 8)),
  }));
  if (random() < 0.05)
    inline.push({
      PolicyName: 'assume',
      PolicyDocument: document([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${account}:role/service-${Math.floor(random() * (i + 1))}` },
      ]),
    });
  if (random() < 0.004)
    inline.push({
      PolicyName: 'builder',
      PolicyDocument: document([
        { Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], Resource: '*' },
      ]),
    });
  return {
    Path: '/services/',
    RoleName: name,
    RoleId: `AROA${String(i).padStart(17, '0')}`,
    Arn: `arn:aws:iam::${account}:role/services/${name}`,
    CreateDate: date(random),
    AssumeRolePolicyDocument: trust(i, random),
    InstanceProfileList: [],
    RolePolicyList: inline,
    AttachedManagedPolicies: attachments(random, managed, 2),
    ...(random() < 0.1 ? { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: own(managed + 1) } } : {}),
    Tags: [
      { Key: 'owner', Value: `team-${i % 60}` },
      { Key: 'environment', Value: pick(random, ['production', 'staging', 'development']) },
    ],
    RoleLastUsed: random() < 0.2 ? {} : { LastUsedDate: date(random), Region: pick(random, regions) },
  };
}

function user(i, random, managed, groups) {
  const name = `user-${i}`;
  return {
    Path: '/',
    UserName: name,
    UserId: `AIDA${String(i).padStart(17, '0')}`,
    Arn: `arn:aws:iam::${account}:user/${name}`,
    CreateDate: date(random),
    UserPolicyList: [0, 1, 2].map((n) => ({ PolicyName: `${name}-${n}`, PolicyDocument: document(statements(random, `${name}-${n}`, 8)) })),
    GroupList: [`group-${i % groups}`],
    AttachedManagedPolicies: attachments(random, managed, 1),
    Tags: [{ Key: 'owner', Value: `team-${i % 60}` }],
  };
}

function group(i, managed) {
  return {
    Path: '/',
    GroupName: `group-${i}`,
    GroupId: `AGPA${String(i).padStart(17, '0')}`,
    Arn: `arn:aws:iam::${account}:group/group-${i}`,
    CreateDate: '2020-01-01T00:00:00+00:00',
    GroupPolicyList: [],
    AttachedManagedPolicies: [{ PolicyName: `team-policy-${i % managed}`, PolicyArn: own(i % managed) }],
  };
}

function attachments(random, managed, count) {
  const found = new Set(Array.from({ length: count }, () => Math.floor(random() * managed)));
  const list = [...found].map((n) => ({ PolicyName: `team-policy-${n}`, PolicyArn: own(n) }));
  if (random() < 0.002) list.push({ PolicyName: `team-policy-${managed}`, PolicyArn: own(managed) });
  return list;
}

/** The last two: full administration, and the boundary. */
function policy(i, random, managed) {
  const body =
    i === managed
      ? document([{ Effect: 'Allow', Action: '*', Resource: '*' }])
      : i === managed + 1
        ? document([{ Effect: 'Allow', Action: services.map((s) => `${s}:*`), Resource: '*' }])
        : document([
            ...statements(random, `shared-${i}`, 6),
            ...(i % 25 === 0
              ? [
                  {
                    Effect: 'Deny',
                    NotAction: ['iam:Get*', 'iam:List*', 's3:*', 'logs:*', 'dynamodb:*'],
                    Resource: '*',
                    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                  },
                ]
              : []),
          ]);
  return {
    PolicyName: `team-policy-${i}`,
    PolicyId: `ANPA${String(i).padStart(17, '0')}`,
    Arn: own(i),
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: '2021-03-04T05:06:07+00:00',
    UpdateDate: '2021-03-04T05:06:07+00:00',
    PolicyVersionList: [{ Document: body, VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2021-03-04T05:06:07+00:00' }],
  };
}
