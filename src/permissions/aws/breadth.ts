import type { Authority, Held } from './authority.ts';
import { deniesOf, deniesTouching, type Permission, permissionsFor } from './effective.ts';
import { inAnyRegion } from './every-resource.ts';
import { type Region, regionCovers } from './region.ts';
import type { AskedAction } from './statement.ts';
import { covers, overlaps } from './wildcard.ts';

/** How far an action is allowed outright over a pattern of resources, and which statements allow it. */
export interface Breadth {
  /** `all`: on every one; `most`: named ones are denied, or it is limited to some regions; `less`: neither. */
  readonly extent: 'all' | 'most' | 'less';
  readonly allows: readonly Held[];
}

export const less: Breadth = { extent: 'less', allows: [] };

/**
 * Measures an action over `every` (see every-resource.ts). A Deny, or a conditional Deny, of all of it leaves `less`;
 * one of named resources leaves `most`, because what is not named stays open; one of all but named resources leaves `less`.
 */
export function breadthOf(authority: Authority, action: AskedAction, every: string): Breadth {
  const outright = permissionsFor(authority, action).filter((p) => !p.conditional);
  const whole = outright.filter((p) => regionCovers(p.region, every));
  const covering = whole.length > 0 ? whole : outright.filter((p) => coversInAnyRegion(p.region, every));
  if (covering.length === 0) return less;
  const touching = deniesTouching(deniesOf(authority, action), every);
  if (touching.some((d) => leavesLittle(d.statement.region, every))) return less;
  return { extent: whole.length > 0 && touching.length === 0 ? 'all' : 'most', allows: covering.map((p: Permission) => p.held) };
}

function leavesLittle(region: Region, every: string): boolean {
  return regionCovers(region, every) || region.some((clause) => clause.negated);
}

function coversInAnyRegion(region: Region, every: string): boolean {
  return region.every((clause) =>
    clause.negated ? !clause.patterns.some((p) => overlaps(p, every)) : clause.patterns.some((p) => covers(inAnyRegion(p), every)),
  );
}
