import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOfKeyId } from '../../../src/collectors/aws-key-account.ts';
import { detect, redact, redactName, shown } from '../../../src/collectors/repository/secrets/detect.ts';

interface Case {
  readonly why: string;
  readonly key: string;
  readonly value: string;
  /** Provider (null: none known) and kind. */
  readonly found?: readonly [string | null, string];
}

const cases = JSON.parse(readFileSync(new URL('./detect-cases.json', import.meta.url), 'utf8')) as readonly Case[];

describe('detect', () => {
  test.each(cases)('$why', ({ key, value, found }) => {
    const detected = detect(key, value);
    if (found === undefined) expect(detected).toEqual([]);
    else expect(detected.map((d) => [d.provider ?? null, d.kind])).toEqual([found]);
  });

  test('a private key, its line ends written out or not', () => {
    const body = 'q8Zt3LmXp0Vb7Nc2KdR5sWf9HyJ4uG6aE1oTiQxB'.repeat(4);
    for (const end of ['\n', '\\n']) {
      const value = `-----BEGIN PRIVATE KEY-----${end}${body}${end}-----END PRIVATE KEY-----`;
      expect(detect('key', value).map((d) => d.kind)).toEqual(['private-key']);
    }
  });

  test('an encrypted private key with its headers, and nothing behind its end', () => {
    const body = 'q8Zt3LmXp0Vb7Nc2KdR5sWf9HyJ4uG6aE1oTiQxB'.repeat(4);
    const head = '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n';
    const [found, ...others] = detect('key', `${head}${body}\n-----END RSA PRIVATE KEY-----\nssh-add and more\n`);
    expect(found?.value.startsWith(head)).toBe(true);
    expect(found?.value.trimEnd().endsWith(body)).toBe(true);
    expect(others).toEqual([]);
  });

  test('a format is blotted out also where more is written against it', () => {
    const token = 'ghp_R4nd0mQ7x2kLm9ZpT5vWc8YbN3sJd6FgH1aE';
    for (const text of [`${token}_TOKEN`, `x/${token}@v1`, `a_${token}`]) {
      expect(redactName(text)).not.toContain(token);
      expect(shown(text)).not.toContain(token);
    }
  });

  test('no text makes it throw, or take long', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ maxLength: 2000 }),
        (key, value) => detect(key, value).length >= 0 && redact(value) !== undefined,
      ),
    );
    for (const part of ['${', 'a=', 'sk-', '://', 'eyJ', '-----BEGIN PRIVATE KEY-----', '$(', '<', '_', '"']) {
      expect(() => [detect('token', part.repeat(20_000)), redact(part.repeat(20_000))]).not.toThrow();
    }
  });

  test('what is detected in a text is gone from the redacted text', () => {
    const secrets = cases.filter(
      (c) => c.found !== undefined && !c.value.includes('${') && !c.value.includes(' ') && !c.value.includes('zapier'),
    );
    for (const { key, value } of secrets) {
      const secret = detect(key, value)[0]?.value ?? '';
      expect(redact(`${key || '--api-key'}=${value} run`), value).not.toContain(secret);
    }
  });
});

test('an access key id carries its account', () => {
  expect(accountOfKeyId('AKIAY34FZKBOKMUTVV7A')).toBe('609629065308');
  expect(accountOfKeyId('AKIAIOSFODNN7ABCDEFG')).toBeUndefined();
  expect(accountOfKeyId('AKIA')).toBeUndefined();
});
