import type { PolicyStatement } from '../../inventory/policy.ts';
import type { ActionUniverse } from './action-universe.ts';
import { regionOf, regionTouches } from './region.ts';
import { hasWildService } from './wild-service.ts';
import { canonicalPattern, covers, hasWildcard, overlaps } from './wildcard.ts';

/** A permission that is said to be needed. Without a resource: on whatever it is held. */
export interface Need {
  /** May hold wildcards. */
  readonly action: string;
  readonly resource?: string;
}

/** What stays of statements: the denies as they are, and of each Allow the actions that are kept, with its resources and condition. */
export interface Smaller {
  readonly statements: readonly PolicyStatement[];
  /** Actions written out in a statement that the table of known actions does not hold: kept, for nothing is known of their use. */
  readonly unknownActions: readonly string[];
}

/** As few actions with a common first word are not worth a wildcard. */
const fewest = 3;

/** Writes smaller policies. Everything it writes is part of a statement it was given. */
export class PolicyShrinker {
  readonly #universe: ActionUniverse;

  constructor(universe: ActionUniverse) {
    this.#universe = universe;
  }

  /** Keeps the actions that `keep` wants (known ones, in the provider's spelling). */
  byUse(statements: readonly PolicyStatement[], keep: (action: string) => boolean): Smaller {
    const unknownActions = new Set<string>();
    const allowed = statements
      .filter((s) => isAllow(s) && isUnderstood(s))
      .flatMap((statement) => {
        const unknown = this.#unknownIn(statement);
        for (const action of unknown) unknownActions.add(action);
        return this.#narrowed(statement, keep, unknown);
      });
    return { statements: joined(statements, allowed), unknownActions: [...unknownActions].sort() };
  }

  /** Keeps what is needed as far as it is granted. */
  byNeed(statements: readonly PolicyStatement[], needs: readonly Need[]): Smaller {
    const allowed = needs.flatMap((need) => {
      const pattern = canonicalPattern(need.action.toLowerCase());
      const wanted = this.#universe.match([need.action], false).set;
      return statements
        .filter((s) => isAllow(s) && isUnderstood(s))
        .flatMap((statement) => {
          const unknown = this.#universe.match([need.action], false).unknown && isGranted(statement, pattern) ? [need.action] : [];
          const narrowed = this.#narrowed(statement, (action) => wanted.has(this.#universe.indexOf(action)), unknown);
          return narrowed.flatMap((one) => withResource(one, need.resource));
        });
    });
    return { statements: joined(statements, allowed), unknownActions: [] };
  }

