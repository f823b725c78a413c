import { type Expression, parseExpression } from './expression.ts';

/** For whom an `if:` is asked: anybody, or somebody without write access who opens issues, comments or pull requests from a fork. */
export type Asker = 'anybody' | 'outsider';

type Known = string | number | boolean | null;

type Value =
  | { readonly type: 'known'; readonly value: Known }
  | { readonly type: 'list'; readonly items: readonly Known[] }
  /** Something the outsider brings along. `mayBe` says which texts it can equal; `mayMatch` whether it can equal what is not known. */
  | { readonly type: 'outsider'; readonly what: string; readonly mayBe: (text: string) => boolean; readonly mayMatch: boolean }
  | { readonly type: 'unknown' };

const unknown: Value = { type: 'unknown' };
const known = (value: Known): Value => ({ type: 'known', value });

/** A check for a bot's name is no gate: others can make the bot the actor of a run. */
const isBot = (text: string): boolean => text.includes('[bot]');

const login: Value = { type: 'outsider', what: 'login', mayBe: isBot, mayMatch: false };
const fork: Value = { type: 'outsider', what: 'fork', mayBe: () => false, mayMatch: false };
const association: Value = {
  type: 'outsider',
  what: 'association',
  mayBe: (text) => !['owner', 'member', 'collaborator'].includes(text.toLowerCase()),
  mayMatch: true,
};

/** What contexts are worth when an outsider set the event off. */
const outsiderContexts: readonly (readonly [RegExp, Value])[] = [
  [/\.author_association$/, association],
  [/^github\.(actor|triggering_actor)$/, login],
  [
    /^github\.event\.(sender|comment\.user|issue\.user|pull_request\.user|review\.user|discussion\.user|workflow_run\.(actor|triggering_actor))\.login$/,
    login,
  ],
  [/^github\.event\.pull_request\.head\.(user\.login|repo\.owner\.login)$/, login],
  [/^github\.event\.workflow_run\.head_repository\.owner\.login$/, login],
  [/^github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\.(full_name|id|node_id|html_url|owner\.id)$/, fork],
  [/^github\.event\.pull_request\.head\.repo\.fork$/, known(true)],
  [/^github\.event\.workflow_run\.head_repository\.fork$/, known(true)],
  [/^github\.event\.workflow_run\.event$/, known('pull_request')],
  [/^github\.event\.pull_request\.merged$/, known(false)],
  [/^github\.event\.(pull_request|issue|discussion)\.labels(\.\*\.name)?$/, { type: 'list', items: [] }],
  [/^github\.event\.label\.name$/, { type: 'outsider', what: 'label', mayBe: () => false, mayMatch: false }],
];

/** A run for a pull request is on the ref that merges it (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request). */
const pullRequestContexts: readonly (readonly [RegExp, Value])[] = [
  [/^github\.ref$/, { type: 'outsider', what: 'ref', mayBe: (text) => text.startsWith('refs/pull/'), mayMatch: true }],
  [/^github\.ref_name$/, { type: 'outsider', what: 'ref', mayBe: (text) => /^\d+\/merge$/.test(text), mayMatch: true }],
  [/^github\.ref_type$/, known('branch')],
];

/**
 * Whether an `if:` lets a run of an event through: false where it certainly does not, true where it certainly does,
 * undefined where that hangs on something the file does not show.
 */
export function letsThrough(condition: string, event: string | undefined, asker: Asker): boolean | undefined {
  let text = condition;
  if (condition.includes('${{')) {
    // Text around the `${{ }}` makes the whole a string that is not empty, and so always true.
    const end = condition.indexOf('}}');
    if (!condition.startsWith('${{') || end !== condition.length - 2) return true;
    text = condition.slice(3, end);
  }
  const tree = parseExpression(text);
  return tree === undefined ? undefined : truth(evaluate(tree, event, asker));
}

