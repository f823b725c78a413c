import { existsSync, readFileSync, statSync } from 'node:fs';
import { quoted } from '../../engine/quoted.ts';
import type { Need } from '../../permissions/aws/smaller-policy.ts';
import { UserError } from '../../user-error.ts';

const form = /^([a-z0-9-]+\*?|\*):([\w*?]+)(?::(\S+))?$/i;
/** An action of Azure, and an ARM id behind a colon. */
const azureForm = /^(Microsoft\.[\w.]+\/[\w./*-]+)(?::(\/\S*))?$/i;
/** A permission of Google Cloud. */
const googlePermission = /^[a-z][A-Za-z0-9]*(?:\.googleapis\.com\/[A-Za-z0-9]+)?(?:\.[A-Za-z][A-Za-z0-9]*){2,}$/;
const longest = 1024 * 1024;

/**
 * What `--need` says: `s3:GetObject`, `s3:GetObject:arn:aws:s3:::bucket/*`, `Microsoft.Storage/storageAccounts/read`, the same with
 * `:/subscriptions/...` behind it, `storage.objects.get`, or a file with one of these a line (`#` starts a comment) or with a
 * policy document, whose conditions are not looked at.
 * @throws UserError for what is none of these.
 */
export function readNeeds(words: readonly string[]): readonly Need[] {
  return words.flatMap((word) =>
    [form, azureForm, googlePermission].some((one) => one.test(word)) && !existsSync(word) ? [readNeed(word, '--need')] : readFile(word),
  );
}

export function isGooglePermission(action: string): boolean {
  return googlePermission.test(action);
}

function readNeed(text: string, where: string): Need {
  const [, azureAction, armId] = azureForm.exec(text) ?? [];
  if (azureAction !== undefined) return { action: azureAction, ...(armId === undefined ? {} : { resource: armId }) };
  if (googlePermission.test(text)) return { action: text };
  const match = form.exec(text);
  if (match === null)
    throw new UserError(`${where}: ${quoted(text, 200)} is not ACTION[:RESOURCE], like s3:GetObject:arn:aws:s3:::bucket/*`);
  const [, service, action, resource] = match;
  if (resource !== undefined && resource !== '*' && !resource.startsWith('arn:')) {
    throw new UserError(`${where}: ${quoted(resource, 200)} is not a resource; write an ARN or *`);
  }
  return { action: `${service}:${action}`, ...(resource === undefined || resource === '*' ? {} : { resource }) };
}

function readFile(path: string): readonly Need[] {
  if (!existsSync(path)) {
    throw new UserError(`--need ${quoted(path, 200)} is neither ACTION[:RESOURCE], like s3:GetObject:arn:aws:s3:::bucket/*, nor a file`);
  }
  const about = statSync(path);
  if (!about.isFile() || about.size > longest) throw new UserError(`${path}: not a file of at most ${longest} bytes`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new UserError(`${path}: cannot be read`);
  }
  const needs = /^\s*\{/.test(text) ? readPolicy(text, path) : readLines(text, path);
  if (needs.length === 0) throw new UserError(`${path}: names no permission`);
  return needs;
}

function readLines(text: string, path: string): readonly Need[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const words = line.replace(/#.*/, '').trim();
    return words === '' ? [] : [readNeed(words.replace(/\s+/, ':'), `${path}:${i + 1}`)];
  });
}

function readPolicy(text: string, path: string): readonly Need[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UserError(`${path}: neither lines of ACTION[:RESOURCE] nor JSON`);
  }
  const statements = listOf((document as { readonly Statement?: unknown } | null)?.Statement);
  return statements.flatMap((statement, i) => {
    const { Effect, Action, Resource } = (statement ?? {}) as Readonly<Record<string, unknown>>;
    const actions = textsOf(Action);
    const resources = textsOf(Resource);
    if (Effect !== 'Allow' || actions.length === 0 || resources.length === 0) {
      throw new UserError(`${path}: statement ${i + 1} is not an Allow with Action and Resource, so it names no need`);
    }
    return actions.flatMap((action) =>
      resources.map((on) => readNeed(on === '*' ? action.replace(/^\*$/, '*:*') : `${action}:${on}`, `${path}: statement ${i + 1}`)),
    );
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((v) => typeof v === 'string');
}
