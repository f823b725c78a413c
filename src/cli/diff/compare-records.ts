import { wouldBeSeen } from '../../findings/baseline.ts';
import type { Change, Direction } from './compare-states.ts';
import { isReadAsWell, wasLookedAt } from './looked-for.ts';
import { changedFields, some } from './record-changes.ts';
import type { State, StateRecord } from './state.ts';
import type { RecordKind } from './told-fields.ts';

/** Kinds of which a record that came or went is a change of its own, and whether one more is more. Others are told with their holder. */
const comings: Readonly<Partial<Record<RecordKind, 'more' | 'less'>>> = { link: 'more', provider: 'more', 'decision-point': 'less' };

/** The order in which they are told. */
const kinds: readonly RecordKind[] = [
  'identity',
  'credential',
  'workload',
  'link',
  'grant',
  'policy',
  'provider',
  'resource',
  'decision-point',
  'scope',
];

/** What changed about the records of two states, field by field, one change a record. */
export function* recordChanges(before: State, after: State, labelOf: (id: string, otherwise: string) => string): Iterable<Change> {
  const nameOf = (id: string): string => (after.nameOf(id) === id ? before.nameOf(id) : after.nameOf(id));
  for (const kind of kinds) {
    const [then, now] = [before.records[kind], after.records[kind]];
    if (then === undefined || now === undefined) continue;
    for (const [id, record] of now) {
      const earlier = then.get(id);
      if (earlier === undefined) continue;
      const label = kind === 'identity' ? labelOf(id, record.label) : record.label;
      const { parts, direction } = changedFields(kind, earlier.value, record.value, isWhole(record, before, after), nameOf);
      if (parts.length > 0) yield change(kind, direction, record, `${label}: ${some(parts, '; ')}`);
    }
    const come = [...now].flatMap(([id, r]) => (!then.has(id) && isTold(r, before) && wasLookedAt(r.seenBy, before) ? [r] : []));
    const went = [...then].flatMap(([id, r]) => (!now.has(id) && isTold(r, after) ? [r] : []));
    const isGone = ({ seenBy }: StateRecord): boolean => wouldBeSeen(seenBy, after.sources);
    const [gone, unseen] = [went.filter(isGone), went.filter((r) => !isGone(r))];
    if (kind === 'workload') {
      yield* fleetChanges(come, gone, nameOf);
      yield* fleetChanges([], unseen, nameOf, 'unseen');
    }
    const more = comings[kind];
    if (more === undefined) continue;
    for (const record of come) yield change(kind, more, record, `${record.label} is new`);
    for (const record of gone) yield change(kind, more === 'more' ? 'less' : 'more', record, `${record.label} is gone`);
    for (const record of unseen) yield change(kind, 'unseen', record, `${record.label} was not seen`);
  }
}

/** What runs as somebody, all of a kind in one line: instances and pods come and go by themselves. */
function* fleetChanges(
  come: readonly StateRecord[],
  gone: readonly StateRecord[],
  nameOf: (id: string) => string,
  word: 'gone' | 'unseen' = 'gone',
): Iterable<Change> {
  const fleets = new Map<string, { readonly come: StateRecord[]; readonly gone: StateRecord[] }>();
  for (const [list, records] of [
    ['come', come],
    ['gone', gone],
  ] as const) {
    for (const record of records) {
      const key = JSON.stringify([(record.value as { readonly kind?: string }).kind, record.identity]);
      const fleet = fleets.get(key) ?? { come: [], gone: [] };
      fleet[list].push(record);
      fleets.set(key, fleet);
    }
  }
  for (const fleet of fleets.values()) {
    const [first] = [...fleet.come, ...fleet.gone];
    if (first === undefined) continue;
    const asWhom = first.identity === null ? '' : ` running as ${nameOf(first.identity)}`;
    const parts = [
      ...(fleet.come.length === 0 ? [] : [`${some(fleet.come.map((r) => r.label))}${asWhom}: new`]),
      ...(fleet.gone.length === 0 ? [] : [`${some(fleet.gone.map((r) => r.label))}${asWhom}: ${word === 'gone' ? 'gone' : 'not seen'}`]),
    ];
    const direction = word === 'unseen' ? 'unseen' : fleet.gone.length === 0 ? 'more' : fleet.come.length === 0 ? 'less' : 'other';
    yield change('workload', direction, first, parts.join('; '));
  }
}

/** Both states read its source as well, and hold the same fields of it. */
function isWhole({ seenBy }: StateRecord, before: State, after: State): boolean {
  const sameForm = (before.given === undefined) === (after.given === undefined);
  return sameForm && isReadAsWell(seenBy, before, after) && isReadAsWell(seenBy, after, before);
}

/** What belongs to somebody who came or went is told with them. */
function isTold({ identity }: StateRecord, other: State): boolean {
  return identity === null || other.identities.has(identity);
}

function change(kind: RecordKind, direction: Direction, { identity }: StateRecord, text: string): Change {
  return {
    what: kind === 'policy' || kind === 'grant' ? 'grant' : kind === 'decision-point' ? 'decision' : kind,
    direction,
    identity,
    text,
  };
}
