import type { Subject, SubjectGroup, SubjectKind } from '../engine/rule.ts';
import { matchesGlob } from '../glob.ts';
import type { Path } from '../graph/graph.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Scope, SourceStatus } from '../inventory/fragment.ts';
import type { Grant } from '../inventory/grant.ts';
import { singleGrants } from '../inventory/grant-table.ts';
import type { Identity } from '../inventory/identity.ts';
import { mergeList } from '../inventory/merge.ts';
import { isOutsider } from '../inventory/outsider.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { Trust } from '../inventory/trust.ts';
import type { Workload } from '../inventory/workload.ts';
import { isOfAzure } from '../permissions/azure/assignments.ts';
import { isBehindReview } from './behind-review.ts';
import { committedFirst, credentialFacts } from './credential-facts.ts';
import { githubScopeSettings } from './github-facts.ts';
import { grantAtAGlance, grantFacts } from './grant-facts.ts';
import { identityEvidence } from './identity-evidence.ts';
import { IdentityFacts, identityFacts, isForAgents } from './identity-facts.ts';
import { sourceFacts } from './source-facts.ts';
import { tokenMakers } from './token-makers.ts';
import { trustFacts } from './trust-facts.ts';
import { TrustGlances } from './trust-glance.ts';
import { workloadFacts } from './workload-facts.ts';
import type { World } from './world.ts';

/** Everything that rules are asked about, one kind after the other; only the kinds that some rule needs are made. */
export function* subjects(world: World, kinds: ReadonlySet<SubjectKind>, paths: readonly Path[]): Generator<Subject | SubjectGroup> {
  const { inventory } = world;
  if (kinds.has('identity')) {
    for (const identity of inventory.identities.values()) {
      if (identity.standing !== 'named' || isOutsider(identity)) yield new IdentitySubject(world, identity);
    }
  }
  if (kinds.has('credential')) for (const credential of inventory.credentials.values()) yield credentialSubject(world, credential);
  if (kinds.has('grant')) yield* grantSubjects(world);
  if (kinds.has('trust')) {
    const glances = new TrustGlances(inventory, accountsOf(inventory, world.settings.knownAccounts));
    for (const trusts of inventory.trusts.values())
      for (const t of trusts) if (t.effect === 'Allow' && !isTakenBack(t, trusts)) yield new TrustSubject(world, t, glances.of(t));
  }
  if (kinds.has('workload')) for (const workload of inventory.workloads.values()) yield workloadSubject(world, workload);
  if (kinds.has('path')) for (const path of paths) yield pathSubject(world, path);
  if (kinds.has('scope'))
    for (const scope of inventory.scopes.values()) if (scope.evidence !== undefined) yield scopeSubject(world, scope, scope.evidence);
  if (kinds.has('source')) for (const source of inventory.sources) yield sourceSubject(world, source);
}

/** There are many, and rules ask for few facts of most. */
class IdentitySubject implements Subject {
  readonly id: string;
  readonly kind = 'identity';
  readonly subKind: string;
  readonly facts: IdentityFacts;

  constructor(world: World, identity: Identity) {
    this.id = identity.id;
    this.subKind = identity.kind;
    this.facts = new IdentityFacts(world, identity);
  }

  get identity(): string {
    return this.id;
  }

  get agentBound(): boolean {
    return isForAgents(this.facts.world, this.facts.identity) === true;
  }

  get onlyByKind(): true | undefined {
    return isOutsider(this.facts.identity) || undefined;
  }

  evidenceFor(used: readonly string[]): readonly Evidence[] {
    return identityEvidence(this.facts.world, this.facts.identity, used);
  }
}

/** Facts that the files say in which a credential was found, rather than its issuer. */
const aboutPlaces: ReadonlySet<string> = new Set([
  'found',
  'file',
  'files',
  'exposed_files',
  'committed_files',
  'position',
  'committed',
  'places',
  'holders',
  'holder_count',
  'agent_holders',
]);

