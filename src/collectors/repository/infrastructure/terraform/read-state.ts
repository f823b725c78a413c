import { stackAccount, stackProject } from '../../../../inventory/id.ts';
import type { Gathering } from '../../gathering.ts';
import { evidenceIn, type OpenFile } from '../../open-file.ts';
import { readJson } from '../../tree/json.ts';
import { at, entriesOf, itemsOf, type Tree, textOf } from '../../tree/tree.ts';
import { subscriptionIn } from '../azure/read-azure-terraform.ts';
import { emitStack } from '../emit-stack.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { knownText, unknown, type Value, valueOfTree } from '../value.ts';
import { declareTerraform } from './declare.ts';
import { type Described, describeAttributes } from './described.ts';
import { readOwnStacks } from './providers.ts';

/** Where a state or plan is of, as far as it tells. */
export interface StatePlace {
  readonly account?: string;
  readonly subscription?: string;
}

/**
 * Reads a state, or a plan, as what it declares. Answers with where it is of.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraformJson(out: Gathering, tree: ScannedTree, file: OpenFile): StatePlace {
  const { tree: root } = readJson(file.text);
  if (root === undefined) return {};
  const resources = [...ofState(root, file), ...ofValues(at(root, 'values') ?? at(root, 'planned_values'), root, file)];
  const accounts = new Set<string>();
  for (const { isData, get } of resources) {
    const arn = knownText(get('arn'));
    const account =
      arn === undefined ? undefined : /^arn:aws[\w-]*:(?:iam|lambda|sqs|sns|dynamodb|logs|kms)?:[\w-]*:(\d{12}):/.exec(arn)?.[1];
    if (account !== undefined && !isData) accounts.add(account);
  }
  const [only] = accounts;
  const known = accounts.size === 1 ? only : undefined;
  const directory = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '';
  const stack = stackAccount(out.repository, directory);
  emitStack(out, tree, known ?? stack, resources.flatMap(declareTerraform), {
    google: { project: undefined, standIn: stackProject(out.repository, directory) },
  });
  readOwnStacks(out, tree, stack, resources);
  const subscription = subscriptionIn(resources);
  return { ...(known === undefined ? {} : { account: known }), ...(subscription === undefined ? {} : { subscription }) };
}

function* ofState(root: Tree, file: OpenFile): Generator<Described> {
  for (const resource of itemsOf(at(root, 'resources'))) {
    const [type, name] = [textOf(at(resource, 'type')), textOf(at(resource, 'name'))];
    if (type === undefined || name === undefined) continue;
    const isData = textOf(at(resource, 'mode')) === 'data';
    const module = textOf(at(resource, 'module'));
    for (const instance of itemsOf(at(resource, 'instances'))) {
      const attributes = at(instance, 'attributes');
      if (attributes === undefined) continue;
      const address = `${module === undefined ? '' : `${module}.`}${isData ? 'data.' : ''}${type}.${name}${textKey(at(instance, 'index_key'))}`;
      yield described(address, type, isData, attributes, attributes, file, new Map());
    }
  }
}

function* ofValues(values: Tree | undefined, root: Tree, file: OpenFile): Generator<Described> {
  const unknowns = new Map<string, Tree>();
  for (const change of itemsOf(at(root, 'resource_changes'))) {
    const address = textOf(at(change, 'address'));
    const after = at(change, 'change', 'after_unknown');
    if (address !== undefined && after !== undefined) unknowns.set(address, after);
  }
  yield* ofModule(at(values, 'root_module'), at(root, 'configuration', 'root_module'), unknowns, file, '', 0);
}

function* ofModule(
  module: Tree | undefined,
  code: Tree | undefined,
  unknowns: ReadonlyMap<string, Tree>,
  file: OpenFile,
  prefix: string,
  depth: number,
): Generator<Described> {
  const resources = itemsOf(at(module, 'resources'));
  const addresses = new Set(resources.map((r) => textOf(at(r, 'address'))));
  const expressions = new Map(itemsOf(at(code, 'resources')).map((r) => [`${prefix}${textOf(at(r, 'address'))}`, at(r, 'expressions')]));
  for (const resource of resources) {
    const [address, type] = [textOf(at(resource, 'address')), textOf(at(resource, 'type'))];
    const attributes = at(resource, 'values');
    if (address === undefined || type === undefined || attributes === undefined) continue;
    const isData = textOf(at(resource, 'mode')) === 'data';
    const open = new Map<string, Value>();
    for (const { key, value } of entriesOf(unknowns.get(address))) {
      if (value.kind !== 'scalar' || value.value !== true) continue;
      const key0 = textKey(at(resource, 'index'));
      open.set(
        key,
        openValue(at(expressions.get(address.slice(0, address.length - key0.length)), key), prefix, key0, addresses, key, file, resource),
      );
    }
    yield described(address, type, isData, attributes, resource, file, open);
  }
  if (depth > 20) return;
  for (const child of itemsOf(at(module, 'child_modules'))) {
    const address = textOf(at(child, 'address')) ?? '';
    const name = /module\.([^.[]+)(?:\[[^\]]*\])?$/.exec(address)?.[1] ?? '';
    yield* ofModule(child, at(code, 'module_calls', name, 'module'), unknowns, file, `${address}.`, depth + 1);
  }
}

/** What a plan does not know yet is mostly another resource's: its code says whose. */
function openValue(
  expression: Tree | undefined,
  prefix: string,
  key: string,
  addresses: ReadonlySet<string | undefined>,
  attribute: string,
  file: OpenFile,
  resource: Tree,
): Value {
  const references = itemsOf(at(expression, 'references')).map(textOf);
  const place = evidenceIn(file, resource);
  // The way into one attribute is listed from its end to the resource: `a.b.identity[0].id`, `a.b.identity[0]`, ..., `a.b`.
  const [first, last] = [references[0], references.at(-1)];
  if (first !== undefined && last !== undefined && first.startsWith(`${last}.`) && references.every((r) => r?.startsWith(last) === true)) {
    const to = [`${prefix}${last}${key}`, `${prefix}${last}`].find((a) => addresses.has(a));
    const attribute = first.slice(last.length + 1).replace(/\[["']?([^\]"']*)["']?\]/g, '.$1');
    if (to !== undefined) return { kind: 'reference', to, attribute, at: place };
  }
  return unknown(attribute, 'the plan knows it only after it was applied', place);
}

function described(
  address: string,
  type: string,
  isData: boolean,
  attributes: Tree,
  place: Tree,
  file: OpenFile,
  open: ReadonlyMap<string, Value>,
): Described {
  const value = valueOfTree(attributes, (t) => evidenceIn(file, t));
  const base = describeAttributes(address, type, isData, value, evidenceIn(file, place));
  return { ...base, get: (name) => open.get(name) ?? base.get(name) };
}

function textKey(tree: Tree | undefined): string {
  if (tree?.kind !== 'scalar' || tree.value === null) return '';
  return typeof tree.value === 'number' ? `[${tree.value}]` : `["${tree.value}"]`;
}
