import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyDocument } from '../../inventory/policy.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Condition } from './conditions.ts';
import type { OrganizationTree } from './organization-tree.ts';
import type { PolicySources } from './policy-sources.ts';
import { principalOf } from './principal.ts';
import { type SmallAllow, SmallAllows } from './small-allow.ts';

/** What an identity holds, in brief. Good until the next one is read. */
export interface Outline {
  /** Equal for those who hold the same documents. */
  readonly key: string;
  /** Equal for those who hold the same besides small statements: see `Frame`. */
  readonly frame: string;
  /** The documents that are in the frame whole. */
  readonly whole: readonly string[];
  /** The small statements of the other documents, and theirs about everything, of which the frame knows as well. */
  readonly small: readonly SmallAllow[];
  readonly everywhere: readonly SmallAllow[];
  /** The conditions of all Allow statements, each once. */
  readonly conditions: readonly Condition[];
}

/** A document in brief; undefined: what it says turns on who holds it. */
type DocumentOutline = (Pick<Outline, 'small' | 'everywhere' | 'conditions'> & { readonly whole: boolean }) | undefined;

/**
 * Reads holdings in brief, without compiling documents: most are one identity's own, and are needed again by nobody. None is given
 * for an identity some of whose policies were not read or turn on who holds them: those are read in full, see `HoldingsReader`.
 */
export class Outliner {
  readonly #inventory: Inventory;
  readonly #sources: PolicySources;
  readonly #tree: OrganizationTree;
  readonly #small: SmallAllows;
  /** Of documents that are policies by themselves, which many hold. */
  readonly #ofPolicies = new Map<PolicyDocument, DocumentOutline>();
  readonly #limits = new Map<string, string | undefined>();

  constructor(inventory: Inventory, universe: ActionUniverse, sources: PolicySources, tree: OrganizationTree) {
    this.#inventory = inventory;
    this.#sources = sources;
    this.#tree = tree;
    this.#small = new SmallAllows(universe);
  }

  read(id: string): Outline | undefined {
    const identity = this.#inventory.identities.get(id);
    const { type, account, serviceLinked } = principalOf(id, identity);
    if (type !== 'user' && type !== 'role') return undefined;
    const limits = serviceLinked || this.#tree.isManagement(account) ? '' : this.#limitsOf(account);
    if (limits === undefined) return undefined;
    const met = new Met();
    if (!this.#add(met, this.#inventory.grants.get(id))) return undefined;
    for (const group of this.#inventory.memberships.get(id) ?? []) if (!this.#add(met, this.#inventory.grants.get(group))) return undefined;
    const { whole, small, everywhere, conditions } = met;
    const start = `${type} ${account}${identity?.grantsListed === true ? '' : ' unlisted'}`;
    const end = `|${joined(met.boundaries)}${limits}`;
    return {
      key: `${start}|${joined(met.documents)}${end}`,
      frame: `${start}|${joined(whole)}|${joined(everywhere.map((allow) => String(allow.serial)))}${end}`,
      whole,
      small,
      everywhere,
      conditions,
    };
  }

  /** Whether all could be read in brief. */
  #add(met: Met, grants: readonly Grant[] | undefined): boolean {
    if (grants === undefined) return true;
    for (const grant of grants) {
      const { kind } = grant;
      if (kind !== 'attached' && kind !== 'inline' && kind !== 'boundary') continue;
      const document = this.#sources.rawOf(grant);
      const outline = document && this.#outlineOf(document, grant);
      if (document === undefined || outline === undefined) return false;
      if (kind === 'boundary') met.boundaries.push(document.id);
      else met.add(document.id, outline);
    }
    return true;
  }

  #outlineOf(document: PolicyDocument, { policy }: Grant): DocumentOutline {
    if (policy === undefined) return this.#readDocument(document);
    if (!this.#ofPolicies.has(document)) this.#ofPolicies.set(document, this.#readDocument(document));
    return this.#ofPolicies.get(document);
  }

  #readDocument({ version, statements }: PolicyDocument): DocumentOutline {
    const small: SmallAllow[] = [];
    const everywhere: SmallAllow[] = [];
    const conditions: Condition[] = [];
    const withVariables = version === '2012-10-17';
    let whole = !withVariables && version !== '2008-10-17';
    for (const statement of statements) {
      const { condition } = statement;
      if (condition !== undefined && statement.effect === 'Allow') addNew(conditions, condition);
      const reading = this.#small.read(statement, withVariables);
      if (reading.size === 'odd') {
        if (reading.personal) return undefined;
        whole = true;
      } else addNew(reading.size === 'small' ? small : everywhere, reading.allow);
    }
    return { whole, small, everywhere, conditions };
  }

  /** The service control policies over an account as a part of keys; undefined where they turn on who asks. */
  #limitsOf(account: string): string | undefined {
    if (!this.#limits.has(account)) {
      const levels = this.#sources.limitsOfAccount(account);
      const turns = levels.flat().some(({ document }) => document?.personal === true || document?.hasVariables === true);
      this.#limits.set(account, turns ? undefined : levels.map((level) => `|${level.map((source) => source.key).join('+')}`).join(''));
    }
    return this.#limits.get(account);
  }
}

/** What was met of an identity's holdings. */
class Met {
  readonly documents: string[] = [];
  readonly boundaries: string[] = [];
  readonly whole: string[] = [];
  readonly small: SmallAllow[] = [];
  readonly everywhere: SmallAllow[] = [];
  readonly conditions: Condition[] = [];

  add(document: string, { whole, small, everywhere, conditions }: NonNullable<DocumentOutline>): void {
    this.documents.push(document);
    for (const condition of conditions) addNew(this.conditions, condition);
    if (whole) {
      this.whole.push(document);
      return;
    }
    for (const allow of small) addNew(this.small, allow);
    for (const allow of everywhere) addNew(this.everywhere, allow);
  }
}

/** The lists are short: to look through one is cheaper than a set. */
function addNew<T>(list: T[], item: T): void {
  if (!list.includes(item)) list.push(item);
}

/** The ids in one order, whichever they came in. */
function joined(ids: string[]): string {
  if (ids.length < 2) return ids[0] ?? '';
  return ids.sort().join('+');
}
