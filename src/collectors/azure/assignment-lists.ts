import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { groupOf, objectOf, type Plain, scopeOfId, subscriptionOf, textOf } from '../azure-model/arm/arm-object.ts';

const isAssignment = /\/providers\/microsoft\.authorization\/roleassignments\/[^/]+$/i;

/**
 * Whether the role assignments in a file are all that a subscription has. `az role assignment list` leaves out what is given
 * below the subscription unless it is asked for all: only a list that holds some of those is known to be whole.
 */
export class AssignmentLists {
  readonly #emit: (fragment: Fragment) => void;
  /** Subscription -> whether assignments below it were seen, and where the first one stands. */
  readonly #seen = new Map<string, { below: boolean; readonly at: Evidence }>();

  constructor(emit: (fragment: Fragment) => void) {
    this.#emit = emit;
  }

  get subscriptions(): Iterable<string> {
    return this.#seen.keys();
  }

  see(raw: Plain, at: Evidence): void {
    const id = textOf(raw, 'id') ?? '';
    if (!isAssignment.test(id)) return;
    const scope = (textOf(objectOf(raw, 'properties') ?? raw, 'scope') ?? scopeOfId(id)).toLowerCase();
    const subscription = subscriptionOf(scope);
    if (subscription === '') return;
    const known = this.#seen.get(subscription) ?? { below: false, at };
    known.below ||= groupOf(scope) !== undefined;
    this.#seen.set(subscription, known);
  }

  finish(): void {
    const open: string[] = [];
    let source = '';
    for (const [subscription, { below, at }] of this.#seen) {
      const id = `azure:subscription/${subscription}`;
      if (below) this.#emit({ type: 'scope', value: { id, plane: 'azure', name: subscription, supplies: ['grants'], evidence: [at] } });
      else {
        source ||= at.source;
        open.push(subscription);
      }
    }
    if (open.length === 0) return;
    const shown = open.slice(0, 3).join(', ');
    const more = open.length > 3 ? ` and ${open.length - 3} more` : '';
    this.#emit({
      type: 'gap',
      value: {
        source,
        file: source,
        what: 'roles on resource groups and resources',
        why: 'not-given',
        detail: `the role assignments of ${shown}${more} are all on the subscription as a whole; those below it may have been left out`,
        permission: 'az role assignment list --all',
        partial: false,
        ...(open.length === 1 ? { settledBy: `azure:subscription/${open[0]}#grants` } : {}),
      },
    });
  }
}
