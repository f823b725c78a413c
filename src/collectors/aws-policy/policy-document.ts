import { hash } from 'node:crypto';
import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import { isObject } from '../../plain-object.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { Interner } from './intern.ts';
import { writeDocument, writeStatement } from './write-document.ts';

/**
 * Where a policy stands decides what its statements must hold: identity policies and service control policies name
 * resources and no principal, trust policies a principal and no resource, resource control policies both. Policies of
 * resources name a principal, and a resource unless the service has it understood (ECR).
 */
export type PolicyUse = 'identity' | 'trust' | 'service-control' | 'resource-control' | 'resource';

export interface ReadPolicy {
  /** Absent when some statement cannot be understood: a Deny that we cannot read must not be passed over. */
  readonly document?: PolicyDocument;
  /** What is wrong, in words, without text of the policy other than element names. */
  readonly problems: readonly string[];
}

/** Characters of encoded policy text kept to recognise repeats; beyond it the memory is cleared. */
const REMEMBERED = 16 * 1024 * 1024;

/**
 * Characters of one pattern or principal. ARNs end at 2048, and comparing two patterns takes their lengths multiplied
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const LONGEST = 2048;

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
    resource: new Map(),
  };
  readonly #documents = new Map<string, PolicyDocument>();
  #remembered = 0;

  /** Reads a document given as an object, as JSON text, or as URL-encoded JSON text (as the IAM API answers). Never throws. */
  read(raw: unknown, use: PolicyUse): ReadPolicy {
    // An object is as quickly read as looked up: only text is remembered as it stands.
    if (typeof raw !== 'string') {
      if (typeof raw === 'object' && raw !== null) return this.#readNew(raw, use);
      return { problems: [raw === undefined ? 'there is no document' : 'the document is neither an object nor text'] };
    }
    const known = this.#known[use];
    const before = known.get(raw);
    if (before) return before;
    const answer = this.#readNew(raw, use);
    this.#remembered += raw.length;
    if (this.#remembered > REMEMBERED) {
      for (const map of Object.values(this.#known)) map.clear();
      this.#remembered = raw.length;
    }
    known.set(raw, answer);
    return answer;
  }

  #readNew(raw: unknown, use: PolicyUse): ReadPolicy {
    const problems: string[] = [];
    try {
      const written: string[] = [];
      const made = readBody(typeof raw === 'string' ? parseText(raw) : raw, use, problems, this.#intern, written);
      const id = hash('sha256', writeDocument(made.version, written), 'hex').slice(0, 32);
      let document = this.#documents.get(id);
      if (document === undefined) {
        document = { id, version: made.version, statements: made.statements };
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

/** The content of a document; puts down how JSON writes each statement. */
function readBody(raw: unknown, use: PolicyUse, problems: string[], intern: Interner, written: string[]): Omit<PolicyDocument, 'id'> {
  if (!isObject(raw)) throw new NotUnderstood('the document is not an object');
  for (const key of Object.keys(raw)) {
    if (key !== 'Version' && key !== 'Id' && key !== 'Statement') problems.push(`unknown policy element ${shown(key)}`);
  }
  let version = '2008-10-17';
  if (raw.Version === '2012-10-17') version = '2012-10-17';
  else if (raw.Version !== undefined && raw.Version !== '2008-10-17') {
    problems.push('unknown policy Version');
    version = 'unknown';
  }
  if (raw.Statement === undefined) throw new NotUnderstood('the document has no Statement');
  const list = Array.isArray(raw.Statement) ? (raw.Statement as unknown[]) : [raw.Statement];
  const statements = list.map((s, i) => readStatement(s, i, use, problems, intern, written));
  return { version, statements };
}

function readStatement(
  raw: unknown,
  index: number,
  use: PolicyUse,
  problems: string[],
  intern: Interner,
  written: string[],
): PolicyStatement {
  // Put into words only where something is wrong.
  const where = (): string => `statement ${index + 1}`;
  if (!isObject(raw)) throw new NotUnderstood(`${where()} is not an object`);
  let unread: string[] | undefined;
  for (const key in raw) {
    if (known.has(key)) continue;
    // A misspelt Condition would turn a limited statement into an open one.
    if (knownByLowerCase.has(key.toLowerCase())) throw new NotUnderstood(`${where()} writes ${shown(key)} in the wrong case`);
    problems.push(`${where()} has the unknown element ${shown(key)}`);
    unread ??= [];
    unread.push(shown(key));
  }
  const { Sid: sid, Effect: effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = raw;
  if (effect !== 'Allow' && effect !== 'Deny') throw new NotUnderstood(`${where()} has no Effect of Allow or Deny`);
  if (sid !== undefined && typeof sid !== 'string') problems.push(`the Sid of ${where()} is not text`);
  exactlyOne(Action, NotAction, 'Action', where);
  if (use === 'trust') none(Resource, NotResource, 'Resource', where, 'a trust policy');
  else if (use === 'resource') atMostOne(Resource, NotResource, 'Resource', where);
  else exactlyOne(Resource, NotResource, 'Resource', where);
  if (use === 'trust' || use === 'resource') exactlyOne(Principal, NotPrincipal, 'Principal', where);
  else if (use === 'resource-control') atMostOne(Principal, NotPrincipal, 'Principal', where);
  else none(Principal, NotPrincipal, 'Principal', where, use === 'identity' ? 'an identity policy' : 'a service control policy');
  const name = typeof sid === 'string' && sid !== '' ? intern.madeText(sid, () => withoutKnownSecrets(sid)) : undefined;
  const action = Action === undefined ? undefined : intern.actions(Action, () => actions(Action, 'Action', where));
  const notAction = NotAction === undefined ? undefined : intern.actions(NotAction, () => actions(NotAction, 'NotAction', where)).value;
  const resource = Resource === undefined ? undefined : resources(Resource, 'Resource', where, intern);
  const notResource = NotResource === undefined ? undefined : resources(NotResource, 'NotResource', where, intern);
  const principal = Principal === undefined ? undefined : readPrincipal(Principal, 'Principal', where, intern);
  const notPrincipal = NotPrincipal === undefined ? undefined : readPrincipal(NotPrincipal, 'NotPrincipal', where, intern);
  const condition = Condition === undefined ? undefined : readCondition(Condition, where, intern);
  const isUsual = (notAction ?? notResource ?? principal ?? notPrincipal ?? unread) === undefined;
  let statement: PolicyStatement;
  if (isUsual && action !== undefined && resource !== undefined)
    statement = usualStatement(name?.value, effect, action.value, resource, condition?.value);
  else {
    // The order of the elements is part of the document's id.
    const draft = {} as Draft<PolicyStatement>;
    if (name !== undefined) draft.sid = name.value;
    draft.effect = effect;
    if (action !== undefined) draft.action = action.value;
    if (notAction !== undefined) draft.notAction = notAction;
    if (resource !== undefined) draft.resource = resource;
    if (notResource !== undefined) draft.notResource = notResource;
    if (principal !== undefined) draft.principal = principal;
    if (notPrincipal !== undefined) draft.notPrincipal = notPrincipal;
    if (condition !== undefined) draft.condition = condition.value;
    if (unread !== undefined) draft.unread = unread;
    statement = draft;
  }
  written.push(writeStatement(statement, name?.written, action?.written, condition?.written));
  return statement;
}

/** Nearly all hold nothing else. Made in one piece they take least room. */
function usualStatement(
  sid: string | undefined,
  effect: PolicyStatement['effect'],
  action: readonly string[],
  resource: readonly string[],
  condition: PolicyStatement['condition'],
): PolicyStatement {
  if (sid === undefined) return condition === undefined ? { effect, action, resource } : { effect, action, resource, condition };
  return condition === undefined ? { sid, effect, action, resource } : { sid, effect, action, resource, condition };
}

/** An action has its service before a colon: nobody can say what another one is about. */
function actions(raw: unknown, element: string, where: () => string): readonly string[] {
  const list = texts(raw, element, where);
  for (const one of list) {
    if (!one.includes(':') && !/[*?]/.test(one)) throw new NotUnderstood(`the ${element} of ${where()} holds an action without a service`);
  }
  return list;
}

/** Resources are mostly one document's own: only the shortest are worth a look whether they were met before. */
function resources(raw: unknown, element: string, where: () => string, intern: Interner): readonly string[] {
  const list = texts(raw, element, where);
  return list.length === 1 && (list[0] as string).length <= 16 ? intern.list(list) : list;
}

function readPrincipal(raw: unknown, element: string, where: () => string, intern: Interner): Record<string, readonly string[]> {
  if (raw === '*') return { '*': intern.list(['*']) };
  if (!isObject(raw)) throw new NotUnderstood(`the ${element} of ${where()} is neither * nor an object`);
  const out: Record<string, readonly string[]> = {};
  for (const kind of Object.keys(raw).sort()) {
    if (!principalKinds.has(kind)) throw new NotUnderstood(`the ${element} of ${where()} has the unknown kind ${shown(kind)}`);
    out[kind] = intern.list(texts(raw[kind], element, where));
  }
  if (Object.keys(out).length === 0) throw new NotUnderstood(`the ${element} of ${where()} is empty`);
  return out;
}

function readCondition(raw: unknown, where: () => string, intern: Interner): ReturnType<Interner['condition']> {
  if (!isObject(raw)) throw new NotUnderstood(`the Condition of ${where()} is not an object`);
  return intern.condition(raw, () => makeCondition(raw, where, intern));
}

function makeCondition(raw: Readonly<Record<string, unknown>>, where: () => string, intern: Interner): PolicyStatement['condition'] {
  const operators = Object.keys(raw).sort();
  if (operators.length === 0) return undefined;
  const condition: [string, Record<string, readonly string[]>][] = operators.map((operator) => {
    const keys = raw[operator];
    if (!isObject(keys)) throw new NotUnderstood(`an operator of the Condition of ${where()} is not an object`);
    const entries = Object.keys(keys)
      .sort()
      .map((key): [string, readonly string[]] => [intern.text(key), values(keys[key], where, intern)]);
    return [intern.text(operator), Object.fromEntries(entries)];
  });
  return Object.fromEntries(condition);
}

/** Condition values: numbers and booleans count as their text. */
function values(raw: unknown, where: () => string, intern: Interner): readonly string[] {
  const list = (Array.isArray(raw) ? raw : [raw]) as unknown[];
  return intern.list(
    list.map((v) => {
      if (typeof v === 'string') return withoutKnownSecrets(v);
      if (typeof v === 'number' || typeof v === 'boolean') return String(v);
      throw new NotUnderstood(`a value of the Condition of ${where()} is neither text, number nor boolean`);
    }),
  );
}

function texts(raw: unknown, element: string, where: () => string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  let longest = 0;
  for (const one of list) {
    if (typeof one !== 'string') throw new NotUnderstood(`the ${element} of ${where()} is neither text nor a list of texts`);
    if (one.length > longest) longest = one.length;
  }
  if (longest > LONGEST) tooLong(element, where);
  return list as readonly string[];
}

function tooLong(element: string, where: () => string): never {
  throw new NotUnderstood(`the ${element} of ${where()} holds a text of more than ${LONGEST} characters`);
}

/** Of an element and its negation (`Action`, `NotAction`) exactly one must be given. */
function exactlyOne(plain: unknown, negated: unknown, element: string, where: () => string): void {
  atMostOne(plain, negated, element, where);
  if (plain === undefined && negated === undefined) throw new NotUnderstood(`${where()} has neither ${element} nor Not${element}`);
}

function atMostOne(plain: unknown, negated: unknown, element: string, where: () => string): void {
  if (plain !== undefined && negated !== undefined) throw new NotUnderstood(`${where()} has both ${element} and Not${element}`);
}

function none(plain: unknown, negated: unknown, element: string, where: () => string, of: string): void {
  if (plain === undefined && negated === undefined) return;
  throw new NotUnderstood(`${where()} has a ${plain === undefined ? 'Not' : ''}${element}, which ${of} cannot have`);
}

/** An element name as it may be shown. */
function shown(key: string): string {
  return `"${withoutKnownSecrets(key)
    .replace(/[^\w.:-]/g, '?')
    .slice(0, 40)}"`;
}
