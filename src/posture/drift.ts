import type { Reach } from '../graph/graph.ts';
import type { Identity } from '../inventory/identity.ts';
import { facetNames, levels, type Power } from '../permissions/power.ts';

/** What an identity could do at an earlier time. What was not known then is left out. */
export interface EarlierPower {
  readonly level: string;
  readonly facets: Readonly<Record<string, string>>;
  /** The highest level that it reached. */
  readonly reach: string;
  /** Tools that it had and that ran unasked, of agents and MCP servers; absent where the earlier record does not say. */
  readonly tools?: readonly string[];
}

const facetOrder = ['none', 'some', 'all'];

/** What an identity gained since: `power write -> admin`. What was not known then or is not known now cannot have grown. */
export function gainedSince(earlier: EarlierPower, identity: Identity, power: Power, reach: Reach): readonly string[] {
  const gained: string[] = [];
  const compare = (what: string, order: readonly string[], then: string | undefined, now: string): void => {
    const [from, to] = [order.indexOf(then ?? ''), order.indexOf(now)];
    if (from >= 0 && to > from) gained.push(`${what} ${then} -> ${now}`);
  };
  compare('power', levels, earlier.level, power.level);
  compare('reach', levels, earlier.reach, reach.level);
  for (const facet of facetNames) compare(facet, facetOrder, earlier.facets[facet], power[facet]);
  const { tools } = earlier;
  if (tools !== undefined) gained.push(...toolsOf(identity).filter((tool) => !tools.includes(tool)));
  return gained;
}

/** What an agent or MCP server can do, and what of it runs unasked. */
export function toolsOf({ mcp, settings }: Pick<Identity, 'mcp' | 'settings'>): readonly string[] {
  const egress = settings?.egress === true ? ['a way out'] : [];
  return [
    ...(mcp?.facets ?? []).map((facet) => `tools that ${facet}`),
    ...(mcp?.auto_approved ?? []).map((tool) => `tool ${tool} unasked`),
    ...(settings?.bypass ?? []).map((mode) => `mode ${mode}`),
    ...(settings?.shell_rules ?? []).map((rule) => `shell by ${rule}`),
    ...(settings?.auto_approved_servers ?? []).map((server) => `server ${server} unasked`),
    ...egress,
  ];
}
