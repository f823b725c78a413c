import type { Facts } from '../../inventory/fact-types.ts';
import type { Identity } from '../../inventory/identity.ts';
import { natureByPath, type trustMeaning } from '../aws-policy/role-meaning.ts';
import { environmentByName } from '../aws-policy/tag-meaning.ts';
import { readTrusts } from '../aws-policy/trust-policy.ts';
import { below, type Draft } from '../place-below.ts';
import type { NormaliseContext } from './normalise-context.ts';
import { emitGrants } from './normalise-grants.ts';
import type { AwsRecord } from './records.ts';
import { maxSessionOf, type RoleShape, readRole } from './shapes.ts';

/** A role of GetAccountAuthorizationDetails, ListRoles or GetRole. */
export function normaliseRole(record: AwsRecord, account: string, context: NormaliseContext): void {
  const role = readRole(record.raw, record.detail === true, record.at, context.door);
  if (!role) return;
  const id = `aws:role/${account}/${role.name}`;
  const { trusts, meaning, problems } = readTrusts(role.trustPolicy, id, record.at, context.policies);
  if (problems.length > 0) {
    const place = below(record.at, '/AssumeRolePolicyDocument');
    context.policyGap('trust', `the trust policy of role ${role.name}`, problems, place, trusts === undefined);
  }
  const owner = role.tags?.owner;
  const environment = role.tags?.environment ?? environmentByName(role.name);
  const identity: Draft<Identity> = {
    id,
    plane: 'aws',
    kind: 'aws-iam-role',
    name: role.name,
    scope: account,
    nature: natureByPath(role.path) ?? meaning?.nature ?? 'unknown',
    agent: meaning?.facts.agent_runtime === true,
    standing: 'observed',
    enabled: true,
    aws: factsOf(role, account, meaning?.facts),
    evidence: [record.at],
  };
  if (owner !== undefined) identity.owner = owner;
  if (environment !== undefined) identity.environment = environment;
  if (role.createdAt !== undefined) identity.createdAt = role.createdAt;
  if (role.lastUsedAt !== undefined) identity.lastUsedAt = role.lastUsedAt;
  if (role.tags !== undefined) identity.tags = role.tags.values;
  if (role.path !== undefined) identity.providerManaged = isServiceLinked(role);
  if (role.grantsListed) {
    identity.grantsListed = true;
    context.supplies.add(`${account}#grants`);
  }
  context.emit({ type: 'identity', value: identity });
  context.listed.set(id, role.grantsListed || context.listed.get(id) === true);
  emitGrants(context, id, 'role', role, record.at);
  for (const trust of trusts ?? []) context.emit({ type: 'trust', value: trust });
  role.instanceProfiles?.forEach((name, index) => {
    const evidence = [below(record.at, `/InstanceProfileList/${index}`)];
    const workload = { id: `aws:instance-profile/${account}/${name}`, kind: 'aws-instance-profile', name, identity: id, evidence };
    context.emit({ type: 'workload', value: workload });
  });
}

/** How long sessions of a role may last, where the rest of it comes from elsewhere. */
export function normaliseRoleSession(record: AwsRecord, account: string, { door, emit }: NormaliseContext): void {
  const raw = door.object(record.raw, 'role', record.at);
  const name = raw && door.text(raw, 'RoleName', 'role', record.at);
  const seconds = raw && maxSessionOf(raw);
  if (name === undefined || name === '' || seconds === undefined) return;
  const identity: Identity = {
    id: `aws:role/${account}/${name}`,
    plane: 'aws',
    kind: 'aws-iam-role',
    name,
    scope: account,
    nature: 'unknown',
    agent: false,
    standing: 'named',
    aws: { account, max_session_seconds: seconds },
    evidence: [record.at],
  };
  emit({ type: 'identity', value: identity });
}

function factsOf(role: RoleShape, account: string, trusts: ReturnType<typeof trustMeaning> | undefined): Facts<'Aws'> {
  const facts: Facts<'Aws'> = { account };
  if (role.path !== undefined) {
    facts.path = role.path;
    facts.service_linked = isServiceLinked(role);
  }
  if (role.partition !== undefined) facts.partition = role.partition;
  if (role.uniqueId !== undefined) facts.unique_id = role.uniqueId;
  if (role.maxSession !== undefined) facts.max_session_seconds = role.maxSession;
  if (role.instanceProfiles !== undefined) facts.instance_profiles = role.instanceProfiles;
  if (trusts === undefined) return facts;
  facts.trusted_services = trusts.trusted_services;
  facts.compute = trusts.compute;
  facts.agent_runtime = trusts.agent_runtime;
  return facts;
}

function isServiceLinked(role: RoleShape): boolean {
  return role.path?.startsWith('/aws-service-role/') ?? false;
}
