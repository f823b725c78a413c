import { type FactReaders, FactsOnDemand, readAsFields } from '../engine/facts-on-demand.ts';
import { canSymbol } from '../engine/permission-question.ts';
import { isAdminClass, isClass } from '../graph/class-node.ts';
import { type Certainty, certainties, type Graph, type Reach } from '../graph/graph.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { Answer, Power } from '../permissions/power.ts';
import { daysSince, daysUnused, idleText } from './age.ts';
import { agentFacts } from './agent-facts.ts';
import { postureOfAlike } from './alike.ts';
import { postureOfAlikeInAws } from './alike-aws.ts';
import { missingLogs } from './aws-logs.ts';
import { azureFacts } from './azure-facts.ts';
import { defaultLimits } from './class-limits.ts';
import { dependentsOn } from './dependents.ts';
import { gainedSince } from './drift.ts';
import { entraFacts } from './entra-facts.ts';
import { answerFourQuestions, type Posture } from './four-questions.ts';
import { environmentOfProject, gcpFacts } from './gcp-facts.ts';
import { githubFacts } from './github-facts.ts';
import { keptSecretReadBy } from './kept-secrets.ts';
import { kubernetesFacts } from './kubernetes-facts.ts';
import { isOwned, ownershipFacts, reviewedDays } from './ownership.ts';
import { peopleBehind, peopleLetIn } from './people.ts';
import type { PostureAnswer } from './posture-answer.ts';
import { PowerFacts } from './power-facts.ts';
import { decisionsOf } from './run-time-decision.ts';
import { agentsAs, applicationsOf, publicWorkloads, runsAgents, sharedBy } from './sharing.ts';
import { staticConditionOf } from './static-conditions.ts';
import { isToldByIdentity, tokenLifeOf } from './token-lives.ts';
import { isExternalTrust } from './trust-facts.ts';
import { waysIn } from './ways-in.ts';
import type { World } from './world.ts';

/** What rules may know of an identity, each fact worked out where a rule asks for it. */
export function identityFacts(world: World, id: string): Facts<'Identity'> | undefined {
  const identity = world.inventory.identities.get(id);
  return identity === undefined ? undefined : new IdentityFacts(world, identity);
}

/** The four answers for an identity. Made once for each: rules ask for them, and every report tells them. */
export function postureOf(world: World, identity: Identity): Posture {
  const present = world.postures.get(identity.id);
  if (present !== undefined) return present;
  const isAgent = worksForAgents(identity, world.reachedFrom.hasAgent(identity.id) || runsAgents(world, identity));
  const alike =
    identity.plane === 'aws'
      ? postureOfAlikeInAws(world, identity, isAgent, makePosture)
      : postureOfAlike(world, identity, isAgent, () => makePosture(world, identity, isAgent));
  if (alike !== undefined) return alike;
  const posture = makePosture(world, identity, isAgent);
  world.postures.set(identity.id, posture);
  return posture;
}

function makePosture(world: World, identity: Identity, isAgent: boolean | undefined): Posture {
  const { inventory, permissions, settings } = world;
  const acts = inventory.identities.get(identity.actsAs ?? identity.id) ?? identity;
  // What acts as another identity presents what that one presents.
  const power = permissions.powerOf(acts.id);
  const credentials = credentialsOf(world, acts)?.filter((c) => !isToldByIdentity(acts, c));
  const { workloads, mayBeMore, holders, shared, steps, switchOff } = dependentsOn(world, identity, credentials);
  // Field by field: to copy them out of another object costs more than to work them out.
  return answerFourQuestions({
    identity,
    power,
    isAgent,
    fixed: power.conditional ? staticConditionOf(world, acts) : undefined,
    people: peopleBehind(world, identity),
    letIn: peopleLetIn(world, identity),
    credentials,
    keptSecret: keptSecretReadBy(world, identity),
    life: tokenLifeOf(world, acts),
    limits: settings.tokenLimits ?? defaultLimits,
    now: settings.now,
    decisions: decisionsOf(world, identity),
    workloads,
    mayBeMore,
    holders,
    shared,
    steps,
    switchOff,
  });
}

