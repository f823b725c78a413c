import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Credential } from '../../src/inventory/credential.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import type { Workload } from '../../src/inventory/workload.ts';
import type { Posture } from '../../src/posture/four-questions.ts';
import { postureOf } from '../../src/posture/identity-facts.ts';
import { systemOf } from '../../src/posture/identity-system.ts';
import type { PostureSettings } from '../../src/posture/settings.ts';
import { makeWorld } from '../../src/posture/world.ts';
import { SimpleEngine, type SimplePower } from '../graph/simple-engine.ts';
import { account, identity, inventoryOf, link } from '../graph/small-inventory.ts';

const evidence = [{ source: 'test' }];
const settings: PostureSettings = { now: Date.parse('2026-11-22T00:00:00Z'), knownAccounts: new Set(), vendors: {} };

function postureIn(
  fragments: readonly Fragment[],
  of: string,
  more: Partial<PostureSettings> = {},
  powers: Record<string, SimplePower> = {},
): Posture {
  const inventory = inventoryOf(fragments);
  const engine = new SimpleEngine(powers);
  const asked = inventory.identities.get(of);
  if (asked === undefined) throw new Error(`no ${of}`);
  return postureOf(makeWorld(inventory, engine, buildGraph(inventory, engine), { ...settings, ...more }), asked);
}

const one = (id: string, plane: Identity['plane'], kind: string, more: Partial<Identity> = {}): Fragment =>
  identity(id, { plane, kind, name: id, scope: 'acme', ...more });
const workload = (id: string, runsAs: string, more: Partial<Workload> = {}): Fragment => ({
  type: 'workload',
  value: { id, kind: 'aws-lambda-function', name: id, identity: runsAs, evidence, ...more },
});
const credential = (id: string, more: Partial<Credential>): Fragment => ({
  type: 'credential',
  value: { id, kind: 'api-key', name: id, static: true, evidence, ...more },
});

const role = `aws:role/${account}/app`;
const user = `aws:user/${account}/ci`;
const server = 'agent:mcp-server/shop/tools';
const pods = 'kubernetes:service-account/prod/web/shop';
const mcp = (more: Partial<Identity> = {}): Fragment =>
  one(server, 'agent', 'mcp-server', { nature: 'agent', agent: true, mcp: { remote: true, static_bearer: true }, ...more });
const githubUser = (nature: Identity['nature']): Fragment => one('github:user/ana', 'github', 'github-user', { nature });
const token = one('github:token/acme/classic-1', 'github', 'github-classic-token', { github: { token_owner: 'ana' } });
const trail = (clients: Readonly<Record<string, number>>): Fragment => ({
  type: 'use',
  value: { id: `${role}#use/trail`, identity: role, recorder: 'trail', services: {}, actions: {}, clients, evidence },
});

const letsIn = (principal: string, principalKind: 'identity' | 'saml'): Fragment => ({
  type: 'trust',
  value: {
    id: `${role}#trust/${principal}`,
    identity: role,
    kind: 'aws-role-trust',
    effect: 'Allow',
    principalKind,
    principal,
    actions: ['sts:AssumeRole'],
    evidence,
  },
});

type Case = readonly [
  what: string,
  fragments: readonly Fragment[],
  of: string,
  answer: string,
  because: string,
  more?: Partial<PostureSettings>,
];

