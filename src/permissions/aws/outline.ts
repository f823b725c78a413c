import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Condition } from './conditions.ts';
import type { DocumentOutline, DocumentOutlines } from './document-outlines.ts';
import { Kin } from './kin.ts';
import { MetStatements } from './met-statements.ts';
import type { OrganizationTree } from './organization-tree.ts';
import type { PolicySources } from './policy-sources.ts';
import { type Holder, holderOf } from './principal.ts';
import type { SmallAllow } from './small-allow.ts';

/** What an identity holds, in brief. */
export interface Outline {
  readonly kin: Kin;
  /** The ids of its documents, sorted. */
  readonly documents: readonly string[];
  /** Equal for those of one kin who hold the same besides small statements: see `Frame`. */
  readonly frame: string;
  /** The documents that are in the frame whole. */
  readonly whole: readonly string[];
  /** The small statements of the other documents, and theirs about everything, of which the frame knows as well. */
  readonly small: readonly SmallAllow[];
  readonly everywhere: readonly SmallAllow[];
  /** The conditions of all Allow statements, each once. */
  readonly conditions: readonly Condition[];
}

/**
 * Reads holdings in brief, without compiling documents: most are one identity's own, and are needed again by nobody. None is given
 * for an identity some of whose policies were not read or turn on who holds them: those are read in full, see `HoldingsReader`.
 */
export class Outliner {
  readonly #inventory: Inventory;
  readonly #sources: PolicySources;
  readonly #tree: OrganizationTree;
  readonly #outlines: DocumentOutlines;
  /** By account, and there by what `placeAmong` says; null where they have to be read in full. */
  readonly #kins = new Map<string, (Kin | null | undefined)[]>();
  readonly #met = new MetStatements();
  #documents: string[] = [];
  #whole: string[] = [];
  #boundaries: string[] = [];

  constructor(inventory: Inventory, outlines: DocumentOutlines, sources: PolicySources, tree: OrganizationTree) {
    this.#inventory = inventory;
    this.#outlines = outlines;
    this.#sources = sources;
    this.#tree = tree;
  }

  read(id: string): Outline | undefined {
    const identity = this.#inventory.identities.get(id);
    const kin = this.#kinOf(holderOf(id, identity), identity?.grantsListed === true);
    if (kin === null) return undefined;
    this.#documents = [];
    if (this.#whole.length > 0) this.#whole = [];
    if (this.#boundaries.length > 0) this.#boundaries = [];
    this.#met.clear();
    if (!this.#add(this.#inventory.grants.get(id))) return undefined;
    const groups = this.#inventory.memberships.get(id);
    if (groups !== undefined) for (const group of groups) if (!this.#add(this.#inventory.grants.get(group))) return undefined;
    const { everywhere } = this.#met;
    const whole = this.#whole;
    const isPlain = whole.length === 0 && everywhere.length === 0;
    return {
      kin: this.#boundaries.length === 0 ? kin : kin.boundedBy(joined(this.#boundaries)),
      documents: sorted(this.#documents),
      frame: isPlain ? '' : `${joined(whole)}|${joined(everywhere.map((allow) => String(allow.serial)))}`,
      whole,
      small: this.#met.small,
      everywhere,
      conditions: this.#met.conditions,
    };
  }

  /** The kin of an identity, its boundaries aside; null where it has to be read in full. */
  #kinOf(holder: Holder, isListed: boolean): Kin | null {
    const { type, account, serviceLinked } = holder;
    if (type !== 'user' && type !== 'role') return null;
    let kins = this.#kins.get(account);
    if (kins === undefined) {
      kins = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined];
      this.#kins.set(account, kins);
    }
    const place = placeAmong(holder, isListed);
    const known = kins[place];
    if (known !== undefined) return known;
    const turns = !serviceLinked && !this.#tree.isManagement(account) && this.#limitsTurnOnCaller(account);
    const kin = turns ? null : new Kin();
    kins[place] = kin;
    return kin;
  }

  /** Whether all could be read in brief. */
  #add(grants: readonly Grant[] | undefined): boolean {
    if (grants === undefined) return true;
    for (const grant of grants) {
      const { kind } = grant;
      if (kind !== 'attached' && kind !== 'inline' && kind !== 'boundary') continue;
      const document = this.#sources.rawOf(grant);
      const outline = document && this.#outlines.of(document);
      if (document === undefined || outline === undefined) return false;
      if (kind === 'boundary') this.#boundaries.push(document.id);
      else this.#put(document.id, outline);
    }
    return true;
  }

  #put(document: string, { whole, small, everywhere, conditions }: DocumentOutline): void {
    this.#documents.push(document);
    if (whole) this.#whole.push(document);
    for (const condition of conditions) this.#met.addCondition(condition);
    for (const allow of small) this.#met.addSmall(allow);
    for (const allow of everywhere) this.#met.addEverywhere(allow);
  }

  /** Whether the service control policies over an account turn on who asks. */
  #limitsTurnOnCaller(account: string): boolean {
    const levels = this.#sources.limitsOfAccount(account);
    return levels.flat().some(({ document }) => document?.personal === true || document?.hasVariables === true);
  }
}

/** The place of a holder's kin among those of its account. */
function placeAmong({ type, serviceLinked }: Holder, isListed: boolean): number {
  return (type === 'user' ? 0 : 1) + (isListed ? 2 : 0) + (serviceLinked ? 4 : 0);
}

/** So few are sorted in place, which is cheaper than to ask for it. */
const few = 12;

function sorted(ids: string[]): readonly string[] {
  if (ids.length > few) return ids.sort();
  for (let n = 1; n < ids.length; n++) {
    const id = ids[n] ?? '';
    let at = n;
    for (; at > 0 && (ids[at - 1] ?? '') > id; at--) ids[at] = ids[at - 1] ?? '';
    ids[at] = id;
  }
  return ids;
}

/** The ids in one order, whichever they came in. */
function joined(ids: readonly string[]): string {
  return ids.length < 2 ? (ids[0] ?? '') : [...ids].sort().join('+');
}
