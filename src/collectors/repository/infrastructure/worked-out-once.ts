import type { Evidence } from '../../../inventory/evidence.ts';
import { unknown, type Value } from './value.ts';

/** How much may still be worked out, and how many references deep the work is. One for all that is worked out together. */
export interface Budget {
  left: number;
  depth: number;
}

/** Values by name, each worked out once. One that leads back to itself, or too far, is unknown. */
export class WorkedOutOnce {
  readonly #budget: Budget;
  readonly #deepest: number;
  readonly #known = new Map<string, Value>();
  readonly #open = new Set<string>();

  /** `deepest`: references from one thing to the next; more are no honest code's, and would end the stack. */
  constructor(budget: Budget, deepest: number) {
    this.#budget = budget;
    this.#deepest = deepest;
  }

  value(key: string, at: Evidence, make: () => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) return unknown(key, 'it refers to itself', at);
    if (this.#budget.depth > this.#deepest) return unknown(key, 'the references lead too far', at);
    this.#open.add(key);
    this.#budget.depth++;
    const value = make();
    this.#budget.depth--;
    this.#open.delete(key);
    this.#known.set(key, value);
    return value;
  }
}
