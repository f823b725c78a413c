import type { PolicyStatement } from '../../inventory/policy.ts';
import type { Answer, PermissionEngine } from '../power.ts';
import type { ActionUniverse } from './action-universe.ts';
import { canonicalPattern, covers, overlaps } from './wildcard.ts';

const rank: Readonly<Record<Answer, number>> = { denied: 0, conditional: 1, unknown: 2, allowed: 3 };
/** For "on some resource", where what is understood of one resource stands before what is not of another. */
const rankOfSome: Readonly<Record<Answer, number>> = { denied: 0, unknown: 1, conditional: 2, allowed: 3 };

/**
 * Where new statements allow more than old ones, in words; undefined where they do not. Every new Allow must lie within
 * old ones with the same condition, pattern by pattern, and every old Deny must still be there: this holds for actions and
 * resources that nobody knows of, too.
 */
export function widerInWriting(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): string | undefined {
  const denies = new Set(after.filter((s) => s.effect === 'Deny').map(bodyOf));
  if (before.some((s) => s.effect === 'Deny' && !denies.has(bodyOf(s)))) return 'a Deny is gone';
  const allows = before.filter((s) => s.effect === 'Allow');
  for (const statement of after) {
    if (statement.effect !== 'Allow' || allows.some((old) => bodyOf(old) === bodyOf(statement))) continue;
    const { action, notAction, resource, notResource } = statement;
    const condition = JSON.stringify(statement.condition ?? {});
    const olds = allows.filter((old) => JSON.stringify(old.condition ?? {}) === condition);
    for (const one of action ?? [undefined]) {
      for (const on of resource ?? [undefined]) {
        const within = olds.some(
          (old) =>
            (one === undefined ? hasSameNotAction(old, notAction) : hasAction(old, one)) &&
            (on === undefined ? hasSameResources(old, notResource) : hasResource(old, on)),
        );
        if (!within) return `${one ?? 'a NotAction'} on ${on ?? 'its resources'} was not allowed by one statement before`;
      }
    }
  }
  return undefined;
}

/**
 * Where an identity may do more by one engine than by another, in words; undefined where it may not. Asks about every
 * known action, anywhere and on each resource pattern that the new statements name.
 */
export function widerInEffect(
  identity: string,
  before: PermissionEngine,
  after: PermissionEngine,
  universe: ActionUniverse,
): string | undefined {
  for (let index = 0; index < universe.size; index++) {
    const action = universe.nameOf(index);
    const anywhere = after.decide(identity, action).answer;
    if (anywhere === 'denied') continue;
    const patterns = after.resourcesFor(identity, action).map(({ pattern }) => pattern);
    for (const on of [undefined, '*', ...new Set(patterns)]) {
      const now = after.decide(identity, action, on).answer;
      const ranks = on === undefined ? rankOfSome : rank;
      if (ranks[now] > ranks[before.decide(identity, action, on).answer]) return `${action} on ${on ?? 'some resource'} would be ${now}`;
    }
  }
  return undefined;
}

function bodyOf({ sid: _sid, ...body }: PolicyStatement): string {
  return JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hasAction({ action, notAction }: PolicyStatement, wanted: string): boolean {
  const asked = canonicalPattern(wanted.toLowerCase());
  if (action !== undefined) return action.some((p) => covers(canonicalPattern(p.toLowerCase()), asked));
  return notAction !== undefined && !notAction.some((p) => overlaps(canonicalPattern(p.toLowerCase()), asked));
}

function hasSameNotAction({ notAction }: PolicyStatement, wanted: readonly string[] | undefined): boolean {
  return notAction !== undefined && wanted !== undefined && JSON.stringify(notAction) === JSON.stringify(wanted);
}

function hasResource({ resource, notResource }: PolicyStatement, wanted: string): boolean {
  const asked = canonicalPattern(wanted);
  if (resource !== undefined) return resource.some((p) => covers(canonicalPattern(p), asked));
  // A statement without either is about every resource.
  return (notResource ?? []).every((p) => !overlaps(canonicalPattern(p), asked));
}

function hasSameResources(old: PolicyStatement, notResource: readonly string[] | undefined): boolean {
  if (old.resource?.includes('*') === true) return true;
  return old.resource === undefined && JSON.stringify(old.notResource ?? []) === JSON.stringify(notResource ?? []);
}
