import { type KnownFinding, type Seen, wasLookedFor, wouldBeSeen } from '../../findings/baseline.ts';
import { severities } from '../../findings/finding.ts';
import { nameOfClass } from '../../graph/class-node.ts';
import { levels } from '../../permissions/power.ts';
import { count } from '../../reporters/count.ts';
import { recordChanges } from './compare-records.ts';
import { grantChanges } from './grant-changes.ts';
import { labeller } from './labels.ts';
import { isLookedFor, isReadAsWell, reachabilityOf, wasLookedAt } from './looked-for.ts';
import type { State, StateEdge, StateIdentity, StatePath } from './state.ts';
import { trustChanges } from './trust-changes.ts';

/** Whether there is more to be had by a change, or less; `other` is neither, and `unseen` what the later state did not look at. */
export type Direction = 'more' | 'less' | 'other' | 'unseen';

export interface Change {
  readonly what:
    | 'identity'
    | 'credential'
    | 'power'
    | 'reach'
    | 'grant'
    | 'trust'
    | 'workload'
    | 'link'
    | 'provider'
    | 'resource'
    | 'decision'
    | 'scope'
    | 'way'
    | 'path'
    | 'finding';
  readonly direction: Direction;
  /** The identity that it is about, where it is about one. */
  readonly identity: string | null;
  /** For people, in one line; not escaped. */
  readonly text: string;
}

const facetOrder = ['none', 'some', 'all'];

/** What changed from one state to a later one, in a fixed order: paths, identities with power, reach, grants and trusts, records, ways, credentials, findings. */
export function compareStates(before: State, after: State): readonly Change[] {
  const called = labeller(before, after);
  const labelOf = (id: string, otherwise: string): string => {
    const identity = after.identities.get(id);
    return identity === undefined ? otherwise : called(identity);
  };
  return [
    ...pathChanges(before, after),
    ...identityChanges(before, after, called),
    ...givenChanges(before, after, labelOf),
    ...recordChanges(before, after, labelOf),
    ...edgeChanges(before, after),
    ...credentialChanges(before, after),
    ...findingChanges(before, after),
  ];
}

function gone(seenBy: Seen, after: State): { readonly direction: Direction; readonly word: string } {
  return wouldBeSeen(seenBy, after.sources) ? { direction: 'less', word: 'is gone' } : { direction: 'unseen', word: 'was not seen' };
}

function* identityChanges(before: State, after: State, called: (identity: StateIdentity) => string): Iterable<Change> {
  const isReadAgain = before.sources.every((source) => isReadAsWell(source, before, after));
  for (const [id, now] of after.identities) {
    const then = before.identities.get(id);
    if (then === undefined) {
      const { level } = now.power;
      const held = level === 'unknown' ? '' : ` with power ${level}`;
      yield wasLookedAt(now.seenBy, before)
        ? { what: 'identity', direction: 'more', identity: id, text: `${called(now)} is new${held}` }
        : { what: 'identity', direction: 'other', identity: id, text: `${called(now)}${held} was not looked for before` };
      continue;
    }
    const name = called(now);
    yield* powerChanges(id, name, then, now);
    yield* reachChanges(id, name, then, now, isReadAgain);
    if (then.enabled !== now.enabled && then.enabled !== null && now.enabled !== null) {
      const word = now.enabled ? 'enabled' : 'disabled';
      yield { what: 'identity', direction: now.enabled ? 'more' : 'less', identity: id, text: `${name} was ${word}` };
    }
  }
  for (const [id, then] of before.identities) {
    if (after.identities.has(id)) continue;
    const { direction, word } = gone(then.seenBy, after);
    yield { what: 'identity', direction, identity: id, text: `${called(then)} ${word}` };
  }
}

/** What holders of grants gained and lost, and who is let in. Of somebody who came or went it is told with them. */
function* givenChanges(before: State, after: State, labelOf: (id: string, otherwise: string) => string): Iterable<Change> {
  if (before.given === undefined || after.given === undefined) return;
  for (const [id, { name, lines }] of after.given.holders) {
    const then = before.given.holders.get(id);
    const isIdentity = after.identities.has(id);
    if (then === undefined) continue;
    yield* grantChanges(isIdentity ? id : null, labelOf(id, name), then.lines(), lines());
    if (isIdentity) yield* trustChanges(id, labelOf(id, name), before.given.trusts.get(id) ?? [], after.given.trusts.get(id) ?? []);
  }
}

