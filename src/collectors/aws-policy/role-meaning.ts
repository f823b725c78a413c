import type { Facts } from '../../inventory/fact-types.ts';
import type { Nature } from '../../inventory/identity.ts';
import type { Trust } from '../../inventory/trust.ts';
import { runsAgents, runsCode } from './service-kind.ts';

/** What the Allow statements of a role's trust policy say of the role. */
export function trustMeaning(allowed: readonly Trust[]): Pick<Facts<'Aws'>, 'trusted_services' | 'compute' | 'agent_runtime'> {
  const services = new Set<string>();
  for (const t of allowed) if (t.principalKind === 'service') services.add(t.principal);
  const trusted = [...services];
  return { trusted_services: trusted, compute: trusted.some(runsCode), agent_runtime: allowed.some(isAgentTrust) };
}

export function isAgentTrust(trust: Trust): boolean {
  return trust.principalKind === 'service' && runsAgents(trust.principal, trust.condition);
}

/** From who may become the role: services and pipelines are programs, a SAML login is a person. */
export function natureOfRole(path: string | undefined, allowed: readonly Trust[] | undefined): Nature {
  if (path?.startsWith('/aws-service-role/')) return 'service-agent';
  if (path?.startsWith('/aws-reserved/sso.amazonaws.com/')) return 'human';
  const kinds = new Set(allowed?.map((t) => t.principalKind));
  const programs = kinds.has('service') || (allowed?.some((t) => t.principalKind === 'oidc' && t.principal.startsWith('arn:')) ?? false);
  if (programs) return kinds.has('saml') ? 'unknown' : 'workload';
  return kinds.size === 1 && kinds.has('saml') ? 'human' : 'unknown';
}
