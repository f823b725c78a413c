import type { KnownFinding } from '../../findings/baseline.ts';
import { severities } from '../../findings/finding.ts';
import { nameOfClass } from '../../graph/class-node.ts';
import { levels } from '../../permissions/power.ts';
import { linesBeyond } from './grant-lines.ts';
import type { State, StateEdge, StateIdentity, StatePath } from './state.ts';

/** Whether there is more to be had by a change, or less; `other` is neither, and `unseen` what the later state did not look at. */
export type Direction = 'more' | 'less' | 'other' | 'unseen';

export interface Change {
  readonly what: 'identity' | 'credential' | 'power' | 'reach' | 'grant' | 'way' | 'path' | 'finding';
  readonly direction: Direction;
  /** The identity that it is about, where it is about one. */
  readonly identity: string | null;
  /** For people, in one line; not escaped. */
  readonly text: string;
}

const facetOrder = ['none', 'some', 'all'];

/** What changed from one state to a later one, in a fixed order: paths, power, reach, grants, ways, identities, credentials, findings. */
export function compareStates(before: State, after: State): readonly Change[] {
  return [
    ...pathChanges(before, after),
    ...identityChanges(before, after),
    ...edgeChanges(before, after),
    ...credentialChanges(before, after),
    ...findingChanges(before, after),
  ];
}

/** Whether what a source of a plane showed before would be shown now, were it still there. */
function wasRead(plane: string, { sources }: State): boolean {
  const ofPlane = plane === '' ? sources : sources.filter((s) => s.plane === plane);
  return ofPlane.length > 0 && ofPlane.every((s) => s.status === 'complete');
}

function gone(plane: string, after: State): { readonly direction: Direction; readonly word: string } {
  return wasRead(plane, after) ? { direction: 'less', word: 'is gone' } : { direction: 'unseen', word: 'was not seen' };
}

function* identityChanges(before: State, after: State): Iterable<Change> {
  for (const [id, now] of after.identities) {
    const then = before.identities.get(id);
    if (then === undefined) {
      const { level } = now.power;
      const held = level === 'unknown' ? '' : ` with power ${level}`;
      yield { what: 'identity', direction: 'more', identity: id, text: `${labelOf(now)} is new${held}` };
      continue;
    }
    yield* powerChanges(id, then, now);
    yield* reachChanges(id, then, now);
    yield* grantChanges(id, now, before, after);
    if (then.enabled !== now.enabled && then.enabled !== null && now.enabled !== null) {
      const word = now.enabled ? 'enabled' : 'disabled';
      yield { what: 'identity', direction: now.enabled ? 'more' : 'less', identity: id, text: `${now.name} was ${word}` };
    }
  }
  for (const [id, then] of before.identities) {
    if (after.identities.has(id)) continue;
    const { direction, word } = gone(then.seenBy, after);
    yield { what: 'identity', direction, identity: id, text: `${labelOf(then)} ${word}` };
  }
}

function labelOf({ name, kind }: StateIdentity): string {
  return `${name} (${kind})`;
}

function* powerChanges(id: string, then: StateIdentity, now: StateIdentity): Iterable<Change> {
  for (const [facet, from] of Object.entries(then.power)) {
    const to = now.power[facet] ?? 'unknown';
    const order: readonly string[] = facet === 'level' ? levels : facetOrder;
    const [a, b] = [order.indexOf(from), order.indexOf(to)];
    if (from === to) continue;
    const text = `${now.name}: ${facet === 'level' ? 'power' : facet} ${from} -> ${to}`;
    yield { what: 'power', direction: a < 0 || b < 0 ? 'other' : b > a ? 'more' : 'less', identity: id, text };
  }
}

function* reachChanges(id: string, then: StateIdentity, now: StateIdentity): Iterable<Change> {
  const order: readonly string[] = levels;
  const [a, b] = [order.indexOf(then.reach.level), order.indexOf(now.reach.level)];
  const further = now.reach.identities - then.reach.identities;
  if (a === b && further === 0) return;
  const level = a === b ? '' : `reaches ${then.reach.level} -> ${now.reach.level}`;
  const others = further === 0 ? '' : `can act as ${now.reach.identities} others, ${Math.abs(further)} ${further > 0 ? 'more' : 'fewer'}`;
  const text = `${now.name} ${[level, others].filter((part) => part !== '').join('; ')}`;
  const direction = b !== a ? (b > a ? 'more' : 'less') : further > 0 ? 'more' : 'less';
  yield { what: 'reach', direction, identity: id, text };
}

function* grantChanges(id: string, { name }: StateIdentity, before: State, after: State): Iterable<Change> {
  if (before.grantsOf === undefined || after.grantsOf === undefined) return;
  const [then, now] = [before.grantsOf(id), after.grantsOf(id)];
  for (const { text, effect } of linesBeyond(now, then)) {
    yield effect === 'allow'
      ? { what: 'grant', direction: 'more', identity: id, text: `${name} gained ${text}` }
      : { what: 'grant', direction: 'less', identity: id, text: `${name} is now denied ${text}` };
  }
  for (const { text, effect } of linesBeyond(then, now)) {
    yield effect === 'allow'
      ? { what: 'grant', direction: 'less', identity: id, text: `${name} lost ${text}` }
      : { what: 'grant', direction: 'more', identity: id, text: `${name} is no longer denied ${text}` };
  }
}

