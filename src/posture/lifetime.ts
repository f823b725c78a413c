import type { Credential } from '../inventory/credential.ts';
import { type Limit, lasting } from './class-limits.ts';
import { no, type PostureAnswer, unknown, yes } from './posture-answer.ts';
import type { TokenLife } from './token-lives.ts';

export interface LifetimeInput {
  /** Credentials that prove it or that it works with; undefined where they were not read. */
  readonly credentials: readonly Credential[] | undefined;
  /** A secret that stays the same until somebody changes it and that it may read where that is kept; undefined where none is known. */
  readonly keptSecret?: Credential | undefined;
  /** How long the tokens or sessions last that its platform makes for it; undefined where that is not known. */
  readonly life: TokenLife | undefined;
  readonly limit: Limit;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Whether everything that it presents ends within the limit of its class. A static credential is longer than any limit, and so is
 * a secret that it may read and that nobody changes: whoever reads a key once has it for good.
 */
export function lifetime({ credentials, keptSecret, life, limit, now }: LifetimeInput): PostureAnswer {
  const live = (credentials ?? []).filter((c) => isUsable(c, now));
  const endless = live.filter((c) => c.static);
  if (endless.length > 0) return no(`${endless.length === 1 ? endless[0]?.name : `${endless.length} credentials`} without expiry`);
  const lives = live.map((c) => lifeOf(c, now));
  const all = life === undefined ? lives : [...lives, life];
  const long = all.find((one) => one.atLeast > limit.high);
  if (long !== undefined) return no(`${long.says}; ${limit.says}`);
  if (keptSecret !== undefined) return no(`may read ${keptSecret.name}, which stays the same until somebody changes it`);
  if (credentials === undefined && life === undefined) return unknown('its credentials were not read');
  const doubtful = all.find((one) => one.atMost > limit.low);
  if (doubtful !== undefined) return unknown(`${doubtful.says}; ${limit.says}`);
  if (credentials === undefined) return unknown('its credentials were not read');
  if (life === undefined) return unknown('how long what it presents lasts was not seen');
  return yes(longestOf(all).says);
}

/** It works today, as far as is known: neither disabled nor expired. */
export function isUsable({ enabled, expiresAt }: Credential, now: number): boolean {
  return enabled !== false && !(typeof expiresAt === 'string' && Date.parse(expiresAt) <= now);
}

/** How long a credential lasts from its making to its end; at least as long as it still has where its making is not known. */
function lifeOf({ name, createdAt, expiresAt }: Credential, now: number): TokenLife {
  const end = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
  const start = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  if (Number.isNaN(end)) return { atLeast: 0, atMost: Number.POSITIVE_INFINITY, says: `how long ${name} lasts was not seen` };
  const seconds = Math.max(0, Math.round((end - (Number.isNaN(start) ? now : start)) / 1000));
  if (!Number.isNaN(start)) return { atLeast: seconds, atMost: seconds, says: `${name} lasts ${lasting(seconds)}` };
  return { atLeast: seconds, atMost: Number.POSITIVE_INFINITY, says: `${name} works for another ${lasting(seconds)}` };
}

function longestOf(lives: readonly TokenLife[]): Pick<TokenLife, 'says'> {
  return lives.reduce((a, b) => (b.atMost > a.atMost ? b : a));
}
