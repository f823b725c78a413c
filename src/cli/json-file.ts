import { readFileSync, statSync } from 'node:fs';
import { isObject } from '../plain-object.ts';
import { UserError } from '../user-error.ts';

/** Files that we wrote ourselves are read whole: bytes, at most. */
const largest = 512 * 1024 * 1024;

/** The object in a JSON file; empty where it holds something else. @throws UserError naming what writes such a file. */
export function parseJsonFile(file: string, writer: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    if (statSync(file).size > largest) throw new UserError(`${file}: too large to be read`);
    value = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof SyntaxError) throw new UserError(`${file}: not JSON, or cut short; write it anew with ${writer}`);
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new UserError(`${file}: ${problem}; name a file that ${writer} wrote`);
  }
  return isObject(value) ? value : {};
}

/** A value of an object under its own key; undefined for what is none. */
export function field(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