function* edgeChanges(before: State, after: State): Iterable<Change> {
  const [then, now] = [edgesByKey(before), edgesByKey(after)];
  for (const [key, edge] of now) {
    // A way of somebody new is told with them.
    if (then.has(key) || !before.identities.has(edge.from)) continue;
    yield { what: 'way', direction: 'more', identity: edge.from, text: `a new way: ${wayText(edge, after)}` };
  }
  for (const [key, edge] of then) {
    if (now.has(key) || !after.identities.has(edge.from)) continue;
    yield { what: 'way', direction: 'less', identity: edge.from, text: `a way less: ${wayText(edge, before)}` };
  }
}

/** Ways between two ends of one kind, the surest of each: reasons are words, and change when words do. */
function edgesByKey({ edges }: State): ReadonlyMap<string, StateEdge> {
  const found = new Map<string, StateEdge>();
  for (const edge of edges)
    if (edge.kind !== 'member') found.set(JSON.stringify([edge.from, edge.to, edge.kind, edge.technique, edge.certainty]), edge);
  return found;
}

function wayText({ from, to, certainty, technique, reason }: StateEdge, { nameOf }: State): string {
  const by = technique === null ? '' : `${technique}: `;
  return `${nameOf(from)} -> ${nameOr(to, nameOf)} (${certainty}; ${by}${reason})`;
}

function nameOr(id: string, nameOf: State['nameOf']): string {
  const name = nameOf(id);
  return name === id && id.startsWith('class:') ? nameOfClass(id) : name;
}

function* pathChanges(before: State, after: State): Iterable<Change> {
  const key = ({ from, to, certainty }: StatePath): string => JSON.stringify([from, to, certainty]);
  const then = new Set(before.paths.map(key));
  const now = new Set(after.paths.map(key));
  const told = (path: StatePath, { nameOf }: State): string =>
    `${[path.from, ...path.via, path.to].map((id) => nameOr(id, nameOf)).join(' -> ')} (${path.certainty})`;
  for (const path of after.paths) {
    if (then.has(key(path))) continue;
    yield { what: 'path', direction: 'more', identity: path.from, text: `a new path to administrator: ${told(path, after)}` };
  }
  for (const path of before.paths) {
    if (now.has(key(path))) continue;
    const seen = after.identities.has(path.from);
    const text = `${seen ? 'a path less to administrator' : 'a path to administrator was not seen'}: ${told(path, before)}`;
    yield {
      what: 'path',
      direction: seen ? 'less' : gone(before.identities.get(path.from)?.seenBy ?? '', after).direction,
      identity: path.from,
      text,
    };
  }
}

function* credentialChanges(before: State, after: State): Iterable<Change> {
  const owner = (identity: string | null, { nameOf }: State): string => (identity === null ? '' : ` of ${nameOf(identity)}`);
  for (const [id, { name, kind, identity }] of after.credentials) {
    if (before.credentials.has(id)) continue;
    yield { what: 'credential', direction: 'more', identity, text: `${kind} ${name}${owner(identity, after)} is new` };
  }
  for (const [id, { name, kind, identity }] of before.credentials) {
    if (after.credentials.has(id)) continue;
    const { direction, word } = gone(before.identities.get(identity ?? '')?.seenBy ?? '', after);
    yield { what: 'credential', direction, identity, text: `${kind} ${name}${owner(identity, before)} ${word}` };
  }
}

function* findingChanges(before: State, after: State): Iterable<Change> {
  const then = new Map(before.findings.map((f) => [f.fingerprint, f]));
  const now = new Map(after.findings.map((f) => [f.fingerprint, f]));
  const told = (f: KnownFinding, { nameOf }: State): string => `${f.severity} ${f.rule}: ${f.title}, ${nameOf(f.identity ?? f.subject)}`;
  for (const finding of after.findings) {
    const known = then.get(finding.fingerprint);
    if (known === undefined)
      yield { what: 'finding', direction: 'more', identity: finding.identity, text: `a new finding: ${told(finding, after)}` };
    else if (known.severity !== finding.severity) {
      const worse = severities.indexOf(finding.severity) > severities.indexOf(known.severity);
      const text = `a finding ${known.severity} -> ${told(finding, after)}`;
      yield { what: 'finding', direction: worse ? 'more' : 'less', identity: finding.identity, text };
    }
  }
  for (const finding of before.findings) {
    if (now.has(finding.fingerprint)) continue;
    const { direction, word } = !after.rules.has(finding.rule)
      ? { direction: 'unseen' as const, word: 'was not asked for' }
      : gone(finding.plane, after);
    yield { what: 'finding', direction, identity: finding.identity, text: `a finding ${word}: ${told(finding, before)}` };
  }
}
