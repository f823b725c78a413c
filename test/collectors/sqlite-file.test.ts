import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SqliteDamage, SqliteFile } from '../../src/collectors/sqlite-file.ts';

const path = fileURLToPath(new URL('../../fixtures/entra/roadrecon/roadrecon.db', import.meta.url));

/** A changed copy of the database. */
function copy(change: (data: Buffer) => Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'x.db');
  writeFileSync(file, change(Buffer.from(readFileSync(path))));
  return file;
}

function readAll(file: string): number {
  const database = new SqliteFile(file);
  try {
    return database.tables.reduce((n, table) => n + [...database.rows(table)].length, 0);
  } finally {
    database.close();
  }
}

describe('a database', () => {
  test('has its tables and rows, over several pages', () => {
    const database = new SqliteFile(path);
    expect(database.tables).toContain('Applications');
    const rows = [...database.rows('Applications')];
    expect(rows).toHaveLength(30);
    expect(rows.map((row) => row.displayName).slice(0, 3)).toEqual(['nightly-export', 'app 2', 'app 3']);
    expect(rows[0]).toMatchObject({
      objectType: 'Application',
      availableToOtherTenants: 0,
      oauth2AllowImplicitFlow: 1,
      optionalClaims: null,
    });
    database.close();
  });

  test('has values that are longer than a page', () => {
    const database = new SqliteFile(path);
    const [first] = database.rows('Applications');
    expect(String(first?.replyUrls)).toMatch(/^\["https:\/\/a\.harbour\.example\/x{3000}"\]$/);
    database.close();
  });

  test('has no rows of a table that it has not', () => {
    const database = new SqliteFile(path);
    expect([...database.rows('Nothing')]).toEqual([]);
    database.close();
  });
});

describe('a damaged database', () => {
  test('is no database without its first words', () => {
    expect(() => new SqliteFile(copy((data) => data.fill(0, 0, 4)))).toThrow(SqliteDamage);
    expect(() => new SqliteFile(copy(() => Buffer.from('SQLite')))).toThrow(SqliteDamage);
  });

  test('gives what stands before and beside the damage', () => {
    const pages = readFileSync(path).length / 512;
    const outcomes = Array.from({ length: pages - 1 }, (_, i) => {
      const file = copy((data) => data.fill(0, (i + 1) * 512, (i + 2) * 512));
      try {
        const database = new SqliteFile(file);
        let [rows, damaged] = [0, 0];
        for (const table of database.tables) {
          try {
            for (const _ of database.rows(table)) rows++;
          } catch (error) {
            expect(error).toBeInstanceOf(SqliteDamage);
            damaged++;
          }
        }
        database.close();
        return { rows, damaged };
      } catch (error) {
        expect(error).toBeInstanceOf(SqliteDamage);
        return { rows: 0, damaged: -1 };
      }
    });
    // A page in the middle of the applications takes those after it along.
    expect(outcomes.some(({ rows, damaged }) => damaged === 1 && rows > 15 && rows < 45)).toBe(true);
  });

  test('ends, and says nothing but that it is damaged', () => {
    const size = readFileSync(path).length;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(size - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }), (changes) => {
        const file = copy((data) => {
          for (const [at, byte] of changes) data[at] = byte;
          return data;
        });
        try {
          expect(readAll(file)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(SqliteDamage);
        }
      }),
      { numRuns: 150 },
    );
  });
});
