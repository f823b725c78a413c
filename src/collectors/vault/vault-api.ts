import type { Evidence } from '../../inventory/evidence.ts';
import type { Gap } from '../../inventory/gap.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** What a vault answers, live or as it was saved: by paths of its API without `/v1/`. What cannot be read becomes a gap. */
export interface VaultApi {
  /** The answers were saved. */
  readonly isSaved?: true;
  /** The data of an answer; undefined where nothing is there, or it may not be read. */
  read(path: string, what: string): Promise<Answer | undefined>;
  /** The names that are listed under a path, those of folders with a slash at their end; undefined likewise. `each`: under which path each of them is read, where that is another. */
  list(path: string, what: string, each?: string): Promise<readonly string[] | undefined>;
  /** Where an answer stands. */
  evidence(path: string): Evidence;
}

/** Names of mounts and roles stand in paths: none of them may lead elsewhere. */
export function isPlainPath(path: string): boolean {
  return path.length <= 1024 && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part));
}

export type NoteGap = (gap: Omit<Gap, 'source'>) => void;

/** The data of an answer as Vault wraps it (https://developer.hashicorp.com/vault/api-docs); some old forms are bare. */
export function dataOf(body: unknown): Answer | undefined {
  if (!isAnswer(body)) return undefined;
  return isAnswer(body.data) ? body.data : body;
}

/** The names of a listing: `vault list -format=json` prints them alone. */
export function namesIn(body: unknown): readonly string[] | undefined {
  const keys = Array.isArray(body) ? body : dataOf(body)?.keys;
  return Array.isArray(keys) ? keys.filter((k): k is string => typeof k === 'string') : undefined;
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts of a list, or of one text that lists them with commas. */
export function listOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return textsOf(value);
  return textOf(value)
    .split(',')
    .map((t) => t.trim())
    .filter((t) => t !== '');
}

/** Texts of a list, or the one text, commas and all. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string' && v !== '');
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A number of an answer; undefined where there is none. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A time of an answer in ISO 8601; undefined where there is none. */
export function timeOf(value: unknown): string | undefined {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** What a listing names itself, without the folders in it. */
export async function listOfNames(api: VaultApi, path: string, what: string, each?: string): Promise<readonly string[]> {
  return ((await api.list(path, what, each)) ?? []).filter((name) => !name.endsWith('/'));
}
