import { isDeepStrictEqual } from 'node:util';
import type { Trust } from '../../inventory/trust.ts';
import { canonicalPattern, covers } from '../../permissions/aws/wildcard.ts';
import type { Change, Direction } from './compare-states.ts';
import { changedFields, some } from './record-changes.ts';

/** Who is let in that was not, who no longer is, and under which other conditions. */
export function* trustChanges(id: string, name: string, before: readonly Trust[], after: readonly Trust[]): Iterable<Change> {
  const tell = (direction: Direction, text: string): Change => ({ what: 'trust', direction, identity: id, text });
  const gained = after.filter((now) => !before.some((then) => isSame(now, then)));
  const lost = before.filter((then) => !after.some((now) => isSame(now, then)));
  for (const now of gained) {
    const at = lost.findIndex((then) => then.effect === now.effect && then.principal === now.principal);
    const [then] = at === -1 ? [] : lost.splice(at, 1);
    const { lets, more, less } = wordsOf(now);
    if (then === undefined) {
      yield tell(more, `${name} now ${lets} ${now.principal}${conditionWords(now)}`);
      continue;
    }
    const conditions = conditionChanges(then, now);
    const fields = changedFields('trust', then, now, true, (value) => value);
    const parts = [...conditions.map((c) => c.part), ...fields.parts];
    const directions = [...conditions.map((c) => c.direction), ...(fields.parts.length === 0 ? [] : [fields.direction])];
    const direction = directions.includes('more') ? more : directions.every((d) => d === 'less') ? less : 'other';
    yield tell(direction, `${name} ${lets} ${now.principal} otherwise: ${some(parts, '; ')}`);
  }
  for (const then of lost) {
    const { lets, less } = wordsOf(then);
    yield tell(less, `${name} no longer ${lets} ${then.principal}${conditionWords(then)}`);
  }
}

function wordsOf({ effect }: Trust): { readonly lets: string; readonly more: Direction; readonly less: Direction } {
  return effect === 'Allow' ? { lets: 'lets in', more: 'more', less: 'less' } : { lets: 'shuts out', more: 'less', less: 'more' };
}

function isSame(a: Trust, b: Trust): boolean {
  const said = ({ effect, principalKind, principal, pool, actions, condition, version }: Trust): unknown =>
    [effect, principalKind, principal, pool, [...actions].sort(), conditionsOf(condition), version] as const;
  return isDeepStrictEqual(said(a), said(b));
}

/** By key and operator, values in one order. */
function conditionsOf(condition: Trust['condition'] = {}): ReadonlyMap<string, readonly string[]> {
  const found = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [`${key} ${operator}`, [...values].sort()] as const),
  );
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function conditionWords({ condition }: Trust): string {
  const asked = [...conditionsOf(condition)].map(([key, values]) => `${key} ${values.join(' or ')}`);
  return asked.length === 0 ? '' : ` where ${some(asked)}`;
}

interface ConditionChange {
  readonly part: string;
  /** More may come in, or fewer. */
  readonly direction: Direction;
}

function conditionChanges(before: Trust, after: Trust): readonly ConditionChange[] {
  const [then, now] = [conditionsOf(before.condition), conditionsOf(after.condition)];
  const changes: ConditionChange[] = [];
  for (const [key, values] of now) {
    const was = then.get(key);
    if (was === undefined) changes.push({ part: `asks for ${key} ${values.join(' or ')}`, direction: 'less' });
    else if (!isDeepStrictEqual(was, values)) {
      changes.push({ part: `${key} ${was.join(' or ')} -> ${values.join(' or ')}`, direction: widening(key, was, values) });
    }
  }
  for (const [key, values] of then) {
    if (!now.has(key)) changes.push({ part: `no longer asks for ${key} ${values.join(' or ')}`, direction: 'more' });
  }
  return changes;
}

/** Whether values let in all that others did, and more. What an operator that negates lets in is not said. */
function widening(key: string, was: readonly string[], is: readonly string[]): Direction {
  if (/ \S*(?:Not|Null|Less|Greater|Bool)/.test(key)) return 'other';
  const hasPatterns = / \S*(?:Like|Arn)/.test(key);
  const isWithin = (one: string, other: string): boolean =>
    one === other || (hasPatterns && covers(canonicalPattern(other), canonicalPattern(one)));
  const within = (inner: readonly string[], outer: readonly string[]): boolean =>
    inner.every((one) => outer.some((other) => isWithin(one, other)));
  if (within(was, is)) return 'more';
  return within(is, was) ? 'less' : 'other';
}