/**
 * Credentials that prove an identity, or that an agent (through its servers too), job or application works with;
 * undefined where they were not read.
 */
export function credentialsOf(world: World, identity: Identity): readonly Credential[] | undefined {
  const owned = world.holdings.ownedBy(identity.id);
  if (owned.length === 0 && identity.kind === 'gcp-service-account' && !hasKeysListed(world, identity)) return undefined;
  if (identity.plane !== 'aws') {
    const hands = [identity.id, ...world.holdings.serversOf(identity.id)];
    return [...new Set([...owned, ...hands.flatMap((id) => world.holdings.heldBy(id))])];
  }
  if (owned.length > 0 || identity.aws?.active_keys !== undefined) return owned;
  return identity.kind === 'aws-iam-role' && identity.standing === 'observed' ? [] : undefined;
}

/** Keys are read apart from the accounts that they prove: without their list there may be one. The provider's own accounts have none. */
function hasKeysListed({ inventory }: World, { scope, nature }: Identity): boolean {
  return nature === 'service-agent' || inventory.scopes.get(`gcp:project/${scope}`)?.supplies?.includes('keys') === true;
}

/** The facts of one identity. What several rules ask for, and is not at hand, is kept once it is worked out. */
export class IdentityFacts extends FactsOnDemand {
  readonly world: World;
  readonly identity: Identity;
  #power: Power | undefined;
  #powerFacts: Facts<'Power'> | undefined;
  #reach: Facts<'Reach'> | undefined;
  #aws: Facts<'Aws'> | undefined;
  #use: Facts<'Use'> | null | undefined;
  #ways: ReturnType<typeof waysIn> | undefined;
  #techniques: Techniques | undefined;
  #ofAgent: ReturnType<typeof agentFacts> | undefined;
  /** Groups of facts that identities of some planes have, by their makers. */
  #groups: Map<unknown, unknown> | undefined;

  constructor(world: World, identity: Identity) {
    super();
    this.world = world;
    this.identity = identity;
  }

  get readers(): typeof readers {
    return readers;
  }

  [canSymbol](action: string, everywhere: boolean): Answer {
    const { id, actsAs, plane } = this.identity;
    if (plane !== 'aws') return 'unknown';
    const { permissions } = this.world;
    const resource = everywhere ? '*' : undefined;
    return permissions.answerOf?.(actsAs ?? id, action, resource) ?? permissions.decide(actsAs ?? id, action, resource).answer;
  }

