import { withPermissionAnswers } from '../engine/permission-question.ts';
import { isAdminClass, isClass } from '../graph/class-node.ts';
import { type Certainty, certainties, type Graph, type Reach } from '../graph/graph.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Facts } from '../inventory/fact-types.ts';
import { heldGrants } from '../inventory/grant-table.ts';
import type { Identity } from '../inventory/identity.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { Answer, Power } from '../permissions/power.ts';
import { daysSince, daysUnused, idleText } from './age.ts';
import { agentFacts } from './agent-facts.ts';
import { postureOfAlike } from './alike.ts';
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
import { ownershipFacts } from './ownership.ts';
import { peopleBehind, peopleLetIn } from './people.ts';
import type { PostureAnswer } from './posture-answer.ts';
import { decisionsOf } from './run-time-decision.ts';
import { agentsAs, applicationsOf, publicWorkloads, runsAgents, sharedBy } from './sharing.ts';
import { staticConditionOf } from './static-conditions.ts';
import { isToldByIdentity, tokenLifeOf } from './token-lives.ts';
import { isExternalTrust } from './trust-facts.ts';
import { waysIn } from './ways-in.ts';
import type { World } from './world.ts';

/** What rules may know of an identity. Made once for each; a field that is not known is left out. */
export function identityFacts(world: World, id: string): Facts<'Identity'> | undefined {
  const present = world.identityFacts.get(id);
  if (present !== undefined) return present;
  const identity = world.inventory.identities.get(id);
  if (identity === undefined) return undefined;
  const facts = makeFacts(world, identity);
  world.identityFacts.set(id, facts);
  return facts;
}

/** The four answers for an identity. Made once for each: rules ask for them, and every report tells them. */
export function postureOf(world: World, identity: Identity): Posture {
  const present = world.postures.get(identity.id);
  if (present !== undefined) return present;
  const isAgent = worksForAgents(identity, world.reachedFrom.hasAgent(identity.id) || runsAgents(world, identity));
  const alike = postureOfAlike(world, identity, isAgent, () => makePosture(world, identity, isAgent));
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

function makeFacts(world: World, identity: Identity): Facts<'Identity'> {
  const { permissions } = world;
  const answer = (action: string, resource: '*' | undefined): Answer => {
    const id = identity.actsAs ?? identity.id;
    return permissions.answerOf?.(id, action, resource) ?? permissions.decide(id, action, resource).answer;
  };
  return withPermissionAnswers(plainFacts(world, identity), (action, everywhere) =>
    identity.plane === 'aws' ? answer(action, everywhere ? '*' : undefined) : 'unknown',
  );
}

function plainFacts(world: World, identity: Identity): Facts<'Identity'> {
  const { now } = world.settings;
  const power = world.permissions.powerOf(identity.actsAs ?? identity.id);
  const reach = world.graph.reachOf(identity.id);
  const credentials = credentialsOf(world, identity);
  const agents = world.reachedFrom.agents(identity.id);
  const known = power.level !== 'unknown';
  const techniques = techniquesOf(world, identity.id);
  const registered = world.settings.registry?.has(identity.name);
  const ownership = ownershipFacts(world, identity);
  const ways = waysIn(world, identity);
  return {
    id: identity.id,
    name: identity.name,
    plane: identity.plane,
    kind: identity.kind,
    scope: identity.scope,
    nature: identity.nature,
    agent: worksForAgents(identity, agents.length > 0),
    machine: identity.nature === 'unknown' ? undefined : identity.nature !== 'human' && identity.nature !== 'service-agent',
    observed: identity.standing !== 'named',
    described: identity.standing === 'observed',
    gained: gained(world, identity, power, reach),
    environment: identity.environment ?? environmentOfProject(world, identity),
    enabled: identity.enabled,
    age_days: daysSince(identity.createdAt, now),
    unused_days: daysUnused(identity, now),
    idle: idleText(identity, now),
    never_used: identity.lastUsedAt === undefined ? undefined : identity.lastUsedAt === null,
    provider_managed: identity.providerManaged ?? false,
    external_trust: hasExternalTrust(world, identity),
    privileged: known ? power.level === 'admin' || power.level === 'escalate' : undefined,
    static_credentials: credentials?.filter((c) => c.static && c.enabled !== false).length,
    workloads: fanOutOf(world, identity),
    shared_by: sharedBy(world, identity),
    agents_as: agentsAs(world, identity),
    public_workloads: publicWorkloads(world, identity),
    audit_missing: missingLogs(world, identity),
    escalations: known || techniques.names.length > 0 ? techniques.names : undefined,
    escalation_certainty: techniques.certainty,
    held_by: heldBy(world, identity.id),
    reached_from_agents: agents,
    reached_from_ci: world.reachedFrom.pipelines(identity.id),
    tags: identity.tags,
    power: powerFacts(world, identity, power),
    posture: postureFacts(postureOf(world, identity)),
    reach: reachFacts(reach),
    aws: awsFacts(world, identity),
    use: world.use.factsOf(identity),
    ci: identity.ci,
    card: identity.card,
    gcp: gcpFacts(world, identity),
    azure: azureFacts(world, identity),
    entra: entraFacts(world, identity),
    spiffe: identity.spiffe,
    github: githubFacts(world, identity),
    vault: identity.vault,
    kubernetes: kubernetesFacts(world, identity),
    mcp: identity.mcp === undefined ? undefined : { ...identity.mcp, registered },
    settings: identity.settings === undefined ? undefined : { ...identity.settings, registered },
    owner: ownership.owner,
    owned: ownership.owned,
    owner_from: ownership.owner_from,
    owner_departed: ownership.owner_departed,
    owner_departed_on: ownership.owner_departed_on,
    reviewed_days: ownership.reviewed_days,
    strong_ways: ways.strong_ways,
    weak_ways: ways.weak_ways,
    // Last: what stands before is made in one piece, and most are no agents.
    ...agentFacts(world, identity),
  };
}

/** What it can do more than earlier; absent where nothing earlier was given. A new identity has nothing to compare with. */
function gained({ settings }: World, identity: Identity, power: Power, reach: Reach): readonly string[] | undefined {
  if (settings.earlier === undefined) return undefined;
  const earlier = settings.earlier.get(identity.id);
  if (earlier === undefined) return [];
  const found = gainedSince(earlier, identity, power, reach);
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

function powerFacts(world: World, identity: Identity, power: Power): Facts<'Power'> {
  const known = <T extends string>(value: T | 'unknown'): T | undefined => (value === 'unknown' ? undefined : (value as T));
  const grants = heldGrants(world.inventory.grants, identity.id);
  return {
    level: known(power.level),
    read: known(power.read),
    write: known(power.write),
    execute: known(power.execute),
    grant: known(power.grant),
    secrets: known(power.secrets),
    conditional: power.conditional,
    standing: power.level === 'unknown' ? undefined : (power.standing ?? power.level !== 'none'),
    full_access_policies: grants
      .filter((g) => g.kind === 'attached' && (g.name.endsWith('FullAccess') || g.name === 'AdministratorAccess'))
      .map((g) => g.name),
    boundary: grants.some((g) => g.kind === 'boundary'),
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

/** The techniques whose own needs are met, and how certain it is that they lead on: only the most certain ones are named. */
function techniquesOf({ graph }: World, id: string): Techniques {
  const used = graph.edgesFrom(id).filter((e) => e.kind === 'escalates' && e.certainty === 'confirmed');
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
