import type { Facts } from '../inventory/fact-types.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Trust } from '../inventory/trust.ts';
import { isOutsideOfPools, outsideOfPools } from './pool-facts.ts';
import { supportsSourceBinding } from './source-binding.ts';
import { isExternalTrust } from './trust-facts.ts';

const outside = { kind: 'gcp-trust', ...outsideOfPools, builtin_provider: false } as const;
const outsideInCode = { ...outside, declared: true };
const outsideForSure = { ...outside, declared: false };

const principalKinds: readonly Trust['principalKind'][] = ['anyone', 'account', 'identity', 'service', 'oidc', 'saml', 'federated'];

/**
 * What trusts say at a glance: one object for all that say the same. Most let in a service, an account of the same organization, or
 * an account of Google Cloud, and nothing more is asked of these.
 */
export class TrustGlances {
  readonly #inventory: Inventory;
  readonly #knownAccounts: ReadonlySet<string>;
  /** Of roles of AWS: by what they say, and in each list by the kind of principal and whether it stands in code. */
  readonly #ofRoles = new Map<string, Facts<'Trust'>[]>();

  constructor(inventory: Inventory, knownAccounts: ReadonlySet<string>) {
    this.#inventory = inventory;
    this.#knownAccounts = knownAccounts;
  }

  /** Some of its facts; undefined where nothing is said at a glance. */
  of(trust: Trust): Facts<'Trust'> | undefined {
    if (trust.kind === 'aws-role-trust') return this.#shared(trust, this.#saysOf(trust));
    const { kind, principal, pool, principalKind, declared } = trust;
    if (kind !== 'gcp-trust' || pool !== undefined || principalKind === 'oidc' || !isOutsideOfPools(principal)) return undefined;
    return declared === true ? outsideInCode : outsideForSure;
  }

  #saysOf(trust: Trust): string {
    const { principal, principalKind } = trust;
    if (principalKind === 'service') return principal;
    if (principalKind === 'oidc') return principal.startsWith('arn:') ? 'own' : 'built in';
    // Who is outside may be kept out by conditions: only that one is not outside is said at a glance.
    return principalKind !== 'anyone' && isExternalTrust(trust, this.#inventory, this.#knownAccounts) === false ? 'inside' : '';
  }

  #shared(trust: Trust, says: string): Facts<'Trust'> {
    let glances = this.#ofRoles.get(says);
    if (glances === undefined) {
      glances = [];
      this.#ofRoles.set(says, glances);
    }
    const at = principalKinds.indexOf(trust.principalKind) * 2 + (trust.declared === true ? 1 : 0);
    glances[at] ??= glanceOf(trust, says);
    return glances[at];
  }
}

function glanceOf({ kind, declared, principal, principalKind }: Trust, says: string): Facts<'Trust'> {
  return {
    kind,
    declared: declared === true,
    principal_kind: principalKind,
    builtin_provider: principalKind === 'oidc' && says === 'built in',
    ...(principalKind === 'service' || says === 'inside' ? { external: false } : {}),
    ...(principalKind === 'service' ? { service: principal, source_binding_supported: supportsSourceBinding(principal) } : {}),
  };
}
