const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The form that carries an account: a prefix and base32; ids from before 2019 (fifth character I or J) carry none. */
const form = /^(?:AKIA|ASIA)(?![IJ])[A-Z2-7]{16}$/;

/**
 * The account number that an access key id carries: base32 after the prefix, the first 48 bits without the first and the
 * last seven. AWS documents the prefixes only
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids), so this is a hint.
 */
export function accountOfKeyId(id: string): string | undefined {
  if (!form.test(id)) return undefined;
  let bits = 0n;
  for (const c of id.slice(4, 14)) bits = (bits << 5n) | BigInt(alphabet.indexOf(c));
  const account = ((bits >> 2n) >> 7n) & ((1n << 40n) - 1n);
  return account < 1_000_000_000_000n ? account.toString().padStart(12, '0') : undefined;
}
