import type { Credential } from '../inventory/credential.ts';
import { few } from './few.ts';
import { no, type PostureAnswer, unknown, yes } from './posture-answer.ts';

/** A credential that several use, each of which stops when it is withdrawn. */
export interface SharedCredential {
  readonly name: string;
  /** Distinct workloads and pipelines that hold it. */
  readonly holders: number;
  /** A second one can be there beside it, so that its holders change over before it is withdrawn. */
  readonly spare: boolean;
}

export interface RevocationInput {
  /** Distinct workloads that run as it; undefined where that is not known. */
  readonly workloads: number | undefined;
  /** More may run as it than were seen: not every service was read that can. */
  readonly mayBeMore?: boolean | undefined;
  /** Distinct workloads and pipelines that hold a credential of its own. */
  readonly holders: number;
  /** Live credentials of its own, or that it works with, which several hold. */
  readonly shared: readonly SharedCredential[];
  /** Credentials that must be withdrawn one by one to stop it; undefined where one step is enough, or that is not known. */
  readonly steps: readonly string[] | undefined;
  /** How it is switched off, in words; undefined where no way is known. */
  readonly switchOff: string | undefined;
  readonly credentials: readonly Credential[] | undefined;
}

/** Whether it can be taken away at once and nothing else stops: it alone depends on it, or its credential can be changed without a break. */
export function revocation({ workloads, mayBeMore, holders, shared, steps, switchOff, credentials }: RevocationInput): PostureAnswer {
  const stuck = shared.find((s) => !s.spare);
  if (stuck !== undefined) return no(`${stuck.holders} workloads share ${stuck.name}, which has no second slot, and would stop together`);
  if (workloads !== undefined && workloads > 1) return no(`${workloads} workloads would stop together`);
  if (steps !== undefined && steps.length > 1) return no(`stopping it takes ${steps.length} steps: ${few(steps, 3)}`);
  if (credentials === undefined) return unknown('its credentials were not read');
  if (workloads === undefined) return unknown('what runs as it was not seen');
  if (mayBeMore === true) return unknown('one workload is known to run as it, and not every service was read that others may run in');
  if (switchOff === undefined) return unknown('no way to switch it off is known');
  const [changed] = shared;
  if (changed !== undefined) return yes(`a second slot lets the ${changed.holders} that share ${changed.name} change over; ${switchOff}`);
  const users = workloads + holders;
  const depends = users > 1 ? 'each of its credentials is held once' : users === 1 ? 'one workload depends on it' : 'nothing depends on it';
  return yes(`${depends}; ${switchOff}`);
}
