import { plainArmId } from '../../inventory/azure-id.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { groupOf, objectOf, type Plain, scopeOfId, subscriptionOf, textOf } from '../azure-model/arm/arm-object.ts';

const isAssignment = /\/providers\/microsoft\.authorization\/roleassignments\/[^/]+$/i;

/**
 * Whether the role assignments in a file are all that a subscription has. `az role assignment list` leaves out what is given
 * below the subscription unless it is asked for all, and a list of one resource group leaves out the others: only one with
 * assignments on the subscription itself and in several of its groups is known to be whole.
 */
export class AssignmentLists {
  readonly #emit: (fragment: Fragment) => void;
  readonly #seen = new Map<string, { onItself: boolean; readonly groups: Set<string>; readonly at: Evidence }>();

  constructor(emit: (fragment: Fragment) => void) {
    this.#emit = emit;
  }

  get subscriptions(): Iterable<string> {
    return this.#seen.keys();
  }

  see(raw: Plain, at: Evidence): void {
    const id = textOf(raw, 'id') ?? textOf(raw, 'roleAssignmentId') ?? '';
    if (!isAssignment.test(id)) return;
    const scope = plainArmId(textOf(objectOf(raw, 'properties') ?? raw, 'scope') ?? scopeOfId(id));
    const subscription = subscriptionOf(scope);
    if (subscription === '') return;
    const known = this.#seen.get(subscription) ?? { onItself: false, groups: new Set(), at };
    const group = groupOf(scope);
    if (group === undefined) known.onItself = true;
    // Two tell as much as a thousand.
    else if (known.groups.size < 2) known.groups.add(group);
    this.#seen.set(subscription, known);
  }

  finish(): void {
    const open: string[] = [];
    let source = '';
    for (const [subscription, { onItself, groups, at }] of this.#seen) {
      const id = `azure:subscription/${subscription}`;
      if (onItself && groups.size > 1)
        this.#emit({ type: 'scope', value: { id, plane: 'azure', name: subscription, supplies: ['grants'], evidence: [at] } });
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
        what: 'whether these are all roles of a subscription',
        why: 'not-given',
        detail: `the role assignments of ${shown}${more} do not show that they are all: a whole list has some on the subscription itself and in several of its groups`,
        permission: 'az role assignment list --all',
        partial: false,
        ...(open.length === 1 ? { settledBy: `azure:subscription/${open[0]}#grants` } : {}),
      },
    });
  }
}
