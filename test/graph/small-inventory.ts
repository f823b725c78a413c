import type { Fragment } from '../../src/inventory/fragment.ts';
import { awsIdentityId } from '../../src/inventory/id.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { Link } from '../../src/inventory/link.ts';
import type { Trust } from '../../src/inventory/trust.ts';

export const account = '111122223333';
export const otherAccount = '444455556666';

/** The id of a role or user of the test account: `role/app` or `444455556666:role/app`. */
export function id(short: string): string {
  const match = /^(?:(\d{12}):)?(role|user)\/(.+)$/.exec(short);
  return match ? `aws:${match[2]}/${match[1] ?? account}/${match[3]}` : short;
}

export function arn(short: string): string {
  const match = /^(?:(\d{12}):)?(.+)$/.exec(short);
  return `arn:aws:iam::${match?.[1] ?? account}:${match?.[2]}`;
}

export function identity(short: string, more: Partial<Identity> = {}): Fragment {
  const full = id(short);
  const aws = full.startsWith('aws:');
  const kind = full.startsWith('aws:user') ? 'aws-iam-user' : full.startsWith('aws:role') ? 'aws-iam-role' : 'agent';
  const base: Identity = {
    id: full,
    plane: aws ? 'aws' : 'agent',
    kind,
    name: full.slice(full.lastIndexOf('/') + 1),
    scope: full.split('/')[1] ?? '',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    evidence: [{ source: 'test', pointer: `/${full}` }],
  };
  return { type: 'identity', value: { ...base, ...more } };
}

/** A trust of a role. The kind of the principal is told from how it is written. */
export function trust(role: string, principal: string, more: Partial<Trust> = {}): Fragment {
  const principalKind = kindOf(principal);
  const ways = { oidc: 'sts:AssumeRoleWithWebIdentity', saml: 'sts:AssumeRoleWithSAML' } as const;
  const actions = [principalKind === 'oidc' || principalKind === 'saml' ? ways[principalKind] : 'sts:AssumeRole'];
  const full = id(role);
  const value: Trust = {
    id: `${full}#trust/${principalKind}/${principal}/${more.effect ?? 'Allow'}`,
    identity: full,
    kind: 'aws-role-trust',
    effect: 'Allow',
    principalKind,
    principal,
    actions,
    evidence: [{ source: 'test', pointer: `/trust/${full}/${principal}` }],
    ...more,
  };
  return { type: 'trust', value };
}

function kindOf(principal: string): Trust['principalKind'] {
  if (principal === '*') return 'anyone';
  if (/^\d{12}$/.test(principal) || principal.endsWith(':root')) return 'account';
  if (principal.endsWith('.amazonaws.com')) return principal.startsWith('cognito') ? 'federated' : 'service';
  if (principal.includes(':oidc-provider/')) return 'oidc';
  if (principal.includes(':saml-provider/')) return 'saml';
  return awsIdentityId(principal) ? 'identity' : 'federated';
}

export function link(kind: Link['kind'], from: string, to: string, claims?: Link['claims']): Fragment {
  return {
    type: 'link',
    value: { kind, from: id(from), to: id(to), ...(claims ? { claims } : {}), evidence: [{ source: 'test', pointer: `/link/${from}` }] },
  };
}

export function inventoryOf(fragments: readonly Fragment[]): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  return builder.finish([]);
}
