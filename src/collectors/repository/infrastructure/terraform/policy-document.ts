import type { Evidence } from '../../../../inventory/evidence.ts';
import type { Block, Body } from '../../../hcl/syntax.ts';
import { asDocument } from '../policy-value.ts';
import { isHole, knownText, listOf, type ObjectEntry, scalar, unknown, type Value } from '../value.ts';
import { elementsOf, evaluate, type Scope } from './evaluate.ts';

/** What of a resource its blocks are read from. */
export interface Attachable {
  readonly block: Block;
  readonly scope: Scope;
  readonly at: Evidence;
}

/** A block inside another, with what its names mean. */
export interface Nested {
  readonly body: Body;
  readonly scope: Scope;
  readonly at: Evidence;
}

/** The blocks of a type, `dynamic` ones spread out; `open` says why there may be more. */
export function blocksOf(body: Body, type: string, scope: Scope): { readonly blocks: readonly Nested[]; readonly open?: string } {
  const blocks: Nested[] = [];
  let open: string | undefined;
  for (const block of body.blocks) {
    if (block.type === type) blocks.push({ body: block.body, scope, at: scope.place(block) });
    if (block.type !== 'dynamic' || block.labels[0] !== type) continue;
    const each = block.body.attributes.get('for_each');
    const content = block.body.blocks.find((b) => b.type === 'content');
    const elements = each === undefined ? undefined : elementsOf(evaluate(each.value, scope));
    if (elements === undefined || content === undefined || elements.length > 1000) {
      open = `how many ${type} blocks there are is not known`;
      continue;
    }
    const iterator = block.body.attributes.get('iterator')?.value;
    const name = iterator?.kind === 'name' ? iterator.name : type;
    for (const { key, value } of elements) {
      const bound = new Map(scope.bound).set(name, {
        kind: 'object',
        entries: [
          { key: 'key', value: key },
          { key: 'value', value },
        ],
        at: scope.place(block),
      });
      blocks.push({ body: content.body, scope: { ...scope, bound }, at: scope.place(content) });
    }
  }
  if (body.damaged) open = 'a part of it cannot be parsed';
  return { blocks, ...(open === undefined ? {} : { open }) };
}

export function attributeOf({ body, scope }: Pick<Nested, 'body' | 'scope'>, name: string): Value | undefined {
  const attribute = body.attributes.get(name);
  return attribute === undefined ? undefined : evaluate(attribute.value, scope);
}

/**
 * The document of an `aws_iam_policy_document` data source
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document).
 */
export function policyDocumentOf({ block, scope, at }: Attachable): Value {
  const own = { body: block.body, scope };
  const { blocks, open } = blocksOf(block.body, 'statement', scope);
  const sources = [attributeOf(own, 'source_policy_documents'), attributeOf(own, 'source_json')];
  const overrides = [attributeOf(own, 'override_policy_documents'), attributeOf(own, 'override_json')];
  let statements: Value[] = [...sources.flatMap(statementsIn), ...blocks.map(statementOf)];
  for (const statement of overrides.flatMap(statementsIn)) {
    // A statement of an override replaces the one with its Sid.
    const sid = sidOf(statement);
    const index = sid === undefined ? -1 : statements.findIndex((s) => sidOf(s) === sid);
    statements = index < 0 ? [...statements, statement] : statements.with(index, statement);
  }
  if (open !== undefined) statements.push(unknown('statements', open, at));
  const version = attributeOf(own, 'version') ?? scalar('2012-10-17', at);
  return {
    kind: 'object',
    at,
    entries: [
      { key: 'Version', value: version },
      { key: 'Statement', value: { kind: 'list', items: statements, at } },
    ],
  };
}

function sidOf(statement: Value): string | undefined {
  return statement.kind === 'object' ? knownText(statement.entries.find((e) => e.key === 'Sid')?.value) : undefined;
}

/** The statements of documents that are merged in, each given as a document or as its text. */
function statementsIn(value: Value | undefined): readonly Value[] {
  return listOf(value).flatMap((given): readonly Value[] => {
    if (knownText(given)?.trim() === '') return [];
    const document = asDocument(given);
    if (document?.kind === 'object') return listOf(document.entries.find((e) => e.key === 'Statement')?.value);
    return [document !== undefined && isHole(document) ? document : unknown('a merged document', 'it is not JSON', given.at)];
  });
}

function statementOf({ body, scope, at }: Nested): Value {
  const own = { body, scope };
  const entries: ObjectEntry[] = [];
  const put = (key: string, value: Value | undefined): void => {
    if (value !== undefined && !(value.kind === 'list' && value.items.length === 0 && value.open === undefined))
      entries.push({ key, value });
  };
  put('Sid', attributeOf(own, 'sid'));
  entries.push({ key: 'Effect', value: attributeOf(own, 'effect') ?? scalar('Allow', at) });
  put('Action', attributeOf(own, 'actions'));
  put('NotAction', attributeOf(own, 'not_actions'));
  put('Resource', attributeOf(own, 'resources'));
  put('NotResource', attributeOf(own, 'not_resources'));
  const principals = blocksOf(body, 'principals', scope);
  const notPrincipals = blocksOf(body, 'not_principals', scope);
  const conditions = blocksOf(body, 'condition', scope);
  put('Principal', principalOf(principals.blocks, at));
  put('NotPrincipal', principalOf(notPrincipals.blocks, at));
  put('Condition', conditionOf(conditions.blocks, at));
  const open = principals.open ?? notPrincipals.open ?? conditions.open;
  return { kind: 'object', entries, at, ...(open === undefined ? {} : { open }) };
}

function principalOf(blocks: readonly Nested[], at: Evidence): Value | undefined {
  if (blocks.length === 0) return undefined;
  const kinds = new Map<string, Value[]>();
  for (const block of blocks) {
    const type = knownText(attributeOf(block, 'type'));
    const names = listOf(attributeOf(block, 'identifiers'));
    if (type === undefined) return unknown('principals', 'their type is not known', block.at);
    if (type === '*') return scalar('*', block.at);
    kinds.set(type, [...(kinds.get(type) ?? []), ...names]);
  }
  return { kind: 'object', at, entries: [...kinds].map(([key, items]) => ({ key, value: { kind: 'list', items, at } })) };
}

function conditionOf(blocks: readonly Nested[], at: Evidence): Value | undefined {
  if (blocks.length === 0) return undefined;
  const operators = new Map<string, Map<string, Value[]>>();
  for (const block of blocks) {
    const [test, variable] = [knownText(attributeOf(block, 'test')), knownText(attributeOf(block, 'variable'))];
    if (test === undefined || variable === undefined) return unknown('a condition', 'what it is about is not known', block.at);
    const keys = operators.get(test) ?? new Map<string, Value[]>();
    keys.set(variable, [...(keys.get(variable) ?? []), ...listOf(attributeOf(block, 'values'))]);
    operators.set(test, keys);
  }
  const object = (entries: ObjectEntry[]): Value => ({ kind: 'object', entries, at });
  return object(
    [...operators].map(([test, keys]) => ({
      key: test,
      value: object([...keys].map(([key, items]) => ({ key, value: { kind: 'list', items, at } }))),
    })),
  );
}
