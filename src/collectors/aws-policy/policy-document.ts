import { idOfContent } from '../../document-id.ts';
import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import { isObject } from '../../plain-object.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { Interner } from './intern.ts';
import { OwnDocuments } from './own-documents.ts';
import { Recent } from './recent.ts';

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

/** What a policy document says; absent likewise. */
export interface ReadContent {
  readonly content?: Content;
  readonly problems: readonly string[];
}

export type Content = Pick<PolicyDocument, 'version' | 'statements'>;

/** A document of one holder, and whether none that says the same was read before. */
export interface ReadOwnPolicy extends ReadPolicy {
  readonly isNew: boolean;
}

/**
 * Reads policy documents, and keeps one of those that say the same. None of this ever throws.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export class PolicyReader {
  readonly #intern = new Interner();
  readonly #texts = new RecentTexts();
  readonly #trusts = new Recent<ReadContent>();
  readonly #documents = new Map<string, PolicyDocument>();
  readonly #own = new OwnDocuments();

  /**
   * Reads a document given as an object, as JSON text, or as URL-encoded JSON text (as the IAM API answers). Its id is a hash of what it
   * says, for others may hold it as well.
   */
  read(raw: unknown, use: PolicyUse): ReadPolicy {
    if (typeof raw !== 'string') return this.#identified(raw, use);
    return this.#texts.find(use, raw) ?? this.#texts.add(use, raw, this.#identified(raw, use));
  }

  /** Reads an inline policy: only who has it refers to it, and its id is good for this run. */
  readOwn(raw: unknown): ReadOwnPolicy {
    const { content, problems } = this.#content(raw, 'identity');
    if (content === undefined) return { problems, isNew: false };
    const { document, isNew } = this.#own.take(content.version, content.statements);
    return { document, problems, isNew };
  }

  /** Reads a trust policy. Most roles have one that many have: it is read once, and so is what is made of it by what it says. */
  readTrust(raw: unknown): ReadContent {
    return this.#trusts.find(raw) ?? this.#trusts.add(raw, this.#content(raw, 'trust'));
  }

  #identified(raw: unknown, use: PolicyUse): ReadPolicy {
    const { content, problems } = this.#content(raw, use);
    if (content === undefined) return { problems };
    const id = idOfContent(content);
    let document = this.#documents.get(id);
    if (document === undefined) {
      document = { id, version: content.version, statements: content.statements };
      this.#documents.set(id, document);
    }
    return { document, problems };
  }

  #content(raw: unknown, use: PolicyUse): ReadContent {
    if (raw === undefined) return { problems: ['there is no document'] };
    if (typeof raw !== 'string' && (typeof raw !== 'object' || raw === null))
      return { problems: ['the document is neither an object nor text'] };
    const problems: string[] = [];
    try {
      return { content: readBody(typeof raw === 'string' ? parseText(raw) : raw, use, problems, this.#intern), problems };
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return { problems: [...problems, error.message] };
    }
  }
}

/** What was made of encoded texts: each is looked up as it stands. */
class RecentTexts {
  readonly #known = new Map<PolicyUse, Map<string, ReadPolicy>>();
  #remembered = 0;

  find(use: PolicyUse, raw: string): ReadPolicy | undefined {
    return this.#known.get(use)?.get(raw);
  }

