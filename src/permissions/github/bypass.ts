import { type Access, roleAbilities } from './access.ts';
import type { Controls } from './controls.ts';
import { fullRef, type Ref } from './ref.ts';
import { rulesFor, verdictOf } from './rule-verdict.ts';

/** Somebody who may write, and whom no rule names. */
const writer: Access = { kind: 'user', teams: [], roles: ['write'], owner: 'no', abilities: new Set(roleAbilities.write), open: false };

/** Titles of the rules of a repository's default branch that hold up whoever may write, and that somebody passes by. */
export function passedBy(controls: Controls, access: Access): readonly string[] {
  const { defaultBranch } = controls.profile;
  if (defaultBranch === undefined || !access.abilities.has('push')) return [];
  const ref: Ref = { name: fullRef(defaultBranch), isNew: false };
  return rulesFor(controls, ref).flatMap((rule) => {
    const passes = (['direct', 'pull-request'] as const).some((mode) => {
      const change = { ref, act: 'push', mode, paths: [] } as const;
      const theirs = verdictOf(rule, controls, writer, change);
      return (theirs.kind === 'refuses' || theirs.kind === 'needs') && verdictOf(rule, controls, access, change).kind === 'passes';
    });
    return passes ? [rule.rule.title] : [];
  });
}
