import { type FactReaders, FactsOnDemand, readAsFields } from '../engine/facts-on-demand.ts';
import type { HeldGrant } from '../inventory/binding.ts';
import type { Facts } from '../inventory/fact-types.ts';
import { heldGrants } from '../inventory/grant-table.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Power } from '../permissions/power.ts';

/** What an identity may do. Nearly every rule asks how much that is, and few ask for more. */
export class PowerFacts extends FactsOnDemand {
  readonly power: Power;
  readonly #inventory: Inventory;
  readonly #holder: string;

  constructor(inventory: Inventory, holder: string, power: Power) {
    super();
    this.#inventory = inventory;
    this.#holder = holder;
    this.power = power;
  }

  get readers(): typeof powerReaders {
    return powerReaders;
  }

  get grants(): readonly HeldGrant[] {
    return heldGrants(this.#inventory.grants, this.#holder);
  }

  get level(): Facts<'Power'>['level'] {
    return known(this.power.level);
  }
}

const powerReaders: FactReaders<PowerFacts, Facts<'Power'>> = {
  level: ({ level }) => level,
  read: ({ power }) => known(power.read),
  write: ({ power }) => known(power.write),
  execute: ({ power }) => known(power.execute),
  grant: ({ power }) => known(power.grant),
  secrets: ({ power }) => known(power.secrets),
  conditional: ({ power }) => power.conditional,
  standing: ({ power: { level, standing } }) => (level === 'unknown' ? undefined : (standing ?? level !== 'none')),
  full_access_policies: ({ grants }) =>
    grants.filter((g) => g.kind === 'attached' && (g.name.endsWith('FullAccess') || g.name === 'AdministratorAccess')).map((g) => g.name),
  boundary: ({ grants }) => grants.some((g) => g.kind === 'boundary'),
};
readAsFields(PowerFacts.prototype);

function known<T extends string>(value: T | 'unknown'): T | undefined {
  return value === 'unknown' ? undefined : (value as T);
}
