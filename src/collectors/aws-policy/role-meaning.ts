import type { Facts } from '../../inventory/fact-types.ts';
import type { Nature } from '../../inventory/identity.ts';
import type { Trust } from '../../inventory/trust.ts';
import { runsAgents, runsCode } from './service-kind.ts';

type Allowed = readonly Pick<Trust, 'principalKind' | 'principal' | 'condition'>[];

/** What the Allow statements of a role's trust policy say of the role. */
export function trustMeaning(allowed: Allowed): Pick<Facts<'Aws'>, 'trusted_services' | 'compute' | 'agent_runtime'> {
  const services = new Set<string>();
  for (const t of allowed) if (t.principalKind === 'service') services.add(t.principal);
  const trusted = [...services];
  return { trusted_services: trusted, compute: trusted.some(runsCode), agent_runtime: allowed.some(isAgentTrust) };
}

export function isAgentTrust(trust: Allowed[number]): boolean {
  return trust.principalKind === 'service' && runsAgents(trust.principal, trust.condition);
}

/** From who may become the role: services and pipelines are programs, a SAML login is a person. */
export function natureOfRole(path: string | undefined, allowed: Allowed | undefined): Nature {
  return natureByPath(path) ?? natureByTrusts(allowed);
}

export function natureByPath(path: string | undefined): Nature | undefined {
  if (path?.startsWith('/aws-service-role/')) return 'service-agent';
  return path?.startsWith('/aws-reserved/sso.amazonaws.com/') ? 'human' : undefined;
}

export function natureByTrusts(allowed: Allowed | undefined): Nature {
  const kinds = new Set(allowed?.map((t) => t.principalKind));
  const programs = kinds.has('service') || (allowed?.some((t) => t.principalKind === 'oidc' && t.principal.startsWith('arn:')) ?? false);
  if (programs) return kinds.has('saml') ? 'unknown' : 'workload';
  return kinds.size === 1 && kinds.has('saml') ? 'human' : 'unknown';
}
