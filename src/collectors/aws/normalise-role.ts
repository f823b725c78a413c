import type { Identity, Nature } from '../../inventory/identity.ts';
import type { Trust } from '../../inventory/trust.ts';
import { below, type NormaliseContext } from './normalise-context.ts';
import { emitGrants } from './normalise-grants.ts';
import type { AwsRecord } from './records.ts';
import { runsAgents, runsCode } from './service-kind.ts';
import { type RoleShape, readRole } from './shapes.ts';
import { environmentOf, ownerOf } from './tag-meaning.ts';
import { readTrusts } from './trust-policy.ts';

/** A role of GetAccountAuthorizationDetails, ListRoles or GetRole. */
export function normaliseRole(record: AwsRecord, account: string, context: NormaliseContext): void {
  const role = readRole(record.raw, record.at, context.door);
  if (!role) return;
  const id = `aws:role/${account}/${role.name}`;
  const { trusts, problems } = readTrusts(role.trustPolicy, id, record.at, context.policies);
  if (problems.length > 0) {
    const place = below(record.at, '/AssumeRolePolicyDocument');
    context.policyGap('trust', `the trust policy of role ${role.name}`, problems, place, trusts === undefined);
  }
  const owner = ownerOf(role.tags);
  const environment = environmentOf(role.tags, role.name);
  const serviceLinked = role.path?.startsWith('/aws-service-role/');
  const allowed = trusts?.filter((t) => t.effect === 'Allow');
  const identity: Identity = {
    id,
    plane: 'aws',
    kind: 'aws-iam-role',
    name: role.name,
    scope: account,
    nature: natureOf(role, allowed),
    agent: allowed?.some(isAgentTrust) ?? false,
    standing: 'observed',
    enabled: true,
    ...(owner === undefined ? {} : { owner }),
    ...(environment === undefined ? {} : { environment }),
    ...(role.createdAt === undefined ? {} : { createdAt: role.createdAt }),
    ...(role.lastUsedAt === undefined ? {} : { lastUsedAt: role.lastUsedAt }),
    ...(role.tags === undefined ? {} : { tags: role.tags }),
    ...(serviceLinked === undefined ? {} : { providerManaged: serviceLinked }),
    ...(role.grantsListed ? { grantsListed: true } : {}),
    aws: {
      account,
      ...(role.path === undefined ? {} : { path: role.path, service_linked: role.path.startsWith('/aws-service-role/') }),
      ...(role.instanceProfiles === undefined ? {} : { instance_profiles: role.instanceProfiles }),
      ...trustFacts(allowed),
    },
    evidence: [record.at],
  };
  context.emit({ type: 'identity', value: identity });
  context.listed.set(id, role.grantsListed || context.listed.get(id) === true);
  emitGrants(context, id, 'role', role, 'RolePolicyList', record.at);
  for (const trust of trusts ?? []) context.emit({ type: 'trust', value: trust });
  role.instanceProfiles?.forEach((name, index) => {
    const evidence = [below(record.at, `/InstanceProfileList/${index}`)];
    const workload = { id: `aws:instance-profile/${account}/${name}`, kind: 'aws-instance-profile', name, identity: id, evidence };
    context.emit({ type: 'workload', value: workload });
  });
}

function trustFacts(allowed: readonly Trust[] | undefined): Identity['aws'] {
  if (allowed === undefined) return {};
  const services = [...new Set(allowed.filter((t) => t.principalKind === 'service').map((t) => t.principal))];
  return { trusted_services: services, compute: services.some(runsCode), agent_runtime: allowed.some(isAgentTrust) };
}

function isAgentTrust(trust: Trust): boolean {
  return trust.principalKind === 'service' && runsAgents(trust.principal, trust.condition);
}

/** From who may become the role: services and pipelines are programs, a SAML login is a person. */
function natureOf(role: RoleShape, allowed: readonly Trust[] | undefined): Nature {
  if (role.path?.startsWith('/aws-service-role/')) return 'service-agent';
  if (role.path?.startsWith('/aws-reserved/sso.amazonaws.com/')) return 'human';
  const kinds = new Set(allowed?.map((t) => t.principalKind));
  const programs = kinds.has('service') || (allowed?.some((t) => t.principalKind === 'oidc' && t.principal.startsWith('arn:')) ?? false);
  if (programs) return kinds.has('saml') ? 'unknown' : 'workload';
  return kinds.size === 1 && kinds.has('saml') ? 'human' : 'unknown';
}