/** Whether a condition runs its job even when a job it needs was skipped. */
export function ignoresNeeds(condition: string): boolean {
  return /\b(always|failure|cancelled)\s*\(/i.test(condition);
}

function truth(value: Value): boolean | undefined {
  switch (value.type) {
    case 'known':
      return Boolean(value.value);
    case 'list':
    case 'outsider':
      return true;
    case 'unknown':
      return undefined;
  }
}

function evaluate(tree: Expression, event: string | undefined, asker: Asker): Value {
  switch (tree.type) {
    case 'literal':
      return known(tree.value);
    case 'reference':
      return contextValue(tree.segments.join('.').toLowerCase(), event, asker);
    case 'not': {
      const answer = truth(evaluate(tree.operand, event, asker));
      return answer === undefined ? unknown : known(!answer);
    }
    case 'call':
      return callValue(
        tree.name,
        tree.operands.map((o) => evaluate(o, event, asker)),
      );
    case 'binary':
      return binaryValue(tree.operator, evaluate(tree.left, event, asker), evaluate(tree.right, event, asker));
  }
}

function contextValue(path: string, event: string | undefined, asker: Asker): Value {
  if (path === 'github.event_name') return event === undefined ? unknown : known(event);
  const ofEvent = event === 'pull_request' ? pullRequestContexts.find(([pattern]) => pattern.test(path)) : undefined;
  if (ofEvent !== undefined) return ofEvent[1];
  if (asker === 'anybody') return unknown;
  return outsiderContexts.find(([pattern]) => pattern.test(path))?.[1] ?? unknown;
}

function binaryValue(operator: string, left: Value, right: Value): Value {
  const l = truth(left);
  const r = truth(right);
  switch (operator) {
    case '&&':
      if (l === false) return left;
      return l === true ? right : r === false ? known(false) : unknown;
    case '||':
      if (l === true) return left;
      return l === false ? right : r === true ? known(true) : unknown;
    case '==':
    case '!=': {
      const same = equal(left, right);
      return same === undefined ? unknown : known(operator === '==' ? same : !same);
    }
    default:
      return unknown;
  }
}

function equal(a: Value, b: Value): boolean | undefined {
  if (a.type === 'outsider' && b.type === 'outsider') return a.what === b.what ? true : undefined;
  if (a.type === 'outsider') return matches(a, b);
  if (b.type === 'outsider') return matches(b, a);
  if (a.type !== 'known' || b.type !== 'known') return undefined;
  if (typeof a.value === 'string' && typeof b.value === 'string') return a.value.toLowerCase() === b.value.toLowerCase();
  return typeof a.value === typeof b.value ? a.value === b.value : undefined;
}

function matches(outsider: Value & { readonly type: 'outsider' }, other: Value): boolean | undefined {
  if (other.type === 'known') return outsider.mayBe(String(other.value)) ? undefined : false;
  return outsider.mayMatch ? undefined : false;
}

function callValue(name: string, operands: readonly Value[]): Value {
  const [first, second] = operands;
  if (name === 'always') return known(true);
  if (name === 'fromjson' && first?.type === 'known') return parsedList(String(first.value));
  if (name === 'startswith' && first?.type === 'outsider' && second?.type === 'known') {
    return first.what === 'ref' && !'refs/pull/'.startsWith(String(second.value).slice(0, 10)) ? known(false) : unknown;
  }
  if (name !== 'contains' || first === undefined || second === undefined) return unknown;
  if (second.type === 'outsider') {
    // An allowlist: a list, or a text that names several.
    if (first.type === 'list') return first.items.some((item) => second.mayBe(String(item))) ? unknown : known(false);
    if (first.type !== 'known') return second.mayMatch ? unknown : known(false);
    return String(first.value)
      .split(/[^\w[\]-]+/)
      .some((word) => word !== '' && second.mayBe(word))
      ? unknown
      : known(false);
  }
  if (second.type !== 'known') return first.type === 'list' && first.items.length === 0 ? known(false) : unknown;
  const wanted = String(second.value).toLowerCase();
  if (first.type === 'list') return known(first.items.some((item) => String(item).toLowerCase() === wanted));
  return first.type === 'known' ? known(String(first.value).toLowerCase().includes(wanted)) : unknown;
}

function parsedList(text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { type: 'list', items: value.map(String) };
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? known(value) : unknown;
  } catch {
    return unknown;
  }
}
