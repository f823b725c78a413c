import type { Identity } from '../inventory/identity.ts';
import type { Power } from '../permissions/power.ts';
import { authorization } from './authorization.ts';
import { binding } from './binding.ts';
import { type ClassLimits, limitOf } from './class-limits.ts';
import { type LifetimeInput, lifetime } from './lifetime.ts';
import type { PostureAnswer } from './posture-answer.ts';
import { type RevocationInput, revocation } from './revocation.ts';
import { answerWith, type RunTimeDecisions } from './run-time-decision.ts';
import type { StaticCondition } from './static-conditions.ts';

/**
 * The four questions of an identity review. `binding`: is it bound to a workload and not to a person? `lifetime`: does what it
 * presents end soon enough for its class? `authorization`: is what it does decided at run time? `revocation`: can it be revoked
 * without stopping anything else?
 */
export interface Posture {
  readonly binding: PostureAnswer;
  readonly lifetime: PostureAnswer;
  readonly authorization: PostureAnswer;
  readonly revocation: PostureAnswer;
}

export interface PostureInput extends Omit<LifetimeInput, 'limit'>, Omit<RevocationInput, 'credentials'> {
  readonly identity: Identity;
  readonly power: Power;
  /** Whether it is an agent, or what agents act as; undefined where that is not known. */
  readonly isAgent: boolean | undefined;
  /** What tells of a person behind it, a clause each. */
  readonly people: readonly string[];
  /** People who could become it, as far as is known. */
  readonly letIn?: readonly string[];
  readonly limits: ClassLimits;
  /** What it may do under a condition that decides nothing when it acts; undefined where there is nothing of the kind. */
  readonly fixed?: StaticCondition | undefined;
  /** Who decides about what it does while it does it. */
  readonly decisions: RunTimeDecisions;
}

export function answerFourQuestions(input: PostureInput): Posture {
  const { identity, power, isAgent, people, letIn, limits, decisions, fixed, credentials, keptSecret, life, now } = input;
  return {
    binding: binding(identity, people, letIn),
    lifetime: lifetime({ credentials, keptSecret, life, limit: limitOf(isAgent, limits), now }),
    authorization: answerWith(decisions, authorization(identity, power, isAgent, fixed), power),
    revocation: revocation(input),
  };
}
