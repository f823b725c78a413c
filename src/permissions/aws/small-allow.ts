import type { PolicyStatement } from '../../inventory/policy.ts';
import type { ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import { isNarrowAsWritten } from './every-resource.ts';
import { AskedSet } from './questions.ts';
import { meaningOf } from './statement.ts';

/** An Allow of known actions, perhaps under a condition, as far as power turns on it: see `SmallAllows`. */
export interface SmallAllow {
  readonly actions: ActionSet;
  readonly asked: AskedSet;
  readonly conditional: boolean;
  /** Its number among those met. */
  readonly serial: number;
}

/** What a statement is, read without compiling it. `odd`: it has to be looked at in full. */
export type Reading =
  | { readonly size: 'small' | 'everywhere'; readonly allow: SmallAllow }
  | { readonly size: 'odd'; readonly personal: boolean };

const odd: Reading = { size: 'odd', personal: false };
const personal: Reading = { size: 'odd', personal: true };

/** Lists of actions remembered; beyond it they are met anew. */
const remembered = 20_000;

/**
 * Most statements there are allow a few actions on a few named resources, and no two name the same ones. What such a small
 * statement adds to power is what its actions are, never which resources it names: none of them is every resource of a kind
 * (`isNarrow`). So it is not compiled for that; equal lists of actions are one `SmallAllow`.
 */
export class SmallAllows {
  readonly #universe: ActionUniverse;
  /** By the list of actions itself: collectors keep one copy of equal lists. Without a condition, and with one. */
  readonly #met = [new Map<readonly string[], Reading>(), new Map<readonly string[], Reading>()] as const;
  readonly #metEverywhere = [new Map<readonly string[], Reading>(), new Map<readonly string[], Reading>()] as const;
  readonly #allows = new Map<string, SmallAllow>();

  constructor(universe: ActionUniverse) {
    this.#universe = universe;
  }

  read(statement: PolicyStatement, withVariables: boolean): Reading {
    const { effect, action, resource, condition, unread } = statement;
    const meaning = condition === undefined ? undefined : meaningOf(condition, this.#universe, withVariables);
    if (meaning?.turnsOn.principal === true || (withVariables && (resource ?? statement.notResource)?.some(hasVariable) === true))
      return personal;
    if (effect !== 'Allow' || action === undefined || resource === undefined || unread !== undefined) return odd;
    if (meaning !== undefined && (meaning.dead || meaning.problems.length > 0)) return odd;
    const isEverywhere = resource.length === 1 && resource[0] === '*';
    if (!isEverywhere && !(resource.length > 0 && resource.every(isNarrowAsWritten))) return odd;
    const conditional = meaning !== undefined && meaning.keys.length > 0;
    const met = (isEverywhere ? this.#metEverywhere : this.#met)[conditional ? 1 : 0];
    let reading = met.get(action);
    if (reading === undefined) {
      reading = this.#readNew(action, conditional, isEverywhere);
      if (met.size >= remembered) met.clear();
      met.set(action, reading);
    }
    return reading;
  }

  #readNew(action: readonly string[], conditional: boolean, isEverywhere: boolean): Reading {
    const { set, unknown, wildService } = this.#universe.match(action, false);
    if (unknown || wildService) return odd;
    const key = `${conditional ? '?' : ''}${action.join('\n')}`;
    let allow = this.#allows.get(key);
    if (allow === undefined) {
      allow = { actions: set, asked: new AskedSet(set), conditional, serial: this.#allows.size };
      this.#allows.set(key, allow);
    }
    return { size: isEverywhere ? 'everywhere' : 'small', allow };
  }
}

function hasVariable(resource: string): boolean {
  return resource.indexOf('$') >= 0 && resource.includes('${');
}
