import type { Evidence } from '../inventory/evidence.ts';
import type { Identity } from '../inventory/identity.ts';
import { mergeList } from '../inventory/merge.ts';
import { entraEvidence } from './entra-facts.ts';
import { gcpEvidence } from './gcp-facts.ts';
import { githubEvidence } from './github-facts.ts';
import { kubernetesEvidence } from './kubernetes-facts.ts';
import type { World } from './world.ts';

/**
 * Where a person can check the facts that a condition used: the lines a collector noted for them, the statements behind
 * a power, the credentials counted. The place that describes the identity itself comes last, and alone when nothing
 * more precise is known.
 */
export function identityEvidence(world: World, identity: Identity, used: readonly string[]): readonly Evidence[] {
  const lists: (readonly Evidence[])[] = [];
  let found: readonly Evidence[] = [];
  for (const fact of used) {
    const list = identity.factEvidence?.[fact] ?? placesOf(fact)?.(world, identity);
    if (list === undefined || list.length === 0) continue;
    lists.push(list);
    found = mergeList(found, list);
  }
  if (found.length === 0) return mergeList(found, identity.evidence);
  if (identity.kind === 'mcp-server') found = withMostFactsFirst(found, lists);
  // A line is worth more than a whole file.
  const precise = found.filter((e) => e.line !== undefined || e.pointer !== undefined);
  return mergeList(mergeList(precise, found), identity.evidence);
}

/** Several files may define one server: the file that has most of the facts in question comes first. */
function withMostFactsFirst(found: readonly Evidence[], lists: readonly (readonly Evidence[])[]): readonly Evidence[] {
  const factsIn = (e: Evidence): number =>
    lists.filter((list) => list.some((one) => one.file === e.file && one.source === e.source)).length;
  return found.length < 2 ? found : [...found].sort((a, b) => factsIn(b) - factsIn(a));
}

type Places = (world: World, identity: Identity) => readonly Evidence[];

/** By fact, as rules write them; undefined where no place but that of the identity is known. */
const known = new Map<string, Places | undefined>();

function placesOf(fact: string): Places | undefined {
  if (!known.has(fact)) known.set(fact, Object.hasOwn(byFact, fact) ? byFact[fact] : placesInGroup(fact));
  return known.get(fact);
}

function placesInGroup(fact: string): Places | undefined {
  const [, everywhere, action] = /^can(_everywhere)?:(.+)$/.exec(fact) ?? [];
  if (action !== undefined)
    return ({ permissions }, { id }) =>
      permissions.decide(id, action, everywhere === undefined ? undefined : '*').statements.flatMap((s) => s.evidence);
  const [, group = '', name = ''] = /^([^.]*)\.(.*)$/s.exec(fact) ?? [];
  switch (group) {
    case 'power':
      return behindPower;
    case 'entra':
      return (world, identity) => entraEvidence(world, identity, name);
    case 'github':
      return (world, identity) => githubEvidence(world, identity, name);
    case 'gcp':
      return (world, identity) => gcpEvidence(world, identity, name);
    case 'kubernetes':
      return (world, identity) => kubernetesEvidence(world, identity, name);
    case 'use':
      return ({ use }, identity) => use.evidenceOf(identity, fact);
    default:
      return undefined;
  }
}

const byFact: Readonly<Record<string, Places>> = {
  privileged: behindPower,
  gained: behindPower,
  owner_departed: ofOwner,
  owner_departed_on: ofOwner,
  owner_from: ofOwner,
  weak_ways: ({ graph }, { id }) =>
    graph
      .edgesTo(id)
      .filter((e) => e.kind === 'assumes' && e.certainty === 'confirmed')
      .flatMap((e) => e.evidence),
  strong_ways: ofTrusts,
  external_trust: ofTrusts,
  drives: ({ graph }, { id }) =>
    graph
      .edgesFrom(id)
      .filter((e) => e.kind === 'delegates')
      .flatMap((e) => e.evidence),
  stop_steps: inHands,
  stops: inHands,
  stops_with: inHands,
  escalations: ({ graph }, { id }) =>
    graph
      .edgesFrom(id)
      .filter((e) => e.kind === 'escalates')
      .flatMap((e) => e.evidence),
  static_credentials: ({ holdings }, { id }) => holdings.ownedBy(id).flatMap((c) => c.evidence),
  held_by: ofUsers,
  workloads: ofUsers,
};

function behindPower({ permissions }: World, { id, actsAs }: Identity): readonly Evidence[] {
  return permissions.powerOf(actsAs ?? id).because.flatMap((s) => s.evidence);
}

function ofOwner(_: World, { factEvidence }: Identity): readonly Evidence[] {
  return factEvidence?.owner ?? [];
}

function ofTrusts({ inventory }: World, { id }: Identity): readonly Evidence[] {
  return (inventory.trusts.get(id) ?? []).flatMap((t) => t.evidence);
}

/** Where the credentials were found that it, or a server of its own, holds. */
function inHands({ holdings }: World, { id }: Identity): readonly Evidence[] {
  return [id, ...holdings.serversOf(id)].flatMap((hand) => holdings.heldBy(hand)).flatMap((c) => (c.found ?? []).map((f) => f.evidence));
}

/** Where its credentials were found, and what runs as it. */
function ofUsers({ holdings }: World, { id }: Identity): readonly Evidence[] {
  return [
    ...holdings.ownedBy(id).flatMap((c) => (c.found ?? []).map((f) => f.evidence)),
    ...holdings.workloadsOf(id).flatMap((w) => w.evidence),
  ];
}
