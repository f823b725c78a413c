import { groupBy } from '../../inventory/group-by.ts';
import { accountOfArn, isStackAccount } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { anyoneId, outsideAccountId } from '../../inventory/outsider.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Edge } from '../graph.ts';
import { accountOfPrincipal } from './arn.ts';
import { accountCaller, admits, type Caller, type Organization, stranger } from './trust.ts';

const assumeRole = 'sts:AssumeRole';

/** Somebody outside of the inventory. */
interface Outsider {
  readonly caller: Caller;
  /** Those that may speak of it, in their order. */
  readonly trusts: readonly Trust[];
}

/** Edges from those outside of the inventory to the roles that let them in. */
export function outsiderEdges(inventory: Inventory, organization: Organization): Edge[] {
  const edges: Edge[] = [];
  for (const [role, trusts] of inventory.trusts) {
    for (const [from, outsider] of outsidersOf(inventory, trusts, organization)) {
      const admission = admits(outsider.trusts, assumeRole, outsider.caller);
      if (admission === undefined) continue;
      const { certainty, evidence } = admission;
      const name = inventory.identities.get(role)?.name ?? role;
      edges.push({ from, to: role, kind: 'assumes', certainty, reason: `${assumeRole}; the trust of ${name} lets it in`, evidence });
    }
  }
  return edges;
}

function outsidersOf(inventory: Inventory, trusts: readonly Trust[], organization: Organization): ReadonlyMap<string, Outsider> {
  if (!trusts.some(mayNameOutsider)) return nobody;
  // A document may name thousands of accounts: what lets in another one says nothing of this one.
  const own = groupBy(trusts.keys(), (n) => accountLetIn(trusts[n]));
  const general = [...trusts.keys()].filter((n) => accountLetIn(trusts[n]) === undefined);
  const about = (account: string): Trust[] =>
    [...general, ...(own.get(account) ?? [])].sort((a, b) => a - b).flatMap((n) => trusts[n] ?? []);
  const out = new Map<string, Outsider>();
  for (const trust of trusts) {
    if (trust.effect !== 'Allow') continue;
    if (trust.principalKind === 'anyone' && !out.has(anyoneId)) out.set(anyoneId, { caller: stranger, trusts });
    const account = accountLetIn(trust);
    const id = account === undefined ? undefined : outsideAccountId(account);
    if (account === undefined || id === undefined || out.has(id) || !inventory.identities.has(id)) continue;
    const mine = about(account);
    out.set(id, { caller: outsideCaller(account, mine, organization), trusts: mine });
  }
  return out;
}

const nobody: ReadonlyMap<string, Outsider> = new Map();

/** The account that a statement lets in, or somebody of. */
function accountLetIn(trust: Trust | undefined): string | undefined {
  if (trust?.effect !== 'Allow') return undefined;
  return trust.principalKind === 'account' || trust.principalKind === 'identity' ? accountIn(trust) : undefined;
}

function mayNameOutsider({ effect, principalKind }: Trust): boolean {
  return effect === 'Allow' && (principalKind === 'anyone' || principalKind === 'account' || principalKind === 'identity');
}

/** Somebody of an account who has what it was given: an external id that the trust asks for is known to whom it names. */
function outsideCaller(account: string, trusts: readonly Trust[], organization: Organization): Caller {
  const whole = accountCaller(account, organization);
  return {
    covers(trust) {
      if (trust.principalKind === 'identity' && trust.effect === 'Allow') return accountIn(trust) === account ? 'yes' : 'no';
      return whole.covers(trust);
    },
    lookup(key) {
      if (key !== 'sts:externalid') return whole.lookup(key);
      const [first] = trusts.flatMap((t) => (t.effect === 'Allow' && accountIn(t) === account ? externalIds(t) : []));
      return first === undefined ? 'unknown' : [first];
    },
  };
}

function externalIds({ condition }: Trust): readonly string[] {
  return Object.values(condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase() === 'sts:externalid' ? values : [])),
  );
}

function accountIn({ principal }: Trust): string | undefined {
  const account = accountOfPrincipal(principal) ?? accountOfArn(principal);
  return account === undefined || isStackAccount(account) ? undefined : account;
}
