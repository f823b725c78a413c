import type { ActionBits, ActionSet } from './action-set.ts';

/** So many have a bit in a small number. */
const mostBits = 30;

/** Actions that are asked about, of one identity after the other. */
export interface Question {
  readonly actions: ActionBits;
  /** Its bit in answers; 0 where there were none left. */
  readonly bit: number;
}

/** The questions so far. What is allowed answers all of them at once, as the bits of those that it meets. */
export class Questions {
  readonly #all: Question[] = [];

  get count(): number {
    return this.#all.length;
  }

  add(actions: ActionBits): Question {
    if (this.#all.length >= mostBits) return { actions, bit: 0 };
    const question = { actions, bit: 1 << this.#all.length };
    this.#all.push(question);
    return question;
  }

  answers(actions: ActionSet): number {
    let bits = 0;
    for (const question of this.#all) if (actions.meets(question.actions)) bits |= question.bit;
    return bits;
  }
}

/** A set of actions that remembers its answers, as many hold it. */
export class AskedSet {
  readonly actions: ActionSet;
  #count = 0;
  #answers = 0;

  constructor(actions: ActionSet) {
    this.actions = actions;
  }

  answers(questions: Questions): number {
    if (this.#count !== questions.count) {
      this.#count = questions.count;
      this.#answers = questions.answers(this.actions);
    }
    return this.#answers;
  }
}
