import { organizationInArn } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { organization, unitsOver } from './organization-levels.ts';

/** Where an account stands in its organization, as far as that was read. */
export class OrganizationTree {
  readonly #inventory: Inventory;
  /** null: it cannot be told. */
  #id: string | null | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** The id of an account's organization, where it is known. */
  idOf(account: string): string | undefined {
    const own = this.#inventory.scopes.get(`aws:account/${account}`);
    if (own?.organizationId !== undefined) return own.organizationId;
    const whole = this.#inventory.scopes.get(organization);
    if (whole?.memberAccounts?.includes(account) !== true) return undefined;
    return whole.organizationId ?? this.#idInPolicies();
  }

  /** The id as the ARNs of the organization's own policies have it, where all that were read are of one organization. */
  #idInPolicies(): string | undefined {
    if (this.#id === undefined) {
      const ids = new Set<string>();
      for (const arn of this.#inventory.policies.keys()) {
        const id = organizationInArn(arn);
        if (id !== undefined) ids.add(id);
      }
      this.#id = ids.size === 1 ? ([...ids][0] ?? null) : null;
    }
    return this.#id ?? undefined;
  }

  /** The account's path (`aws:PrincipalOrgPaths`); the id of the root is an open part. */
  pathOf(account: string): string | undefined {
    const id = this.idOf(account);
    const units = unitsOver(account, this.#inventory);
    if (id === undefined || units === undefined) return undefined;
    return `${[id, 'r-*', ...units].join('/')}/`;
  }

  isManagement(account: string): boolean {
    return this.#inventory.scopes.get(`aws:account/${account}`)?.management === true;
  }
}
