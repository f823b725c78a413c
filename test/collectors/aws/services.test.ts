import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../../src/collectors/aws/normalise.ts';
import { serviceKinds } from '../../../src/collectors/aws/services/service-kinds.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { fixture, inventoryOf, readFixture } from './read-fixture.ts';

const names = readdirSync(fixture('services')).sort();
const all = names.map((name) => `services/${name}`);
const account = '111122223333';
const region = 'eu-west-1';
const role = (name: string): string => `aws:role/${account}/${name}`;

test.each(all)('%s is recognised, and read without a gap', async (name) => {
  const { recognised, fragments, collected } = await readFixture(name);
  expect(recognised).toBe(true);
  expect(collected.scope).toBe(account);
  expect(fragments.filter((f) => f.type === 'gap')).toEqual([]);
});

const workloads: readonly [id: string, identity: string | undefined, settings: object][] = [
  [`aws:codebuild-project/${account}/${region}/release`, role('build'), { env_secrets: ['NPM'] }],
  [`aws:glue-job/${account}/-/nightly`, role('etl'), { env_secrets: ['--dsn'] }],
  [`aws:glue-dev-endpoint/${account}/-/scratch`, role('etl'), { has_role: true }],
  [`aws:state-machine/${account}/${region}/invoices`, role('steps'), { has_role: true }],
  [`aws:sagemaker-notebook/${account}/${region}/lab`, role('lab'), { has_role: true }],
  [`aws:sagemaker-domain/${account}/${region}/studio`, role('lab'), { has_role: true }],
  [`aws:sagemaker-model/${account}/${region}/ranker`, role('ranker'), { env_secrets: ['HF'] }],
  [`aws:apprunner-service/${account}/${region}/front`, role('front'), { public: true, env_secrets: [] }],
  [`aws:cloudformation-stack/${account}/${region}/net`, role('deploy'), { has_role: true }],
  [`aws:eks-cluster/${account}/${region}/main`, role('eks'), { has_role: true }],
  [`aws:eks-pod/${account}/${region}/main/shop/mailer`, role('mailer'), { has_role: true }],
  [`aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`, role('helper'), { has_role: true }],
  [`aws:bedrock-knowledge-base/${account}/${region}/UVWXYZABCD`, role('kb'), { has_role: true }],
  [`aws:agentcore-browser/${account}/${region}/surf-1`, role('surf'), { network_mode: 'PUBLIC' }],
  [`aws:lambda-function/${account}/${region}/mail`, role('mail'), { env_secrets: ['AWS_KEY_ID'] }],
];

test.each(workloads)('%s runs as its role', async (id, identity, settings) => {
  const { workloads } = await inventoryOf(...all);
  expect(workloads.get(id)).toMatchObject({ identity, settings });
});

test('a stack without a role of its own is no workload', async () => {
  const { workloads } = await inventoryOf(...all);
  expect([...workloads.values()].filter((w) => w.kind === 'aws-cloudformation-stack').map((w) => w.name)).toEqual(['net']);
});

test('variables that could not be decrypted are not known, and not free of secrets', async () => {
  const { workloads } = await inventoryOf(...all);
  expect(workloads.get(`aws:lambda-function/${account}/${region}/sealed`)?.settings).not.toHaveProperty('env_secrets');
});

test('what a workload refers to is held by its role, whichever way it names it', async () => {
  const { links, credentials } = await inventoryOf(...all);
  const held = (id: string): string[] => links.filter((l) => l.kind === 'holds' && l.to === id).map((l) => l.from);
  expect(held(`aws:secret/${account}/${region}/shop/database`).sort()).toEqual([role('build'), role('front')]);
  expect(held(`aws:ssm-parameter/${account}/${region}/shop/key`)).toEqual([role('build')]);
  expect([...credentials.keys()]).not.toContain(`aws:ssm-parameter/${account}/${region}/shop/colour`);
});

test('an agent acts as its role, and through the functions that it calls', async () => {
  const { identities, links } = await inventoryOf(...all);
  expect(identities.get(`aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`)).toMatchObject({ agent: true, actsAs: role('helper') });
  expect(links.find((l) => l.kind === 'calls')).toMatchObject({
    from: `aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`,
    to: `aws:lambda-function/${account}/${region}/mail`,
  });
});

test('no value of a secret is kept', async () => {
  const read = await Promise.all(all.map(readFixture));
  const kept = JSON.stringify(read.map((r) => r.fragments));
  for (const value of ['npm_Zk4v', 'vN7kQ2xZ9mB4', 'hf_QwEr', 'vK3nQ9xZ1mT7']) expect(kept).not.toContain(value);
});

/** Answers in which anything may stand anywhere. */
const key = fc.oneof(
  fc.constantFrom(
    'FunctionName',
    'Environment',
    'Variables',
    'ARN',
    'Name',
    'Instances',
    'agentId',
    'Policy',
    'ResourcePolicy',
    'Role',
    'raw',
  ),
  fc.string(),
  fc.constant('__proto__'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
}));

test('whatever an answer holds, it is read or left out with a gap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...serviceKinds), value ?? fc.anything(), (kind, raw) => {
      const out: Fragment[] = [];
      const normaliser = new AwsNormaliser((f) => out.push(f), { source: 's', account, fingerprint: () => 'f' });
      normaliser.add({ kind, raw, at: { source: 's' } });
      normaliser.finish();
      expect(out.every((f) => f.type !== 'workload' || typeof f.value.name === 'string')).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
