import { ActionBits, ActionSet } from './action-set.ts';
import { type AccessLevel, type ActionTable, accessLevels } from './action-table.ts';
import type { Condition } from './conditions.ts';
import type { ConditionMeaning } from './statement.ts';
import { hasWildService } from './wild-service.ts';
import { canonicalPattern, covers, hasWildcard } from './wildcard.ts';

interface Service {
  readonly name: string;
  readonly first: number;
  readonly counts: readonly number[];
  readonly size: number;
  readonly names: string;
  list?: readonly string[];
  index?: ReadonlyMap<string, number>;
}

/** What a list of action patterns stands for among the known actions. */
export interface ActionMatch {
  readonly set: ActionSet;
  /** Some entry without a wildcard is not a known action: new, in preview, or misspelt. */
  readonly unknown: boolean;
  /** Some entry has a wildcard in its service. */
  readonly wildService: boolean;
}

/** Lists kept compiled; beyond it the cache starts anew, so that memory stays bounded whatever the input holds. */
const cachedLists = 20_000;

/**
 * Every known action has an index; lists of patterns compile to sets of indices, once per distinct list. Action names are
 * not case-sensitive (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
 */
export class ActionUniverse {
  readonly #services: readonly Service[];
  readonly #byName: ReadonlyMap<string, Service>;
  readonly #patterns = new Map<string, ActionSet>();
  readonly #lists = new Map<string, ActionMatch>();
  readonly #met = new Map<readonly string[], ActionMatch>();
  readonly #metNegated = new Map<readonly string[], ActionMatch>();
  readonly #meanings = [new WeakMap<Condition, ConditionMeaning>(), new WeakMap<Condition, ConditionMeaning>()] as const;
  /** How many actions are known. */
  readonly size: number;

