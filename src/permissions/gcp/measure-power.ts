import { idOfHeld } from '../../inventory/binding.ts';
import type { Facet, Level, StatementReference } from '../power.ts';
import { abilities } from './abilities.ts';
import type { MeasuredPower } from './google-power.ts';
import type { HeldRole } from './held-roles.ts';
import type { Glance, Holding } from './holdings.ts';
import { type Mask, traitBit } from './permission-mask.ts';
import { isBroad, shownScope } from './scope-tree.ts';

const reads = traitBit('reads');
const changes = traitBit('changes');
const grants = traitBit('grants');
const readsAny = reads | abilities.data;
const executes = abilities.runs | abilities.deploys;
const grantsAny = abilities.grants | grants;
const sensitive = abilities.secrets | abilities.data;
const writes = changes | grants | abilities.runs | abilities.deploys | abilities.grants;

/** What somebody holds adds up to this, but for the roles behind it. `listed`: all roles of the identity are known. */
export function measurePower({ holdings, rest, roles }: Glance, listed: boolean): MeasuredPower {
  const unreadable = roles.some((r) => r.mask === undefined)
    ? [...new Set(roles.filter((r) => r.mask === undefined).map((r) => r.grant.name))].sort()
    : nothing;
  const whole = listed && unreadable.length === 0;
  const sure = sumOf(holdings, (h) => h.sure, rest.sure);
  const { broad, any } = sure;
  let doubted = 0n;
  let lasts = true;
  for (const h of holdings) {
    if (h.doubted !== 0n) doubted |= h.doubted;
    if (h.lasting !== h.sure) lasts = false;
  }
  const level = levelOfSum(sure);
  // What only a limit keeps down that may not apply is not known.
  const doubtful = doubted !== 0n && levelOfSum(sumOf(holdings, (h) => h.sure | h.doubted, rest.sure)) !== level;
  const facet = (mask: Mask): Facet => {
    if ((any & mask) !== 0n) return (broad & mask) === 0n ? 'some' : 'all';
    return whole && (doubted & mask) === 0n ? 'none' : 'unknown';
  };
  return {
    level: (whole && !doubtful) || level === 'admin' ? level : 'unknown',
    read: facet(readsAny),
    write: facet(changes),
    execute: facet(executes),
    grant: facet(grantsAny),
    secrets: facet(abilities.secrets),
    standing: level !== 'none' && (lasts || levelOfSum(sumOf(holdings, (h) => h.lasting, rest.sure)) === level),
    conditional: doubted !== 0n || roles.some((r) => r.holds !== 'sure'),
    unreadable,
  };
}

/** The first roles behind the level that holdings add up to, see `Power.because`. */
export function behindPower(holdings: readonly Holding[]): readonly StatementReference[] {
  const level = levelOfSum(sumOf(holdings, (h) => h.sure, 0n));
  return behind(level, holdings).slice(0, 5).map(referTo);
}

const nothing: readonly string[] = [];

interface Sum {
  /** What is held on some project, folder or organization. */
  readonly broad: Mask;
  /** What is held anywhere. */
  readonly any: Mask;
  /** Where something can be made that runs as an account, one may also act as one: what is held where the first is so. */
  readonly deploying: Mask;
}

/** `rest`: what is held besides on single things. */
function sumOf(holdings: readonly Holding[], of: (holding: Holding) => Mask, rest: Mask): Sum {
  let [broad, any, deploying] = [0n, rest, 0n];
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

function levelOfSum({ broad, any, deploying }: Sum): Level {
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
  return inOrder([...new Set(roles)]);
}

/** Roles by the ids of their grants. */
export function inOrder(roles: readonly HeldRole[]): readonly HeldRole[] {
  if (roles.length < 2) return roles;
  return roles
    .map((role) => ({ role, id: idOfHeld(role.grant, role.holder) }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ role }) => role);
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
