import type { Answer } from '../power.ts';
import type { Authority, Held } from './authority.ts';
import { deniesOf, deniesTouching, type Permission, permissionsFor, residueOf } from './effective.ts';
import { canonicalResource, regionCovers } from './region.ts';
import { type AskedAction, isAbout } from './statement.ts';

/** An answer with the statements that decide it. */
export interface Verdict {
  readonly answer: Answer;
  readonly statements: readonly Held[];
  readonly conditionKeys: readonly string[];
  /** For `unknown`: what could not be understood of the statements, in words. */
  readonly problems: readonly string[];
}

/**
 * Whether an authority lets an action be done on a resource (or on every resource of a pattern, or, without one, on any).
 *
 * What was not read widens the answer to `unknown`, unless an unconditional Deny or a level that was read already refuses:
 * an unread customer policy may allow or deny, so nothing else stands; an unread policy made by AWS may only allow, so
 * `denied` falls and `allowed` and `conditional` stand; an unread boundary or service control policy may take away, so
 * `denied` stands and the rest falls. "On every resource" needs one statement that covers them all.
 */
export function decideAction(authority: Authority, action: AskedAction, resource: string | undefined): Verdict {
  const asked = resource === undefined ? undefined : canonicalResource(resource);
  const denies = deniesOf(authority, action);
  const refusal = asked === undefined ? refusalOfAll(denies) : deniesTouching(denies, asked).filter(isUnconditional);
  if (refusal.length > 0) return { answer: 'denied', statements: refusal, conditionKeys: [], problems: [] };
  if (limitRefuses(authority, action, asked)) return denied;

  const permissions = permissionsFor(authority, action);
  const known = asked === undefined ? onAny(permissions, denies) : onAsked(permissions, deniesTouching(denies, asked), asked);
  const { customer, additive, limiting, unlisted } = authority.unread;
  if (customer.length > 0) return unknown;
  if (known.answer === 'denied') return additive.length > 0 || unlisted ? unknown : known;
  return limiting.length > 0 ? unknown : known;
}

const denied: Verdict = { answer: 'denied', statements: [], conditionKeys: [], problems: [] };
const unknown: Verdict = { answer: 'unknown', statements: [], conditionKeys: [], problems: [] };

function isUnconditional({ statement }: Held): boolean {
  return !statement.conditional;
}

function isMisread({ statement }: Held): boolean {
  return statement.problems.length > 0;
}

/** Denies that leave no resource at all. */
function refusalOfAll(denies: readonly Held[]): readonly Held[] {
  return denies.filter((d) => isUnconditional(d) && d.statement.region.length === 0);
}

/** A level that was read and does not allow the action, whatever the identity policies say. */
function limitRefuses(authority: Authority, action: AskedAction, asked: string | undefined): boolean {
  return authority.limits.some(
    ({ allow }) => !allow.some((h) => isAbout(h.statement, action) && (asked === undefined || regionCovers(h.statement.region, asked))),
  );
}

function onAsked(permissions: readonly Permission[], doubts: readonly Held[], asked: string): Verdict {
  const covering = permissions.filter((p) => regionCovers(p.region, asked));
  if (covering.length === 0) return denied;
  const outright = covering.filter((p) => !p.conditional);
  if (outright.length > 0 && doubts.length === 0)
    return { answer: 'allowed', statements: outright.map((p) => p.held), conditionKeys: [], problems: [] };
  return conditionally(outright.length > 0 ? outright : covering, doubts);
}

function onAny(permissions: readonly Permission[], denies: readonly Held[]): Verdict {
  const outright: Permission[] = [];
  const possible: Permission[] = [];
  const doubts = new Set<string>();
  const understood: Permission[] = [];
  const misread: string[] = [];
  for (const permission of permissions) {
    const residue = residueOf(permission.region, denies);
    if (residue.outright && !permission.conditional) outright.push(permission);
    else if (residue.possible) {
      possible.push(permission);
      misread.push(...permission.problems, ...residue.problems);
      if (permission.problems.length + residue.problems.length > 0) continue;
      understood.push(permission);
      for (const key of residue.conditionKeys) doubts.add(key);
    }
  }
  if (outright.length > 0) return { answer: 'allowed', statements: outright.map((p) => p.held), conditionKeys: [], problems: [] };
  if (possible.length === 0) return { ...denied, statements: permissions.length > 0 ? denies.filter(isUnconditional) : [] };
  // What is not understood of one resource leaves what is understood of another.
  if (understood.length === 0) {
    return {
      ...unknown,
      statements: [...possible.map((p) => p.held), ...denies.filter(isMisread)],
      problems: [...new Set(misread)].sort(),
    };
  }
  const keys = new Set([...doubts, ...understood.flatMap((p) => p.conditionKeys)]);
  return { answer: 'conditional', statements: understood.map((p) => p.held), conditionKeys: [...keys].sort(), problems: [] };
}

function conditionally(permissions: readonly Permission[], doubts: readonly Held[]): Verdict {
  const misread = doubts.filter(isMisread);
  const understood = permissions.filter((p) => p.problems.length === 0);
  if (misread.length > 0 || understood.length === 0) {
    const problems = [...misread.flatMap((d) => d.statement.problems), ...permissions.flatMap((p) => p.problems)];
    return { ...unknown, statements: [...permissions.map((p) => p.held), ...misread], problems: [...new Set(problems)].sort() };
  }
  const keys = new Set([...understood.flatMap((p) => p.conditionKeys), ...doubts.flatMap((d) => d.statement.conditionKeys)]);
  return {
    answer: 'conditional',
    statements: [...understood.map((p) => p.held), ...doubts],
    conditionKeys: [...keys].sort(),
    problems: [],
  };
}
