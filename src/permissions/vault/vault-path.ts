import type { VaultRule } from '../../inventory/policy.ts';

/**
 * Whether a rule's path is about a path: `+` stands for one segment, a `*` at the end for any rest
 * (https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax).
 */
export function matchesVaultPath(pattern: string, path: string): boolean {
  const open = pattern.endsWith('*');
  const wanted = (open ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((part, i) => {
    const one = given[i] ?? '';
    if (open && i === wanted.length - 1) return one.startsWith(part);
    return part === '+' || part === one;
  });
}

/**
 * Which of two patterns that match counts: negative where the first does. The one whose wildcard comes later, then the one
 * without `*`, then the one with fewer `+`, then the longer, then the later in the alphabet
 * (https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching).
 */
export function comparePriority(a: string, b: string): number {
  const wild = (pattern: string): number => {
    const at = pattern.search(/(?:^|(?<=\/))\+(?=\/|$)|\*$/);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  const plus = (pattern: string): number => pattern.split('/').filter((part) => part === '+').length;
  const [wildA, wildB] = [wild(a), wild(b)];
  if (wildA !== wildB) return wildA > wildB ? -1 : 1;
  if (a.endsWith('*') !== b.endsWith('*')) return a.endsWith('*') ? 1 : -1;
  return plus(a) - plus(b) || b.length - a.length || (a > b ? -1 : a < b ? 1 : 0);
}

/** A rule with the policy it stands in. */
export interface PlacedRule {
  readonly policy: string;
  readonly rule: VaultRule;
}

/**
 * What rules allow on a path: those of the one pattern that counts, taken together; a `deny` among them leaves nothing.
 * Empty where no rule is about it.
 */
export function rulesFor(rules: readonly PlacedRule[], path: string): readonly PlacedRule[] {
  const matching = rules.filter(({ rule }) => matchesVaultPath(rule.path, path));
  const [best] = [...matching].sort((a, b) => comparePriority(a.rule.path, b.rule.path));
  const counting = matching.filter(({ rule }) => rule.path === best?.rule.path);
  return counting.some(({ rule }) => rule.capabilities.includes('deny')) ? [] : counting;
}
