import { matchesGlob } from '../../glob.ts';

/**
 * Actions of Azure as roles write them: `Microsoft.Compute/virtualMachines/read`, with `*` for anything. Names do not tell upper
 * from lower case (https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format). A star that
 * stands alone between two slashes stands for nothing as well: Managed Identity Operator has such a one before
 * `assign/action`, and may assign the identities themselves.
 */
export type Pattern = (action: string) => boolean;

const patterns = new Map<string, Pattern>();

/** The test for one pattern, to be asked with actions in lower case. Made once for each. */
export function patternOf(written: string): Pattern {
  const present = patterns.get(written);
  if (present !== undefined) return present;
  const made = compile(written.trim().toLowerCase());
  patterns.set(written, made);
  return made;
}

function compile(pattern: string): Pattern {
  if (pattern === '*') return () => true;
  const star = pattern.indexOf('*');
  if (star < 0) return (action) => action === pattern;
  if (star === pattern.length - 1) {
    const start = pattern.slice(0, -1);
    return (action) => action.startsWith(start);
  }
  const written = withoutLoneStars(pattern);
  return (action) => written.some((one) => matchesGlob(one, action));
}

/** More lone stars than any role has are taken together: all of them stand for something, or none. */
const mostLoneStars = 4;

/** A pattern, with every choice of its lone stars left out. */
function withoutLoneStars(pattern: string): readonly string[] {
  const parts = pattern.split('/*/');
  if (parts.length - 1 > mostLoneStars) return [pattern, parts.join('/')];
  return parts
    .slice(1)
    .reduce<readonly string[]>((heads, part) => heads.flatMap((h) => [`${h}/*/${part}`, `${h}/${part}`]), [parts[0] ?? '']);
}

/** Whether all that one pattern allows is allowed by another. False also where that cannot be told. */
export function isWithin(inner: string, outer: string): boolean {
  const [one, other] = [inner.toLowerCase(), outer.toLowerCase()];
  // A star is no character of an action, so a pattern that takes one for a star takes all that it stands for.
  return one === other || patternOf(other)(one);
}

/** Whether two patterns may have an action in common. True also where that cannot be told. */
export function mayMeet(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  if (!one.includes('*')) return patternOf(other)(one);
  if (!other.includes('*')) return patternOf(one)(other);
  const [before, beside] = [one, other].map((p) => p.slice(0, p.indexOf('*')));
  const [after, behind] = [one, other].map((p) => p.slice(p.lastIndexOf('*') + 1));
  const starts = (before ?? '').startsWith(beside ?? '') || (beside ?? '').startsWith(before ?? '');
  const ends = (after ?? '').endsWith(behind ?? '') || (behind ?? '').endsWith(after ?? '');
  return starts && ends;
}
