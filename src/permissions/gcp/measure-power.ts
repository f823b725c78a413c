import type { Facet, Level, Power, StatementReference } from '../power.ts';
import { abilities } from './abilities.ts';
import type { HeldRole } from './held-roles.ts';
import type { Holding } from './holdings.ts';
import { type Mask, traitBit } from './permission-mask.ts';
import { isBroad, shownScope } from './scope-tree.ts';

const reads = traitBit('reads');
const changes = traitBit('changes');
const grants = traitBit('grants');
const sensitive = abilities.secrets | abilities.data;
const writes = changes | grants | abilities.runs | abilities.deploys | abilities.grants;

/** What holdings add up to. `listed`: all roles of the identity are known. */
export function measurePower(holdings: readonly Holding[], roles: readonly HeldRole[], listed: boolean): Power {
  const unreadable = roles.some((r) => r.mask === undefined)
    ? [...new Set(roles.filter((r) => r.mask === undefined).map((r) => r.grant.name))].sort()
    : [];
  const whole = listed && unreadable.length === 0;
  const { broad, any } = sumOf(holdings, (h) => h.sure);
  const doubted = holdings.reduce((mask, h) => (h.doubted === 0n ? mask : mask | h.doubted), 0n);
  const level = levelOf(holdings, (h) => h.sure);
  // What only a limit keeps down that may not apply is not known.
  const doubtful = doubted !== 0n && levelOf(holdings, (h) => h.sure | h.doubted) !== level;
  const facet = (mask: Mask): Facet => {
    if ((any & mask) !== 0n) return (broad & mask) === 0n ? 'some' : 'all';
    return whole && (doubted & mask) === 0n ? 'none' : 'unknown';
  };
  return {
    level: (whole && !doubtful) || level === 'admin' ? level : 'unknown',
    read: facet(reads | abilities.data),
    write: facet(changes),
    execute: facet(abilities.runs | abilities.deploys),
    grant: facet(abilities.grants | grants),
    secrets: facet(abilities.secrets),
    standing: level !== 'none' && levelOf(holdings, (h) => h.lasting) === level,
    conditional: roles.some((r) => r.holds !== 'sure') || doubted !== 0n,
    because: behind(level, holdings).slice(0, 5).map(referTo),
    unreadable,
  };
}

interface Sum {
  /** What is held on some project, folder or organization. */
  readonly broad: Mask;
  /** What is held anywhere. */
  readonly any: Mask;
  /** Where something can be made that runs as an account, one may also act as one: what is held where the first is so. */
  readonly deploying: Mask;
}

function sumOf(holdings: readonly Holding[], of: (holding: Holding) => Mask): Sum {
  let [broad, any, deploying] = [0n, 0n, 0n];
  for (const holding of holdings) {
    const mask = of(holding);
    if (!isBroad(holding.scope)) any |= mask;
    else {
      broad |= mask;
      if ((mask & abilities.deploys) !== 0n) deploying |= mask;
    }
  }
  return { broad, any: any | broad, deploying };
}

function levelOf(holdings: readonly Holding[], of: (holding: Holding) => Mask): Level {
  const { broad, any, deploying } = sumOf(holdings, of);
  if ((broad & abilities.administers) !== 0n) return 'admin';
  if (((broad & abilities.becomes) | (deploying & abilities.actsAs)) !== 0n) return 'escalate';
  if ((broad & sensitive) !== 0n) return 'sensitive';
  if ((any & writes) !== 0n) return 'write';
  return any === 0n ? 'none' : 'read';
}

/** The roles behind a level. */
function behind(level: Level, holdings: readonly Holding[]): readonly HeldRole[] {
  const broad = holdings.filter((h) => isBroad(h.scope));
  switch (level) {
    case 'admin':
      return giving(broad, abilities.administers);
    case 'escalate':
      return unique([
        ...giving(broad, abilities.becomes),
        // Acting as an account takes something that runs as it.
        ...giving(
          broad.filter((h) => (h.sure & abilities.deploys) !== 0n),
          abilities.actsAs,
        ),
      ]);
    case 'sensitive':
      return giving(broad, sensitive);
    case 'write':
      return giving(holdings, writes);
    case 'read':
      return giving(holdings, -1n);
    case 'none':
      return [];
  }
}

/** The roles that surely give some of a mask, where nothing takes it away. */
function giving(holdings: readonly Holding[], mask: Mask): readonly HeldRole[] {
  return unique(
    holdings.flatMap(({ sure, roles }) => {
      const held = sure & mask;
      return held === 0n ? [] : roles.filter((r) => r.holds === 'sure' && r.mask !== undefined && (r.mask & held) !== 0n);
    }),
  );
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
