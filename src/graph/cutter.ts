import type { Evidence } from '../inventory/evidence.ts';
import type { Adjacency } from './adjacency.ts';
import { isAdminClass, isClass } from './class-node.ts';
import { type Edge, isGivenOn } from './graph.ts';

/** Which edges go when something is taken away. Cuts are numbered in the order of the edges. */
export interface Cutter {
  /** The cuts each of which ends an edge by itself, while nothing else is taken away. */
  aloneOn(edge: number): readonly number[];
  isDead(edge: number): boolean;
  /** Takes something away; the answer puts it back. */
  remove(cut: number): () => void;
  describe(cut: number): { readonly what: string; readonly evidence: readonly Evidence[] };
}

interface Cut {
  readonly key: string;
  readonly what: string;
  readonly evidence: readonly Evidence[];
}

/** An edge stands on several things, each of which may have alternatives: it falls with all alternatives of one. */
type Supports = readonly (readonly number[])[];

/** Only edges that are looked at count: those on some way. */
export function createCutter(graph: Adjacency, isOnWay: (edge: number) => boolean, nameOf: (node: string) => string): Cutter {
  const cuts: Cut[] = [];
  const numbers = new Map<string, number>();
  const supports: (Supports | undefined)[] = new Array(graph.size);
  const edgesOf: number[][] = [];
  const removed = new Set<number>();
  const dead = new Uint8Array(graph.size);
  const number = (cut: Cut): number => {
    let n = numbers.get(cut.key);
    if (n === undefined) {
      n = cuts.push(cut) - 1;
      numbers.set(cut.key, n);
      edgesOf.push([]);
    }
    return n;
  };
  // Identities with the same grants share their lists of statements.
  const shared = new Map<Edge['statements'], Supports>();
  for (let e = 0; e < graph.size; e++) {
    if (!isOnWay(e)) continue;
    const edge = graph.edge(e);
    const known = edge.statements && shared.get(edge.statements);
    const own = known ?? supportsOf(edge, nameOf).map((list) => list.map(number));
    if (edge.statements?.every((s) => s.own !== true && s.evidence.length > 0)) shared.set(edge.statements, own);
    supports[e] = own;
    for (const cut of new Set(own.flat())) edgesOf[cut]?.push(e);
  }
  const settle = (cut: number): void => {
    for (const e of edgesOf[cut] ?? []) dead[e] = supports[e]?.some((list) => list.every((c) => removed.has(c))) ? 1 : 0;
  };
  return {
    aloneOn: (edge) =>
      [...new Set((supports[edge] ?? []).flatMap((list) => (list.filter((c) => !removed.has(c)).length === 1 ? list : [])))].filter(
        (c) => !removed.has(c),
      ),
    isDead: (edge) => dead[edge] === 1,
    remove(cut) {
      removed.add(cut);
      settle(cut);
      return () => {
        removed.delete(cut);
        settle(cut);
      };
    },
    describe(cut) {
      const { what = '', evidence = [] } = cuts[cut] ?? {};
      return { what, evidence };
    },
  };
}

/** What an edge stands on that a person could take away. Empty for what is no grant: an agent uses its server. */
function supportsOf(edge: Edge, nameOf: (node: string) => string): readonly (readonly Cut[])[] {
  if (edge.statements !== undefined) return byAction(edge, nameOf);
  const { evidence } = edge;
  switch (edge.kind) {
    case 'member':
      if (isAdminClass(edge.to)) return [[{ key: `own ${edge.from}`, what: `the administrator rights of ${nameOf(edge.from)}`, evidence }]];
      if (!isClass(edge.from) || edge.reason === '' || isAdminClass(edge.from)) return [];
      return [[{ key: `trust ${edge.from} ${edge.to}`, what: `the trust of ${nameOf(edge.to)} (${edge.reason})`, evidence }]];
    case 'assumes':
    case 'federates':
      if (isClass(edge.to)) return [[{ key: `assumes ${edge.from} ${edge.to}`, what: `${edge.reason} of ${nameOf(edge.from)}`, evidence }]];
      return [[{ key: `trust of ${edge.to}`, what: `the trust of ${nameOf(edge.to)}`, evidence }]];
    case 'authenticates':
      return [[{ key: `credential ${edge.to} ${edge.reason}`, what: `what ${nameOf(edge.from)} ${edge.reason}`, evidence }]];
    default:
      return [];
  }
}

function byAction(edge: Edge, nameOf: (node: string) => string): readonly (readonly Cut[])[] {
  const lists = new Map<string, Cut[]>();
  for (const reference of edge.statements ?? []) {
    const { action, policy, statement, through, own, evidence } = reference;
    const [at] = evidence;
    const place = own === true || at === undefined ? edge.from : `${at.source} ${at.file ?? ''} ${at.pointer ?? ''} ${at.line ?? ''}`;
    const holder = own === true ? ` of ${nameOf(edge.from)}` : through === undefined ? '' : ` of group ${through}`;
    const cut: Cut = {
      key: `statement ${policy} ${statement} ${through ?? ''} ${place}`,
      what: isGivenOn(reference) ? `${policy} ${statement} of ${nameOf(edge.from)}` : `${statement} of policy ${policy}${holder}`,
      evidence,
    };
    const list = lists.get(action);
    if (list) list.push(cut);
    else lists.set(action, [cut]);
  }
  return [...lists.values()];
}