const binding: readonly Case[] = [
  [
    'a role that people used',
    [identity('role/app'), trail({ console: 12, sdk: 900 })],
    role,
    'no',
    'people used it: AWS console (12 events)',
  ],
  [
    'a role that a service and a person may assume',
    [
      identity('role/app', { nature: 'workload', aws: { trusted_services: ['lambda.amazonaws.com'] } }),
      identity('user/ana', { nature: 'human' }),
      letsIn(`arn:aws:iam::${account}:user/ana`, 'identity'),
    ],
    role,
    'unknown',
    'it lets in ana',
  ],
  [
    'a role that a service assumes and people log in to',
    [
      identity('role/app', { nature: 'unknown', aws: { trusted_services: ['lambda.amazonaws.com'] } }),
      letsIn(`arn:aws:iam::${account}:saml-provider/corp`, 'saml'),
    ],
    role,
    'unknown',
    'whoever logs in over SAML',
  ],
  ['a role that programs used', [identity('role/app'), trail({ sdk: 900 })], role, 'yes', 'no person was seen to'],
  [
    'a user with a password and keys',
    [identity('user/ci', { aws: { console_password: true, active_keys: 1 } })],
    user,
    'no',
    'password and access keys',
  ],
  [
    'a machine with a password',
    [identity('user/ci', { aws: { console_password: true, active_keys: 0 } })],
    user,
    'no',
    'people sign in as it',
  ],
  ['a user with keys alone', [identity('user/ci', { aws: { console_password: false, active_keys: 1 } })], user, 'no', 'a program works as'],
  [
    'a user of whom only keys are known',
    [identity('user/ci', { nature: 'unknown', aws: { active_keys: 1 } })],
    user,
    'unknown',
    'nothing seen',
  ],
  ['a token of a person', [token, githubUser('human')], 'github:token/acme/classic-1', 'no', 'it acts as ana'],
  ['a token of a machine account', [token, githubUser('workload')], 'github:token/acme/classic-1', 'yes', ''],
  [
    'a server with a key of a person',
    [
      mcp(),
      identity('user/mira', { nature: 'human' }),
      credential('k', { identity: `aws:user/${account}/mira` }),
      link('holds', server, 'k'),
    ],
    server,
    'no',
    'works with k of mira',
  ],
  [
    'a server with a personal token',
    [mcp(), token, githubUser('human'), credential('k', { identity: 'github:token/acme/classic-1' }), link('holds', server, 'k')],
    server,
    'no',
    'which is a person',
  ],
  [
    'a server with a key of a machine',
    [mcp(), identity('user/ci'), credential('k', { identity: user }), link('holds', server, 'k')],
    server,
    'yes',
    '',
  ],
  ['a server that borrows a login', [mcp({ mcp: { human_login: ['AWS_PROFILE=admin'] } })], server, 'no', 'AWS_PROFILE=admin'],
  [
    'a user of a directory that a service works as',
    [one('entra:user/u', 'entra', 'entra-user', { nature: 'unknown', entra: { service_signs: ['its name', 'no second factor'] } })],
    'entra:user/u',
    'no',
    'its name, no second factor',
  ],
  [
    'a service account in a file of people',
    [
      one(pods, 'kubernetes', 'kubernetes-service-account'),
      credential('t', {
        kind: 'kubeconfig-service-account-token',
        identity: pods,
        found: [{ file: 'config', position: 'file', key: 'token', evidence: { source: 'test' } }],
      }),
    ],
    pods,
    'no',
    'people log in with its token in config',
  ],
  [
    'a service account with a token of its own',
    [one(pods, 'kubernetes', 'kubernetes-service-account'), credential('t', { kind: 'kubernetes-service-account-token', identity: pods })],
    pods,
    'yes',
    '',
  ],
];

const agentRole = (seconds?: number, services: readonly string[] = ['bedrock.amazonaws.com']): Fragment =>
  identity('role/app', {
    agent: true,
    aws: { trusted_services: services, agent_runtime: true, ...(seconds === undefined ? {} : { max_session_seconds: seconds }) },
  });
const job = (minutes: number | undefined, selfHosted?: boolean): Fragment =>
  one('repository:workflow-job/acme/shop/ci.yml#build', 'repository', 'github-workflow-job', {
    ci: { timeout_minutes: minutes, self_hosted: selfHosted },
  });
