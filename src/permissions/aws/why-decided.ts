import type { Explanation, ResourcePolicy } from './access.ts';
import type { Grounds } from './aws-permissions.ts';
import type { Verdict } from './decide.ts';
import { limitationsOn } from './limitations.ts';
import { hasOwnPolicy } from './own-policy.ts';
import { canonicalResource } from './region.ts';
import { isAbout } from './statement.ts';

/** An answer with what it came from. */
export interface Decided {
  readonly verdict: Verdict;
  /** What the identity's own side says. */
  readonly own: Verdict;
  readonly grounds: Grounds;
  /** The one resource asked about, if any. */
  readonly resource: string | undefined;
  readonly policy: ResourcePolicy | undefined;
  /** The resource is another account's. */
  readonly across: boolean;
  readonly accountKnown: boolean;
}

/** Why an answer is what it is, and what was not given and would settle or could change it. */
export function whyDecided(decided: Decided): Pick<Explanation, 'reasons' | 'missing'> {
  const { verdict, grounds } = decided;
  const unread = unreadOf(grounds);
  const missing = [...verdict.conditionKeys.map((key) => `the value of ${key}`), ...missingPolicy(decided)];
  switch (verdict.answer) {
    case 'allowed':
      return { reasons: ['a statement allows it, and nothing given stands in the way'], missing };
    case 'conditional':
      return { reasons: [`it turns on ${verdict.conditionKeys.join(', ')}`], missing };
    case 'unknown':
      return { reasons: reasonsForUnknown(decided, unread), missing: [...missing, ...unread] };
    case 'denied':
      return { reasons: reasonsForDenied(decided), missing };
  }
}

function reasonsForUnknown(decided: Decided, unread: readonly string[]): readonly string[] {
  const { verdict, policy, across, own } = decided;
  if (verdict.problems.length > 0) return verdict.problems;
  if (policy && policy.sources === undefined && own.answer !== 'unknown') {
    if (isLeftToResource(decided)) {
      const itsOwn = reasonsForDenied({ ...decided, verdict: own });
      return [...itsOwn, `${policy.name} was not given: in the same account it may allow it alone`];
    }
    const why = across ? 'the resource is of another account, whose side has to allow it too' : 'without it nobody has access';
    return [`${policy.name} was not given: ${why}`];
  }
  return unread.map((what) => `${what} was not read`);
}

function reasonsForDenied(decided: Decided): readonly string[] {
  const { verdict, own, grounds, resource, policy, across } = decided;
  if (verdict.statements.some(({ statement }) => !statement.allows)) return ['a statement denies it'];
  const { authority, asked } = grounds;
  const levels =
    resource === undefined
      ? authority.limits.filter((limit) => !limit.allow.some((h) => isAbout(h.statement, asked))).map((limit) => limit.by)
      : limitationsOn(authority, asked, canonicalResource(resource)).flatMap((limit) => (limit.answer === 'denied' ? [limit.by] : []));
  const limits = [...new Set(levels)].flatMap((by) => (by === 'deny' ? [] : [`${limitNames[by]} does not allow it`]));
  if (limits.length > 0) return limits;
  const reasons = own.answer === 'denied' ? [notItsOwn] : [];
  if (policy?.sources && (across || policy.required || own.answer === 'denied')) reasons.push(`${policy.name} does not let it in`);
  return reasons.length > 0 ? reasons : ['no policy allows it'];
}

/** No policy of the identity allows it, and the resource's own, which may, was not given. */
export function isLeftToResource({ verdict, own, policy, across }: Decided): boolean {
  if (verdict.answer !== 'unknown' || own.answer !== 'denied' || across) return false;
  return policy !== undefined && policy.sources === undefined && !policy.required;
}

export const notItsOwn = "none of the identity's policies allows it";

const limitNames = {
  boundary: 'the permissions boundary',
  session: 'the session policy',
  organization: 'a level of the service control policies',
} as const;

function unreadOf({ authority }: Grounds): readonly string[] {
  const { customer, limiting, additive, unlisted } = authority.unread;
  const names = [...new Set([...customer, ...limiting, ...additive])].sort().map((name) => `policy ${name}`);
  return unlisted ? [...names, "the list of the identity's policies"] : names;
}

function missingPolicy({ policy, verdict, across, resource, accountKnown }: Decided): readonly string[] {
  if (policy === undefined || resource === undefined) return [];
  if (policy.sources !== undefined) return accountKnown || verdict.answer !== 'unknown' ? [] : ['the account that owns the resource'];
  if (!hasOwnPolicy(resource) && !across && !policy.required) return [];
  if (verdict.answer === 'denied') return [];
  const could = verdict.answer === 'unknown' ? '' : ', which may deny it';
  return [`${policy.name}${accountKnown ? '' : ' and the account that owns it'}${could}`];
}
