import type { At, Expression } from '../../../../hcl/syntax.ts';
import { entriesIn, get, knownText, listOf, type Value } from '../../value.ts';
import { parseArmText } from './arm-expression.ts';
import type { DeploymentScope, Loop, ModuleCode, Named, ResourceCode, TemplateCode } from './template-code.ts';

const scopes: readonly (readonly [RegExp, DeploymentScope])[] = [
  [/\/subscriptionDeploymentTemplate\.json/i, 'subscription'],
  [/\/managementGroupDeploymentTemplate\.json/i, 'managementGroup'],
  [/\/tenantDeploymentTemplate\.json/i, 'tenant'],
];

const deepest = 20;

/** A JSON template (https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax). */
export function readArmJson(root: Value, path: string, depth = 0): TemplateCode {
  const schema = knownText(get(root, '$schema')) ?? '';
  const parameters = new Map(
    entriesIn(get(root, 'parameters')).map((e): [string, Named] => {
      const fallback = get(e.value, 'defaultValue');
      return [e.key.toLowerCase(), { written: e.key, value: fallback === undefined ? undefined : expressionOf(fallback) }];
    }),
  );
  const resources: ResourceCode[] = [];
  const modules: ModuleCode[] = [];
  const list = get(root, 'resources');
  const named =
    list?.kind === 'object'
      ? list.entries.map((e) => ({ symbol: e.key, value: e.value }))
      : listOf(list).map((value, i) => ({ symbol: symbolOf(value, i), value }));
  for (const { symbol, value } of named) takeResource(value, symbol, path, depth, resources, modules, undefined);
  return {
    path,
    scope: scopes.find(([pattern]) => pattern.test(schema))?.[1] ?? 'resourceGroup',
    parameters,
    variables: new Map(
      entriesIn(get(root, 'variables')).map((e) => [e.key.toLowerCase(), { written: e.key, value: expressionOf(e.value) }]),
    ),
    outputs: new Map(
      entriesIn(get(root, 'outputs')).flatMap((e) =>
        get(e.value, 'value') === undefined ? [] : [[e.key.toLowerCase(), expressionOf(get(e.value, 'value') as Value)] as const],
      ),
    ),
    resources,
    modules,
  };
}

/** A name for a resource that has none but what it is called once deployed. */
function symbolOf(value: Value, index: number): string {
  const type = knownText(get(value, 'type')) ?? 'resource';
  return `${type.slice(type.lastIndexOf('/') + 1)}[${index}]`;
}

function takeResource(
  value: Value,
  symbol: string,
  path: string,
  depth: number,
  resources: ResourceCode[],
  modules: ModuleCode[],
  parent: { readonly type: string; readonly symbol: string } | undefined,
): void {
  const written = knownText(get(value, 'type'))?.split('@')[0]?.toLowerCase();
  if (value.kind !== 'object' || written === undefined || depth > deepest) return;
  const at = atOf(value);
  const type =
    parent === undefined || (written.split('/').length > 2 && written.startsWith(parent.type)) ? written : `${parent.type}/${written}`;
  const part = (key: string): Expression | undefined => {
    const found = get(value, key);
    return found === undefined ? undefined : expressionOf(found);
  };
  const common = { symbol, ...at, condition: part('condition'), loop: loopOf(get(value, 'copy'), at) };
  if (type === 'microsoft.resources/deployments') {
    const properties = get(value, 'properties');
    const template = get(properties, 'template');
    const link = get(properties, 'templateLink');
    const inner = knownText(get(get(properties, 'expressionEvaluationOptions'), 'scope'))?.toLowerCase() === 'inner';
    const given = get(properties, 'parameters');
    modules.push({
      ...common,
      source: template === undefined ? (knownText(get(link, 'relativePath')) ?? 'a linked template') : undefined,
      inline: template === undefined ? undefined : readArmJson(template, path, depth + 1),
      seesOuter: template !== undefined && !inner,
      parameters: given === undefined ? undefined : valuesOf(given),
      scope: part('scope'),
      group: part('resourceGroup'),
      subscription: part('subscriptionId'),
    });
    // Its name is how its outputs are asked for.
    resources.push({ ...common, type, existing: true, name: part('name'), body: { kind: 'object', entries: [], ...at } });
    return;
  }
  resources.push({
    ...common,
    type,
    existing: knownText(get(value, 'existing')) === 'true',
    name: part('name'),
    ...(parent === undefined ? {} : { parent: { kind: 'name', name: parent.symbol, ...at } }),
    scope: part('scope'),
    body: expressionOf({
      ...value,
      entries: value.entries.filter((e) => !['resources', 'type', 'copy', 'condition', 'dependsOn', 'apiVersion'].includes(e.key)),
    }),
  });
  for (const [i, child] of listOf(get(value, 'resources')).entries())
    takeResource(child, `${symbol}.${symbolOf(child, i)}`, path, depth + 1, resources, modules, { type, symbol });
}

/** `{ name: { value: … } }` as a map of names to values. What a key vault holds is not known. */
function valuesOf(given: Value): Expression {
  const at = atOf(given);
  const entries = entriesIn(given).map(({ key, value }) => {
    const inner = get(value, 'value');
    const known: Expression =
      inner === undefined ? { kind: 'unreadable', why: 'it is looked up when the template is deployed', ...at } : expressionOf(inner);
    return { key: { kind: 'literal' as const, value: key.toLowerCase(), ...at }, value: known };
  });
  return { kind: 'object', entries, ...at };
}

function loopOf(copy: Value | undefined, at: At): Loop | undefined {
  const count = get(copy, 'count');
  if (count === undefined) return undefined;
  // `copyIndex()` means the index of the loop that is around it.
  const range: Expression = {
    kind: 'call',
    name: 'range',
    args: [{ kind: 'literal', value: 0, ...at }, expressionOf(count)],
    spread: false,
    ...at,
  };
  return { value: 'copyIndex()', index: undefined, in: range };
}

/** JSON as an expression: texts may hold expressions, in keys as well. */
function expressionOf(value: Value): Expression {
  const at = atOf(value);
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? parseArmText(value.value, at) : { kind: 'literal', value: value.value, ...at };
    case 'list':
      return { kind: 'list', items: value.items.map(expressionOf), ...at };
    case 'object':
      return {
        kind: 'object',
        entries: value.entries.map((e) => {
          const key = parseArmText(e.key, atOf(e.value));
          return { key, value: e.key === 'userAssignedIdentities' ? keysOf(e.value) : expressionOf(e.value) };
        }),
        ...at,
      };
    default:
      return { kind: 'unreadable', why: 'it is no JSON', ...at };
  }
}

/** Identities are assigned by the keys of a map: kept as a list, for the keys are mostly worked out. */
function keysOf(value: Value): Expression {
  if (value.kind !== 'object') return expressionOf(value);
  return { kind: 'list', items: value.entries.map((e) => parseArmText(e.key, atOf(e.value))), ...atOf(value) };
}

function atOf({ at }: Value): At {
  return { line: at.line ?? 1, column: at.column ?? 1 };
}
