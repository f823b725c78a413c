import { crc32Of } from './crc32.ts';
import type { CheckName } from './format.ts';

/** `proved`: the value's own checksum is right. `refuted`: it is no such credential. `open`: it may be one. */
export type Verdict = 'proved' | 'refuted' | 'open';

/** What a value in a format says of itself. A wrong checksum refutes; what only looks right stays open. */
export function checkValue(check: CheckName | undefined, value: string): Verdict {
  switch (check) {
    case undefined:
      return 'open';
    case 'crc32-base62':
      return checksummed(value);
    case 'bech32':
      return bech32(value.toLowerCase()) ? 'proved' : 'refuted';
    case 'pypi-macaroon':
      // A version 2 macaroon: a location field that names the registry.
      return Buffer.from(value.slice(5), 'base64url').includes('pypi.org') ? 'proved' : 'refuted';
    case 'base64-64':
      return Buffer.from(value.slice(value.indexOf('=') + 1), 'base64').length === 64 && isMixed(value.slice(value.indexOf('=') + 1))
        ? 'open'
        : 'refuted';
    case 'shared-access-signature':
      return isMixed(value) ? 'open' : 'refuted';
    case 'jwt':
      return isJwt(value) ? 'open' : 'refuted';
    case 'mixed':
      return isMixed(value) ? 'open' : 'refuted';
  }
}

/** Whether a check of this kind can prove a value: then a value that fails it is not worth a second look. */
export function canProve(check: CheckName | undefined): boolean {
  return check === 'crc32-base62' || check === 'bech32' || check === 'pypi-macaroon';
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The last six characters of a GitHub token (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/)
 * and of an npm token are the CRC-32 of those before them, in base 62. Longer ones carry none that is known.
 */
function checksummed(value: string): Verdict {
  const body = value.slice(value.indexOf('_') + 1);
  if (body.length !== 36) return isMixed(body) ? 'open' : 'refuted';
  let sum = 0;
  for (const c of body.slice(30)) sum = sum * 62 + base62.indexOf(c);
  return sum === crc32Of(body.slice(0, 30)) ? 'proved' : 'refuted';
}

const bech32Alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
function bech32(text: string): boolean {
  const one = text.lastIndexOf('1');
  const values = [...text.slice(one + 1)].map((c) => bech32Alphabet.indexOf(c));
  if (one < 1 || values.includes(-1)) return false;
  const prefix = [...text.slice(0, one)].map((c) => c.charCodeAt(0));
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of [...prefix.map((c) => c >> 5), 0, ...prefix.map((c) => c & 31), ...values]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i++) if (((top >> i) & 1) === 1) sum ^= generators[i] ?? 0;
  }
  return sum === 1;
}

/** A header that names its algorithm and a payload that is an object (https://www.rfc-editor.org/rfc/rfc7519). */
function isJwt(value: string): boolean {
  const [header = '', payload = ''] = value.split('.');
  const head = Buffer.from(header, 'base64url').toString('utf8');
  const body = Buffer.from(payload, 'base64url').toString('utf8');
  if (!/"alg"\s*:\s*"(?!none")/i.test(head) || !body.startsWith('{')) return false;
  // The token that every description of the format shows, and those made for tests.
  return !/"sub"\s*:\s*"1234567890"|John Doe|"(?:some|foo)"\s*:\s*"(?:payload|bar)"|"(?:iss|sub|aud|name)"\s*:\s*"[^"]{0,40}(?:example|test|demo|localhost|foo|joe)/i.test(body);
}

/** Letters and digits with little repetition, as a generator makes them: at least three bits a character. */
export function isMixed(value: string): boolean {
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropyOf(value) >= 3;
}

/** Shannon entropy of a text in bits a character. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const c of value) counts.set(c, (counts.get(c) ?? 0) + 1);
  let entropy = 0;
  for (const n of counts.values()) entropy -= (n / value.length) * Math.log2(n / value.length);
  return entropy;
}