function credentialSubject(world: World, credential: Credential): Subject {
  const facts = credentialFacts(world, credential);
  const holders = world.holdings.holdersOf(credential.id);
  const about = credential.identity ?? holders[0];
  return {
    id: credential.id,
    kind: 'credential',
    subKind: credential.kind,
    identity: about,
    agentBound: facts.identity?.agent === true || (facts.agent_holders ?? 0) > 0,
    facts,
    evidenceFor: (used) => {
      const found = committedFirst(credential.found ?? []).map((f) => f.evidence);
      const own = used.some((fact) => aboutPlaces.has(fact))
        ? mergeList(found, credential.evidence)
        : mergeList(credential.evidence, found);
      return mergeList(own, nestedEvidence(world, credential.identity, used));
    },
  };
}

/** The grants that a source of AWS lists are very many, and few rules ask for more than that: they come in groups, by their kinds. */
function* grantSubjects(world: World): Generator<Subject | SubjectGroup> {
  const { grants, policies } = world.inventory;
  const mayBeDeclared = [...policies.values()].some((policy) => policy.declared === true);
  const isListed = ({ kind, holder, declared, scope }: Grant): boolean =>
    !mayBeDeclared && declared !== true && scope === undefined && kind !== 'binding' && holder.startsWith('aws:');
  const all = singleGrants(grants);
  const sizes = new Map<Grant['kind'], number>();
  for (const grant of all) {
    if (isListed(grant)) sizes.set(grant.kind, (sizes.get(grant.kind) ?? 0) + 1);
    // Of roles of Google Cloud there may be a million, and rules ask what they come to: that is a fact of whoever holds them. So with GitHub.
    else if (grant.policy?.startsWith('gcp:role/') !== true && !grant.holder.startsWith('github:')) yield new GrantSubject(world, grant);
  }
  for (const [kind, size] of sizes) {
    const glance = { kind, declared: false } satisfies Facts<'Grant'>;
    yield { kind: 'grant', subKind: kind, size, glance, members: listedOf(world, all, (grant) => grant.kind === kind && isListed(grant)) };
  }
}

function* listedOf(world: World, grants: readonly Grant[], isMember: (grant: Grant) => boolean): Generator<Subject> {
  for (const grant of grants) if (isMember(grant)) yield new GrantSubject(world, grant);
}

/** There are many, and few are looked at closely: what its document says is read where a rule needs it. */
class GrantSubject implements Subject {
  readonly id: string;
  readonly kind = 'grant';
  readonly subKind: string;
  readonly glance: Facts<'Grant'> | undefined;
  readonly #world: World;
  readonly #grant: Grant;
  #facts: Facts<'Grant'> | undefined;

  constructor(world: World, grant: Grant) {
    this.id = grant.id;
    this.subKind = isOfAzure(grant) ? 'azure-role' : grant.kind;
    this.glance = grantAtAGlance(world, grant);
    this.#world = world;
    this.#grant = grant;
  }

  get identity(): string | undefined {
    return this.#world.inventory.identities.has(this.#grant.holder) ? this.#grant.holder : undefined;
  }

  get agentBound(): boolean {
    return this.facts.identity?.agent === true;
  }

  get facts(): Facts<'Grant'> {
    this.#facts ??= grantFacts(this.#world, this.#grant);
    return this.#facts;
  }

  evidenceFor(used: readonly string[]): readonly Evidence[] {
    return mergeList(this.#grant.evidence, nestedEvidence(this.#world, this.identity, used));
  }
}

/** A Deny of everybody, whatever they ask under, leaves nothing of an Allow: it lets nobody in. */
function isTakenBack({ actions }: Trust, trusts: readonly Trust[]): boolean {
  if (trusts.length === 1) return false;
  const denies = trusts.filter((t) => t.effect === 'Deny' && t.principalKind === 'anyone' && t.condition === undefined);
  return (
    denies.length > 0 && actions.every((a) => denies.some((d) => d.actions.some((p) => matchesGlob(p.toLowerCase(), a.toLowerCase()))))
  );
}

/** Of accounts of Google Cloud there may be very many, and few are looked at closely: what a trust asks for is read where a rule needs it. */
class TrustSubject implements Subject {
  readonly id: string;
  readonly kind = 'trust';
  readonly subKind: string;
  readonly identity: string;
  readonly glance: Facts<'Trust'> | undefined;
  readonly #world: World;
  readonly #trust: Trust;
  #facts: Facts<'Trust'> | undefined;

