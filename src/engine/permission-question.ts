import type { Answer } from '../permissions/power.ts';

/**
 * Key of the method by which an identity's facts answer permission questions. It is a symbol, and not enumerable, so that
 * facts stay plain data. Plain ones get it by `withPermissionAnswers`.
 */
export const canSymbol = Symbol('can');

/**
 * Answers `identity.can(action)` (on any resource at all) and, with `everywhere`, `identity.can_everywhere(action)` (on
 * every resource). `unknown` makes the condition unknown.
 */
export type PermissionAnswers = (action: string, everywhere: boolean) => Answer;

export function withPermissionAnswers<T extends object>(facts: T, answers: PermissionAnswers): T {
  return Object.defineProperty(facts, canSymbol, { value: answers, enumerable: false, configurable: true });
}

/** `unknown` where the facts are not an identity's, or carry no answers. */
export function askPermission(facts: unknown, action: unknown, everywhere: boolean): Answer {
  if (typeof facts !== 'object' || facts === null || typeof action !== 'string') return 'unknown';
  return (facts as { readonly [canSymbol]?: PermissionAnswers })[canSymbol]?.(action, everywhere) ?? 'unknown';
}
