import { crc32Of } from '../src/collectors/secret-formats/crc32.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits as a generator makes them, the same for the same seed. Made at run time: no file holds what it makes. */
export function generated(length: number, seed = 1, alphabet = base62): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return alphabet[(state >> 8) % alphabet.length];
  }).join('');
}

/** A token whose last six characters are the checksum of those before, as GitHub and npm write them. */
export function checksummed(prefix: string, seed = 1): string {
  const body = generated(30, seed);
  let sum = crc32Of(body);
  let tail = '';
  for (let i = 0; i < 6; i++) {
    tail = base62[sum % 62] + tail;
    sum = Math.floor(sum / 62);
  }
  return prefix + body + tail;
}

/** A signed token with these claims, and a signature that nobody made. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${generated(60, 9)}`;
}

/** A private key in PEM, which no program would take for one. */
export function pem(kind = 'RSA '): string {
  const lines = [1, 2, 3, 4].map((seed) => generated(64, seed));
  return [`-----BEGIN ${kind}PRIVATE KEY-----`, ...lines, `-----END ${kind}PRIVATE KEY-----`].join('\n');
}
