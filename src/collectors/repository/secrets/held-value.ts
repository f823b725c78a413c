import { entropyOf } from '../../secret-formats/checks.ts';
import type { Detected } from './detect.ts';
import { isPlaceholder } from './placeholders.ts';
import type { Family } from './reading.ts';

/**
 * Whether what a name says is a secret looks like one, in files that are not made to hold any. Stricter than in
 * configuration: there most values of such names are labels, types, references, messages and code.
 */
export function looksHeld({ value, kind }: Detected, family: Family): boolean {
  if (kind === 'private-key' || kind === 'connection-string') return true;
  if (isPlaceholder(value) || isWordy(value) || isEncodedWord(value)) return false;
  if (
    /^[\w$.]+\(|[()<>{}\s]|^[$@%#&*^[]|\\|^https?:|^\/|^\.{1,2}\/|^@?[\w-]+\/[\w./-]+(?:@[\w.-]+)?$|^#[0-9a-f]{3,8}$|^\d+(?:\.\d+)*[a-z%]*$/i.test(
      value,
    )
  )
    return false;
  // A user without a password.
  if (kind === 'token' && /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').toString('latin1').endsWith(':'))
    return false;
  if (kind === 'password') {
    const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((c) => c.test(value)).length;
    if (value.length >= 16 && isGenerated(value)) return true;
    return family === 'data'
      ? value.length >= 8 && classes >= 3 && entropyOf(value) >= 2.5
      : value.length >= 10 && classes === 4 && entropyOf(value) >= 3;
  }
  return isGenerated(value);
}

/** At least sixteen letters and digits, mixed as chance mixes them. */
function isGenerated(value: string): boolean {
  if (value.length < 16 || value.length > 1024) return false;
  const bare = value.replace(/[^A-Za-z0-9]/g, '');
  const digits = bare.replace(/\D/g, '').length;
  if (digits < 2 || digits === bare.length || bare.length < value.length * 0.75) return false;
  return entropyOf(value) >= (/^[0-9a-f-]+$/i.test(value) ? 2.9 : 3.3);
}

/** Words with something between them: `my-service-v2`, `some.property.key1`, `fooBarBaz`, `SHA256withRSA`. */
function isWordy(value: string): boolean {
  const parts = value.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  const words = parts.filter((part) => /^[A-Za-z]*\d{0,3}$/.test(part) && (part.length <= 3 || /[aeiouy]/i.test(part)));
  if (words.length < parts.length) return false;
  // Base64 splits into many short bits at its capitals; words are longer.
  return value.replace(/[^A-Za-z]/g, '').length / parts.length >= 4 || parts.length === 1;
}

/** A word in base64: `Password:`. */
function isEncodedWord(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,40}={0,2}$/.test(value) || value.length % 4 !== 0) return false;
  return /^[A-Za-z]{4,20}[ :.!]?$/.test(Buffer.from(value, 'base64').toString('latin1'));
}
