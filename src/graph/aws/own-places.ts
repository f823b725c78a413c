import { lastingIdOf } from '../../document-id.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Edge, EdgeStatement } from '../graph.ts';
import type { EdgeTemplate } from './assumes.ts';

/** A grant of one identity and the grant of another that says the same. */
interface Pair {
  readonly from: Holding;
  readonly to: Holding;
}

interface Holding {
  readonly grant: Grant;
  /** Name of the group it comes through. */
  readonly through: string | undefined;
  /** Where the grant and its policy stand. */
  readonly evidence: readonly Evidence[];
}

/**
 * Identities with equal grants share the work, not the places: what was found with the policies of one is shown with those of
 * the other, grant by grant with the same document. Worked out when somebody asks.
 */
export class OwnPlaces {
  readonly #inventory: Inventory;
  readonly #one: string;
  readonly #other: string;
  #pairs: readonly Pair[] | undefined;

  /** From the places of `one` to those of `other`. */
  constructor(inventory: Inventory, one: string, other: string) {
    this.#inventory = inventory;
    this.#one = one;
    this.#other = other;
  }

  evidence(list: readonly Evidence[]): readonly Evidence[] {
    return list.map((e) => {
      for (const { from, to } of this.#paired()) {
        const at = from.evidence.findIndex((one) => isThere(one, e));
        const own = to.evidence[at];
        if (own !== undefined) return moved(e, from.evidence[at], own);
      }
      return e;
    });
  }

  statement(statement: EdgeStatement): EdgeStatement {
    const pair = this.#paired().find(({ from }) => from.grant.name === statement.policy && from.through === statement.through);
    const { through: _, ...rest } = statement;
    const evidence = this.evidence(statement.evidence);
    if (pair === undefined) return { ...statement, evidence };
    const { through } = pair.to;
    return { ...rest, policy: pair.to.grant.name, ...(through === undefined ? {} : { through }), evidence };
  }

  #paired(): readonly Pair[] {
    if (this.#pairs === undefined) {
      const left = new Map<string, Holding[]>();
      for (const holding of this.#held(this.#other)) {
        const key = this.#says(holding.grant);
        const list = left.get(key);
        if (list) list.push(holding);
        else left.set(key, [holding]);
      }
      this.#pairs = this.#held(this.#one).flatMap((from) => {
        const to = left.get(this.#says(from.grant))?.shift();
        return to === undefined ? [] : [{ from, to }];
      });
    }
    return this.#pairs;
  }

  #held(id: string): readonly Holding[] {
    const of = (holder: string, through?: string): readonly Holding[] =>
      (this.#inventory.grants.get(holder) ?? []).map((grant) => {
        const policy = grant.policy === undefined ? undefined : this.#inventory.policies.get(grant.policy);
        return { grant, through, evidence: [...grant.evidence, ...(grant.places ?? []), ...(policy?.evidence ?? [])] };
      });
    const groups = this.#inventory.memberships.get(id) ?? [];
    return [...of(id), ...groups.flatMap((group) => of(group, group.slice(group.lastIndexOf('/') + 1)))];
  }

  /** Equal for grants that say the same. */
  #says({ kind, document, policy, name }: Grant): string {
    const { policies, documents } = this.#inventory;
    const id = document ?? (policy === undefined ? undefined : policies.get(policy)?.document);
    const read = id === undefined ? undefined : documents.get(id);
    // Two sources give one inline policy under two ids.
    return `${kind === 'boundary'} ${read === undefined ? (id ?? policy ?? name) : lastingIdOf(read)}`;
  }
}

/** A place, or one inside it. */
function isThere({ pointer, line, file, source, column }: Evidence, e: Evidence): boolean {
  return (
    line === e.line &&
    file === e.file &&
    source === e.source &&
    column === e.column &&
    (pointer === e.pointer || (pointer !== undefined && e.pointer?.startsWith(`${pointer}/`) === true))
  );
}

/** The same place inside the other's, where that is as deep. */
function moved({ pointer, note }: Evidence, from: Evidence | undefined, to: Evidence): Evidence {
  const rest = pointer?.slice(from?.pointer?.length ?? 0) ?? '';
  const noted = note === undefined ? to : { ...to, note };
  return rest !== '' && to.pointer?.endsWith('/Statement') === true ? { ...noted, pointer: `${to.pointer}${rest}` } : noted;
}

/** An edge of an identity that shares its template with another: its places are its own. */
class SharedEdge implements Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: Edge['kind'];
  readonly certainty: Edge['certainty'];
  readonly reason: string;
  protected readonly template: EdgeTemplate;
  protected readonly places: OwnPlaces;
  declare readonly technique?: string;

  constructor(from: string, template: EdgeTemplate, places: OwnPlaces) {
    this.from = from;
    this.to = template.to;
    this.kind = template.kind;
    this.certainty = template.certainty;
    this.reason = template.reason;
    if (template.technique !== undefined) this.technique = template.technique;
    this.template = template;
    this.places = places;
  }

  get evidence(): readonly Evidence[] {
    return this.places.evidence(this.template.evidence);
  }
}

class SharedTechniqueEdge extends SharedEdge {
  get statements(): readonly EdgeStatement[] {
    return (this.template.statements ?? []).map((s) => this.places.statement(s));
  }
}

/** The edge of an identity by a template that was made for another with the same grants. */
export function shareEdge(from: string, template: EdgeTemplate, places: OwnPlaces): Edge {
  return template.statements === undefined ? new SharedEdge(from, template, places) : new SharedTechniqueEdge(from, template, places);
}
