import type { BindingSink } from './binding.ts';
import { Contradictions, withGaps } from './contradictions.ts';
import type { Credential } from './credential.ts';
import { byCovered, type DecisionPoint } from './decision-point.ts';
import type { Fragment, Scope, SourceStatus } from './fragment.ts';
import type { Gap } from './gap.ts';
import { type Grant, isPlaceholder } from './grant.ts';
import { GrantBook } from './grant-book.ts';
import type { Grants } from './grant-table.ts';
import { groupBy } from './group-by.ts';
import type { Identity } from './identity.ts';
import type { Link } from './link.ts';
import {
  keepFirstWithEvidence,
  mergeCredential,
  mergeIdentity,
  mergePolicy,
  mergeProvider,
  mergeScope,
  mergeWorkload,
  preferObserved,
} from './merge.ts';
import { mergeUse } from './merge-use.ts';
import { placeGrants, placesGrants } from './place-grants.ts';
import type { Policy, PolicyDocument } from './policy.ts';
import type { Provider } from './provider.ts';
import type { Resource } from './resource.ts';
import { settleGaps } from './settle-gaps.ts';
import { settleResources } from './settle-resources.ts';
import { leftBehind, settleSecrets } from './settle-secrets.ts';
import { settleVaultRoles, settleVaultSecrets } from './settle-vault-names.ts';
import { settleStackAccounts, settleSubscriptions, withAccount } from './stack-account.ts';
import type { Trust } from './trust.ts';
import { TrustBook } from './trust-book.ts';
import { joinedUnder, unify } from './unify.ts';
import type { Use } from './use.ts';
import type { Workload } from './workload.ts';

/** Everything that was seen, in one vocabulary. Built by `InventoryBuilder`; read-only afterwards. */
export interface Inventory {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly documents: ReadonlyMap<string, PolicyDocument>;
  /** By holder: identity, group, account or organization. */
  readonly grants: Grants;
  /** Identity id -> group ids. */
  readonly memberships: ReadonlyMap<string, readonly string[]>;
  /** By the identity that may be become. */
  readonly trusts: ReadonlyMap<string, readonly Trust[]>;
  /** Identity providers by ARN. */
  readonly providers: ReadonlyMap<string, Provider>;
  /** Things with a policy of their own. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly links: readonly Link[];
  /** By the workload or identity that they stand before, the surest first. */
  readonly decisionPoints: ReadonlyMap<string, readonly DecisionPoint[]>;
  /** Recorded use by identity. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly gaps: readonly Gap[];
  readonly sources: readonly SourceStatus[];
}

/**
 * Takes fragments in any order and merges those that speak of the same thing. References may arrive before what they
 * refer to. Memory grows with distinct facts.
 */
export class InventoryBuilder {
  readonly #identities = new Map<string, Identity>();
  readonly #credentials = new Map<string, Credential>();
  readonly #policies = new Map<string, Policy>();
  readonly #documents = new Map<string, PolicyDocument>();
  readonly #grants = new GrantBook(this.#documents);
  readonly #memberships = new Map<string, Set<string>>();
  readonly #trusts = new TrustBook();
  readonly #providers = new Map<string, Provider>();
  readonly #resources = new Map<string, Resource>();
  readonly #workloads = new Map<string, Workload>();
  readonly #links = new Map<string, Link>();
  readonly #decisionPoints = new Map<string, DecisionPoint>();
  readonly #uses = new Map<string, Use>();
  readonly #scopes = new Map<string, Scope>();
  readonly #gaps: Gap[] = [];
  /** Some grants may give way to those that another source lists. */
  #isOpen = false;
  readonly #contradictions = new Contradictions();
  /** Of policies that two sources give different documents, those after the first. */
  readonly #otherDocuments = new Map<string, { readonly document: string; readonly evidence: Policy['evidence'] }[]>();

