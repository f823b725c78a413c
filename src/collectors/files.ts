import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../user-error.ts';
import type { FileHead } from './collector.ts';
import { openText } from './decode.ts';
import { type JsonProblem, JsonStream } from './json-stream.ts';
import { withoutKnownSecrets } from './known-secrets.ts';
import { isSqlite } from './sqlite-file.ts';

/** Characters of a file that are looked at to say what it is. */
const HEAD = 64 * 1024;

/**
 * Opens a file and says what it is.
 * @param shown how messages name the file.
 * @throws UserError for what no collector can read: not there, a directory, no permission, empty, binary, a merge conflict.
 */
export async function readHead(path: string, shown = path): Promise<FileHead> {
  const text = await headText(path, shown);
  if (text.trim() === '') throw new UserError(`${shown}: the file is empty; make the export again`);
  if (isSqlite(text)) return { path, name: basename(path), text: '', format: 'sqlite', keys: [] };
  if (text.includes('\0')) throw new UserError(`${shown}: the file is binary; give a JSON or CSV export, or a snapshot of nhi collect`);
  const conflict = /^(?:<{7} |={7}$|>{7} )/m.exec(text);
  if (conflict && /^<{7} /m.test(text)) {
    const line = text.slice(0, conflict.index).split('\n').length;
    throw new UserError(`${shown}:${line}: the file holds merge conflict markers; resolve the conflict first`);
  }
  const name = basename(path);
  const format = formatOf(text, name);
  return { path, name, text, format, keys: format === 'json' ? headKeys(text) : [] };
}

/** The error for a file that no collector recognises: says what was found and what would be read. */
export function notRecognised(head: FileHead, expected: readonly string[], shown = head.path): UserError {
  const found = whatIs(head);
  return new UserError(`${shown}: not a file that can be read: ${found}; expected one of: ${expected.join('; ')}`);
}

function whatIs(head: FileHead): string {
  switch (head.format) {
    case 'json': {
      const keys = head.keys.length > 0 ? `JSON with the keys ${listed(head.keys)}` : withoutKeys(head.text);
      const fault = head.text.length < HEAD ? faultIn(head.text) : undefined;
      return fault === undefined ? keys : `${keys}, and not whole (${fault})`;
    }
    case 'csv':
      return `CSV with the columns ${listed(firstLine(head.text).split(','))}`;
    case 'sqlite':
      return 'an SQLite database';
    case 'yaml':
      return 'YAML';
    case 'text': {
      const line = head.text.slice(0, head.text.search(/\S/)).split('\n').length;
      return /\.json(?:\.gz)?$/i.test(head.name) ? `not JSON, which starts with { or [ (line ${line} starts otherwise)` : 'text';
    }
  }
}

function withoutKeys(text: string): string {
  if (/^\s*\{\s*\}\s*$/.test(text)) return 'an empty JSON object';
  if (/^\s*\[\s*\]\s*$/.test(text)) return 'an empty JSON list, which does not say of what';
  return /^\s*\[/.test(text) ? 'a JSON list of other things' : 'JSON without an object at its top';
}

async function headText(path: string, shown: string): Promise<string> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw new UserError(`${shown}: is a directory, and a file is needed here`);
    if (!about.isFile()) throw new UserError(`${shown}: is not a regular file; write its content to a file first`);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of openText(path)) {
      text += decoder.decode(chunk.subarray(0, HEAD * 4), { stream: true });
      if (text.length >= HEAD) break;
    }
    return text.slice(0, HEAD);
  } catch (error) {
    throw readError(shown, error);
  }
}

/** What the file system or the unpacking said, as one line for a person. */
export function readError(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError(`${path}: there is no such file`);
    case 'EACCES':
    case 'EPERM':
      return new UserError(`${path}: no permission to read the file`);
    case 'EISDIR':
      return new UserError(`${path}: is a directory, and a file is needed here`);
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return new UserError(`${path}: the gzip data is damaged or cut short`);
    default:
      return new UserError(`${path}: cannot be read${code === '' ? '' : ` (${code})`}`);
  }
}

function formatOf(text: string, name: string): FileHead['format'] {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^\{\s*(?:["}]|$)/.test(start) || /^\[\s*(?:[[{"\]\d-]|true\b|false\b|null\b|$)/.test(start)) return 'json';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  const columns = firstLine(start).split(',');
  if (columns.length >= 2 && columns.every((c) => /^(?:"[^"]*"|[\w<>](?:[\w .<>-]*[\w<>])?)$/.test(c))) return 'csv';
  const line = /^(?!\s*#).*\S.*$/m.exec(start)?.[0] ?? '';
  return /^---(?:\s|$)/.test(line) || /^["']?[\w./-]+["']?:(?:\s|$)/.test(line) ? 'yaml' : 'text';
}

/** The keys of the first object that the head shows. */
function headKeys(text: string): string[] {
  const keys = new Set<string>();
  const stream = new JsonStream({
    lists: new Set(),
    element: () => {},
    key: (key, place) => {
      if (place.page === 0) keys.add(key);
    },
    problem: () => {},
  });
  stream.push(Buffer.from(text));
  return [...keys];
}

/** Where and how a JSON text breaks off. */
function faultIn(text: string): string | undefined {
  let fault: string | undefined;
  const problem = ({ kind, line, message }: JsonProblem): void => {
    if (kind === 'truncated' || kind === 'broken') fault ??= `line ${line}: ${message.split(':', 1)[0]}`;
  };
  const stream = new JsonStream({ lists: new Set(), element: () => {}, problem });
  stream.push(Buffer.from(text));
  stream.end();
  return fault;
}

function firstLine(text: string): string {
  return text.slice(0, /\r?\n|$/.exec(text)?.index ?? 0);
}

/** Names come from the file: shortened, and without what a terminal would obey. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((n) =>
    withoutKnownSecrets(n)
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 40),
  );
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