  add(use: PolicyUse, raw: string, answer: ReadPolicy): ReadPolicy {
    this.#remembered += raw.length;
    if (this.#remembered > REMEMBERED) {
      this.#known.clear();
      this.#remembered = raw.length;
    }
    const known = this.#known.get(use) ?? new Map<string, ReadPolicy>();
    this.#known.set(use, known.set(raw, answer));
    return answer;
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

/** The content of a document. */
function readBody(raw: unknown, use: PolicyUse, problems: string[], intern: Interner): Content {
  if (!isObject(raw)) throw new NotUnderstood('the document is not an object');
  for (const key in raw) {
    if (key !== 'Version' && key !== 'Id' && key !== 'Statement') problems.push(`unknown policy element ${shown(key)}`);
  }
  let version = '2008-10-17';
  if (raw.Version === '2012-10-17') version = '2012-10-17';
  else if (raw.Version !== undefined && raw.Version !== '2008-10-17') {
    problems.push('unknown policy Version');
    version = 'unknown';
  }
  if (raw.Statement === undefined) throw new NotUnderstood('the document has no Statement');
  if (!Array.isArray(raw.Statement)) return { version, statements: [readStatement(raw.Statement, 1, use, problems, intern)] };
  const list = raw.Statement as readonly unknown[];
  const statements: PolicyStatement[] = [];
  for (let i = 0; i < list.length; i++) statements.push(readStatement(list[i], i + 1, use, problems, intern));
  return { version, statements };
}

/** `number`: its place in the document, from 1. Put into words only where something is wrong. */
function readStatement(raw: unknown, number: number, use: PolicyUse, problems: string[], intern: Interner): PolicyStatement {
  if (!isObject(raw)) throw new NotUnderstood(`statement ${number} is not an object`);
  const unread = unknownElements(raw, number, problems);
  const { Sid: sid, Effect: effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = raw;
  if (effect !== 'Allow' && effect !== 'Deny') throw new NotUnderstood(`statement ${number} has no Effect of Allow or Deny`);
  if (sid !== undefined && typeof sid !== 'string') problems.push(`the Sid of statement ${number} is not text`);
  exactlyOne(Action, NotAction, 'Action', number);
  if (use === 'trust') none(Resource, NotResource, 'Resource', number, 'a trust policy');
  else if (use === 'resource') atMostOne(Resource, NotResource, 'Resource', number);
  else exactlyOne(Resource, NotResource, 'Resource', number);
  if (use === 'trust' || use === 'resource') exactlyOne(Principal, NotPrincipal, 'Principal', number);
  else if (use === 'resource-control') atMostOne(Principal, NotPrincipal, 'Principal', number);
  else none(Principal, NotPrincipal, 'Principal', number, use === 'identity' ? 'an identity policy' : 'a service control policy');
  const name = typeof sid === 'string' && sid !== '' ? intern.freeText(sid) : undefined;
  const action = Action === undefined ? undefined : actions(Action, 'Action', number, intern);
  const notAction = NotAction === undefined ? undefined : actions(NotAction, 'NotAction', number, intern);
  const resource = Resource === undefined ? undefined : resources(Resource, 'Resource', number, intern);
  const notResource = NotResource === undefined ? undefined : resources(NotResource, 'NotResource', number, intern);
  const principal = Principal === undefined ? undefined : readPrincipal(Principal, 'Principal', number, intern);
  const notPrincipal = NotPrincipal === undefined ? undefined : readPrincipal(NotPrincipal, 'NotPrincipal', number, intern);
  const condition = Condition === undefined ? undefined : readCondition(Condition, number, intern);
  const isUsual = (notAction ?? notResource ?? principal ?? notPrincipal ?? unread) === undefined;
  if (isUsual && action !== undefined && resource !== undefined) return usualStatement(name, effect, action, resource, condition);
  // The order of the elements is part of the document's id.
  const statement = {} as Draft<PolicyStatement>;
  if (name !== undefined) statement.sid = name;
  statement.effect = effect;
  if (action !== undefined) statement.action = action;
  if (notAction !== undefined) statement.notAction = notAction;
  if (resource !== undefined) statement.resource = resource;
  if (notResource !== undefined) statement.notResource = notResource;
  if (principal !== undefined) statement.principal = principal;
  if (notPrincipal !== undefined) statement.notPrincipal = notPrincipal;
  if (condition !== undefined) statement.condition = condition;
  if (unread !== undefined) statement.unread = unread;
  return statement;
}

/** Names of elements that no policy has; undefined where there is none. */
function unknownElements(raw: Readonly<Record<string, unknown>>, number: number, problems: string[]): string[] | undefined {
  let unread: string[] | undefined;
  for (const key in raw) {
    if (known.has(key)) continue;
    // A misspelt Condition would turn a limited statement into an open one.
    if (knownByLowerCase.has(key.toLowerCase())) throw new NotUnderstood(`statement ${number} writes ${shown(key)} in the wrong case`);
    problems.push(`statement ${number} has the unknown element ${shown(key)}`);
    unread ??= [];
    unread.push(shown(key));
  }
  return unread;
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

function actions(raw: unknown, element: string, number: number, intern: Interner): readonly string[] {
  return intern.recentActions(raw) ?? intern.keepActions(raw, checkedActions(raw, element, number));
}

/** An action has its service before a colon: nobody can say what another one is about. */
function checkedActions(raw: unknown, element: string, number: number): readonly string[] {
  const list = texts(raw, element, number);
  for (const one of list) {
    if (!one.includes(':') && !/[*?]/.test(one))
      throw new NotUnderstood(`the ${element} of statement ${number} holds an action without a service`);
  }
  return list;
}

/** Resources are mostly one document's own: only the shortest are worth a look whether they were met before. */
function resources(raw: unknown, element: string, number: number, intern: Interner): readonly string[] {
  const list = texts(raw, element, number);
  return list.length === 1 && (list[0] as string).length <= 16 ? intern.list(list) : list;
}

function readPrincipal(raw: unknown, element: string, number: number, intern: Interner): Record<string, readonly string[]> {
  if (raw === '*') return { '*': intern.list(['*']) };
  if (!isObject(raw)) throw new NotUnderstood(`the ${element} of statement ${number} is neither * nor an object`);
  const out: Record<string, readonly string[]> = {};
  for (const kind of Object.keys(raw).sort()) {
    if (!principalKinds.has(kind)) throw new NotUnderstood(`the ${element} of statement ${number} has the unknown kind ${shown(kind)}`);
    out[kind] = intern.list(texts(raw[kind], element, number));
  }
  if (Object.keys(out).length === 0) throw new NotUnderstood(`the ${element} of statement ${number} is empty`);
  return out;
}

function readCondition(raw: unknown, number: number, intern: Interner): PolicyStatement['condition'] {
  if (!isObject(raw)) throw new NotUnderstood(`the Condition of statement ${number} is not an object`);
  const before = intern.recentCondition(raw);
  if (before !== undefined) return before;
  const made = makeCondition(raw, number, intern);
  return made && intern.keepCondition(raw, made);
}

function makeCondition(raw: Readonly<Record<string, unknown>>, number: number, intern: Interner): PolicyStatement['condition'] {
  const operators = Object.keys(raw).sort();
  if (operators.length === 0) return undefined;
  const condition: [string, Record<string, readonly string[]>][] = operators.map((operator) => {
    const keys = raw[operator];
    if (!isObject(keys)) throw new NotUnderstood(`an operator of the Condition of statement ${number} is not an object`);
    const entries = Object.keys(keys)
      .sort()
      .map((key): [string, readonly string[]] => [intern.text(key), values(keys[key], number, intern)]);
    return [intern.text(operator), Object.fromEntries(entries)];
  });
  return Object.fromEntries(condition);
}

/** Condition values: numbers and booleans count as their text. */
function values(raw: unknown, number: number, intern: Interner): readonly string[] {
  const list = (Array.isArray(raw) ? raw : [raw]) as unknown[];
  return intern.list(
    list.map((v) => {
      if (typeof v === 'string') return withoutKnownSecrets(v);
      if (typeof v === 'number' || typeof v === 'boolean') return String(v);
      throw new NotUnderstood(`a value of the Condition of statement ${number} is neither text, number nor boolean`);
    }),
  );
}

function texts(raw: unknown, element: string, number: number): readonly string[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  let longest = 0;
  for (const one of list) {
    if (typeof one !== 'string') throw new NotUnderstood(`the ${element} of statement ${number} is neither text nor a list of texts`);
    if (one.length > longest) longest = one.length;
  }
  if (longest > LONGEST) tooLong(element, number);
  return list as readonly string[];
}

function tooLong(element: string, number: number): never {
  throw new NotUnderstood(`the ${element} of statement ${number} holds a text of more than ${LONGEST} characters`);
}

/** Of an element and its negation (`Action`, `NotAction`) exactly one must be given. */
function exactlyOne(plain: unknown, negated: unknown, element: string, number: number): void {
  atMostOne(plain, negated, element, number);
  if (plain === undefined && negated === undefined) throw new NotUnderstood(`statement ${number} has neither ${element} nor Not${element}`);
}

function atMostOne(plain: unknown, negated: unknown, element: string, number: number): void {
  if (plain !== undefined && negated !== undefined) throw new NotUnderstood(`statement ${number} has both ${element} and Not${element}`);
}

function none(plain: unknown, negated: unknown, element: string, number: number, of: string): void {
  if (plain === undefined && negated === undefined) return;
  throw new NotUnderstood(`statement ${number} has a ${plain === undefined ? 'Not' : ''}${element}, which ${of} cannot have`);
}

/** An element name as it may be shown. */
function shown(key: string): string {
  return `"${withoutKnownSecrets(key)
    .replace(/[^\w.:-]/g, '?')
    .slice(0, 40)}"`;
}
