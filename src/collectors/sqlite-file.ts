import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The value of a column. */
export type SqliteValue = string | number | Buffer | null;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

const magic = 'SQLite format 3\0';
/** No row of a directory is larger; a longer length is damage. */
const longestRow = 64 * 1024 * 1024;
const deepestTree = 40;

interface Table {
  readonly root: number;
  readonly columns: readonly string[];
}

/**
 * Reads the tables of an SQLite database, without SQL and without a library: pages, trees and records as the format describes
 * them (https://www.sqlite.org/fileformat2.html). What is in a write-ahead log is not seen. Damage raises SqliteDamage; rows before
 * it were handed over.
 */
export class SqliteFile {
  readonly #file: number;
  readonly #pageSize: number;
  readonly #usable: number;
  readonly #pages: number;
  readonly #encoding: 'utf8' | 'utf16le' | 'utf16be';
  readonly #tables = new Map<string, Table>();

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    const header = Buffer.alloc(100);
    if (readSync(this.#file, header, 0, 100, 0) < 100 || header.toString('latin1', 0, 16) !== magic) {
      closeSync(this.#file);
      throw new SqliteDamage('it does not begin as an SQLite database does');
    }
    const size = header.readUInt16BE(16);
    this.#pageSize = size === 1 ? 65536 : size;
    this.#usable = this.#pageSize - header.readUInt8(20);
    this.#encoding = ({ 2: 'utf16le', 3: 'utf16be' } as const)[header.readUInt32BE(56)] ?? 'utf8';
    this.#pages = Math.ceil(fstatSync(this.#file).size / Math.max(this.#pageSize, 512));
    if (this.#pageSize < 512 || this.#usable < 480) throw new SqliteDamage('its page size is none');
    for (const [type, name, , root, sql] of this.#records(1)) {
      if (type === 'table' && typeof name === 'string' && typeof root === 'number' && typeof sql === 'string')
        this.#tables.set(name, { root, columns: columnsIn(sql) });
    }
  }

  get tables(): readonly string[] {
    return [...this.#tables.keys()];
  }

  /** The rows of a table in the order of their ids; none where there is no such table. */
  *rows(name: string): Generator<SqliteRow> {
    const table = this.#tables.get(name);
    if (table === undefined) return;
    // A column that was added later is missing at the end of older rows.
    for (const values of this.#records(table.root)) yield Object.fromEntries(table.columns.map((column, i) => [column, values[i] ?? null]));
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The records of a tree; what a damaged page says may lie outside of it. */
  *#records(root: number): Generator<readonly SqliteValue[]> {
    try {
      yield* this.#walk(root);
    } catch (error) {
      throw error instanceof RangeError ? new SqliteDamage('a page refers to what it does not hold') : error;
    }
  }

  *#walk(root: number): Generator<readonly SqliteValue[]> {
    const seen = new Set<number>();
    const waiting: { readonly page: number; readonly depth: number }[] = [{ page: root, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { page, depth } = next;
      if (seen.has(page) || depth > deepestTree) throw new SqliteDamage(`page ${page} leads back to itself`);
      seen.add(page);
      const data = this.#page(page);
      const start = page === 1 ? 100 : 0;
      const type = data.readUInt8(start);
      const count = data.readUInt16BE(start + 3);
      if (type !== 0x05 && type !== 0x0d) throw new SqliteDamage(`page ${page} is no part of a table`);
      const pointers = start + (type === 0x05 ? 12 : 8);
      if (pointers + count * 2 > data.length) throw new SqliteDamage(`page ${page} promises more than it holds`);
      const cells = Array.from({ length: count }, (_, i) => data.readUInt16BE(pointers + i * 2));
      if (type === 0x0d) for (const cell of cells) yield this.#record(data, cell, page);
      else {
        // The last one on the stack is read first.
        waiting.push({ page: data.readUInt32BE(start + 8), depth: depth + 1 });
        for (const cell of cells.reverse()) {
          if (cell + 4 > data.length) throw new SqliteDamage(`page ${page} promises more than it holds`);
          waiting.push({ page: data.readUInt32BE(cell), depth: depth + 1 });
        }
      }
    }
  }

  #record(data: Buffer, cell: number, page: number): readonly SqliteValue[] {
    const [length, afterLength] = varint(data, cell);
    const [, body] = varint(data, afterLength);
    if (length > longestRow) throw new SqliteDamage(`a row of page ${page} has no end`);
    return valuesOf(this.#payload(data, body, length, page), this.#encoding);
  }

  /** A row that does not fit into its page goes on in others. */
  #payload(data: Buffer, at: number, length: number, page: number): Buffer {
    const most = this.#usable - 35;
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const fitting = least + ((length - least) % (this.#usable - 4));
    const local = length <= most ? length : fitting <= most ? fitting : least;
    if (at + local > data.length) throw new SqliteDamage(`a row of page ${page} ends outside of it`);
    if (local === length) return data.subarray(at, at + length);
    const parts = [data.subarray(at, at + local)];
    let left = length - local;
    let next = data.readUInt32BE(at + local);
    while (left > 0) {
      const more = this.#page(next);
      const part = more.subarray(4, 4 + Math.min(left, this.#usable - 4));
      parts.push(part);
      left -= part.length;
      next = more.readUInt32BE(0);
    }
    return Buffer.concat(parts);
  }

  #page(number: number): Buffer {
    const data = Buffer.alloc(this.#pageSize);
    if (number < 1 || number > this.#pages || readSync(this.#file, data, 0, this.#pageSize, (number - 1) * this.#pageSize) < this.#pageSize)
      throw new SqliteDamage(`page ${number} is not there: the file is cut short or damaged`);
    return data;
  }
}

/** What is wrong with a database, for a person. */
export class SqliteDamage extends Error {
  override readonly name = 'SqliteDamage';
}

/** Whether the head of a file is that of an SQLite database. */
export function isSqlite(text: string): boolean {
  return text.startsWith(magic);
}

function varint(data: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = data[at + i];
    if (byte === undefined) break;
    if (i === 8) return [value * 256 + byte, at + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  throw new SqliteDamage('a number ends outside of its page');
}

function valuesOf(record: Buffer, encoding: 'utf8' | 'utf16le' | 'utf16be'): readonly SqliteValue[] {
  const [header, first] = varint(record, 0);
  const values: SqliteValue[] = [];
  let at = header;
  for (let i = first; i < header; ) {
    const [type, next] = varint(record, i);
    i = next;
    const size = sizeOf(type);
    if (at + size > record.length) throw new SqliteDamage('a value ends outside of its row');
    values.push(decode(record.subarray(at, at + size), type, encoding));
    at += size;
  }
  return values;
}

function sizeOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
}

function decode(bytes: Buffer, type: number, encoding: 'utf8' | 'utf16le' | 'utf16be'): SqliteValue {
  if (type === 0 || type === 10 || type === 11) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  if (type < 7) return bytes.readIntBE(0, bytes.length);
  if (type % 2 === 0) return Buffer.from(bytes);
  return encoding === 'utf16be' ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString(encoding);
}

/** Names of the columns in a `CREATE TABLE` statement, constraints left out. */
function columnsIn(sql: string): readonly string[] {
  const columns: string[] = [];
  for (const part of partsOf(sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')')))) {
    const match = /^\s*(?:"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|([^\s(,]+))/.exec(part);
    const quoted = match?.[1] ?? match?.[2] ?? match?.[3];
    const name = quoted ?? match?.[4];
    if (name === undefined || (quoted === undefined && /^(?:constraint|primary|unique|check|foreign)$/i.test(name))) continue;
    columns.push(name.replaceAll('""', '"'));
  }
  return columns;
}

/** The parts between commas that stand in no parentheses and no quotes. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, quote, start] = [0, '', 0];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'" || c === '`') quote = c;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
