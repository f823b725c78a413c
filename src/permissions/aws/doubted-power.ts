import { type Facet, type FacetName, facetNames, type Level, levels } from '../power.ts';
import type { ActionBits } from './action-set.ts';
import type { Authority, Held } from './authority.ts';
import type { Lookup } from './conditions.ts';
import type { MeasuredPower } from './measure-power.ts';
import { settle } from './settle.ts';

/** Calls that go to one region, and what is known of them. */
export interface OneRegion {
  readonly actions: ActionBits;
  readonly facts: Lookup;
}

/**
 * Measures power where some Deny has a condition. What it denies is neither there nor gone, so a level or a facet that would
 * be higher without it is `unknown`. Two kinds of Deny do not put power in doubt, and only make it `conditional`: one of
 * calls without TLS, which nobody has to make, and one of calls outside named regions, which leaves those regions. Where
 * these leave out the region of IAM, it denies IAM.
 */
export function measureDespiteDoubts(
  authority: Authority,
  measure: (authority: Authority) => MeasuredPower,
  iam: OneRegion,
): MeasuredPower {
  const strict = measure(authority);
  if (!strict.conditional || !authority.deny.some(isConditional)) return strict;
  const guards = authority.deny.filter((held) => isConditional(held) && guardOf(held) !== undefined);
  const regional = guards.filter((held) => guardOf(held) === 'region');
  const others = authority.deny.filter((held) => !guards.includes(held));
  const unguarded = [...others, ...regional.flatMap((held) => inOneRegion(held, iam))];
  const base = guards.length === 0 ? strict : withinGuards(strict, measure({ ...authority, deny: unguarded }), regional.length > 0);
  const doubts = unguarded.filter(isConditional);
  if (doubts.length === 0) return base;
  return withDoubts(base, measure({ ...authority, deny: unguarded.filter((held) => !isConditional(held)) }), doubts);
}

/** What is left of a region guard for calls that go to one region. */
function inOneRegion({ statement, source }: Held, { actions, facts }: OneRegion): readonly Held[] {
  const settled = settle(statement, facts);
  return settled === undefined ? [] : [{ source, statement: { ...settled, actions: settled.actions.within(actions) } }];
}

function isConditional({ statement }: Held): boolean {
  return statement.conditional;
}

/** Power under guards alone: in some regions is not on every resource. */
function withinGuards(strict: MeasuredPower, open: MeasuredPower, regional: boolean): MeasuredPower {
  const facet = (name: FacetName): Facet => (regional && open[name] === 'all' && strict[name] !== 'all' ? 'some' : open[name]);
  return { ...open, ...facetsBy(facet), conditional: true, dependsOnSelf: strict.dependsOnSelf || open.dependsOnSelf };
}

/** Power where denies may or may not hold: `base` is what is there if they do, `open` if they do not. */
function withDoubts(base: MeasuredPower, open: MeasuredPower, doubts: readonly Held[]): MeasuredPower {
  const facet = (name: FacetName): Facet => (base[name] === 'none' && open[name] !== 'none' ? 'unknown' : base[name]);
  const rises = open.level !== base.level && (open.level === 'unknown' || rankOf(open.level) > rankOf(base.level));
  const because = [...doubts].sort((a, b) => b.statement.actions.size - a.statement.actions.size).slice(0, 2);
  return {
    ...base,
    ...facetsBy(facet),
    ...(rises ? { level: 'unknown', because: [...because, ...open.because] } : {}),
    dependsOnSelf: base.dependsOnSelf || open.dependsOnSelf,
  };
}

/** A level that is not known is not raised. */
function rankOf(level: Level | 'unknown'): number {
  return level === 'unknown' ? levels.length : levels.indexOf(level);
}

function facetsBy(facet: (name: FacetName) => Facet): Record<FacetName, Facet> {
  return Object.fromEntries(facetNames.map((name) => [name, facet(name)])) as Record<FacetName, Facet>;
}

/**
 * Which guard a Deny is. All parts of a condition have to hold for it, so one part suffices: `aws:SecureTransport` is false
 * only without TLS, and `aws:RequestedRegion` is the region that was called
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
function guardOf({ statement }: Held): 'tls' | 'region' | undefined {
  let guard: 'region' | undefined;
  for (const [operator, keys] of Object.entries(statement.source.condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const name = key.toLowerCase();
      if (
        name === 'aws:securetransport' &&
        /^bool(ifexists)?$/i.test(operator) &&
        values.length > 0 &&
        values.every((v) => v.toLowerCase() === 'false')
      )
        return 'tls';
      if (name === 'aws:requestedregion' && /^stringnot(equals(ignorecase)?|like)(ifexists)?$/i.test(operator) && values.length > 0)
        guard = 'region';
    }
  }
  return guard;
}
