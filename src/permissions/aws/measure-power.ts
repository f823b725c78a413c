import { type Facet, type FacetName, facetNames, type Level } from '../power.ts';
import type { Authority, Held } from './authority.ts';
import { type Breadth, breadthOf, less } from './breadth.ts';
import { deniesOf, deniesTouching, type Permission, permissionsFor } from './effective.ts';
import { everyResourceOf, type ResourceKind } from './every-resource.ts';
import { withoutPartition } from './partition.ts';
import type { Need, PowerTables } from './power-tables.ts';
import { arnOf, type Principal } from './principal.ts';
import { regionCovers } from './region.ts';
import { type AskedAction, isAbout } from './statement.ts';
import type { Totals } from './totals.ts';

/** Power before names are put to it. */
export interface MeasuredPower extends Readonly<Record<FacetName, Facet>> {
  readonly level: Level | 'unknown';
  readonly conditional: boolean;
  readonly because: readonly Held[];
  /** The level turned on the principal's own name, so it may not be shared. */
  readonly dependsOnSelf: boolean;
}

interface Reading {
  readonly authority: Authority;
  readonly totals: Totals;
  readonly tables: PowerTables;
  readonly principal: Principal;
  /** The Allow statements that may be about every resource of some kind. */
  readonly wide: readonly Held[];
}

interface Ranked {
  readonly level: Level;
  readonly because: readonly Held[];
  readonly dependsOnSelf?: boolean;
}

/**
 * Measures power from what is allowed outright.
 *
 * - `admin`: every action is allowed on `*`, and what denies leave still holds a way to change IAM policies at will (else a
 *   Deny of IAM makes it less).
 * - `escalate`: not that, but one of the escalation sets on every resource of its kind (full IAM rights are of this level),
 *   or a self-escalation on itself where no boundary keeps it in.
 * - `sensitive`: a sensitive action on every resource of its kind, named exceptions and regions aside. Reading one's own
 *   few secrets shows in the facet, not here.
 * - `write`: anything that writes, runs or grants; `read`: anything that reads; `none`.
 *
 * With unread policies, `admin` and `escalate` stand (the readable statements say it; the unread ones are listed), a lower
 * level is `unknown`, and of the facets `none` is `unknown` while `some` and `all` mean at least that. With an unread
 * boundary or service control policy nothing stands but `none`.
 */
export function measurePower(authority: Authority, totals: Totals, tables: PowerTables, principal: Principal): MeasuredPower {
  const wide = authority.allow.filter(({ statement }) => !statement.narrow && !statement.conditional);
  const reading: Reading = { authority, totals, tables, principal, wide };
  const ranked = rank(reading);
  const { customer, additive, limiting, unlisted, doubtful } = authority.unread;
  const partly = customer.length > 0 || additive.length > 0 || unlisted || doubtful;
  const limited = limiting.length > 0;
  const facet = (name: FacetName): Facet => {
    const found = measureFacet(reading, name);
    return found === 'none' ? (partly ? 'unknown' : 'none') : limited ? 'unknown' : found;
  };
  const stands = ranked.level === 'none' ? !partly && !namesUnknownActions(totals) : !limited && (!partly || isTop(ranked.level));
  const [read, write, execute, grant, secrets] = facetNames.map(facet) as [Facet, Facet, Facet, Facet, Facet];
  return {
    level: stands ? ranked.level : 'unknown',
    read,
    write,
    execute,
    grant,
    secrets,
    conditional: totals.conditional,
    because: stands ? ranked.because : [],
    dependsOnSelf: ranked.dependsOnSelf ?? false,
  };
}

function isTop(level: Level): boolean {
  return level === 'admin' || level === 'escalate';
}

/** Allowed actions that are not in the table: what they do is not known. */
function namesUnknownActions(totals: Totals): boolean {
  return totals.permissions.some((p) => !p.conditional && p.held.statement.namesUnknownAction);
}

function rank(reading: Reading): Ranked {
  const { totals, tables } = reading;
  const canEscalate = totals.some.meets(tables.escalationActions);
  if (canEscalate) {
    for (const set of tables.escalations) {
      const because = meetAll(reading, set);
      if (because)
        // To hand out a role is no change of what policies say.
        return set.length === 1 && allowsEverything(reading)
          ? { level: 'admin', because: broadest(totals.permissions, reading) }
          : { level: 'escalate', because };
    }
  }
  const mayTouchItself = totals.some.meets(tables.selfActions);
  const self = mayTouchItself ? selfEscalation(reading) : [];
  if (self.length > 0) return { level: 'escalate', because: self, dependsOnSelf: true };
  return { dependsOnSelf: mayTouchItself, ...rankLower(reading) };
}

