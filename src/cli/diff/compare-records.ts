import { wouldBeSeen } from '../../findings/baseline.ts';
import type { Change, Direction } from './compare-states.ts';
import { isReadAsWell, wasLookedAt } from './looked-for.ts';
import { changedFields, some } from './record-changes.ts';
import type { State, StateRecord } from './state.ts';
import type { RecordKind } from './told-fields.ts';

/** Kinds of which a record that came or went is a change of its own, and whether one more is more. Others are told with their holder. */
const comings = {
  workload: 'more',
  link: 'more',
  provider: 'more',
  'decision-point': 'less',
} as const satisfies Partial<Record<RecordKind, Direction>>;

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
    const coming: Direction | undefined = kind in comings ? comings[kind as keyof typeof comings] : undefined;
    for (const [id, record] of now) {
      const earlier = then.get(id);
      const label = kind === 'identity' ? labelOf(id, record.label) : record.label;
      if (earlier !== undefined) {
        const { parts, direction } = changedFields(kind, earlier.value, record.value, isWhole(record, before, after), nameOf);
        if (parts.length > 0) yield change(kind, direction, record, `${label}: ${some(parts, '; ')}`);
      } else if (coming !== undefined && isTold(record, before) && wasLookedAt(record.seenBy, before)) {
        yield change(kind, coming, record, `${presence(kind, record, nameOf)} is new`);
      }
    }
    if (coming === undefined) continue;
    for (const [id, record] of then) {
      if (now.has(id) || !isTold(record, after)) continue;
      const text = presence(kind, record, nameOf);
      if (wouldBeSeen(record.seenBy, after.sources)) yield change(kind, coming === 'more' ? 'less' : 'more', record, `${text} is gone`);
      else yield change(kind, 'unseen', record, `${text} was not seen`);
    }
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

function presence(kind: RecordKind, { label, identity }: StateRecord, nameOf: (id: string) => string): string {
  if (kind === 'workload') return `${label}${identity === null ? '' : `, which runs as ${nameOf(identity)},`}`;
  return label;
}

function change(kind: RecordKind, direction: Direction, { identity }: StateRecord, text: string): Change {
  return { what: kind === 'policy' || kind === 'grant' ? 'grant' : kind === 'decision-point' ? 'decision' : kind, direction, identity, text };
}
