import { accountOfArn, isStackAccount } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { anyoneId, outsideAccountId } from '../../inventory/outsider.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Edge } from '../graph.ts';
import { accountOfPrincipal } from './arn.ts';
import { accountCaller, admits, type Caller, type Organization, stranger } from './trust.ts';

const assumeRole = 'sts:AssumeRole';

/** Edges from those outside of the inventory to the roles that let them in. */
export function outsiderEdges(inventory: Inventory, organization: Organization): Edge[] {
  const edges: Edge[] = [];
  for (const [role, trusts] of inventory.trusts) {
    for (const [from, caller] of outsidersOf(inventory, trusts, organization)) {
      const admission = admits(trusts, assumeRole, caller);
      if (admission === undefined) continue;
      const { certainty, evidence } = admission;
      const name = inventory.identities.get(role)?.name ?? role;
      edges.push({ from, to: role, kind: 'assumes', certainty, reason: `${assumeRole}; the trust of ${name} lets it in`, evidence });
    }
  }
  return edges;
}

function outsidersOf(inventory: Inventory, trusts: readonly Trust[], organization: Organization): ReadonlyMap<string, Caller> {
  if (!trusts.some(mayNameOutsider)) return nobody;
  const out = new Map<string, Caller>();
  for (const trust of trusts) {
    if (trust.effect !== 'Allow') continue;
    if (trust.principalKind === 'anyone') out.set(anyoneId, stranger);
    const account = trust.principalKind === 'account' || trust.principalKind === 'identity' ? accountIn(trust) : undefined;
    const id = account === undefined ? undefined : outsideAccountId(account);
    if (account !== undefined && id !== undefined && inventory.identities.has(id))
      out.set(id, outsideCaller(account, trusts, organization));
  }
  return out;
}

const nobody: ReadonlyMap<string, Caller> = new Map();

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
