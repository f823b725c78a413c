import type { Inventory } from '../../inventory/inventory.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Lookup } from './conditions.ts';
import { knownManagedPolicy } from './managed-policies.ts';
import type { OrganizationTree } from './organization-tree.ts';
import type { PolicySource, PolicySources } from './policy-sources.ts';
import { type Principal, principalOf } from './principal.ts';
import { principalFacts } from './principal-facts.ts';
import { settledKey } from './settle.ts';
import { compileDocument, type Statement } from './statement.ts';

/** What an identity holds, before its statements are resolved. */
export interface Holdings {
  readonly principal: Principal;
  readonly identity: readonly PolicySource[];
  readonly boundary: readonly PolicySource[];
  /** Service control policies by level. */
  readonly scps: readonly (readonly PolicySource[])[];
  readonly listed: boolean;
  /** All of the above in a fixed order. */
  readonly sources: readonly PolicySource[];
  /** What is known of the identity's own condition keys. */
  readonly facts: Lookup;
}

/** Gathers what identities hold: own policies, those of groups, boundaries, and the organization's. */
export class HoldingsReader {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  readonly #sources: PolicySources;
  readonly #tree: OrganizationTree;
  readonly #now: string | undefined;

  constructor(inventory: Inventory, universe: ActionUniverse, sources: PolicySources, tree: OrganizationTree, now: Date | undefined) {
    this.#inventory = inventory;
    this.#universe = universe;
    this.#sources = sources;
    this.#tree = tree;
    this.#now = now?.toISOString();
  }

  read(id: string): Holdings {
    const identity = this.#inventory.identities.get(id);
    const principal = principalOf(id, identity);
    const grants: PolicySource[] = [];
    const boundary: PolicySource[] = [];
    for (const source of principal.type === 'root' ? [this.#rootAuthority(id)] : this.#sources.own(id)) {
      if (source.kind === 'boundary') boundary.push(source);
      else if (source.kind === 'attached' || source.kind === 'inline') grants.push(source);
    }
    for (const group of this.#inventory.memberships.get(id) ?? []) grants.push(...this.#sources.ofGroup(group));
    if (grants.length > 1) grants.sort(bySource);
    const limited = !principal.serviceLinked && !this.#tree.isManagement(principal.account);
    const scps = limited ? this.#sources.limitsOfAccount(principal.account) : [];
    const listed = principal.type === 'root' || identity?.grantsListed === true;
    const sources = boundary.length + scps.length === 0 ? grants : [...grants, ...boundary, ...scps.flat()];
    const trusts = this.#inventory.trusts.get(id);
    const facts = principalFacts(principal, { identity, trusts, organizations: this.#tree, now: this.#now });
    return {
      principal,
      identity: grants,
      boundary,
      scps,
      listed,
      sources,
      facts,
    };
  }

  /** The root user may do everything; only service control policies limit it. */
  #rootAuthority(id: string): PolicySource {
    const statements = knownManagedPolicy('arn:aws:iam::aws:policy/AdministratorAccess') ?? [];
    const document = compileDocument({ id: 'root user', version: '2012-10-17', statements }, this.#universe);
    return {
      kind: 'inline',
      name: 'root user',
      policy: undefined,
      document,
      madeByAws: true,
      through: undefined,
      evidence: this.#inventory.identities.get(id)?.evidence ?? [],
      key: document.id,
    };
  }
}

/**
 * Equal for identities whose answers are equal, the names of their policies aside. A condition on the identity itself parts
 * those for whom it holds from those for whom it does not.
 */
export function shareKeyOf({ principal, identity, boundary, scps, listed, facts }: Holdings): string {
  let key = `${principal.type} ${principal.account}${listed ? '' : ' unlisted'}`;
  let byName = false;
  for (const level of [identity, boundary, ...scps]) {
    key += '|';
    for (const { key: own, document } of level) {
      key += `${own}+`;
      byName ||= document?.hasVariables === true;
      if (document?.personal !== true) continue;
      for (const statement of document.statements) {
        if (!statement.turnsOn.personal) continue;
        byName ||= namesVariables(statement);
        key += `${settledKey(statement, facts)}+`;
      }
    }
  }
  return byName ? `${key}${principal.id}` : key;
}

function namesVariables({ source, variables }: Statement): boolean {
  return (
    variables &&
    Object.values(source.condition ?? {}).some((keys) =>
      Object.values(keys)
        .flat()
        .some((v) => v.includes('${')),
    )
  );
}

function bySource(a: PolicySource, b: PolicySource): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
