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
  const lists = used.map((fact) => evidenceOf(world, identity, fact));
  let found: readonly Evidence[] = [];
  for (const list of lists) found = mergeList(found, list);
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

function evidenceOf(world: World, identity: Identity, fact: string): readonly Evidence[] {
  const noted = identity.factEvidence?.[fact];
  if (noted !== undefined) return noted;
  const asked = /^can(_everywhere)?:(.+)$/.exec(fact);
  if (asked) {
    const decision = world.permissions.decide(identity.id, asked[2] as string, asked[1] === undefined ? undefined : '*');
    return decision.statements.flatMap((s) => s.evidence);
  }
  if (fact === 'privileged' || fact.startsWith('power.')) {
    return world.permissions.powerOf(identity.actsAs ?? identity.id).because.flatMap((s) => s.evidence);
  }
  if (fact.startsWith('entra.')) return entraEvidence(world, identity, fact.slice('entra.'.length));
  if (fact.startsWith('github.')) return githubEvidence(world, identity, fact.slice('github.'.length));
  if (fact.startsWith('gcp.')) return gcpEvidence(world, identity, fact.slice('gcp.'.length));
  if (fact.startsWith('kubernetes.')) return kubernetesEvidence(world, identity, fact.slice('kubernetes.'.length));
  if (fact.startsWith('use.')) return world.use.evidenceOf(identity, fact);
  switch (fact) {
    case 'owner_departed':
    case 'owner_departed_on':
    case 'owner_from':
      return identity.factEvidence?.owner ?? [];
    case 'gained':
      return world.permissions.powerOf(identity.actsAs ?? identity.id).because.flatMap((s) => s.evidence);
    case 'weak_ways':
      return world.graph
        .edgesTo(identity.id)
        .filter((e) => e.kind === 'assumes' && e.certainty === 'confirmed')
        .flatMap((e) => e.evidence);
    case 'strong_ways':
      return (world.inventory.trusts.get(identity.id) ?? []).flatMap((t) => t.evidence);
    case 'drives':
      return world.graph
        .edgesFrom(identity.id)
        .filter((e) => e.kind === 'delegates')
        .flatMap((e) => e.evidence);
    case 'stop_steps':
    case 'stops':
    case 'stops_with':
      return [identity.id, ...world.holdings.serversOf(identity.id)]
        .flatMap((id) => world.holdings.heldBy(id))
        .flatMap((c) => (c.found ?? []).map((f) => f.evidence));
    case 'escalations':
      return world.graph
        .edgesFrom(identity.id)
        .filter((e) => e.kind === 'escalates')
        .flatMap((e) => e.evidence);
    case 'external_trust':
      return (world.inventory.trusts.get(identity.id) ?? []).flatMap((t) => t.evidence);
    case 'static_credentials':
      return world.holdings.ownedBy(identity.id).flatMap((c) => c.evidence);
    case 'held_by':
    case 'workloads':
      return [
        ...world.holdings.ownedBy(identity.id).flatMap((c) => (c.found ?? []).map((f) => f.evidence)),
        ...world.holdings.workloadsOf(identity.id).flatMap((w) => w.evidence),
      ];
    default:
      return [];
  }
}
