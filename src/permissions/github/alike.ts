import type { Actor } from '../../inventory/branch-rules.ts';
import type { Access } from './access.ts';
import type { Controls } from './controls.ts';

/**
 * Tells those apart whom the rules of a repository tell apart: answers are worked out once for all others. What nobody is named by,
 * a name or a team, counts for nothing.
 */
export class Alike {
  readonly #names: ReadonlySet<Actor['kind']>;
  readonly #passed = new Map<string, readonly string[]>();

  constructor({ rules, environments = [] }: Controls) {
    this.#names = new Set(
      [
        ...rules.flatMap(({ rules: r }) => [...(r.bypass ?? []), ...(r.pushers ?? []), ...(r.forcePushers ?? [])]),
        ...environments.flatMap((e) => e.reviewers ?? []),
      ].map((actor) => actor.kind),
    );
  }

  /** What was found for somebody alike, or finds it. */
  once(access: Access, find: () => readonly string[]): readonly string[] {
    const key = this.keyOf(access);
    const found = this.#passed.get(key) ?? find();
    this.#passed.set(key, found);
    return found;
  }

  /** Equal for those to whom a repository's rules say the same. */
  keyOf(access: Access): string {
    const { kind, name, number, teams, roles, owner, abilities, open, limit, user } = access;
    const isNamed = this.#names.has(kind === 'app' ? 'app' : 'user');
    return [
      kind,
      isNamed ? `${name}#${number}` : '',
      this.#names.has('team') ? teams.map((t) => `${t.slug}#${t.number}`).join() : '',
      this.#names.has('role') ? roles.join() : '',
      owner,
      [...abilities].sort().join(),
      open,
      limit === undefined ? '' : [...limit].sort().join(),
      user === undefined ? '' : this.keyOf(user),
    ].join('|');
  }
}
