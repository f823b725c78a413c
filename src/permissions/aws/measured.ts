import type { Answer, Power } from '../power.ts';
import type { ActionSet } from './action-set.ts';
import type { Condition } from './conditions.ts';
import type { Frame } from './frame.ts';
import type { Question, Questions } from './questions.ts';
import type { SmallAllow } from './small-allow.ts';

/** A statement, by the places of its source among the sources and of itself in that one's document. */
export interface Place {
  readonly source: number;
  readonly at: number;
}

/** What is kept of an authority once it was measured. Identities with equal grants share it. */
export interface Measured {
  readonly key: string;
  readonly power: Omit<Power, 'because' | 'unreadable'>;
  /** The statements behind the power; undefined where it was measured on somebody whose power is equal for other statements. */
  readonly because: readonly Place[] | undefined;
  /** The level turned on the principal's own name, so it may not be shared. */
  readonly dependsOnSelf: boolean;
  /** Those that some statement allows on everything. */
  readonly everywhere: ActionSet;
  /** The known actions that some statement denies; undefined where a policy was not read and may say more. */
  readonly denied: ActionSet | undefined;
  /** A boundary or service control policy says less than "everything", or was not read. */
  readonly limited: boolean;
  /** The conditions of all Allow statements, each once; undefined where that was not looked at. */
  readonly conditions: readonly Condition[] | undefined;
  /** Every policy was read. */
  readonly allRead: boolean;
  /** Whether some statement allows some of the actions asked about. */
  allows(question: Question): boolean;
  /** The same without a condition, on something. */
  allowsOutright(question: Question): boolean;
  allowsAction(action: number): boolean;
  /** The known actions that some statement allows, rising. */
  allowed(): Iterable<number>;
}

/** What was worked out of an authority itself. */
export class MeasuredInFull implements Measured {
  readonly key: string;
  readonly power: Measured['power'];
  readonly because: readonly Place[];
  readonly dependsOnSelf: boolean;
  readonly everywhere: ActionSet;
  readonly denied: ActionSet | undefined;
  readonly limited: boolean;
  readonly conditions: Measured['conditions'];
  readonly allRead: boolean;
  readonly #allowed: ActionSet;
  readonly #outright: ActionSet;

  constructor(
    found: Omit<Measured, 'allows' | 'allowsOutright' | 'allowsAction' | 'allowed' | 'because'> & Pick<MeasuredInFull, 'because'>,
    allowed: ActionSet,
    outright: ActionSet,
  ) {
    this.key = found.key;
    this.power = found.power;
    this.because = found.because;
    this.dependsOnSelf = found.dependsOnSelf;
    this.everywhere = found.everywhere;
    this.denied = found.denied;
    this.limited = found.limited;
    this.conditions = found.conditions;
    this.allRead = found.allRead;
    this.#allowed = allowed;
    this.#outright = outright;
  }

  allows({ actions }: Question): boolean {
    return this.#allowed.meets(actions);
  }

  allowsOutright({ actions }: Question): boolean {
    return this.#outright.meets(actions);
  }

  allowsAction(action: number): boolean {
    return this.#allowed.has(action);
  }

  allowed(): Iterable<number> {
    return this.#allowed.indices();
  }
}

/**
 * What is known of an identity whose power is that of another one in its frame: its small statements are its own. Their actions are
 * not added up: that is asked of few, and of the others only a few questions, the same of each.
 */
export class MeasuredAlike implements Measured {
  readonly key: string;
  readonly conditions: readonly Condition[];
  readonly #like: Measured;
  readonly #frame: Frame;
  readonly #small: readonly SmallAllow[];
  readonly #questions: Questions;
  /** How many questions are answered, and how. */
  #answered = 0;
  #allows = 0;
  #allowsOutright = 0;

  constructor(
    key: string,
    like: Measured,
    frame: Frame,
    small: readonly SmallAllow[],
    conditions: readonly Condition[],
    questions: Questions,
  ) {
    this.key = key;
    this.conditions = conditions;
    this.#like = like;
    this.#frame = frame;
    this.#small = small;
    this.#questions = questions;
  }

  get power(): Measured['power'] {
    return this.#like.power;
  }

  get because(): readonly Place[] | undefined {
    return this.#like.power.level === 'none' ? [] : undefined;
  }

  get dependsOnSelf(): boolean {
    return this.#like.dependsOnSelf;
  }

  get everywhere(): ActionSet {
    return this.#like.everywhere;
  }

  get denied(): ActionSet | undefined {
    return this.#like.denied;
  }

  get limited(): boolean {
    return this.#like.limited;
  }

  get allRead(): boolean {
    return this.#like.allRead;
  }

  allows({ actions, bit }: Question): boolean {
    if (bit !== 0) return (this.#answer() & bit) !== 0;
    return this.#frame.allowed.actions.meets(actions) || this.#small.some((allow) => allow.actions.meets(actions));
  }

  allowsOutright({ actions, bit }: Question): boolean {
    if (bit !== 0) {
      this.#answer();
      return (this.#allowsOutright & bit) !== 0;
    }
    return this.#frame.outright.actions.meets(actions) || this.#small.some((allow) => !allow.conditional && allow.actions.meets(actions));
  }

  allowsAction(action: number): boolean {
    return this.#frame.allowed.actions.has(action) || this.#small.some((allow) => allow.actions.has(action));
  }

  allowed(): Iterable<number> {
    const all = new Set(this.#frame.allowed.actions.indices());
    for (const { actions } of this.#small) for (const index of actions.indices()) all.add(index);
    return [...all].sort((a, b) => a - b);
  }

  #answer(): number {
    const questions = this.#questions;
    if (this.#answered !== questions.count) {
      this.#answered = questions.count;
      let allows = this.#frame.allowed.answers(questions);
      let outright = this.#frame.outright.answers(questions);
      for (const { asked, conditional } of this.#small) {
        const answers = asked.answers(questions);
        allows |= answers;
        if (!conditional) outright |= answers;
      }
      this.#allows = allows;
      this.#allowsOutright = outright;
    }
    return this.#allows;
  }
}

/** The answer about a known action on anything, or on everything, where it follows from what was kept. */
export function answerAtOnce(measured: Measured, index: number, question: Question, on?: '*'): Answer | undefined {
  const { denied } = measured;
  if (index < 0 || denied === undefined) return undefined;
  if (!measured.allows(question)) return 'denied';
  if (measured.limited || denied.has(index)) return undefined;
  if (on === '*') return measured.everywhere.has(index) ? undefined : 'denied';
  return measured.allowsOutright(question) ? 'allowed' : undefined;
}
