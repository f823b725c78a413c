import type { Given, Grant } from './grant.ts';

/**
 * A role that one policy gives to several at once: a grant of each of them. There may be a million, and few are ever looked at one by
 * one, so they stay what they were written as, and a grant is made of one only for whoever asks for it.
 */
export interface Binding extends Given {
  readonly kind: 'attached';
  /** `gcp:role/<role>`. */
  readonly policy: string;
  readonly scope: string;
  /** The numbers of those who have it, see `BindingSink`. */
  readonly holders: readonly number[];
}

/** Takes bindings. Whoever is named in very many is looked up once, and goes by a number from then on. */
export interface BindingSink {
  numberOf(holder: string): number;
  bind(binding: Binding): void;
}

/** What a holder has: a grant of its own, or a share in a binding. */
export type HeldGrant = Grant | Binding;

export function isBinding(held: HeldGrant): held is Binding {
  return 'holders' in held;
}

/** The id that a grant to a holder has: see `Grant.id`. */
export function idOfHeld(held: HeldGrant, holder: string): string {
  return isBinding(held) ? `${holder}#attached/${held.policy.slice(held.policy.indexOf('/') + 1)} on ${held.scope}` : held.id;
}

/** The grant that a binding is to one of its holders. */
export function grantOf(held: HeldGrant, holder: string): Grant {
  if (!isBinding(held)) return held;
  const { kind, name, policy, scope, condition, evidence, until } = held;
  return {
    id: idOfHeld(held, holder),
    holder,
    kind,
    name,
    policy,
    scope,
    ...(condition === undefined ? {} : { condition }),
    evidence,
    ...(until === undefined ? {} : { until }),
  };
}