  group<T>(make: (world: World, identity: Identity) => T): T {
    this.#groups ??= new Map();
    if (!this.#groups.has(make)) this.#groups.set(make, make(this.world, this.identity));
    return this.#groups.get(make) as T;
  }

  get held(): Power {
    this.#power ??= this.world.permissions.powerOf(this.identity.actsAs ?? this.identity.id);
    return this.#power;
  }

  get power(): Facts<'Power'> {
    this.#powerFacts ??= new PowerFacts(this.world.inventory, this.identity.id, this.held);
    return this.#powerFacts;
  }

  get reach(): Facts<'Reach'> {
    this.#reach ??= reachFacts(this.world.graph.reachOf(this.identity.id));
    return this.#reach;
  }

  get aws(): Facts<'Aws'> | undefined {
    this.#aws ??= awsFacts(this.world, this.identity);
    return this.#aws;
  }

  get use(): Facts<'Use'> | undefined {
    if (this.#use === undefined) this.#use = this.world.use.factsOf(this.identity) ?? null;
    return this.#use ?? undefined;
  }

  get ways(): ReturnType<typeof waysIn> {
    this.#ways ??= waysIn(this.world, this.identity);
    return this.#ways;
  }

  get techniques(): Techniques {
    this.#techniques ??= techniquesOf(this.world, this.identity.id);
    return this.#techniques;
  }

  get ofAgent(): ReturnType<typeof agentFacts> {
    this.#ofAgent ??= agentFacts(this.world, this.identity);
    return this.#ofAgent;
  }
}

const readers: FactReaders<IdentityFacts, Facts<'Identity'>> = {
  id: ({ identity }) => identity.id,
  name: ({ identity }) => identity.name,
  plane: ({ identity }) => identity.plane,
  kind: ({ identity }) => identity.kind,
  scope: ({ identity }) => identity.scope,
  nature: ({ identity }) => identity.nature,
  agent: ({ world, identity }) => isForAgents(world, identity),
  machine: ({ identity: { nature } }) => (nature === 'unknown' ? undefined : nature !== 'human' && nature !== 'service-agent'),
  observed: ({ identity }) => identity.standing !== 'named',
  described: ({ identity }) => identity.standing === 'observed',
  gained: ({ world, identity, held }) => gained(world, identity, held),
  environment: ({ world, identity }) => identity.environment ?? environmentOfProject(world, identity),
  enabled: ({ identity }) => identity.enabled,
  age_days: ({ world, identity }) => daysSince(identity.createdAt, world.settings.now),
  unused_days: ({ world, identity }) => daysUnused(identity, world.settings.now),
  idle: ({ world, identity }) => idleText(identity, world.settings.now),
  never_used: ({ identity: { lastUsedAt } }) => (lastUsedAt === undefined ? undefined : lastUsedAt === null),
  provider_managed: ({ identity }) => identity.providerManaged ?? false,
  external_trust: ({ world, identity }) => hasExternalTrust(world, identity),
  privileged: ({ held: { level } }) => (level === 'unknown' ? undefined : level === 'admin' || level === 'escalate'),
  static_credentials: ({ world, identity }) => credentialsOf(world, identity)?.filter((c) => c.static && c.enabled !== false).length,
  workloads: ({ world, identity }) => fanOutOf(world, identity),
  shared_by: ({ world, identity }) => sharedBy(world, identity),
  agents_as: ({ world, identity }) => agentsAs(world, identity),
  public_workloads: ({ world, identity }) => publicWorkloads(world, identity),
  audit_missing: ({ world, identity }) => missingLogs(world, identity),
  escalations: ({ held, techniques: { names } }) => (held.level !== 'unknown' || names.length > 0 ? names : undefined),
  escalation_certainty: ({ techniques }) => techniques.certainty,
  held_by: ({ world, identity }) => heldBy(world, identity.id),
  reached_from_agents: ({ world, identity }) => world.reachedFrom.agents(identity.id),
  reached_from_ci: ({ world, identity }) => world.reachedFrom.pipelines(identity.id),
  tags: ({ identity }) => identity.tags,
  power: (facts) => facts.power,
  posture: ({ world, identity }) => postureFacts(postureOf(world, identity)),
  reach: (facts) => facts.reach,
  aws: (facts) => facts.aws,
  use: (facts) => facts.use,
  ci: ({ identity }) => identity.ci,
  card: ({ identity }) => identity.card,
  gcp: (facts) => facts.group(gcpFacts),
  azure: (facts) => facts.group(azureFacts),
  entra: (facts) => facts.group(entraFacts),
  spiffe: ({ identity }) => identity.spiffe,
  github: (facts) => facts.group(githubFacts),
  vault: ({ identity }) => identity.vault,
  kubernetes: (facts) => facts.group(kubernetesFacts),
  mcp: (facts) => facts.group(mcpFacts),
  settings: (facts) => facts.group(clientFacts),
  owner: ({ world, identity }) => ownershipFacts(world, identity).owner,
  owned: ({ world, identity }) => isOwned(world, identity),
  owner_from: ({ world, identity }) => ownershipFacts(world, identity).owner_from,
  owner_departed: ({ world, identity }) => ownershipFacts(world, identity).owner_departed,
  owner_departed_on: ({ world, identity }) => ownershipFacts(world, identity).owner_departed_on,
  reviewed_days: ({ world, identity }) => reviewedDays(world, identity),
  strong_ways: ({ ways }) => ways.strong_ways,
  weak_ways: ({ ways }) => ways.weak_ways,
  egress: ({ ofAgent }) => ofAgent.egress,
  reaches_data: ({ ofAgent }) => ofAgent.reaches_data,
  drives: ({ ofAgent }) => ofAgent.drives,
  stop_steps: ({ ofAgent }) => ofAgent.stop_steps,
  stops: ({ ofAgent }) => ofAgent.stops,
  stops_with: ({ ofAgent }) => ofAgent.stops_with,
  register_missing: ({ ofAgent }) => ofAgent.register_missing,
};
readAsFields(IdentityFacts.prototype);

function mcpFacts(world: World, { name, mcp }: Identity): Facts<'Mcp'> | undefined {
  return mcp === undefined ? undefined : { ...mcp, registered: isRegistered(world, name) };
}

function clientFacts(world: World, { name, settings }: Identity): Facts<'Agent'> | undefined {
  return settings === undefined ? undefined : { ...settings, registered: isRegistered(world, name) };
}

function isRegistered({ settings }: World, name: string): boolean | undefined {
  return settings.registry?.has(name);
}

/** What it can do more than earlier; absent where nothing earlier was given. A new identity has nothing to compare with. */
function gained({ settings, graph }: World, identity: Identity, power: Power): readonly string[] | undefined {
  if (settings.earlier === undefined) return undefined;
  const earlier = settings.earlier.get(identity.id);
  if (earlier === undefined) return [];
  const found = gainedSince(earlier, identity, power, graph.reachOf(identity.id));
  // With what was or is not known, more may have been gained.
  return found.length === 0 && (power.level === 'unknown' || earlier.level === 'unknown') && identity.plane === 'aws' ? undefined : found;
}

/** The days after which a key no longer counts as in use. */
const recentDays = 90;

/** What AWS says of the identity, with the ages that its credentials tell. */
function awsFacts(world: World, identity: Identity): Facts<'Aws'> | undefined {
  if (identity.aws === undefined || identity.kind !== 'aws-iam-user') return identity.aws;
  const { now } = world.settings;
  const owned = world.holdings.ownedBy(identity.id);
  const keys = owned.filter((c) => c.kind === 'aws-access-key' && c.enabled !== false);
  const uses = keys.map((c) => (c.lastUsedAt === null ? Number.POSITIVE_INFINITY : daysSince(c.lastUsedAt, now)));
  const recent = uses.some((days) => days !== undefined && days <= recentDays);
  const password = owned.find((c) => c.kind === 'aws-console-password');
  // The spread comes last: what begins with one and goes on with other names has a hidden class to itself in V8 as Node 20 has it.
  return {
    password_unused_days: password === undefined ? undefined : daysUnused(password, now),
    // No use is only known where every key's last use is.
    key_used_recently: recent || (identity.aws.active_keys !== undefined && !uses.includes(undefined) ? recent : undefined),
    ...identity.aws,
  };
}

/** Whether it is an agent, or agents can act as it. */
export function isForAgents({ reachedFrom }: World, identity: Identity): boolean | undefined {
  return worksForAgents(identity, reachedFrom.agents(identity.id).length > 0);
}

/** Agents themselves, and what agents run as. Of a role whose trust was not read that is not known. */
function worksForAgents(identity: Identity, reached: boolean): boolean | undefined {
  if (identity.agent || reached || identity.aws?.agent_runtime === true) return true;
  return identity.kind === 'aws-iam-role' && identity.aws?.agent_runtime === undefined ? undefined : false;
}

/** What is reached is reached; that something is not, is known only where the whole way was seen. */
function reachFacts({ level, admin, identities, production, unseen }: Reach): Facts<'Reach'> {
  return {
    level: unseen && level !== 'admin' ? undefined : level,
    admin: admin || (unseen ? undefined : false),
    identities,
    production: production || (unseen ? undefined : false),
  };
}

function postureFacts(posture: Posture): Facts<'Posture'> {
  const pick = <T>(answer: PostureAnswer, yes: T, no: T): T | undefined =>
    answer.answer === 'unknown' ? undefined : answer.answer === 'yes' ? yes : no;
  return {
    binding: pick(posture.binding, 'workload', 'person'),
    lifetime: pick(posture.lifetime, 'short', 'static'),
    authorization: pick(posture.authorization, 'runtime', 'deploy-time'),
    revocation: pick(posture.revocation, 'alone', 'shared'),
  };
}

function hasExternalTrust(world: World, identity: Identity): boolean | undefined {
  const trusts = world.inventory.trusts.get(identity.id);
  if (trusts === undefined) {
    // A role whose trust policy was not read may let in anybody.
    const unread = identity.kind === 'aws-iam-role' && identity.aws?.trusted_services === undefined;
    return identity.standing === 'observed' && identity.plane === 'aws' && !unread ? false : undefined;
  }
  const known = accountsOf(world.inventory, world.settings.knownAccounts);
  const answers = trusts.filter((t) => t.effect === 'Allow').map((t) => isExternalTrust(t, world.inventory, known));
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

interface Techniques {
  readonly names: readonly string[];
  readonly certainty: Certainty | undefined;
}

const noTechniques: Techniques = { names: [], certainty: undefined };

/** The techniques whose own needs are met, and how certain it is that they lead on: only the most certain ones are named. */
function techniquesOf({ graph }: World, id: string): Techniques {
  const used = graph.edgesFrom(id).filter((e) => e.kind === 'escalates' && e.certainty === 'confirmed');
  if (used.length === 0) return noTechniques;
  const ends = used.map((edge) => ({ edge, certainty: certaintyOfEnd(graph, edge.to) }));
  const certainty = certainties.find((c) => ends.some((end) => end.certainty === c));
  const best = ends
    .filter((end) => end.certainty === certainty)
    .map(({ edge: e }) => (e.technique === undefined ? e.reason : `${e.reason} (${e.technique})`));
  return { names: [...new Set(best)].sort(), certainty };
}

/** Remembered, for many identities lead to the same class of many. */
const endsOf = new WeakMap<Graph, Map<string, Certainty>>();

/** Whether a class has a member for sure: an identity, and administrator of an account, are there. */
function certaintyOfEnd(graph: Graph, node: string): Certainty {
  if (!isClass(node) || isAdminClass(node)) return 'confirmed';
  const known = endsOf.get(graph) ?? new Map<string, Certainty>();
  endsOf.set(graph, known);
  const present = known.get(node);
  if (present !== undefined) return present;
  const members = graph.edgesFrom(node);
  const certainty = certainties.find((c) => members.some((e) => e.certainty === c)) ?? 'possible';
  known.set(node, certainty);
  return certainty;
}

function heldBy(world: World, id: string): readonly string[] {
  const holders = world.holdings.ownedBy(id).flatMap((c) => world.holdings.holdersOf(c.id));
  return [...new Set(holders)]
    .filter((h) => h !== id)
    .map((h) => world.graph.nameOf(h))
    .sort();
}

/** Distinct workloads that run as it and identities that hold one of its credentials. */
function fanOutOf(world: World, identity: Identity): number | undefined {
  const workloads = applicationsOf(world, identity);
  const holders = world.holdings.ownedBy(identity.id).flatMap((c) => world.holdings.separateHoldersOf(c.id));
  const count = workloads.length + new Set(holders).size;
  return count === 0 && identity.plane === 'aws' ? undefined : Math.max(count, identity.plane === 'aws' ? 0 : 1);
}