  constructor(table: ActionTable) {
    let first = 0;
    this.#services = table.services.map(({ service, counts, names }) => {
      const size = counts.reduce((a, b) => a + b, 0);
      const entry: Service = { name: service, first, counts, size, names };
      first += size;
      return entry;
    });
    this.size = first;
    this.#byName = new Map(this.#services.map((s) => [s.name, s]));
  }

  /** An empty bitset over all actions. */
  newBits(): ActionBits {
    return new ActionBits((this.size + 31) >>> 5);
  }

  /** Whether a service of that prefix (lower case) has actions in the table. */
  hasService(prefix: string): boolean {
    return this.#byName.has(prefix);
  }

  /** What was worked out of conditions before: it turns on which services there are, and on whether policy variables count. */
  meanings(withVariables: boolean): WeakMap<Condition, ConditionMeaning> {
    return this.#meanings[withVariables ? 1 : 0];
  }

  /** The names of all services, and those of one service's actions without its prefix: to find what somebody meant. */
  names(service?: string): readonly string[] {
    if (service === undefined) return this.#services.map((s) => s.name);
    const one = this.#byName.get(service.toLowerCase());
    return one ? namesOf(one) : [];
  }

  /** Index of an action such as `s3:GetObject`, or -1 where it is not known. */
  indexOf(action: string): number {
    const lower = action.toLowerCase();
    const colon = lower.indexOf(':');
    const service = this.#byName.get(lower.slice(0, colon));
    return service ? (indexIn(service).get(lower.slice(colon + 1)) ?? -1) : -1;
  }

  /** The name of an action with the provider's capitals. */
  nameOf(index: number): string {
    const service = this.#serviceOf(index);
    return service ? `${service.name}:${namesOf(service)[index - service.first] ?? ''}` : '';
  }

  #serviceOf(index: number): Service | undefined {
    let low = 0;
    let high = this.#services.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.#services[middle]?.first ?? 0) <= index) low = middle;
      else high = middle;
    }
    return index < 0 ? undefined : this.#services[low];
  }

  /** The access level of a known action. */
  levelOf(index: number): AccessLevel | undefined {
    const service = this.#serviceOf(index);
    let end = service?.first ?? 0;
    return accessLevels.find((_, at) => {
      end += service?.counts[at] ?? 0;
      return index < end;
    });
  }

  /** All known actions of one access level. */
  ofLevel(level: AccessLevel): ActionBits {
    const bits = this.newBits();
    const at = accessLevels.indexOf(level);
    for (const service of this.#services) {
      const start = service.counts.slice(0, at).reduce((a, b) => a + b, service.first);
      for (let i = 0; i < (service.counts[at] ?? 0); i++) bits.insert(start + i);
    }
    return bits;
  }

  /** The set for an Action list, or for a NotAction list when `negated`. */
  match(patterns: readonly string[], negated: boolean): ActionMatch {
    // Collectors keep one copy of equal lists, so most are met again as the same array.
    const met = negated ? this.#metNegated : this.#met;
    let match = met.get(patterns);
    if (match === undefined) {
      match = this.#matchText(patterns, negated);
      if (met.size >= cachedLists) met.clear();
      met.set(patterns, match);
    }
    return match;
  }

  #matchText(patterns: readonly string[], negated: boolean): ActionMatch {
    const key = `${negated ? '!' : ''}${patterns.join('\n')}`;
    const cached = this.#lists.get(key);
    if (cached) return cached;
    const made = this.#compile(patterns, negated);
    if (this.#lists.size >= cachedLists) this.#lists.clear();
    this.#lists.set(key, made);
    return made;
  }

  #compile(patterns: readonly string[], negated: boolean): ActionMatch {
    const wildService = patterns.some(hasWildService);
    const single = patterns.length === 1 ? patterns[0] : undefined;
    if (single !== undefined && !negated && hasWildcard(single)) return { set: this.#expand(single), unknown: false, wildService };
    const exact: number[] = [];
    const wild: ActionSet[] = [];
    let unknown = false;
    for (const pattern of patterns) {
      if (hasWildcard(pattern)) wild.push(this.#expand(pattern));
      else {
        const index = this.indexOf(pattern);
        if (index >= 0) exact.push(index);
        else unknown = true;
      }
    }
    if (wild.length === 0 && !negated) return { set: ActionSet.of(exact), unknown, wildService };
    const bits = this.newBits();
    if (negated) for (let i = 0; i < this.size; i++) bits.insert(i);
    for (const set of [ActionSet.of(exact), ...wild]) negated ? set.removeFrom(bits) : set.addTo(bits);
    return { set: bits.freeze(), unknown: unknown && !negated, wildService };
  }

  #expand(pattern: string): ActionSet {
    const canonical = canonicalPattern(pattern.toLowerCase());
    const cached = this.#patterns.get(canonical);
    if (cached) return cached;
    const bits = this.newBits();
    const colon = canonical.indexOf(':');
    const prefix = canonical.slice(0, colon);
    const literalService = colon > 0 && !hasWildcard(prefix);
    const named = this.#byName.get(prefix);
    // What is literal behind the colon stands in the name: of most services no name has it, and they need not be taken apart.
    const inName = colon < 0 ? '' : longestRun(canonical.slice(canonical.lastIndexOf(':') + 1));
    for (const service of literalService ? (named ? [named] : []) : this.#services) {
      if (canonical === '*' || (literalService && canonical.length === colon + 2 && canonical.endsWith('*'))) {
        for (let i = 0; i < service.size; i++) bits.insert(service.first + i);
      } else if (literalService) {
        const wanted = canonical.slice(colon + 1);
        for (const [name, index] of indexIn(service)) if (covers(wanted, name)) bits.insert(index);
      } else if (service.names.toLowerCase().includes(inName)) {
        // No index is made here: a pattern like this one goes over every service.
        for (const [at, name] of namesOf(service).entries()) {
          if (covers(canonical, `${service.name}:${name.toLowerCase()}`)) bits.insert(service.first + at);
        }
      }
    }
    const set = bits.freeze();
    if (this.#patterns.size >= cachedLists) this.#patterns.clear();
    this.#patterns.set(canonical, set);
    return set;
  }
}

function longestRun(pattern: string): string {
  return pattern.split(/[*?]/).reduce((a, b) => (b.length > a.length ? b : a), '');
}

function namesOf(service: Service): readonly string[] {
  service.list ??= service.names.split(' ');
  return service.list;
}

function indexIn(service: Service): ReadonlyMap<string, number> {
  service.index ??= new Map(namesOf(service).map((name, at) => [name.toLowerCase(), service.first + at]));
  return service.index;
}
