import type { RegisteredAgent } from './agent-register.ts';
import type { ClassLimits } from './class-limits.ts';
import type { DepartureBook } from './departed.ts';
import type { EarlierPower } from './drift.ts';

/** What the user's configuration and the run decide about posture. */
export interface PostureSettings {
  /** Milliseconds since the epoch: ages are counted to here. */
  readonly now: number;
  /** Accounts that belong to the user's own organization. */
  readonly knownAccounts: ReadonlySet<string>;
  /** Account id -> name of a third party. */
  readonly vendors: Readonly<Record<string, string>>;
  /** Names of the approved agents and MCP servers; absent when there is no registry. */
  readonly registry?: ReadonlySet<string>;
  /** The register of AI agents; absent where none is kept. */
  readonly agents?: readonly RegisteredAgent[];
  /** Who left; absent where no list was given. */
  readonly departures?: DepartureBook;
  /** Tag keys that hold the day of the last review, besides the usual ones. */
  readonly reviewTags?: readonly string[];
  /** How long what identities present may last. */
  readonly tokenLimits?: ClassLimits;
  /** What identities could do earlier, by id; absent where nothing earlier was given. */
  readonly earlier?: ReadonlyMap<string, EarlierPower>;
}