function rankLower(reading: Reading): Ranked {
  const { totals, tables } = reading;
  if (reading.wide.length > 0 && totals.some.meets(tables.sensitiveActions)) {
    const because = tables.sensitive.filter((n) => totals.some.has(n.action.index)).flatMap((need) => meetAll(reading, [need]) ?? []);
    if (because.length > 0) return { level: 'sensitive', because };
  }
  for (const name of ['grant', 'execute', 'write', 'secrets', 'read'] as const) {
    if (totals.some.meets(tables.facets[name])) {
      return { level: name === 'secrets' || name === 'read' ? 'read' : 'write', because: broadest(totals.permissions, reading) };
    }
  }
  return { level: 'none', because: [] };
}

function allowsEverything({ totals, tables }: Reading): boolean {
  const { everywhere } = totals;
  return tables.everything.words.every((word, at) => everywhere.words[at] === word);
}

/** The statements that meet every need of a set; undefined when one is not met. */
function meetAll(reading: Reading, needs: readonly Need[]): readonly Held[] | undefined {
  const { totals } = reading;
  if (!needs.every((n) => totals.some.has(n.action.index))) return undefined;
  const because: Held[] = [];
  for (const { action, on } of needs) {
    if (on === undefined) because.push(...allowing(totals.permissions, action).slice(0, 1));
    else {
      const breadth = breadthOn(reading, action, on);
      if (breadth.extent === 'less') return undefined;
      because.push(...breadth.allows.slice(0, 1));
    }
  }
  return because;
}

/** The breadth of an action over a kind of resource. Few identities hold a statement that is wide enough to be measured. */
function breadthOn({ wide, authority, principal }: Reading, action: AskedAction, on: ResourceKind): Breadth {
  if (!wide.some((h) => isAbout(h.statement, action))) return less;
  return breadthOf(authority, action, everyResourceOf(on, principal.account));
}

function allowing(permissions: readonly Permission[], action: AskedAction): readonly Held[] {
  return permissions.filter((p) => !p.conditional && p.actions.has(action.index)).map((p) => p.held);
}

function selfEscalation({ authority, principal, tables }: Reading): readonly Held[] {
  if (authority.limits.length > 0 || authority.unread.limiting.length > 0) return [];
  const own = arnOf(principal);
  const sources = [...new Set(authority.allow.map((h) => h.source))];
  const groups = sources.flatMap((s) => (s.through === undefined ? [] : [`arn:aws:iam::${principal.account}:group/${s.through}`]));
  const policies = sources.flatMap((s) => (s.policy === undefined || s.madeByAws ? [] : [withoutPartition(s.policy)]));
  const tries: readonly (readonly [readonly AskedAction[], readonly string[]])[] = [
    [principal.type === 'user' ? tables.self.user : principal.type === 'role' ? tables.self.role : [], [own]],
    [tables.self.group, groups],
    [tables.self.policy, policies],
  ];
  for (const [actions, targets] of tries) {
    for (const target of targets) {
      for (const action of actions) {
        const allow = permissionsFor(authority, action).find((p) => !p.conditional && regionCovers(p.region, target));
        if (allow && deniesTouching(deniesOf(authority, action), target).length === 0) return [allow.held];
      }
    }
  }
  return [];
}

function measureFacet(reading: Reading, name: FacetName): Facet {
  const { totals, tables } = reading;
  if (!totals.some.meets(tables.facets[name])) return 'none';
  const all = tables.facetsAll[name].every(({ action, on }) => {
    if (!totals.some.has(action.index)) return false;
    if (totals.everywhere.has(action.index) && !totals.denied.has(action.index)) return true;
    return on !== undefined && breadthOn(reading, action, on).extent === 'all';
  });
  return all ? 'all' : 'some';
}

/** Statements that allow something outright, those about every resource and the most actions first. */
function broadest(permissions: readonly Permission[], { totals }: Reading): readonly Held[] {
  const bits = totals.some;
  return permissions
    .filter((p) => !p.conditional && p.actions.meets(bits))
    .sort((a, b) => Number(a.region.length > 0) - Number(b.region.length > 0) || b.actions.size - a.actions.size)
    .map((p) => p.held);
}
