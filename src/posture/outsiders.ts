import { accountOfPrincipal } from '../graph/aws/arn.ts';
import { accountOfArn, isStackAccount } from '../inventory/id.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Link } from '../inventory/link.ts';
import { MapInOrder } from '../inventory/map-in-order.ts';
import { mergeList } from '../inventory/merge.ts';
import { anyoneId, identityProviderId, type OutsiderKind, outsideAccountId } from '../inventory/outsider.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { Trust } from '../inventory/trust.ts';
import type { PostureSettings } from './settings.ts';
import { isExternalTrust, issuerOfOpenTrust } from './trust-facts.ts';

/** Trusts that are named as the place of an outsider, at most. */
const mostPlaces = 5;

/**
 * The inventory with those outside of it whom roles let in, as somebody a path can start from: an account of a vendor or of
 * nobody known, anyone at all, an identity provider whose tokens are taken whoever they are for. A provider whose subjects a
 * trust names is left out: the workloads that it names are what counts.
 */
export function withOutsiders(inventory: Inventory, settings: PostureSettings): Inventory {
  const known = accountsOf(inventory, settings.knownAccounts);
  const added = new Map<string, Identity>();
  const links: Link[] = [];
  const meet = (id: string, kind: OutsiderKind, name: string, scope: string, trust: Trust): void => {
    const places = added.get(id)?.evidence ?? [];
    if (places.length >= mostPlaces) return;
    added.set(id, {
      id,
      plane: 'aws',
      kind,
      name,
      scope,
      nature: 'third-party',
      agent: false,
      standing: 'named',
      evidence: mergeList(places, trust.evidence.slice(0, 1)),
    });
  };
  for (const trusts of inventory.trusts.values()) {
    for (const trust of trusts) {
      if (trust.effect !== 'Allow') continue;
      if (trust.principalKind === 'oidc') {
        const issuer = issuerOfOpenTrust(trust, inventory);
        if (issuer === undefined) continue;
        const id = identityProviderId(issuer);
        meet(id, 'identity-provider', issuer, issuer, trust);
        links.push({
          kind: 'assumes',
          from: id,
          to: trust.identity,
          // For whom it issues its tokens is not known.
          claims: { iss: [`https://${issuer}`] },
          evidence: trust.evidence,
        });
      } else if (trust.principalKind === 'anyone') meet(anyoneId, 'aws-anyone', 'any AWS account', 'aws', trust);
      else if (isExternalTrust(trust, inventory, known) === true) {
        const account = accountOfPrincipal(trust.principal) ?? accountOfArn(trust.principal);
        if (account === undefined || isStackAccount(account)) continue;
        const vendor = settings.vendors[account];
        meet(
          outsideAccountId(account),
          'aws-outside-account',
          vendor === undefined ? `account ${account}` : `${vendor} (account ${account})`,
          account,
          trust,
        );
      }
    }
  }
  if (added.size === 0) return inventory;
  const identities = new MapInOrder(inventory.identities);
  for (const [id, outsider] of added) if (!identities.has(id)) identities.set(id, outsider);
  return { ...inventory, identities, links: [...inventory.links, ...links] };
}
