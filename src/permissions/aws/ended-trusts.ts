import type { Inventory } from '../../inventory/inventory.ts';
import type { Trust } from '../../inventory/trust.ts';
import { kindsOfTrusts } from '../../inventory/trust-kinds.ts';
import { evaluateCondition } from './conditions.ts';

const timeKeys: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime']);

/**
 * The inventory without trust statements of roles that can hold no more, by the time that they name
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date): the same
 * one where there is none.
 */
export function withoutEndedTrusts(inventory: Inventory, now: Date): Inventory {
  if (!kindsOfTrusts(inventory.trusts).has('aws-role-trust')) return inventory;
  const fromNowOn = [`${now.toISOString()}/..`];
  const hasEnded = ({ kind, condition, version }: Trust): boolean =>
    kind === 'aws-role-trust' &&
    condition !== undefined &&
    version !== 'unknown' &&
    Object.values(condition).some((keys) => Object.keys(keys).some((key) => timeKeys.has(key.toLowerCase()))) &&
    evaluateCondition(condition, (key) => (timeKeys.has(key) ? fromNowOn : 'unknown')) === 'unmet';
  let trusts: Map<string, readonly Trust[]> | undefined;
  for (const [identity, list] of inventory.trusts) {
    if (!list.some(hasEnded)) continue;
    trusts ??= new Map(inventory.trusts);
    trusts.set(
      identity,
      list.filter((trust) => !hasEnded(trust)),
    );
  }
  return trusts === undefined ? inventory : { ...inventory, trusts };
}
