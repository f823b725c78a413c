import type { Authority, Held } from './authority.ts';
import type { Lookup } from './conditions.ts';
import type { ResourceControls } from './resource-controls.ts';
import { settle } from './settle.ts';
import { type AskedAction, isAbout } from './statement.ts';

/** An authority as it speaks about one action on one resource: conditions on the resource are settled, its controls are in. */
export function forResource(authority: Authority, action: AskedAction, facts: Lookup, controls: ResourceControls): Authority {
  const settled = authority.turnsOnResource ? settleAll(authority, action, facts) : authority;
  if (controls.deny.length + controls.unread.length === 0) return settled;
  const { unread } = settled;
  return {
    ...settled,
    deny: [...settled.deny, ...controls.deny],
    unread: { ...unread, limiting: [...new Set([...unread.limiting, ...controls.unread])].sort() },
  };
}

function settleAll(authority: Authority, action: AskedAction, facts: Lookup): Authority {
  const settleList = (list: readonly Held[]): readonly Held[] =>
    list.flatMap((held) => {
      const { statement, source } = held;
      if (!statement.turnsOn.resource || !statement.conditional || !isAbout(statement, action)) return [held];
      const settled = settle(statement, facts);
      return settled === undefined ? [] : [{ source, statement: settled }];
    });
  return {
    ...authority,
    allow: settleList(authority.allow),
    deny: settleList(authority.deny),
    limits: authority.limits.map((limit) => ({ ...limit, allow: settleList(limit.allow) })),
  };
}