function* powerChanges(id: string, name: string, then: StateIdentity, now: StateIdentity): Iterable<Change> {
  for (const [facet, from] of Object.entries(then.power)) {
    const to = now.power[facet] ?? 'unknown';
    const order: readonly string[] = facet === 'level' ? levels : facetOrder;
    const [a, b] = [order.indexOf(from), order.indexOf(to)];
    if (from === to) continue;
    const text = `${name}: ${facet === 'level' ? 'power' : facet} ${from} -> ${to}`;
    yield { what: 'power', direction: a < 0 || b < 0 ? 'other' : b > a ? 'more' : 'less', identity: id, text };
  }
}

function* reachChanges(id: string, name: string, then: StateIdentity, now: StateIdentity, isReadAgain: boolean): Iterable<Change> {
  const order: readonly string[] = levels;
  const [a, b] = [order.indexOf(then.reach.level), order.indexOf(now.reach.level)];
  const further = now.reach.identities - then.reach.identities;
  const isProduction = now.reach.production === then.reach.production ? undefined : now.reach.production;
  if (a === b && further === 0 && isProduction === undefined) return;
  const level = a === b ? '' : `reaches ${then.reach.level} -> ${now.reach.level}`;
  const others =
    further === 0 ? '' : `can act as ${count(now.reach.identities, 'other')}, ${Math.abs(further)} ${further > 0 ? 'more' : 'fewer'}`;
  const production = isProduction === undefined ? '' : isProduction ? 'reaches production now' : 'reaches production no longer';
  const text = `${name} ${[level, production, others].filter((part) => part !== '').join('; ')}`;
  const isMore = b === a ? (isProduction ?? further > 0) : b > a;
  yield { what: 'reach', direction: isMore ? 'more' : isReadAgain ? 'less' : 'unseen', identity: id, text };
}

