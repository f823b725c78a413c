import { matchesGlob } from '../../glob.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import { tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';

/** With these on everything an identity gives itself whatever it lacks, be it a user or a role. */
export const selfServing = ['iam:putrolepolicy', 'iam:putuserpolicy', 'iam:attachrolepolicy', 'iam:attachuserpolicy'] as const;

/**
 * Whether statements make who holds them administrator: they allow to change every identity's permissions, and no Deny
 * without a condition takes that away again. `conditional` where they allow it under a condition, `possible` where what
 * they say is not known; undefined where they do not.
 */
export function makesAdministrator(statements: readonly PolicyStatement[]): Certainty | undefined {
  let all: Certainty = 'confirmed';
  for (const action of selfServing) {
    const one = allows(statements, action, '*');
    if (one === undefined) return undefined;
    all = weakest(all, one);
  }
  return all;
}

/** Whether statements allow everything, before what they deny. */
export function allowsAll(statements: readonly PolicyStatement[]): Certainty | undefined {
  const all = (s: PolicyStatement): boolean => s.action?.some((a) => a === '*' || a === '*:*') === true && covers(s, '*');
  return mostCertain(statements.flatMap((s) => (s.effect === 'Allow' && all(s) ? [certaintyOf(s)] : [])));
}

/** How certain it is that statements allow an action (lower case) on a resource, `*` for every one; undefined where they do not. */
export function allows(statements: readonly PolicyStatement[], action: string, resource: string): Certainty | undefined {
  const about = statements.filter((s) => isAboutAction(s, action) && covers(s, resource));
  if (about.some((s) => s.effect === 'Deny' && certaintyOf(s) === 'confirmed')) return undefined;
  return mostCertain(about.flatMap((s) => (s.effect === 'Allow' ? [certaintyOf(s)] : [])));
}

/** Whether statements may allow an action (lower case) on something; what they deny is not looked at. */
export function mayAllow(statements: readonly PolicyStatement[], action: string): boolean {
  return statements.some((s) => s.unread !== undefined || (s.effect === 'Allow' && isAboutAction(s, action)));
}

/** The most certain of several ways to the same. */
export function mostCertain(ways: readonly Certainty[]): Certainty | undefined {
  return ways.reduce<Certainty | undefined>((best, one) => (best === undefined || tierOf(one) < tierOf(best) ? one : best), undefined);
}

function certaintyOf({ condition, unread }: PolicyStatement): Certainty {
  return unread !== undefined ? 'possible' : condition === undefined ? 'confirmed' : 'conditional';
}

function covers({ resource }: PolicyStatement, wanted: string): boolean {
  return resource?.some((r) => /^\*+$/.test(r) || (wanted !== '*' && matchesGlob(r, wanted))) === true;
}

function isAboutAction({ action, notAction }: PolicyStatement, asked: string): boolean {
  const named = (patterns: readonly string[]): boolean => patterns.some((p) => matchesGlob(p.toLowerCase(), asked));
  return action === undefined ? notAction !== undefined && !named(notAction) : named(action);
}