  #narrowed(statement: PolicyStatement, keep: (action: string) => boolean, unknown: readonly string[]): PolicyStatement[] {
    const { action, notAction, ...rest } = statement;
    const patterns = action ?? this.#withoutThese(notAction ?? []);
    const kept = new Set<string>(unknown);
    let whole = action === undefined;
    for (const pattern of patterns) {
      const names = this.#namesOf(pattern);
      const wanted = names.filter(keep);
      if (wanted.length < names.length) whole = false;
      if (wanted.length === 0) continue;
      const written = wanted.length === names.length ? [pattern] : this.#compact(wanted, canonicalPattern(pattern.toLowerCase()));
      for (const one of written) kept.add(one);
    }
    if (whole && notAction !== undefined && kept.size > 0) return [statement];
    return kept.size === 0 ? [] : [{ ...rest, action: [...kept].sort() }];
  }

  /** Everything but some patterns: whole services where none of the patterns is about them, else single actions. */
  #withoutThese(notAction: readonly string[]): readonly string[] {
    const left = this.#universe.match(notAction, true).set;
    const excluded = notAction.map((p) => canonicalPattern(p.toLowerCase()));
    const byService = new Map<string, string[]>();
    for (const index of left.indices()) {
      const name = this.#universe.nameOf(index);
      const service = name.slice(0, name.indexOf(':'));
      byService.set(service, [...(byService.get(service) ?? []), name]);
    }
    return [...byService].flatMap(([service, names]) => (excluded.some((x) => overlaps(x, `${service}:*`)) ? names : [`${service}:*`]));
  }

  /** Names with a common first word become one pattern where that adds nothing and stays within `bounds`. */
  #compact(names: readonly string[], bounds: string): readonly string[] {
    const kept = new Set(names);
    const out = new Set<string>();
    const tried = new Map<string, boolean>();
    for (const name of names) {
      const colon = name.indexOf(':');
      const all = `${name.slice(0, colon)}:*`;
      const verb = `${name.slice(0, colon + 1)}${/^[A-Z]?[a-z]*/.exec(name.slice(colon + 1))?.[0] ?? ''}*`;
      const fitting = [all, verb].find((pattern) => {
        const known = tried.get(pattern);
        if (known !== undefined) return known;
        const members = this.#namesOf(pattern);
        const fits = members.length >= fewest && covers(bounds, pattern.toLowerCase()) && members.every((member) => kept.has(member));
        tried.set(pattern, fits);
        return fits;
      });
      out.add(fitting ?? name);
    }
    return [...out];
  }

  readonly #names = new Map<string, readonly string[]>();

  #namesOf(pattern: string): readonly string[] {
    const present = this.#names.get(pattern);
    if (present !== undefined) return present;
    const names = [...this.#universe.match([pattern], false).set.indices()].map((index) => this.#universe.nameOf(index));
    this.#names.set(pattern, names);
    return names;
  }

  #unknownIn({ action }: PolicyStatement): readonly string[] {
    return (action ?? []).filter((one) => !hasWildcard(one) && this.#universe.indexOf(one) < 0);
  }
}

function isAllow({ effect }: PolicyStatement): boolean {
  return effect === 'Allow';
}

/** An Allow of which it is known what it allows: AWS accepts no other, so nothing is lost without it. */
function isUnderstood({ action, notAction }: PolicyStatement): boolean {
  return !(action ?? notAction ?? []).some(hasWildService);
}

/** Whether a statement allows an action that the table does not hold. */
function isGranted({ action, notAction }: PolicyStatement, wanted: string): boolean {
  const named = (patterns: readonly string[]): boolean => patterns.some((p) => covers(canonicalPattern(p.toLowerCase()), wanted));
  return action === undefined ? !named(notAction ?? ['*']) : named(action);
}

/** The part of a statement that is about the needed resources. */
function withResource(statement: PolicyStatement, needed: string | undefined): PolicyStatement[] {
  if (needed === undefined) return [statement];
  const { resource, notResource, ...rest } = statement;
  const wanted = canonicalPattern(needed);
  if (resource === undefined) {
    const excluded = (notResource ?? []).map(canonicalPattern);
    if (excluded.some((x) => covers(x, wanted))) return [];
    // What is needed and not excluded cannot be written as a pattern: what is held stays.
    if (notResource !== undefined && !regionTouches(regionOf(notResource, false), wanted)) return [{ ...rest, resource: [needed] }];
    return notResource === undefined ? [{ ...rest, resource: [needed] }] : [statement];
  }
  const parts = resource.flatMap((held) => {
    const pattern = canonicalPattern(held);
    if (covers(pattern, wanted)) return [needed];
    return covers(wanted, pattern) || overlaps(pattern, wanted) ? [held] : [];
  });
  return parts.length === 0 ? [] : [{ ...rest, resource: [...new Set(parts)].sort() }];
}

/** Allows that differ in their actions only become one; denies stay as they are. */
function joined(before: readonly PolicyStatement[], allowed: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const groups = new Map<string, PolicyStatement>();
  for (const { sid: _sid, ...statement } of [...allowed, ...before.filter((s) => !isAllow(s))]) {
    const { action, ...rest } = statement;
    const key = JSON.stringify(isAllow(statement) && action !== undefined ? rest : statement);
    const present = groups.get(key);
    if (present === undefined) groups.set(key, statement);
    else if (action !== undefined && isAllow(statement)) {
      groups.set(key, { ...present, action: [...new Set([...(present.action ?? []), ...action])].sort() });
    }
  }
  return [...groups.values()];
}
