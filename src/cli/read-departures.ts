import { readFileSync, statSync } from 'node:fs';
import { readCsv } from '../collectors/csv.ts';
import { quoted } from '../engine/quoted.ts';
import type { Departure } from '../posture/departed.ts';
import { UserError } from '../user-error.ts';

const largest = 64 * 1024 * 1024;

/** Columns, compared in lower case and by letters only. What is in no list is not about who somebody is. */
const nameColumns = new Set(
  (
    'email mail emailaddress workemail companyemail primaryemail useremail login username user userid upn userprincipalname github ' +
    'githublogin githubuser githubusername gitlab gitlabusername name fullname displayname employee employeename person owner account ' +
    'accountname samaccountname alias aliases otheremails secondaryemail handle who'
  ).split(' '),
);
const dateColumns = new Set(
  (
    'date left lefton leftat departed departedon departure departuredate end enddate lastday lastworkingday terminated terminatedon ' +
    'termination terminationdate leavedate leavingdate offboarded offboardedon offboardingdate deactivatedat deactivated on'
  ).split(' '),
);
const statusColumns = new Set(['status', 'state', 'employmentstatus', 'employeestatus', 'accountstatus', 'userstatus']);
const activeColumns = new Set(['active', 'isactive', 'enabled', 'accountenabled']);
const loginColumns = new Set(['login', 'github', 'githublogin', 'githubuser', 'githubusername', 'gitlab', 'gitlabusername', 'handle']);

/** Words of a status that say that somebody is gone; every other word says that he is not. */
const gone = new Set(
  'inactive terminated disabled suspended deprovisioned deactivated departed left leaver offboarded former resigned deleted blocked'.split(
    ' ',
  ),
);

/**
 * Reads a list of people who left: one a line, or CSV, with a day where one is given. With a heading the columns that name
 * people, days and a status are used; without one every row is the names of one person and perhaps a day.
 * @throws UserError where it cannot be read, names nobody, or a day cannot be told.
 */
export async function readDepartures(file: string): Promise<readonly Departure[]> {
  let bytes: Buffer;
  try {
    if (statSync(file).size > largest) throw new UserError(`${file}: too large for a list of people who left`);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}); name the list of people who left`);
  }
  const departures = await parseDepartures(bytes.toString('utf8').replace(/^\ufeff/, ''), file);
  if (departures.length === 0) throw new UserError(`${file}: names nobody who left; write an e-mail address, login or name a line`);
  return departures;
}

/** @param file how it is named in messages. */
export async function parseDepartures(text: string, file: string): Promise<readonly Departure[]> {
  const rows: Row[] = [];
  for await (const { line, fields } of readCsv(chunks(withCommas(text)))) {
    const cells = fields.map((cell) => cell.trim().slice(0, 1000));
    const isBlank = cells.every((cell) => cell === '') || cells[0]?.startsWith('#') === true;
    if (!isBlank) rows.push({ line, cells });
  }
  const [first, ...rest] = rows;
  if (first === undefined) return [];
  const headings = first.cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const hasHeading = headings.some((h) => nameColumns.has(h)) && !first.cells.some((cell) => cell.includes('@') || /\d{4}/.test(cell));
  return hasHeading
    ? rest.flatMap((row) => withHeadings(row, headings, file) ?? [])
    : rows.flatMap((row) => withoutHeadings(row, file) ?? []);
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function withHeadings({ line, cells }: Row, headings: readonly string[], file: string): Departure | undefined {
  const under = (columns: ReadonlySet<string>): readonly string[] => cells.filter((c, i) => columns.has(headings[i] ?? '') && c !== '');
  const status = under(statusColumns)[0]?.toLowerCase();
  const active = under(activeColumns)[0]?.toLowerCase();
  if (status !== undefined && !gone.has(status)) return undefined;
  if (active !== undefined && !['false', 'no', '0'].includes(active)) return undefined;
  const names = cells.flatMap((cell, i) => {
    const heading = headings[i] ?? '';
    if (!nameColumns.has(heading) || cell === '') return [];
    const each = heading.startsWith('alias') || heading === 'otheremails' ? cell.split(/[|;\s]+/) : [cell];
    return each.filter((name) => name !== '').map((name) => (loginColumns.has(heading) && /^[\w-]+$/.test(name) ? `@${name}` : name));
  });
  const day = under(dateColumns).map((cell) => readDay(cell, file, line))[0];
  return names.length === 0 ? undefined : { names, ...(day === undefined ? {} : { on: day }) };
}

/** The first cell is a person; of the others those that can only be names of one. */
function withoutHeadings({ line, cells }: Row, file: string): Departure | undefined {
  const [first = '', ...others] = cells.filter((cell) => cell !== '');
  const days = others.filter((cell) => /\d{4}/.test(cell) && !cell.includes('@')).map((cell) => readDay(cell, file, line));
  const names = [first, ...others.filter((cell) => cell.includes('@'))];
  return first === '' ? undefined : { names, ...(days[0] === undefined ? {} : { on: days[0] }) };
}

/** A day whose order cannot be mistaken: 2026-03-31, 2026/03/31, 31.03.2026, or a time of ISO 8601. */
function readDay(text: string, file: string, line: number): string {
  const [, y, m, d] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].{0,40})?$/.exec(text) ?? [];
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = `${y ?? year}-${(m ?? month ?? '').padStart(2, '0')}-${(d ?? day ?? '').padStart(2, '0')}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) {
    throw new UserError(`${file}:${line}: ${quoted(text)} is not a day; write it like 2026-03-31`);
  }
  return iso;
}

/** Spreadsheets of some countries write `;` or tabs between the cells. */
function withCommas(text: string): string {
  const [first = ''] = text.split('\n', 1);
  if (first.includes(',')) return text;
  const separator = first.includes('\t') ? '\t' : first.includes(';') ? ';' : undefined;
  return separator === undefined ? text : text.replaceAll(',', ' ').replaceAll(separator, ',');
}

async function* chunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text, 'utf8');
}
