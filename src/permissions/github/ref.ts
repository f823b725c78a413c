import type { Controls } from './controls.ts';
import { isExact } from './ref-pattern.ts';

/** A branch or tag by its full name: `refs/heads/main`. */
export interface Ref {
  readonly name: string;
  /** It is not there yet. */
  readonly isNew: boolean;
}

/** What is done to a ref: a push of commits on top of it, one that replaces them, its first push, its removal. */
export type RefAct = 'push' | 'force-push' | 'create' | 'delete';

const branches = 'refs/heads/';
const tags = 'refs/tags/';

/** `main` -> `refs/heads/main`. */
export function fullRef(text: string): string {
  return text.startsWith('refs/') ? text : `${branches}${text}`;
}

export function shortRef(name: string): string {
  return name.startsWith(branches) ? name.slice(branches.length) : name;
}

export function isTag(name: string): boolean {
  return name.startsWith(tags);
}

/** Stands for a part of a name that nobody has used yet. */
export const fresh = 'nhi-any-other';

/**
 * Refs to ask about in place of all that a pattern with `*` stands for: those that are set apart by name, and one that nobody has
 * named. Rules that let somebody through on one of all refs let him through on one of these.
 */
export function refsLike(pattern: string, { profile, rules }: Controls): readonly Ref[] {
  if (!pattern.includes('*')) return [{ name: pattern, isNew: false }];
  const named = [
    ...(profile.defaultBranch === undefined ? [] : [profile.defaultBranch]),
    ...rules.flatMap(({ rules: { refs } }) => [...(refs?.include ?? []), ...(refs?.exclude ?? [])]),
  ].flatMap((name) => (isExact(name) && !name.startsWith('~') && mayBe(pattern, fullRef(name)) ? [fullRef(name)] : []));
  const unnamed = pattern.replaceAll(/\*+/g, fresh);
  return [{ name: unnamed, isNew: true }, ...[...new Set(named)].map((name) => ({ name, isNew: false }))];
}

/** `*` is any run of characters here, as in conditions of clouds. */
function mayBe(pattern: string, name: string): boolean {
  const parts = pattern.split(/\*+/);
  let at = 0;
  for (const [n, part] of parts.entries()) {
    const found = n === parts.length - 1 && part !== '' ? name.length - part.length : name.indexOf(part, at);
    if (found < at || (n === 0 && found !== 0) || !name.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}