const pod = (settings: Workload['settings']): readonly Fragment[] => [
  one(pods, 'kubernetes', 'kubernetes-service-account'),
  workload('kubernetes:workload/prod/web/deployment/shop', pods, { kind: 'kubernetes-deployment', ...(settings ? { settings } : {}) }),
];
const jobId = 'repository:workflow-job/acme/shop/ci.yml#build';
const vault = 'vault:role/acme/jwt/ci';
const vaultRole = (facts: Identity['vault']): readonly Fragment[] => [
  one(vault, 'vault', 'vault-jwt-role', facts === undefined ? {} : { vault: facts }),
];
const spiffe = (seconds: number): readonly Fragment[] => [
  one('spiffe://acme/web', 'spiffe', 'spiffe-workload', { spiffe: { certificate_seconds: seconds } }),
];
const app = one('entra:application/a', 'entra', 'entra-application');

const googleAccount = (more: Partial<Identity> = {}): Fragment => one('gcp:service-account/a', 'gcp', 'gcp-service-account', more);
const keysListed: Fragment = { type: 'scope', value: { id: 'gcp:project/acme', plane: 'gcp', name: 'acme', supplies: ['keys'] } };

const lifetime: readonly Case[] = [
  ['a role whose maximum was not read', [identity('role/app', { aws: { agent_runtime: false } })], role, 'yes', 'up to 12 hours'],
  ['an agent’s role whose maximum was not read', [agentRole()], role, 'unknown', 'MaxSessionDuration'],
  ['an agent’s role with sessions of an hour', [agentRole(3600)], role, 'yes', 'sessions last up to 1 hour'],
  ['an agent’s role with sessions of twelve', [agentRole(43_200)], role, 'no', "sessions last up to 12 hours; an agent's limit is 1 hour"],
  ['an agent on instances', [agentRole(3600, ['ec2.amazonaws.com'])], role, 'unknown', 'does not limit those of instances'],
  [
    'an agent that acts as a role',
    [agentRole(43_200), one('aws:agent/a', 'aws', 'aws-bedrock-agent', { agent: true, actsAs: role })],
    'aws:agent/a',
    'no',
    'sessions last up to 12 hours',
  ],
  [
    'a user without any credential',
    [identity('user/ci', { aws: { console_password: false, active_keys: 0 } })],
    user,
    'yes',
    'holds no credential',
  ],
  [
    'a user made for a Bedrock API key that no list shows',
    [identity('user/ci', { aws: { console_password: false, active_keys: 0, bedrock_user: true } })],
    user,
    'unknown',
    'was not seen',
  ],
  ['a service account', [googleAccount(), keysListed], 'gcp:service-account/a', 'yes', 'up to 1 hour'],
  ['a service account whose keys were not read', [googleAccount()], 'gcp:service-account/a', 'unknown', 'credentials were not read'],
  [
    'an agent’s service account',
    [one('gcp:service-account/a', 'gcp', 'gcp-service-account', { agent: true })],
    'gcp:service-account/a',
    'unknown',
    '12 hours',
  ],
  [
    'an agent’s service account where no policy extends tokens',
    [
      googleAccount({ agent: true }),
      keysListed,
      { type: 'scope', value: { id: 'gcp:project/acme', plane: 'gcp', name: 'acme', settings: { tokens_extended: false } } },
    ],
    'gcp:service-account/a',
    'yes',
    'access tokens last up to 1 hour',
  ],
  ['an application', [app], 'entra:application/a', 'unknown', 'token lifetime policy'],
  ['an application, and a limit of a day', [app], 'entra:application/a', 'yes', '', { tokenLimits: { agent: 3600, workload: 86_400 } }],
  ['a job of six hours', [job(360, false)], jobId, 'yes', 'up to 6 hours'],
  ['a job of a day', [job(1440, true)], jobId, 'no', "up to 24 hours; a workload's limit is 12 hours"],
  ['a job of nobody knows how long', [job(undefined, true)], jobId, 'unknown', 'up to 24 hours'],
  ['a job of a week on a runner of GitHub’s', [job(10_080, false)], jobId, 'yes', 'up to 6 hours'],
  ['a pod without a token', pod({ automount: false, token_seconds: 0 }), pods, 'yes', 'no token of it'],
  ['a pod that asks for ten minutes', pod({ automount: false, token_seconds: 600 }), pods, 'yes', '10 minutes'],
  ['a pod that asks for two days', pod({ automount: false, token_seconds: 172_800 }), pods, 'no', '2 days'],
  ['a pod that is given two days', pod({ automount: true, token_seconds: 172_800 }), pods, 'no', '2 days'],
  ['a pod that is given a token', pod({ automount: true, token_seconds: 0 }), pods, 'unknown', 'a year where the API server extends them'],
  ['a pod that was not read whole', pod({ automount: false }), pods, 'unknown', 'was not seen'],
  ['a service account without pods', [one(pods, 'kubernetes', 'kubernetes-service-account')], pods, 'unknown', 'was not seen'],
  ['a role of a vault', vaultRole({ token_seconds: 600, token_max_seconds: 3600 }), vault, 'yes', 'up to 1 hour'],
  ['a role of a vault without a maximum', vaultRole({ token_seconds: 600 }), vault, 'unknown', 'renewed'],
  ['a role of a vault with tokens of a month', vaultRole({ token_seconds: 600, token_max_seconds: 2_764_800 }), vault, 'no', '32 days'],
  ['a periodic token', vaultRole({ token_seconds: 600, token_periodic: true }), vault, 'no', 'without end'],
  ['a certificate of an hour', spiffe(3600), 'spiffe://acme/web', 'yes', '1 hour'],
  ['a certificate of a week', spiffe(604_800), 'spiffe://acme/web', 'no', '7 days'],
  ['a server elsewhere', [mcp()], server, 'unknown', 'was not seen'],
  ['a server that is started and given nothing', [mcp({ mcp: { remote: false } })], server, 'yes', 'given no credential'],
  [
    'a server that is started with a secret from elsewhere',
    [mcp({ mcp: { remote: false, given_secrets: ['GITHUB_TOKEN'] } })],
    server,
    'unknown',
    'it is given GITHUB_TOKEN',
  ],
  [
    'an installation',
    [one('github:installation/1', 'github', 'github-app-installation')],
    'github:installation/1',
    'unknown',
    'private keys',
  ],
  [
    "the provider's own",
    [one('gcp:service-account/a', 'gcp', 'gcp-service-account', { nature: 'service-agent' })],
    'gcp:service-account/a',
    'yes',
    'provider',
  ],
];

