import type { Inventory } from '../../inventory/inventory.ts';

/** The holder of what is attached to an organization's root. */
const root = 'aws:organization';

/** Where an account stands in its organization, as far as that was read. */
export class OrganizationTree {
  readonly #inventory: Inventory;
  readonly #units: readonly string[];
  /** null: it cannot be told. */
  #id: string | null | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#units = [...inventory.grants.keys()].filter((holder) => holder.startsWith('aws:ou/')).sort();
  }

  /**
   * The holders of the control policies over an account, level by level from the root down; every level must allow
   * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html). Where the account's
   * place is not known, the policies of all units are taken to be over it, with those of the root.
   */
  levelsOver(account: string): readonly (readonly string[])[] {
    const own = `aws:account/${account}`;
    const units = this.#unitsOver(own);
    if (units === undefined) return [[root, ...this.#units], [own]];
    return [[root], ...units.map((unit) => [unit]), [own]];
  }

  /** The id of an account's organization, where it is known. */
  idOf(account: string): string | undefined {
    const own = this.#inventory.scopes.get(`aws:account/${account}`);
    if (own?.organizationId !== undefined) return own.organizationId;
    const organization = this.#inventory.scopes.get(root);
    if (organization?.memberAccounts?.includes(account) !== true) return undefined;
    return organization.organizationId ?? this.#idInPolicies();
  }

  /** The id as the ARNs of the organization's own policies have it, where all that were read are of one organization. */
  #idInPolicies(): string | undefined {
    if (this.#id === undefined) {
      const ids = new Set<string>();
      for (const arn of this.#inventory.policies.keys()) {
        const id = /^arn:[\w-]+:organizations::\d{12}:policy\/(o-[a-z0-9]+)\//.exec(arn)?.[1];
        if (id !== undefined) ids.add(id);
      }
      this.#id = ids.size === 1 ? ([...ids][0] ?? null) : null;
    }
    return this.#id ?? undefined;
  }

  /** The account's path (`aws:PrincipalOrgPaths`); the id of the root is an open part. */
  pathOf(account: string): string | undefined {
    const id = this.idOf(account);
    const units = this.#unitsOver(`aws:account/${account}`);
    if (id === undefined || units === undefined) return undefined;
    return `${[id, 'r-*', ...units.map((unit) => unit.slice('aws:ou/'.length))].join('/')}/`;
  }

  isManagement(account: string): boolean {
    return this.#inventory.scopes.get(`aws:account/${account}`)?.management === true;
  }

  /** Organizational units over a scope, the highest first; undefined where some parent is not known. */
  #unitsOver(scope: string): readonly string[] | undefined {
    const units: string[] = [];
    let above = this.#inventory.scopes.get(scope)?.parent;
    while (above !== undefined && above !== root) {
      if (units.includes(above)) return undefined;
      units.unshift(above);
      above = this.#inventory.scopes.get(above)?.parent;
    }
    return above === root ? units : undefined;
  }
}
