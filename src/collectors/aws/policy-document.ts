import { createHash } from 'node:crypto';
import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import { Interner } from './intern.ts';

/**
 * Where a policy stands decides what its statements must hold: identity policies and service control policies name
 * resources and no principal, trust policies a principal and no resource, resource control policies both.
 */
export type PolicyUse = 'identity' | 'trust' | 'service-control' | 'resource-control';

export interface ReadPolicy {
  /** Absent when some statement cannot be understood: a Deny that we cannot read must not be passed over. */
  readonly document?: PolicyDocument;
  /** What is wrong, in words, without text of the policy other than element names. */
  readonly problems: readonly string[];
}

/** Characters of policy text kept to recognise repeats; beyond it the memory is cleared. */
const REMEMBERED = 16 * 1024 * 1024;

const known: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);
const knownByLowerCase: ReadonlySet<string> = new Set([...known].map((k) => k.toLowerCase()));
const principalKinds: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** Thrown and caught in this file only: a statement that cannot be understood. */
class NotUnderstood extends Error {}

/**
 * Reads policy documents and remembers them, so that text met before costs a look-up.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export class PolicyReader {
  readonly #intern = new Interner();
  readonly #known: Record<PolicyUse, Map<string, ReadPolicy>> = {
    identity: new Map(),
    trust: new Map(),
    'service-control': new Map(),
    'resource-control': new Map(),
  };
  readonly #documents = new Map<string, PolicyDocument>();
  #remembered = 0;

  /** Reads a document given as an object, as JSON text, or as URL-encoded JSON text (as the IAM API answers). Never throws. */
  read(raw: unknown, use: PolicyUse): ReadPolicy {
    const text = typeof raw === 'string' ? raw : typeof raw === 'object' && raw !== null ? JSON.stringify(raw) : undefined;
    if (text === undefined)
      return { problems: [raw === undefined ? 'there is no document' : 'the document is neither an object nor text'] };
    const known = this.#known[use];
    const before = known.get(text);
    if (before) return before;
    const answer = this.#readNew(raw, use);
    this.#remembered += text.length;
    if (this.#remembered > REMEMBERED) {
      for (const map of Object.values(this.#known)) map.clear();
      this.#remembered = text.length;
    }
    known.set(text, answer);
    return answer;
  }

  #readNew(raw: unknown, use: PolicyUse): ReadPolicy {
    const problems: string[] = [];
    try {
      const made = readBody(typeof raw === 'string' ? parseText(raw) : raw, use, problems, this.#intern);
      const id = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 32);
      let document = this.#documents.get(id);
      if (document === undefined) {
        document = { id, ...made };
        this.#documents.set(id, document);
      }
      return { document, problems };
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return { problems: [...problems, error.message] };
    }
  }
}

/** Reads one document, see `PolicyReader.read`. */
export function readPolicyDocument(raw: unknown, use: PolicyUse = 'identity'): ReadPolicy {
  return new PolicyReader().read(raw, use);
}

function parseText(text: string): unknown {
  let json = text.trim();
  if (/^%(?:7b|22|20|0a|0d|09)/i.test(json)) {
    try {
      json = decodeURIComponent(json);
    } catch {
      throw new NotUnderstood('the URL encoding of the document is damaged');
    }
  }
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new NotUnderstood('the document is not JSON');
  }
}

function readBody(raw: unknown, use: PolicyUse, problems: string[], intern: Interner): Omit<PolicyDocument, 'id'> {
  if (!isObject(raw)) throw new NotUnderstood('the document is not an object');
  for (const key of Object.keys(raw)) {
    if (key !== 'Version' && key !== 'Id' && key !== 'Statement') problems.push(`unknown policy element ${name(key)}`);
  }
  let version = '2008-10-17';
  if (raw.Version === '2012-10-17') version = '2012-10-17';
  else if (raw.Version !== undefined && raw.Version !== '2008-10-17') problems.push('unknown policy Version');
  if (raw.Statement === undefined) throw new NotUnderstood('the document has no Statement');
  const list = Array.isArray(raw.Statement) ? (raw.Statement as unknown[]) : [raw.Statement];
  const statements = list.map((s, i) => readStatement(s, `statement ${i + 1}`, use, problems, intern));
  return { version, statements };
}