const everyService: Fragment = {
  type: 'scope',
  value: { id: `aws:account/${account}`, plane: 'aws', name: account, supplies: ['workloads'] },
};
const ci = identity('user/ci', { aws: { console_password: false, active_keys: 1 } });
const accessKey = (id: string, enabled = true): Fragment =>
  credential(id, { kind: 'aws-access-key', identity: user, enabled, provider: 'aws' });
const held = (id: string): readonly Fragment[] =>
  ['a', 'b'].flatMap((name) => [mcp({ name, id: `${server}-${name}` }), link('holds', `${server}-${name}`, id)]);
const client = one('agent:claude-code/shop', 'agent', 'agent', { nature: 'agent', agent: true, settings: { bypass: [] } });
const killSwitch = { agents: [{ name: '*claude*', fields: new Set(['kill_switch']) }] };

const revocation: readonly Case[] = [
  [
    'a role with one function, of all services',
    [identity('role/app'), workload('w1', role), everyService],
    role,
    'yes',
    'one workload depends on it; its sessions can be revoked',
  ],
  [
    'a role with one function, where others may be',
    [identity('role/app'), workload('w1', role)],
    role,
    'unknown',
    'not every service was read',
  ],
  ['a role with two', [identity('role/app'), workload('w1', role), workload('w2', role)], role, 'no', '2 workloads would stop together'],
  ['a role with none that was seen', [identity('role/app')], role, 'unknown', 'was not seen'],
  ['a role with none', [identity('role/app'), everyService], role, 'yes', 'nothing depends on it'],
  [
    'a key that two hold, with a slot left',
    [ci, accessKey('k'), ...held('k')],
    user,
    'yes',
    'a second slot lets the 2 that share k change over',
  ],
  ['a key that two hold, without one', [ci, accessKey('k'), accessKey('l', false), ...held('k')], user, 'no', '2 workloads share k'],
  ['a key that nobody was seen to hold', [ci, accessKey('k')], user, 'unknown', 'was not seen'],
  ['a secret of nobody knows whom that two hold', [credential('k', {}), ...held('k')], `${server}-a`, 'no', '2 workloads share k'],
  ['a secret that is switched off and two hold', [credential('k', { enabled: false }), ...held('k')], `${server}-a`, 'yes', ''],
  [
    'a client with two keys',
    [client, ...['k', 'l'].flatMap((k) => [credential(k, {}), link('holds', 'agent:claude-code/shop', k)])],
    'agent:claude-code/shop',
    'no',
    'stopping it takes 2 steps: k, l',
  ],
  [
    'a client with two keys and a way to stop it on record',
    [client, ...['k', 'l'].flatMap((k) => [credential(k, {}), link('holds', 'agent:claude-code/shop', k)])],
    'agent:claude-code/shop',
    'yes',
    'the register of agents says how it is stopped',
    killSwitch,
  ],
  [
    'a client with one key that its issuer withdraws',
    [client, credential('k', { provider: 'openai' }), link('holds', 'agent:claude-code/shop', 'k')],
    'agent:claude-code/shop',
    'yes',
    'k can be withdrawn',
  ],
  ['a client without any', [client], 'agent:claude-code/shop', 'unknown', 'no way to switch it off is known'],
  ['an application of which nobody was seen', [app], 'entra:application/a', 'unknown', 'was not seen'],
];

