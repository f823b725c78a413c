import type { Limitation } from '../power.ts';
import type { Authority, Held } from './authority.ts';
import { deniesOf, deniesTouching } from './effective.ts';
import { regionCovers } from './region.ts';
import { type AskedAction, isAbout } from './statement.ts';

/** A limitation with the statements as they are held. */
export type HeldLimitation = Omit<Limitation, 'statements'> & { readonly statements: readonly Held[] };

/**
 * What stands in the way of an action on a resource (canonical) whoever allows it: denies, boundary and service control
 * policies, without a look at what identity policies allow. Not read: a policy that may hold a Deny.
 */
export function limitationsOn(authority: Authority, action: AskedAction, asked: string): readonly HeldLimitation[] {
  const found: HeldLimitation[] = [];
  const denies = deniesTouching(deniesOf(authority, action), asked);
  if (denies.length > 0) {
    const outright = denies.filter((d) => !d.statement.conditional);
    found.push(
      outright.length > 0
        ? { by: 'deny', answer: 'denied', statements: outright }
        : { by: 'deny', answer: 'conditional', statements: denies },
    );
  }
  if (authority.unread.customer.length + authority.unread.limiting.length > 0)
    found.push({ by: 'deny', answer: 'unknown', statements: [] });
  for (const { by, allow } of authority.limits) {
    const about = allow.filter((h) => isAbout(h.statement, action) && regionCovers(h.statement.region, asked));
    if (about.length === 0) found.push({ by, answer: 'denied', statements: [] });
    else if (about.every((h) => h.statement.conditional)) found.push({ by, answer: 'conditional', statements: about });
  }
  return found;
}
