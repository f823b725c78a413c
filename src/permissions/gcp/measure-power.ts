import type { Facet, Level, Power, StatementReference } from '../power.ts';
import { abilities } from './abilities.ts';
import type { HeldRole } from './held-roles.ts';
import type { Holding } from './holdings.ts';
import { type Mask, traitBit } from './permission-mask.ts';
import { isBroad, shownScope } from './scope-tree.ts';

const reads = traitBit('reads');
const changes = traitBit('changes');
const grants = traitBit('grants');
const writes = changes | grants | abilities.runs | abilities.deploys | abilities.grants;

/** What holdings add up to. `listed`: all roles of the identity are known. */
export function measurePower(holdings: readonly Holding[], roles: readonly HeldRole[], listed: boolean): Power {
  const unreadable = [...new Set(roles.filter((r) => r.mask === undefined).map((r) => r.grant.name))].sort();
  const whole = listed && unreadable.length === 0;
  const { level, because } = levelOf(holdings, (h) => h.sure);
  // What only a limit keeps down that may not apply is not known.
  const doubtful = holdings.some((h) => h.doubted !== 0n) && levelOf(holdings, (h) => h.sure | h.doubted).level !== level;
  const facet = (mask: Mask): Facet => {
    const holding = holdings.filter((h) => (h.sure & mask) !== 0n);
    if (holding.length > 0) return holding.some((h) => isBroad(h.scope)) ? 'all' : 'some';
    return whole && !holdings.some((h) => (h.doubted & mask) !== 0n) ? 'none' : 'unknown';
  };
  return {
    level: (whole && !doubtful) || level === 'admin' ? level : 'unknown',
    read: facet(reads | abilities.data),
    write: facet(changes),
    execute: facet(abilities.runs | abilities.deploys),
    grant: facet(abilities.grants | grants),
    secrets: facet(abilities.secrets),
    standing: levelOf(holdings, (h) => h.lasting).level === level && level !== 'none',
    conditional: roles.some((r) => r.holds !== 'sure') || holdings.some((h) => h.doubted !== 0n),
    because: because.slice(0, 5).map(referTo),
    unreadable,
  };
}

/** The level that holdings add up to, with the roles behind it. */
function levelOf(
  holdings: readonly Holding[],
  of: (holding: Holding) => Mask,
): { readonly level: Level; readonly because: readonly HeldRole[] } {
  const broad = holdings.filter((h) => isBroad(h.scope));
  const having = (from: readonly Holding[], mask: Mask): readonly HeldRole[] =>
    unique(
      from.flatMap((h) =>
        (of(h) & mask) === 0n ? [] : h.roles.filter((r) => r.holds === 'sure' && ((r.mask ?? 0n) & mask & of(h)) !== 0n),
      ),
    );
  const admin = having(broad, abilities.administers);
  if (admin.length > 0) return { level: 'admin', because: admin };
  // Acting as an account takes something that runs as it.
  const acting = having(
    broad.filter((h) => (of(h) & abilities.deploys) !== 0n),
    abilities.actsAs,
  );
  const becoming = unique([...having(broad, abilities.becomes), ...acting]);
  if (becoming.length > 0) return { level: 'escalate', because: becoming };
  const sensitive = having(broad, abilities.secrets | abilities.data);
  if (sensitive.length > 0) return { level: 'sensitive', because: sensitive };
  const writing = having(holdings, writes);
  if (writing.length > 0) return { level: 'write', because: writing };
  const any = having(holdings, -1n);
  return any.length > 0 ? { level: 'read', because: any } : { level: 'none', because: [] };
}

function unique(roles: readonly HeldRole[]): readonly HeldRole[] {
  return [...new Set(roles)].sort((a, b) => (a.grant.id < b.grant.id ? -1 : a.grant.id > b.grant.id ? 1 : 0));
}

/** A held role as a person finds it. */
export function referTo({ grant, through }: HeldRole): StatementReference {
  return {
    policy: grant.name,
    statement: `on ${shownScope(grant.scope)}`,
    ...(through === undefined ? {} : { through: through.replace(/^gcp:(?:group\/|principal\/)?/, '') }),
    evidence: grant.evidence,
  };
}