function readStatement(raw: unknown, where: string, use: PolicyUse, problems: string[], intern: Interner): PolicyStatement {
  if (!isObject(raw)) throw new NotUnderstood(`${where} is not an object`);
  for (const key of Object.keys(raw)) {
    if (known.has(key)) continue;
    // A misspelt Condition would turn a limited statement into an open one.
    if (knownByLowerCase.has(key.toLowerCase())) throw new NotUnderstood(`${where} writes ${name(key)} in the wrong case`);
    problems.push(`${where} has the unknown element ${name(key)}`);
  }
  const { Effect: effect, Sid: sid } = raw;
  if (effect !== 'Allow' && effect !== 'Deny') throw new NotUnderstood(`${where} has no Effect of Allow or Deny`);
  if (sid !== undefined && typeof sid !== 'string') problems.push(`the Sid of ${where} is not text`);
  exactlyOne(raw, where, 'Action', 'NotAction');
  if (use === 'trust') none(raw, where, 'Resource', 'NotResource', 'a trust policy');
  else exactlyOne(raw, where, 'Resource', 'NotResource');
  if (use === 'trust') exactlyOne(raw, where, 'Principal', 'NotPrincipal');
  else if (use === 'resource-control') atMostOne(raw, where, 'Principal', 'NotPrincipal');
  else none(raw, where, 'Principal', 'NotPrincipal', use === 'identity' ? 'an identity policy' : 'a service control policy');
  return {
    ...(typeof sid === 'string' && sid !== '' ? { sid: intern.text(sid) } : {}),
    effect,
    ...(raw.Action === undefined ? {} : { action: texts(raw.Action, `Action of ${where}`, intern) }),
    ...(raw.NotAction === undefined ? {} : { notAction: texts(raw.NotAction, `NotAction of ${where}`, intern) }),
    ...(raw.Resource === undefined ? {} : { resource: texts(raw.Resource, `Resource of ${where}`, intern) }),
    ...(raw.NotResource === undefined ? {} : { notResource: texts(raw.NotResource, `NotResource of ${where}`, intern) }),
    ...(raw.Principal === undefined ? {} : { principal: readPrincipal(raw.Principal, `Principal of ${where}`, intern) }),
    ...(raw.NotPrincipal === undefined ? {} : { notPrincipal: readPrincipal(raw.NotPrincipal, `NotPrincipal of ${where}`, intern) }),
    ...(raw.Condition === undefined ? {} : readCondition(raw.Condition, `Condition of ${where}`, intern)),
  };
}

function readPrincipal(raw: unknown, where: string, intern: Interner): Record<string, readonly string[]> {
  if (raw === '*') return { '*': intern.list(['*']) };
  if (!isObject(raw)) throw new NotUnderstood(`the ${where} is neither * nor an object`);
  const out: Record<string, readonly string[]> = {};
  for (const kind of Object.keys(raw).sort()) {
    if (!principalKinds.has(kind)) throw new NotUnderstood(`the ${where} has the unknown kind ${name(kind)}`);
    out[kind] = texts(raw[kind], where, intern);
  }
  if (Object.keys(out).length === 0) throw new NotUnderstood(`the ${where} is empty`);
  return out;
}

function readCondition(raw: unknown, where: string, intern: Interner): Pick<PolicyStatement, 'condition'> {
  if (!isObject(raw)) throw new NotUnderstood(`the ${where} is not an object`);
  const operators = Object.keys(raw).sort();
  if (operators.length === 0) return {};
  const condition: [string, Record<string, readonly string[]>][] = operators.map((operator) => {
    const keys = raw[operator];
    if (!isObject(keys)) throw new NotUnderstood(`an operator of the ${where} is not an object`);
    const entries = Object.keys(keys)
      .sort()
      .map((key): [string, readonly string[]] => [intern.text(key), values(keys[key], where, intern)]);
    return [intern.text(operator), Object.fromEntries(entries)];
  });
  return { condition: Object.fromEntries(condition) };
}

/** Condition values: numbers and booleans count as their text. */
function values(raw: unknown, where: string, intern: Interner): readonly string[] {
  const list = (Array.isArray(raw) ? raw : [raw]) as unknown[];
  return intern.list(
    list.map((v) => {
      if (typeof v === 'string') return v;
      if (typeof v === 'number' || typeof v === 'boolean') return String(v);
      throw new NotUnderstood(`a value of the ${where} is neither text, number nor boolean`);
    }),
  );
}

function texts(raw: unknown, where: string, intern: Interner): readonly string[] {
  if (typeof raw === 'string') return intern.list([raw]);
  if (!Array.isArray(raw) || !raw.every((v) => typeof v === 'string'))
    throw new NotUnderstood(`the ${where} is neither text nor a list of texts`);
  return intern.list(raw as string[]);
}

function exactlyOne(raw: Readonly<Record<string, unknown>>, where: string, a: string, b: string): void {
  atMostOne(raw, where, a, b);
  if (raw[a] === undefined && raw[b] === undefined) throw new NotUnderstood(`${where} has neither ${a} nor ${b}`);
}

function atMostOne(raw: Readonly<Record<string, unknown>>, where: string, a: string, b: string): void {
  if (raw[a] !== undefined && raw[b] !== undefined) throw new NotUnderstood(`${where} has both ${a} and ${b}`);
}

function none(raw: Readonly<Record<string, unknown>>, where: string, a: string, b: string, of: string): void {
  const found = raw[a] !== undefined ? a : raw[b] !== undefined ? b : undefined;
  if (found !== undefined) throw new NotUnderstood(`${where} has a ${found}, which ${of} cannot have`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An element name as it may be shown. */
function name(key: string): string {
  return `"${key.replace(/[^\w.:-]/g, '?').slice(0, 40)}"`;
}
