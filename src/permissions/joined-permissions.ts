import type { Decision, Facet, FacetName, Level, PermissionEngine, Power, RequestContext, StatementReference } from './power.ts';
import { facetNames, levels } from './power.ts';

const mostReferences = 5;

/**
 * The answers of several engines about one identity, put together: a principal of Entra ID holds roles in the directory and
 * roles of Azure, and so does a managed identity.
 */
export class JoinedPermissions implements PermissionEngine {
  readonly #engines: readonly PermissionEngine[];
  readonly #powers = new Map<string, Power>();

  constructor(engines: readonly PermissionEngine[]) {
    this.#engines = engines;
  }

  powerOf(identity: string): Power {
    const present = this.#powers.get(identity);
    if (present !== undefined) return present;
    const power = joinPowers(this.#engines.map((engine) => engine.powerOf(identity)));
    this.#powers.set(identity, power);
    return power;
  }

  decide(identity: string, action: string, resource?: string, context?: RequestContext): Decision {
    const [engine] = this.#speakingOf(action);
    if (engine !== undefined) return engine.decide(identity, action, resource, context);
    return { answer: 'unknown', statements: [], conditionKeys: [], reasons: [`${action} is no known action of Azure or Entra ID`] };
  }

  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[] {
    return this.#speakingOf(action).flatMap((engine) => engine.resourcesFor(identity, action));
  }

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    const joined = new Map<string, readonly string[]>();
    for (const engine of this.#engines)
      for (const [service, actions] of engine.actionsOf?.(identity) ?? [])
        joined.set(service, [...(joined.get(service) ?? []), ...actions]);
    return joined;
  }

  shareKey(identity: string): string {
    return this.#engines.map((engine) => engine.shareKey(identity)).join('\u0000');
  }

  #speakingOf(action: string): readonly PermissionEngine[] {
    return this.#engines.filter((engine) => engine.speaksOf?.(action) ?? true);
  }
}

/**
 * The power that several add up to: the highest level, facet by facet the widest. What one of them does not know can only
 * add to it: the level is then unknown, unless it is one from which on an identity counts as privileged anyway.
 */
export function joinPowers(powers: readonly Power[]): Power {
  const [first, ...more] = powers;
  if (first === undefined) throw new Error('no power to join');
  if (more.length === 0) return first;
  const known = powers.flatMap(({ level }) => (level === 'unknown' ? [] : [level]));
  const highest = known.reduce<Level>((a, b) => (rankOf(b) > rankOf(a) ? b : a), 'none');
  const isOpen = known.length < powers.length && rankOf(highest) < rankOf('escalate');
  const facets = Object.fromEntries(facetNames.map((name) => [name, widest(powers.map((p) => p[name]))])) as Record<FacetName, Facet>;
  return {
    ...facets,
    level: isOpen ? 'unknown' : highest,
    conditional: powers.some((p) => p.conditional),
    because: [...powers]
      .sort((a, b) => rankOf(b.level) - rankOf(a.level))
      .flatMap((p) => p.because)
      .slice(0, mostReferences),
    unreadable: [...new Set(powers.flatMap((p) => p.unreadable))].sort(),
  };
}

const byWidth: readonly Facet[] = ['all', 'some', 'unknown', 'none'];

function widest(facets: readonly Facet[]): Facet {
  return byWidth.find((facet) => facets.includes(facet)) ?? 'unknown';
}

function rankOf(level: Power['level']): number {
  return level === 'unknown' ? -1 : levels.indexOf(level);
}
