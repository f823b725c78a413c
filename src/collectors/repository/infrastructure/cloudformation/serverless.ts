import { stackAccount } from '../../../../inventory/id.ts';
import type { Gathering } from '../../gathering.ts';
import type { OpenFile } from '../../open-file.ts';
import type { Declaration, Principal } from '../declarations.ts';
import { emitStack } from '../emit-stack.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import {
  entriesIn,
  get,
  type Hole,
  isAbsent,
  isHole,
  joined,
  knownText,
  listOf,
  type ObjectEntry,
  partsOf,
  scalar,
  unknown,
  type Value,
} from '../value.ts';
import { declareTemplate } from './declare.ts';
import { readTemplateText } from './read-template.ts';
import { lambdaTrust, policy } from './sam.ts';
import { Template } from './template.ts';

const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
/** The logical id that the framework gives the role it makes. */
const sharedRole = 'IamRoleLambdaExecution';

/** Reads serverless.yml: the role its functions share, and those they have of their own (https://www.serverless.com/framework/docs/providers/aws/guide/iam). */
export function readServerless(out: Gathering, tree: ScannedTree, file: OpenFile): void {
  const raw = readTemplateText(out, file);
  if (raw?.kind !== 'object') return;
  const root = fill(raw, new Variables(raw), 0);
  const directory = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
  const account = stackAccount(out.repository, directory);
  const resources = listOf(get(root, 'resources')).flatMap((part) => (isHole(part) ? [] : entriesIn(get(part, 'Resources'))));
  const template = new Template(
    { kind: 'object', at: root.at, entries: [{ key: 'Resources', value: { kind: 'object', entries: resources, at: root.at } }] },
    account,
  );
  const provider = get(root, 'provider');
  const role = get(get(provider, 'iam'), 'role');
  const given = knownText(role) === undefined && role?.kind !== 'reference' ? get(provider, 'role') : role;
  const work = (value: Value | undefined): Value | undefined => (value === undefined ? undefined : template.evaluate(value));
  const shared = work(given) ?? { kind: 'reference', to: sharedRole, attribute: 'arn', at: root.at };
  const declarations: Declaration[] = [...declareTemplate(template)];
  if (given === undefined) {
    const statements = work(get(role, 'statements') ?? get(provider, 'iamRoleStatements'));
    declarations.push({
      ...roleWith(sharedRole, statements, provider ?? root),
      name: work(get(role, 'name')),
      boundary: work(get(role, 'permissionsBoundary') ?? get(role, 'permissionBoundary') ?? get(provider, 'rolePermissionsBoundary')),
      managed: [scalar(basicExecution, root.at), ...listOf(work(get(role, 'managedPolicies') ?? get(provider, 'iamManagedPolicies')))],
    });
  }
  for (const { key, value } of entriesIn(get(root, 'functions'))) {
    const statements = get(value, 'iamRoleStatements');
    const own = `${key}Role`;
    if (statements !== undefined) {
      const inherited =
        knownText(get(value, 'iamRoleStatementsInherit')) === 'true'
          ? listOf(work(get(role, 'statements') ?? get(provider, 'iamRoleStatements')))
          : [];
      const all: Value = { kind: 'list', items: [...inherited, ...listOf(work(statements))], at: statements.at };
      declarations.push(roleWith(own, all, statements));
    }
    const named = work(get(value, 'role'));
    declarations.push({
      kind: 'runner',
      address: key,
      at: value.at,
      what: 'aws-lambda-function',
      isAgent: false,
      type: 'AWS::Lambda::Function',
      name: get(value, 'name'),
      role:
        statements !== undefined
          ? { kind: 'reference', to: own, attribute: 'arn', at: value.at }
          : named === undefined || isAbsent(named)
            ? shared
            : roleNamed(named, template),
      through: 'role',
      variables: work(merged(get(provider, 'environment'), get(value, 'environment'))),
    });
  }
  emitStack(out, tree, account, declarations, { app: file.path });
}

/** A role of the template may be named by its logical id alone. */
function roleNamed(value: Value, template: Template): Value {
  const id = knownText(value);
  const isOwn = id !== undefined && template.resources().some((r) => r.id === id);
  return isOwn ? { kind: 'reference', to: id, attribute: 'arn', at: value.at } : value;
}

function roleWith(address: string, statements: Value | undefined, place: Value): Principal {
  const { at } = statements ?? place;
  const document = statements === undefined ? undefined : isHole(statements) ? statements : policy(listOf(statements), at);
  return {
    kind: 'role',
    address,
    at,
    name: undefined,
    trust: lambdaTrust(undefined, at),
    inline: document === undefined ? [] : [{ name: scalar('lambda', at), document, at }],
    managed: [scalar(basicExecution, at)],
  };
}

function merged(a: Value | undefined, b: Value | undefined): Value | undefined {
  const known = [a, b].filter((v): v is Value & { readonly kind: 'object' } => v?.kind === 'object');
  const [first] = known;
  return first === undefined ? undefined : { kind: 'object', entries: known.flatMap((v) => v.entries), at: first.at };
}

/** What `${self:…}` comes to. Everything else depends on how it is deployed. */
class Variables {
  readonly #root: Value;
  readonly #open = new Set<string>();
  #steps = 20_000;

  constructor(root: Value) {
    this.#root = root;
  }

  resolve(name: string, at: Value['at'], depth: number): Value {
    const [source = '', ...fallbacks] = name.split(',').map((s) => s.trim());
    const path = /^self:([\w.-]+)$/.exec(source)?.[1];
    const found = path === undefined ? undefined : path.split('.').reduce<Value | undefined>((here, key) => get(here, key), this.#root);
    if (found !== undefined && !this.#open.has(name) && this.#steps-- > 0 && depth < 40) {
      this.#open.add(name);
      const value = fill(found, this, depth + 1);
      this.#open.delete(name);
      return value;
    }
    const fallback = /^'([^']*)'$/.exec(fallbacks[0] ?? '')?.[1];
    if (path !== undefined && found === undefined && fallback !== undefined) return scalar(fallback, at);
    return unknown(name, 'it depends on how it is deployed', at);
  }
}

function fill(value: Value, variables: Variables, depth: number): Value {
  if (depth > 100 || isHole(value)) return value;
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => fill(item, variables, depth + 1)) };
  if (value.kind === 'object') {
    return { ...value, entries: value.entries.map((e): ObjectEntry => ({ key: e.key, value: fill(e.value, variables, depth + 1) })) };
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || !/\$\{(?!AWS::)[\w-]+[:(]/.test(value.value)) return value;
  const parts: (string | Hole)[] = [];
  let end = 0;
  for (const match of value.value.matchAll(/\$\{([\w-]+[:(][^${}]{0,300})\}/g)) {
    const whole = variables.resolve((match[1] ?? '').trim(), value.at, depth);
    // Alone it is what it stands for, a list as well.
    if (match[0] === value.value) return whole;
    parts.push(value.value.slice(end, match.index), ...partsOf(whole));
    end = match.index + match[0].length;
  }
  parts.push(value.value.slice(end));
  return joined(
    parts.filter((p) => p !== ''),
    value.at,
  );
}
