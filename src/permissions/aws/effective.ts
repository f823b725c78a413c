import type { ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Authority, Held, Limit } from './authority.ts';
import { everywhere, isEmptyRegion, piecesOf, type Region, regionTakes, regionTouches } from './region.ts';
import { type AskedAction, isAbout } from './statement.ts';

/** An Allow of an identity policy as far as the levels above let it through. */
export interface Permission {
  readonly held: Held;
  readonly actions: ActionSet;
  readonly region: Region;
  readonly conditional: boolean;
  readonly conditionKeys: readonly string[];
  /** What could not be understood of the statements it comes from. */
  readonly problems: readonly string[];
}

/** The permissions for one action, from Allow statements, limited by every level; denies are not yet taken off. */
export function permissionsFor(authority: Authority, action: AskedAction): readonly Permission[] {
  let permissions = authority.allow.filter((h) => isAbout(h.statement, action)).map(asPermission);
  for (const limit of authority.limits) {
    const about = limit.allow.filter((h) => isAbout(h.statement, action));
    if (about.some(isOutright)) continue;
    permissions = permissions.flatMap((p) => about.map((h) => narrowed(p, h, p.actions)).filter((n) => n !== undefined));
  }
  return permissions;
}

/** The denies about one action. */
export function deniesOf(authority: Authority, action: AskedAction): readonly Held[] {
  return authority.deny.filter((h) => isAbout(h.statement, action));
}

/** All permissions, limited by every level; denies are not yet taken off. */
export function allPermissions(authority: Authority, universe: ActionUniverse): readonly Permission[] {
  let permissions = authority.allow.map(asPermission);
  for (const limit of authority.limits) permissions = limitAll(permissions, limit, universe);
  return permissions;
}

function limitAll(permissions: readonly Permission[], limit: Limit, universe: ActionUniverse): Permission[] {
  const outright = universe.newBits();
  for (const held of limit.allow) if (isOutright(held)) held.statement.actions.addTo(outright);
  const rest = limit.allow
    .filter((held) => !isOutright(held))
    .map((held) => {
      const bits = universe.newBits();
      held.statement.actions.addTo(bits);
      bits.remove(outright);
      return { held, bits };
    });
  const out: Permission[] = [];
  for (const permission of permissions) {
    const whole = permission.actions.within(outright);
    if (whole.size === permission.actions.size) {
      out.push(permission);
      continue;
    }
    if (whole.size > 0) out.push({ ...permission, actions: whole });
    for (const { held, bits } of rest) {
      if (!permission.actions.meets(bits)) continue;
      const narrow = narrowed(permission, held, permission.actions.within(bits));
      if (narrow) out.push(narrow);
    }
  }
  return out;
}

function asPermission(held: Held): Permission {
  const { actions, region, conditional, conditionKeys, problems } = held.statement;
  return { held, actions, region, conditional, conditionKeys, problems };
}

function isOutright({ statement }: Held): boolean {
  return statement.region.length === 0 && !statement.conditional;
}

/** What a limiting Allow leaves of a permission; undefined when nothing. */
function narrowed(permission: Permission, by: Held, actions: ActionSet): Permission | undefined {
  const region = [...permission.region, ...by.statement.region];
  if (isEmptyRegion(region)) return undefined;
  return {
    held: permission.held,
    actions,
    region,
    conditional: permission.conditional || by.statement.conditional,
    conditionKeys: [...new Set([...permission.conditionKeys, ...by.statement.conditionKeys])].sort(),
    problems: by.statement.problems.length === 0 ? permission.problems : [...permission.problems, ...by.statement.problems],
  };
}

/** What denies leave of a region. */
export interface Residue {
  /** Some of it that no Deny touches whole, not even conditionally. */
  readonly outright: boolean;
  /** Some of it that no unconditional Deny takes whole. */
  readonly possible: boolean;
  /** Condition keys of the conditional denies that stand in the way. */
  readonly conditionKeys: readonly string[];
  /** What could not be understood of them, where that leaves no piece understood. */
  readonly problems: readonly string[];
}

/** Takes denies off a region, piece by piece. */
export function residueOf(region: Region, denies: readonly Held[]): Residue {
  let outright = false;
  let possible = false;
  const keys = new Set<string>();
  const problems = new Set<string>();
  let understood = false;
  for (const piece of piecesOf(region)) {
    if (denies.some((d) => !d.statement.conditional && regionTakes(d.statement.region, piece))) continue;
    possible = true;
    const doubts = denies.filter((d) => d.statement.conditional && regionTakes(d.statement.region, piece));
    if (doubts.length === 0) outright = true;
    if (doubts.every((d) => d.statement.problems.length === 0)) understood = true;
    for (const { statement } of doubts) {
      for (const key of statement.conditionKeys) keys.add(key);
      for (const problem of statement.problems) problems.add(problem);
    }
  }
  return { outright, possible, conditionKeys: [...keys].sort(), problems: understood ? [] : [...problems] };
}

/** Denies that may touch a resource or pattern. */
export function deniesTouching(denies: readonly Held[], asked: string): readonly Held[] {
  return denies.filter((d) => d.statement.region === everywhere || regionTouches(d.statement.region, asked));
}