describe.each(Object.entries({ binding, lifetime, revocation }))('%s', (question, cases) => {
  test.each(cases.map((one) => ({ what: one[0], one })))('$what', ({ one: [, fragments, of, answer, because, more] }) => {
    const found = postureIn(fragments, of, more)[question as keyof Posture];
    expect(found).toMatchObject({ answer, because: expect.stringContaining(because) });
  });
});

test.each([
  [2, 'yes', 'reviewers of the environment production are asked about each run'],
  [0, 'unknown', 'its permissions are not known'],
] as const)('a job that deploys to an environment with %d reviewers', (reviewers, answer, because) => {
  const fragments: readonly Fragment[] = [
    identity(jobId, { plane: 'repository', kind: 'github-workflow-job', scope: 'acme/shop', ci: { environment: 'production' } }),
    {
      type: 'scope',
      value: { id: 'github:environment/acme/shop/production', plane: 'github', name: 'production', settings: { reviewers } },
    },
  ];
  expect(postureIn(fragments, jobId, {}, { [jobId]: { level: 'unknown' } }).authorization).toMatchObject({ answer, because });
});

describe('a role of Google Cloud or Azure that an agent has under a condition', () => {
  test.each([
    ["@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'orders'", 'unknown', 'turns on @Resource alone'],
    [
      "@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'orders' AND @Environment[isPrivateLink] BoolEquals true",
      'yes',
      'depends on conditions',
    ],
    ['resource.name.startsWith("projects/_/buckets/orders")', 'unknown', 'turns on resource.name alone'],
    ["@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00Z'", 'unknown', 'turns on @Environment[UtcNow] alone'],
    ['request.time < timestamp("2027-01-01T00:00:00Z")', 'unknown', 'turns on request.time alone'],
    [
      'request.time < timestamp("2027-01-01T00:00:00Z") && resource.name.startsWith("projects/_/buckets/orders")',
      'unknown',
      'turns on request.time, resource.name alone',
    ],
    ['request.time.getHours("Europe/Berlin") < 18', 'yes', 'depends on conditions'],
    ['resource.type == "storage.googleapis.com/Bucket" && request.time.getHours() < 6', 'yes', 'depends on conditions'],
  ])('%s', (condition, answer, because) => {
    const azure = condition.startsWith('@');
    const of = azure ? 'azure:identity/a' : 'gcp:service-account/a';
    const fragments: readonly Fragment[] = [
      one(of, azure ? 'azure' : 'gcp', azure ? 'azure-managed-identity' : 'gcp-service-account', { agent: true }),
      { type: 'grant', value: { id: `${of}#1`, holder: of, kind: 'attached', name: 'roles/storage.admin', condition, evidence } },
    ];
    const found = postureIn(fragments, of, {}, { [of]: { level: 'none', conditional: true } }).authorization;
    expect(found).toMatchObject({ answer, because: expect.stringContaining(because) });
  });
});