  constructor(world: World, trust: Trust, glance: Facts<'Trust'> | undefined) {
    this.id = trust.id;
    this.subKind = trust.kind;
    this.identity = trust.identity;
    this.glance = glance;
    this.#world = world;
    this.#trust = trust;
  }

  get agentBound(): boolean {
    const identity = this.#world.inventory.identities.get(this.identity);
    return identity !== undefined && isForAgents(this.#world, identity) === true;
  }

  get facts(): Facts<'Trust'> {
    this.#facts ??= factsOfTrust(this.#world, this.#trust);
    return this.#facts;
  }

  evidenceFor(used: readonly string[]): readonly Evidence[] {
    const { evidence, principal } = this.#trust;
    const provider = this.#world.inventory.providers.get(principal)?.evidence ?? [];
    const own = mergeList(mergeList(evidence, provider), tokenMakers(this.#world, this.#trust));
    return mergeList(own, nestedEvidence(this.#world, this.identity, used));
  }
}

function factsOfTrust(world: World, trust: Trust): Facts<'Trust'> {
  const options = { knownAccounts: accountsOf(world.inventory, world.settings.knownAccounts), vendors: world.settings.vendors };
  return { identity: identityFacts(world, trust.identity), ...trustFacts(trust, world.inventory, options) };
}

function workloadSubject(world: World, workload: Workload): Subject {
  const facts = workloadFacts(world, workload);
  return {
    id: workload.id,
    kind: 'workload',
    subKind: workload.kind,
    identity: workload.identity,
    agentBound: facts.identity?.agent === true,
    facts,
    evidenceFor: (used) => mergeList(workload.evidence, nestedEvidence(world, workload.identity, used)),
  };
}

function pathSubject(world: World, path: Path): Subject {
  const from = identityFacts(world, path.from);
  const to = identityFacts(world, path.to);
  const id = `path:${path.from}->${path.to}`;
  return {
    id,
    kind: 'path',
    subKind: world.inventory.identities.get(path.from)?.kind ?? 'unknown',
    identity: path.from,
    agentBound: from?.agent === true,
    facts: {
      id,
      length: path.steps.length,
      certainty: path.certainty,
      level: path.level,
      techniques: path.steps.flatMap((s) => s.technique ?? []),
      reviewed: isBehindReview(world, path),
      from,
      to: to ?? { id: path.to, name: world.graph.nameOf(path.to), kind: 'class' },
    } satisfies Facts<'Path'>,
    evidenceFor: () => path.steps.flatMap((s) => s.evidence),
    path,
  };
}

/** Only a scope of which some source says how it is set up is asked about. */
function scopeSubject(world: World, scope: Scope, evidence: readonly Evidence[]): Subject {
  const kind = kindOfScope(scope.id);
  const { id, plane, name, environment } = scope;
  const settings = githubScopeSettings(world, scope);
  return {
    id,
    kind: 'scope',
    subKind: kind,
    agentBound: false,
    facts: { id, plane, kind, name, environment, settings } satisfies Facts<'Scope'>,
    evidenceFor: () => evidence,
  };
}

/** `gcp:project/acme` -> `gcp-project`; `repository:acme/shop` -> `repository`. */
function kindOfScope(id: string): string {
  return id.startsWith('repository:') ? 'repository' : id.slice(0, id.search(/\/|$/)).replace(':', '-');
}

function sourceSubject(world: World, source: SourceStatus): Subject {
  return {
    id: `source:${source.source}`,
    kind: 'source',
    subKind: source.plane,
    agentBound: false,
    facts: sourceFacts(world, source),
    evidenceFor: () => [{ source: source.source }],
  };
}

/** Evidence for what a condition asked of the identity behind another subject (`identity.power.level`). */
function nestedEvidence(world: World, id: string | undefined, used: readonly string[]): readonly Evidence[] {
  const identity = id === undefined ? undefined : world.inventory.identities.get(id);
  if (identity === undefined) return [];
  const inner = used.filter((p) => p.startsWith('identity.')).map((p) => p.slice('identity.'.length));
  return inner.length === 0 ? [] : identityEvidence(world, identity, inner);
}