  add(fragment: Fragment): void {
    switch (fragment.type) {
      case 'identity':
        put(this.#identities, fragment.value.id, fragment.value, this.#mergeIdentity);
        break;
      case 'credential':
        put(this.#credentials, fragment.value.id, fragment.value, mergeCredential);
        break;
      case 'policy':
        put(this.#policies, fragment.value.id, fragment.value, this.#mergePolicy);
        break;
      case 'document':
        put(this.#documents, fragment.value.id, fragment.value, (first) => first);
        break;
      case 'grant':
        this.#isOpen ||= fragment.value.declared === true || isPlaceholder(fragment.value);
        this.#grants.add(fragment.value);
        break;
      case 'trust':
        this.#trusts.add(fragment.value);
        break;
      case 'provider':
        put(this.#providers, fragment.value.id, fragment.value, mergeProvider);
        break;
      case 'resource':
        put(this.#resources, fragment.value.id, fragment.value, preferObserved);
        break;
      case 'workload':
        put(this.#workloads, fragment.value.id, fragment.value, mergeWorkload);
        break;
      case 'link':
        put(this.#links, linkKey(fragment.value), fragment.value, keepFirstWithEvidence);
        break;
      case 'decision-point':
        put(this.#decisionPoints, fragment.value.id, fragment.value, keepFirstWithEvidence);
        break;
      case 'use':
        put(this.#uses, fragment.value.id, fragment.value, mergeUse);
        break;
      case 'scope':
        put(this.#scopes, fragment.value.id, fragment.value, mergeScope);
        break;
      case 'membership':
        this.#memberships.set(
          fragment.value.identity,
          (this.#memberships.get(fragment.value.identity) ?? new Set()).add(fragment.value.group),
        );
        break;
      case 'gap':
        this.#gaps.push(fragment.value);
        break;
    }
  }

  /** Takes roles that are given to several at once: the same as a grant to each. */
  get bindings(): BindingSink {
    return this.#grants;
  }

  /** AWS access key ids whose use was found so far: lets a live source ask whose they are. */
  foundAccessKeyIds(): string[] {
    const ids: string[] = [];
    for (const c of this.#credentials.values()) {
      if (c.kind === 'aws-access-key' && c.identity === undefined && c.found !== undefined) ids.push(c.name);
    }
    return ids.sort();
  }

  finish(sources: readonly SourceStatus[]): Inventory {
    this.#settleStackAccounts();
    this.#grantOtherDocuments();
    this.#settleResources();
    this.#settleVaultNames();
    const same = new Map([...unify(this.#identities, mergeIdentity), ...unify(this.#credentials, mergeCredential)]);
    const canonical = (id: string): string => same.get(id) ?? id;
    for (const [id, credential] of this.#credentials) {
      if (credential.identity !== undefined && same.has(credential.identity)) {
        this.#credentials.set(id, { ...credential, identity: canonical(credential.identity) });
      }
    }
    if (same.size > 0)
      for (const [id, identity] of this.#identities) {
        const acts = identity.actsAs === undefined ? undefined : same.get(identity.actsAs);
        if (acts !== undefined) this.#identities.set(id, { ...identity, actsAs: acts });
      }
    const grants = this.#settledGrants(same);
    const trusts = this.#trusts.byIdentity(same);
    this.#contradictions.compareLists(
      (id) => grants.get(canonical(id)) ?? [],
      (id) => trusts.get(canonical(id)) ?? [],
    );
    const contradictions = this.#contradictions.gaps();
    const links = this.#settledLinks([...this.#links.values()].map((l) => ({ ...l, from: canonical(l.from), to: canonical(l.to) })));
    return {
      identities: this.#identities,
      credentials: this.#credentials,
      policies: this.#policies,
      documents: this.#documents,
      grants,
      memberships: joinedUnder(this.#memberships, canonical),
      trusts,
      providers: this.#providers,
      resources: this.#resources,
      workloads: this.#resolvedWorkloads(same),
      links,
      decisionPoints: byCovered(this.#decisionPoints.values()),
      uses: groupBy(this.#uses.values(), (u) => canonical(u.identity)),
      scopes: this.#scopes,
      gaps: [...this.#gaps, ...contradictions],
      sources: withGaps(settleGaps(sources, this.#scopes.values()), contradictions),
    };
  }

  /** Grants where they belong. Mostly nothing is to be settled, and a million is not to be looked at one by one. */
  #settledGrants(same: ReadonlyMap<string, string>): Grants {
    const isRenamed = [...same.keys()].some((id) => this.#grants.has(id));
    if (!this.#isOpen && !isRenamed && this.#grants.isWhole && !placesGrants(this.#scopes)) return this.#grants.table();
    const placed = placeGrants(this.#knownGrants(), this.#scopes);
    return groupBy(isRenamed ? placed.map((g) => ({ ...g, holder: same.get(g.holder) ?? g.holder })) : placed, (g) => g.holder);
  }

  /** Links to stored secrets, as the host of the code lists them. */
  #settledLinks(links: readonly Link[]): readonly Link[] {
    const [credentials, resources, identities, scopes] = [this.#credentials, this.#resources, this.#identities, this.#scopes];
    const settled = settleSecrets(links, { credentials, resources, identities, scopes });
    for (const id of leftBehind(links, settled)) if (this.#credentials.get(id)?.github === undefined) this.#credentials.delete(id);
    return settled;
  }

  readonly #mergeIdentity = (a: Identity, b: Identity): Identity => {
    this.#contradictions.compareIdentities(a, b);
    return mergeIdentity(a, b);
  };

  readonly #mergePolicy = (a: Policy, b: Policy): Policy => {
    this.#contradictions.comparePolicies(a, b);
    if (
      a.document !== undefined &&
      b.document !== undefined &&
      a.document !== b.document &&
      !a.providerManaged &&
      a.declared === b.declared
    ) {
      const others = this.#otherDocuments.get(a.id) ?? [];
      this.#otherDocuments.set(a.id, [...others, { document: b.document, evidence: b.evidence }]);
    }
    return mergePolicy(a, b);
  };

  /** What a policy also allows by another source comes to its holders as a grant of its own. Limits are not added up. */
  #grantOtherDocuments(): void {
    if (this.#otherDocuments.size === 0) return;
    for (const { policy, ...grant } of this.#grants.values()) {
      if (policy === undefined || grant.kind !== 'attached') continue;
      for (const { document, evidence } of this.#otherDocuments.get(policy) ?? []) this.#grants.add({ ...grant, document, evidence });
    }
    this.#otherDocuments.clear();
  }

  /** Workloads, with the identity of the one through which they get it. */
  #resolvedWorkloads(same: ReadonlyMap<string, string>): ReadonlyMap<string, Workload> {
    for (const [id, workload] of this.#workloads) {
      const identity = workload.through === undefined ? undefined : this.#workloads.get(workload.through)?.identity;
      if (workload.identity === undefined && identity !== undefined) this.#workloads.set(id, { ...workload, identity });
      const known = workload.identity === undefined ? undefined : same.get(workload.identity);
      if (known !== undefined) this.#workloads.set(id, { ...workload, identity: known });
    }
    return this.#workloads;
  }

  /** Leaves what code says of a resource that its provider describes as well. */
  #settleResources(): void {
    const settled = settleResources(this.#resources.values());
    for (const [id, resource] of settled) {
      const [own, theirs] = [this.#resources.get(id), this.#resources.get(resource)];
      this.#resources.delete(id);
      if (own !== undefined && theirs !== undefined) this.#resources.set(resource, preferObserved(theirs, own));
    }
    if (settled.size > 0)
      for (const [id, { resource }] of this.#credentials) if (resource !== undefined && settled.has(resource)) this.#credentials.delete(id);
  }

  /** Makes one of what files name of a vault and what the vault says of it. */
  #settleVaultNames(): void {
    const also = <T extends { readonly aliases?: readonly string[] }>(map: Map<string, T>, settled: ReadonlyMap<string, string>): void => {
      for (const [named, id] of settled) {
        const known = map.get(id);
        if (known !== undefined) map.set(id, { ...known, aliases: [...(known.aliases ?? []), named] });
      }
    };
    also(this.#identities, settleVaultRoles(this.#identities.values()));
    also(this.#credentials, settleVaultSecrets(this.#credentials.values()));
  }

  /** Puts what code says of an account it leaves open into the account it turns out to be. */
  #settleStackAccounts(): void {
    const identities = [...this.#identities.values()];
    for (const [stack, account] of [...settleStackAccounts(identities), ...settleSubscriptions(identities)]) {
      const moved = (fragment: Fragment): void => this.add(withAccount(fragment, stack, account));
      const holds = (value: unknown): boolean => JSON.stringify(value).includes(stack);
      const move = <T>(map: Map<string, T>, again: (value: T) => void): void => {
        for (const [id, value] of [...map]) {
          if (!holds(value)) continue;
          map.delete(id);
          again(value);
        }
      };
      move(this.#identities, (value) => moved({ type: 'identity', value }));
      move(this.#credentials, (value) => moved({ type: 'credential', value }));
      move(this.#policies, (value) => moved({ type: 'policy', value }));
      move(this.#documents, (value) => moved({ type: 'document', value }));
      this.#grants.takeOut(holds, (value) => moved({ type: 'grant', value }));
      this.#trusts.takeOut(holds, (value) => moved({ type: 'trust', value }));
      move(this.#providers, (value) => moved({ type: 'provider', value }));
      move(this.#resources, (value) => moved({ type: 'resource', value }));
      move(this.#workloads, (value) => moved({ type: 'workload', value }));
      move(this.#links, (value) => moved({ type: 'link', value }));
      move(this.#scopes, (value) => moved({ type: 'scope', value }));
      for (const [identity, groups] of [...this.#memberships]) {
        if (!identity.includes(stack)) continue;
        this.#memberships.delete(identity);
        for (const group of groups) moved({ type: 'membership', value: { identity, group } });
      }
    }
  }

  /** Whether the provider lists the grants of a holder; for a group, whether any come from there. */
  #isDescribed(holder: string, listed: ReadonlySet<string>): boolean {
    const identity = this.#identities.get(holder);
    return identity === undefined ? listed.has(holder) : identity.standing === 'observed' && identity.grantsListed === true;
  }

  /** All grants but the placeholders of holders whose grants another source lists. */
  #knownGrants(): Grant[] {
    const all = this.#grants.values();
    if (!this.#isOpen) return all;
    const holders = new Set<string>();
    const listed = new Set<string>();
    for (const g of all) {
      if (isPlaceholder(g)) continue;
      holders.add(g.holder);
      if (g.declared !== true) listed.add(g.holder);
    }
    return all.filter((g) => {
      if (!isPlaceholder(g)) return g.declared !== true || !this.#isDescribed(g.holder, listed);
      const identity = this.#identities.get(g.holder);
      // A group has no record of its own that could say it: any grant of it comes from a source that lists them.
      return identity === undefined ? !holders.has(g.holder) : identity.grantsListed !== true;
    });
  }
}

function put<T>(map: Map<string, T>, id: string, value: T, merge: (a: T, b: T) => T): void {
  const present = map.get(id);
  map.set(id, present === undefined ? value : merge(present, value));
}

function linkKey(link: Link): string {
  return `${link.kind}\u0000${link.from}\u0000${link.to}`;
}