describe('an agent or a pipeline as a whole', () => {
  const systemIn = (fragments: readonly Fragment[], of: string): ReturnType<typeof systemOf> => {
    const inventory = inventoryOf(fragments);
    const engine = new SimpleEngine({});
    const asked = inventory.identities.get(of);
    return asked && systemOf(makeWorld(inventory, engine, buildGraph(inventory, engine), settings), asked);
  };

  test('is as good as its weakest part', () => {
    const remote = mcp({ mcp: { remote: true, destructive_auto_approved: [] } });
    const parts = [client, remote, link('uses', 'agent:claude-code/shop', server), ci, accessKey('k'), link('holds', server, 'k')];
    const system = systemIn(parts, 'agent:claude-code/shop');
    expect(system?.members).toEqual(['agent:claude-code/shop', server, user]);
    expect(system?.posture.binding).toMatchObject({ answer: 'no', because: expect.stringMatching(/^ci: an IAM user/) });
    expect(system?.posture.lifetime).toMatchObject({ answer: 'no', because: 'agent:claude-code/shop: k without expiry' });
  });

  test('is all the jobs of a file', () => {
    const jobs = ['ci.yml#build', 'ci.yml#test', 'release.yml#ship'].map((name) =>
      identity(`repository:workflow-job/acme/shop/${name}`, {
        plane: 'repository',
        kind: 'github-workflow-job',
        ci: { timeout_minutes: 10 },
      }),
    );
    const system = systemIn(jobs, jobId);
    expect(system?.members).toEqual([jobId, 'repository:workflow-job/acme/shop/ci.yml#test']);
    expect(system?.posture.lifetime).toEqual({ answer: 'yes', because: 'yes for each of the 2' });
  });

  test('is not told of what is alone, and of neither', () => {
    expect(systemIn([client], 'agent:claude-code/shop')).toBeUndefined();
    expect(systemIn([identity('role/app')], role)).toBeUndefined();
  });
});

describe('what counts as an agent for run-time decisions', () => {
  const writes = { [role]: { level: 'write' } } as const;
  test.each<[string, readonly Fragment[], string]>([
    ['a role that a function runs as', [identity('role/app', { aws: { agent_runtime: false } }), workload('w', role)], 'yes'],
    ['one that services of agents assume', [agentRole()], 'no'],
    [
      'one that carries out tool calls',
      [identity('role/app', { aws: { agent_runtime: false } }), workload('w', role, { kind: 'aws-agentcore-gateway' })],
      'no',
    ],
    ['one whose trust was not read', [identity('role/app', { aws: {} })], 'unknown'],
  ])('%s', (_what, fragments, answer) => {
    expect(postureIn(fragments, role, {}, writes).authorization.answer).toBe(answer);
  });

  test('a key that an agent holds makes its user an agent’s', () => {
    const fragments = [ci, accessKey('k'), mcp(), link('holds', server, 'k')];
    expect(postureIn(fragments, user, {}, { [user]: { level: 'write' } }).authorization.answer).toBe('no');
    expect(postureIn([ci, accessKey('k')], user, {}, { [user]: { level: 'write' } }).authorization.answer).toBe('yes');
  });
});
