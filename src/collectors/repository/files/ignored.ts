import ignore, { type Ignore } from 'ignore';

/** The ignore files that hold for a directory, outermost first. */
export interface IgnoreRules {
  /** Path of the directory the rules stand in, relative to the root; empty for the root. */
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * Patterns become regular expressions, and one with many stars can take for ever. Such a line is left out: then a
 * directory is read that git ignores, which is the harmless mistake.
 */
export function readIgnoreRules(base: string, text: string): IgnoreRules {
  const lines = text
    .split(/\r?\n/)
    .slice(0, 10_000)
    .filter((line) => line.length <= 512 && (line.match(/\*+/g)?.length ?? 0) <= 4);
  return { base, rules: ignore().add(lines) };
}

/** Whether git ignores a directory; the innermost rules that say anything decide. */
export function ignoresDirectory(stack: readonly IgnoreRules[], path: string): boolean {
  for (const { base, rules } of stack.toReversed()) {
    const relative = base === '' ? path : path.slice(base.length + 1);
    if (relative.length > 1024) continue;
    const answer = rules.test(`${relative}/`);
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}
