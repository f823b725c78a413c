import { weakest } from '../../graph/certainty.ts';
import { isAdminClass, isClass } from '../../graph/class-node.ts';
import type { Edge } from '../../graph/graph.ts';
import type { World } from '../../posture/world.ts';
import { type CardDetails, identityCard } from '../card.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readAndAnalyse } from '../prepare.ts';
import { useLines } from '../use-lines.ts';

/** `nhi show ID [SOURCE...]`: the identity card. ID is an id, an ARN or a name. */
export async function show(id: string, words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const { report, world } = await readAndAnalyse(words, options, io);
  const identity = findIdentity(report.identities, id);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const card = identityCard(report, identity, details(world, identity.id), {
    color: wantsColor(io, options.color),
    ...(width === undefined ? {} : { width }),
  });
  await writeAll(io.stdout, [card]);
  return 0;
}

function details(world: World, id: string): CardDetails {
  const power = world.permissions.powerOf(id);
  const edges = world.graph.edgesTo(id).flatMap((e) => becoming(world, e));
  const trusts = (world.inventory.trusts.get(id) ?? []).map((t) => ({
    who: t.principal,
    how: `${t.effect === 'Deny' ? 'denied ' : ''}${t.actions.join(', ')}${conditionText(t.condition)}`,
    evidence: t.evidence,
  }));
  const identity = world.inventory.identities.get(id);
  return {
    because: power.because,
    unreadable: power.unreadable,
    use: identity === undefined ? [] : useLines(world, identity),
    trustedBy: [...trusts, ...edges],
  };
}

/** How many are named of those that can act as every member of a class. */
const mostOfClass = 10;

/** Who takes a step: of a class, those who can act as its members, for being a member is nothing that one does. */
function becoming({ graph }: World, edge: Edge): CardDetails['trustedBy'] {
  const line = (e: Edge, who: string, why: string) => ({
    who,
    how: why,
    certainty: weakest(e.certainty, edge.certainty),
    evidence: e.evidence,
  });
  if (!isClass(edge.from) || isAdminClass(edge.from)) return [line(edge, graph.nameOf(edge.from), edge.reason)];
  const into = intoClass(graph, edge.from, new Set()).filter((e) => e.from !== edge.to);
  const because = edge.reason === '' ? '' : `; ${edge.reason}`;
  const named = into.slice(0, mostOfClass).map((e) => line(e, graph.nameOf(e.from), `${e.reason}${because}`));
  const others = into.length - named.length;
  return others <= 0
    ? named
    : [...named, { ...line(edge, `${others} more`, `in the same way as ${graph.nameOf(edge.from)}`), evidence: [] }];
}

/** Who can act as the members of a class: also those of a wider class that it is a part of (one namespace of all). */
function intoClass(graph: World['graph'], node: string, seen: Set<string>): readonly Edge[] {
  if (seen.has(node)) return [];
  seen.add(node);
  return graph.edgesTo(node).flatMap((e) => (e.reason === '' && isClass(e.from) ? intoClass(graph, e.from, seen) : [e]));
}

function conditionText(condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined): string {
  const parts = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    // An external id is shared with the third party alone, and people treat it as a secret.
    Object.entries(keys).map(
      ([key, values]) => `${key} ${operator} ${key.toLowerCase() === 'sts:externalid' ? '(set)' : values.join(' or ')}`,
    ),
  );
  return parts.length === 0 ? '' : `, when ${parts.join(' and ')}`;
}