function* edgeChanges(before: State, after: State): Iterable<Change> {
  const [then, now] = [edgesByKey(before), edgesByKey(after)];
  for (const [key, edge] of now) {
    // What somebody new is and reaches is told with them; that they may become somebody who was there is not.
    if (then.has(key) || !(before.identities.has(edge.from) || before.identities.has(edge.to))) continue;
    yield edge.seenBy.every((seen) => wasLookedAt(seen, before))
      ? { what: 'way', direction: 'more', identity: edge.from, text: `a new way: ${wayText(edge, after)}` }
      : { what: 'way', direction: 'other', identity: edge.from, text: `a way not looked for before: ${wayText(edge, after)}` };
  }
  for (const [key, edge] of then) {
    if (now.has(key) || !(after.identities.has(edge.from) || after.identities.has(edge.to))) continue;
    yield isLookedFor([edge.from, edge.to], edge.seenBy, before, after)
      ? { what: 'way', direction: 'less', identity: edge.from, text: `a way less: ${wayText(edge, before)}` }
      : { what: 'way', direction: 'unseen', identity: edge.from, text: `a way was not seen: ${wayText(edge, before)}` };
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
  const told = ({ from, via, to, certainty }: StatePath, { nameOf }: State): string =>
    `${[from, ...via, to].map((id) => nameOr(id, nameOf)).join(' -> ')} (${certainty})`;
  const [reached, reaches] = [reachabilityOf(before), reachabilityOf(after)];
  for (const path of after.paths) {
    // The best path alone is listed: another one may have been there beside it.
    if (reached(path, path.certainty)) continue;
    const text = told(path, after);
    const change = (direction: Direction, words: string): Change => ({
      what: 'path',
      direction,
      identity: path.from,
      text: `${words}: ${text}`,
    });
    if (reached(path, 'possible')) yield change('more', 'a path to administrator that is more certain now');
    else if (path.seenBy.every((seen) => wasLookedAt(seen, before))) yield change('more', 'a new path to administrator');
    else yield change('other', 'a path to administrator that was not looked for before');
  }
  for (const path of before.paths) {
    if (reaches(path, path.certainty)) continue;
    const text = told(path, before);
    const change = (direction: Direction, words: string): Change => ({
      what: 'path',
      direction,
      identity: path.from,
      text: `${words}: ${text}`,
    });
    if (reaches(path, 'possible')) {
      yield { ...change('less', ''), text: `a path to administrator that is less certain now: ${text.slice(0, -1)} before)` };
    } else if (isLookedFor([path.from, ...path.via, path.to], path.seenBy, before, after))
      yield change('less', 'a path less to administrator');
    else yield change('unseen', 'a path to administrator was not seen');
  }
}

function* credentialChanges(before: State, after: State): Iterable<Change> {
  const owner = (identity: string | null, { nameOf }: State): string => (identity === null ? '' : ` of ${nameOf(identity)}`);
  for (const [id, now] of after.credentials) {
    const { name, kind, identity, enabled, seenBy } = now;
    const then = before.credentials.get(id);
    const text = `${kind} ${name}${owner(identity, after)}`;
    if (then === undefined) {
      yield wasLookedAt(seenBy, before)
        ? { what: 'credential', direction: 'more', identity, text: `${text} is new` }
        : { what: 'credential', direction: 'other', identity, text: `${text} was not looked for before` };
    } else if (then.enabled !== enabled && then.enabled !== null && enabled !== null) {
      const word = enabled ? 'enabled' : 'disabled';
      yield { what: 'credential', direction: enabled ? 'more' : 'less', identity, text: `${text} was ${word}` };
    }
  }
  for (const [id, { name, kind, identity, seenBy }] of before.credentials) {
    if (after.credentials.has(id)) continue;
    const { direction, word } = gone(seenBy, after);
    yield { what: 'credential', direction, identity, text: `${kind} ${name}${owner(identity, before)} ${word}` };
  }
}

function* findingChanges(before: State, after: State): Iterable<Change> {
  const then = new Map(before.findings.map((f) => [f.fingerprint, f]));
  const now = new Map(after.findings.map((f) => [f.fingerprint, f]));
  const told = (f: KnownFinding, { nameOf }: State): string => `${f.severity} ${f.rule}: ${f.title}, ${nameOf(f.identity ?? f.subject)}`;
  for (const finding of worstFirst(after.findings)) {
    const known = then.get(finding.fingerprint);
    if (known === undefined) {
      const [direction, word] = newFinding(finding, before);
      yield { what: 'finding', direction, identity: finding.identity, text: `${word}: ${told(finding, after)}` };
    } else if (known.severity !== finding.severity) {
      const worse = severities.indexOf(finding.severity) > severities.indexOf(known.severity);
      const text = `a finding ${known.severity} -> ${told(finding, after)}`;
      yield { what: 'finding', direction: worse ? 'more' : 'less', identity: finding.identity, text };
    }
  }
  for (const finding of worstFirst(before.findings)) {
    if (now.has(finding.fingerprint)) continue;
    const [direction, word] = lostFinding(finding, after);
    yield { what: 'finding', direction, identity: finding.identity, text: `a finding ${word}: ${told(finding, before)}` };
  }
}

/** A snapshot has them by fingerprint, which says nothing to people, and what is far down is cut. */
function worstFirst(findings: readonly KnownFinding[]): readonly KnownFinding[] {
  const key = (f: KnownFinding): string => `${severities.length - severities.indexOf(f.severity)}\u0000${f.rule}\u0000${f.subject}`;
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function newFinding({ fingerprint, rule, plane, scope }: KnownFinding, before: State): readonly [Direction, string] {
  const then = before.others.get(fingerprint);
  if (then === 'suppressed') return ['more', 'a finding is no longer waived'];
  if (then === 'unknown') return ['other', 'a finding could not be answered before'];
  if (!before.rules.has(rule)) return ['other', 'a finding was not asked for before'];
  return wasLookedAt({ plane, scope }, before) ? ['more', 'a new finding'] : ['other', 'a finding was not looked for before'];
}

function lostFinding({ fingerprint, rule, subject, identity, plane, scope }: KnownFinding, after: State): readonly [Direction, string] {
  const now = after.others.get(fingerprint);
  if (now === 'suppressed') return ['other', 'is waived now'];
  if (now === 'unknown') return ['unseen', 'could not be answered'];
  const has = (id: string): boolean => after.identities.has(id) || after.credentials.has(id);
  const looked = { sources: after.sources, rules: after.rules, has };
  if (!after.rules.has(rule)) return ['unseen', 'was not asked for'];
  return wasLookedFor({ rule, subject, identity, plane, scope }, looked) ? ['less', 'is gone'] : ['unseen', 'was not seen'];
}
