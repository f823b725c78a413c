import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { UserError } from '../user-error.ts';

/** A word that must be one of a few. @throws UserError that offers the nearest. */
export function readOneOf<T extends string>(value: string, allowed: readonly T[], flag: string): T {
  const found = allowed.find((a) => a === value);
  if (found !== undefined) return found;
  throw new UserError(`${flag} must be one of ${allowed.join(', ')}; got ${quoted(value)}${didYouMean(value, allowed)}`);
}
