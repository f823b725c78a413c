import { existsSync, readFileSync } from 'node:fs';
import { readPolicyDocument } from '../collectors/aws-policy/policy-document.ts';
import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import type { ActionUniverse } from '../permissions/aws/action-universe.ts';
import { globalKeyNames, isKnownKey } from '../permissions/aws/condition-keys.ts';
import { type PolicySource, sessionSource } from '../permissions/aws/policy-sources.ts';
import { isDirectoryAction, isPermission } from '../permissions/entra/allows.ts';
import { readGithubAction } from '../permissions/github/question.ts';
import type { RequestContext } from '../permissions/power.ts';
import { UserError } from '../user-error.ts';

/** Planes whose permissions are worked out action by action. */
export type AskedPlane = 'aws' | 'azure' | 'entra' | 'gcp' | 'github' | 'kubernetes';

/** What a request to AWS carries. */
export interface Circumstances {
  readonly context?: RequestContext;
  readonly session?: readonly PolicySource[];
}

/** The words after an action: a resource, if the first is one, and sources. */
export function splitResource(
  words: readonly string[],
  plane: AskedPlane,
): { readonly resource: string | undefined; readonly sources: readonly string[] } {
  const [first, ...rest] = words;
  return first !== undefined && isResource(first, plane) ? { resource: first, sources: rest } : { resource: undefined, sources: words };
}

/**
 * An ARN, an ARM id, an object or administrative unit of a directory; of Google Cloud a full resource name, `projects/acme` or the
 * like; `namespace/name` of Kubernetes, `owner/name` of GitHub. What is a file or directory is a source.
 */
function isResource(word: string, plane: AskedPlane): boolean {
  if (word === '*') return true;
  if (plane === 'gcp')
    return /^\/\/[\w.-]+\.googleapis\.com\/|^(?:projects|folders|organizations)\/[\w.:-]+(?:\/|$)/.test(word) && !existsSync(word);
  if (plane === 'kubernetes') return /^(?:\*|[a-z0-9-]{1,63})\/(?:\*|[a-z0-9.-]{1,253})$/.test(word) && !existsSync(word);
  if (plane === 'github') return /^[\w-]{1,39}\/[\w.-]{1,100}$/.test(word) && !existsSync(word);
  if (plane === 'entra') return /^entra:|^\/$|^\/(?:administrativeUnits\/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word);
  if (plane === 'azure') return /^\/(?:subscriptions|providers)\/[^/]+/i.test(word) && !existsSync(word);
  return plane === 'aws' && word.startsWith('arn:');
}

/** The plane that an action is of, by how it is written. @throws UserError where that plane's permissions are not worked out. */
export function planeOfAction(text: string): AskedPlane {
  if (/^\S+ \S+$/.test(text)) return 'kubernetes';
  if (readGithubAction(text) !== undefined) return 'github';
  if (isDirectoryAction(text) || isPermission(text)) return 'entra';
  if (/^[a-z][a-zA-Z0-9]*(?:\.[a-zA-Z][a-zA-Z0-9]*){2,}$/.test(text)) return 'gcp';
  if (/^Microsoft\.[\w.]+\//i.test(text)) return 'azure';
  return 'aws';
}

/** An answer for a pattern would be true of some of the actions that it stands for. @throws UserError */
export function refusePattern(text: string): void {
  if (/[*?]/.test(text)) throw new UserError(`${quoted(text)} is a pattern; ask about one action`);
}

/** An action with the provider's capitals. @throws UserError where there is no such action, with the nearest. */
export function readAction(text: string, universe: ActionUniverse): string {
  const index = universe.indexOf(text);
  if (index >= 0) return universe.nameOf(index);
  refusePattern(text);
  const colon = text.indexOf(':');
  if (colon <= 0) throw new UserError(`${quoted(text)} is not an action; write it like s3:GetObject`);
  const service = text.slice(0, colon);
  if (!universe.hasService(service.toLowerCase()))
    throw new UserError(`unknown service ${quoted(service)} in action ${quoted(text)}${didYouMean(service, universe.names())}`);
  const names = universe.names(service).map((name) => `${service.toLowerCase()}:${name}`);
  throw new UserError(`unknown action ${quoted(text)}${didYouMean(text, names)}`);
}

/**
 * The values of `--context`: `KEY=VALUE`; the same key again gives a request's key several values; `KEY` alone says that the
 * request does not carry it. @throws UserError
 */
export function readContext(pairs: readonly string[], universe: ActionUniverse): RequestContext | undefined {
  if (pairs.length === 0) return undefined;
  const values = new Map<string, string[] | 'absent'>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (!isKnownKey(key, (prefix) => universe.hasService(prefix)))
      throw new UserError(`--context ${quoted(pair)}: unknown condition key ${quoted(key)}${didYouMean(key, globalKeyNames)}`);
    const present = values.get(key);
    if (present !== undefined && (equals < 0 || present === 'absent'))
      throw new UserError(`--context says both that ${quoted(key)} has a value and that it is not there`);
    values.set(key, equals < 0 ? 'absent' : [...(present ?? []), pair.slice(equals + 1)]);
  }
  return Object.fromEntries([...values].map(([key, list]) => [key, list === 'absent' || list.length === 1 ? list : { all: list }]));
}

/** The policy of `--session-policy`. @throws UserError where the file cannot be read or is no policy. */
export function readSessionPolicy(path: string | undefined, universe: ActionUniverse): readonly PolicySource[] | undefined {
  if (path === undefined) return undefined;
  const { document, problems } = readPolicyDocument(readText(path), 'identity');
  if (document === undefined) throw new UserError(`--session-policy ${path}: ${problems.join('; ')}`);
  return [sessionSource(path, document, universe)];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `--session-policy ${path}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code ?? 'unknown error'})`}`,
    );
  }
}
