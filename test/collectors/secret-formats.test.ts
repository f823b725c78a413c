import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatsIn, knownFormats } from '../../src/collectors/known-formats.ts';
import { checkValue } from '../../src/collectors/secret-formats/checks.ts';
import { crc32Of } from '../../src/collectors/secret-formats/crc32.ts';
import { Screen } from '../../src/collectors/secret-formats/screen.ts';
import { checksummed, generated, jwt } from '../token-shapes.ts';

describe('formats', () => {
  test('ids say a vendor and a thing, and what every value holds is looked for', () => {
    for (const { id, holds, pattern } of knownFormats) {
      expect(id).toMatch(/^[a-z0-9.]+\/[a-z0-9-]+$/);
      expect(holds.length, id).toBeGreaterThanOrEqual(3);
      expect(pattern.flags).toBe('g');
    }
    expect(new Set(knownFormats.map((f) => f.id.split('/')[0])).size).toBeGreaterThan(90);
  });

  test('what follows a fixed part goes on without a space or a quote', () => {
    const body = /^\(\?<!\[\\w-\]\)\(\?:(.*)\)\(\?!\\w\)$/;
    for (const { id, holds, pattern } of knownFormats.filter((format) => format.before === 0)) {
      const written = fc.stringMatching(new RegExp(`^(?:${body.exec(pattern.source)?.[1]})$`));
      const goesOn = (value: string): boolean =>
        value.startsWith(holds) && /^[\w.+/=:,|~%@<>(){}^-]{12}$/.test(value.slice(holds.length, holds.length + 12));
      expect(
        fc.sample(written, { numRuns: 5, seed: 1 }).filter((value) => !goesOn(value)),
        id,
      ).toEqual([]);
    }
  });

  test('a checksum proves or refutes', () => {
    expect(checkValue('crc32-base62', checksummed('ghp_'))).toBe('proved');
    expect(checkValue('crc32-base62', checksummed('npm_', 77))).toBe('proved');
    expect(checkValue('crc32-base62', `ghp_${generated(36)}`)).toBe('refuted');
    expect(checkValue('jwt', jwt({ iss: 'https://a.internal' }))).toBe('open');
    expect(checkValue('jwt', jwt({ sub: '1234567890' }))).toBe('refuted');
    expect(checkValue('jwt', jwt({ some: 'payload' }))).toBe('refuted');
    expect(checkValue('bech32', `AGE-SECRET-KEY-1${generated(58, 1, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`)).toBe('refuted');
    expect(crc32Of('123456789')).toBe(0xcbf43926);
  });
});

describe('the screen', () => {
  const needles = [{ text: 'abc' }, { text: 'ghp_' }, { text: 'ecret', anyCase: true }, { text: '://' }, { text: 'aaa' }];
  const screen = new Screen(needles);
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'g', 'h', 'p', '_', ':', '/', 'Secret', 'ECRET', 'ghp_', 'é', '\n'), { maxLength: 60 })
    .map((p) => p.join(''));

  test('finds every needle wherever it stands, and nothing else', () => {
    fc.assert(
      fc.property(text, (hay) => {
        const bytes = Buffer.from(hay);
        const latin = bytes.toString('latin1');
        const expected = needles.flatMap(({ text: needle, anyCase }, n) => {
          const [inside, wanted] = anyCase ? [latin.toLowerCase(), needle.toLowerCase()] : [latin, needle];
          const places: string[] = [];
          for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + 1)) places.push(`${n}@${at}`);
          return places;
        });
        const seen: string[] = [];
        screen.scan(bytes, (n, at) => seen.push(`${n}@${at}`));
        expect(seen.sort()).toEqual(expected.sort());
        // Bytes that begin where the machine cannot read two at once.
        const odd: string[] = [];
        screen.scan(Buffer.concat([Buffer.from('T'), bytes]).subarray(1), (n, at) => odd.push(`${n}@${at}`));
        expect(odd.sort()).toEqual(expected);
        expect(screen.within(latin)).toEqual(needles.map((_, n) => n).filter((n) => expected.some((e) => e.startsWith(`${n}@`))));
      }),
    );
  });

  test('finds what stands where a piece of a long text ends', () => {
    for (const length of [65_520, 65_517, 2 * 65_517]) {
      for (let back = 8; back >= -8; back--) {
        const bytes = Buffer.alloc(200_000, 'x');
        bytes.write('ghp_', length - back);
        const seen: string[] = [];
        screen.scan(bytes, (n, at) => seen.push(`${n}@${at}`));
        expect(seen).toEqual([`1@${length - back}`]);
      }
    }
  });

  test('finds the same where no code may be made while a program runs', () => {
    const bytes = Buffer.from(`abc ://ghp_SECRETaaa${'y'.repeat(70_000)}Ecretabc`);
    const found = (): readonly string[] => {
      const seen: string[] = [];
      new Screen(needles).scan(bytes, (n, at) => seen.push(`${n}@${at}`));
      return seen;
    };
    const all = found();
    vi.stubGlobal('WebAssembly', undefined);
    try {
      expect(found()).toEqual(all);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(all.length).toBe(7);
  });

  test('a text with a token holds what the tokens of its format hold', () => {
    expect(formatsIn(`a ${checksummed('ghp_')} b`).map((f) => f.id)).toContain('github/personal-token');
    expect(formatsIn('the quick brown fox')).toEqual([]);
  });
});
