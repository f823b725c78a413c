// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of Bicep.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBicep } from '../../../../src/collectors/repository/infrastructure/azure/bicep/parse.ts';
import { parseArmText } from '../../../../src/collectors/repository/infrastructure/azure/template/arm-expression.ts';
import { scan, write } from '../scan.ts';

const kept = "resource kept 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: 'kept'\n}\n";
const named = (name: string): string =>
  `resource mi 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: ${name}\n}\n`;
const namesOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  [...(await scan(write(files))).inventory.identities.values()].map((i) => i.name).sort();

describe('Bicep made to exhaust or mislead a reader', () => {
  test.each([
    ['parentheses without end', named('('.repeat(100_000))],
    ['lists without end', named('['.repeat(100_000))],
    ['objects without end', `var x = ${'{a:'.repeat(50_000)}`],
    ['strings in strings', named("'${".repeat(20_000))],
    ['negations without end', named('!'.repeat(100_000))],
    ['conditionals without end', named('a ? b : '.repeat(30_000))],
    ['attributes without end', named(`a${'.b'.repeat(100_000)}`)],
    ['operators without end', named(`1${' + 1'.repeat(50_000)}`)],
    [
      'variables that double',
      `var v0 = 'xx'\n${Array.from({ length: 60 }, (_, i) => `var v${i + 1} = '\${v${i}}\${v${i}}'`).join('\n')}\n${named('v60')}`,
    ],
    ['variables that lead back', `var a = b\nvar b = a\n${named('a')}`],
    ['parameters that lead back', `param a string = b\nparam b string = a\n${named('a')}`],
    ['a name that leads back', named('mi.name')],
    [
      'a parent that leads back',
      "resource a 'Microsoft.Web/sites@2023-12-01' = {\n  parent: a\n  name: 'x'\n  identity: { type: 'SystemAssigned' }\n}\n",
    ],
    ['a long chain', `var v0 = 'x'\n${Array.from({ length: 5000 }, (_, i) => `var v${i + 1} = v${i}`).join('\n')}\n${named('v5000')}`],
    ['a module that deploys itself', "module self 'bad.bicep' = {\n  name: 'self'\n}\n"],
    [
      'very many instances',
      `resource mi 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = [for i in range(0, 1000000000): {\n  name: 'm\${i}'\n}]\n`,
    ],
    ['loops in loops', `var l = range(0, 900)\nvar x = [for a in l: [for b in l: [for c in l: a]]]\n${named('x[0]')}`],
    ['control characters', named("'\\u{1b}[31m\u0000'")],
    ['a string that does not end', named("'abc")],
    ['a long string that does not end', named("'''abc")],
    ['a comment that does not end', `/* ${'*'.repeat(100_000)}`],
    ['nothing but signs', '@'.repeat(50_000)],
  ])('%s', async (_name, text) => {
    expect(await namesOf({ 'bad.bicep': text, 'good.bicep': kept })).toContain('kept');
  });

  test('any text at all is parsed', () => {
    const piece = fc.constantFrom(
      'resource',
      'param',
      'x',
      "'",
      "'''",
      '${',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '=',
      ':',
      ',',
      '\n',
      '\r\n',
      ' ',
      '?',
      '.',
      '??',
      '::',
      'for',
      'in',
      'if',
      '@',
      '#',
      '//',
      '/*',
      '\\',
      '1',
      '!',
      '=>',
      '...',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const { broken } = parseBicep(text, 'x.bicep');
          expect(broken.every((line) => line >= 1 && line <= text.split('\n').length)).toBe(true);
        },
      ),
    );
  });

  test('a broken statement is told with its line, and the others are read', async () => {
    const { inventory } = await scan(write({ 'main.bicep': `param a string = = 'x'\n${kept}var b = [\n\n${named("'second'")}` }));
    expect([...inventory.identities.values()].map((i) => i.name).sort()).toEqual(['kept', 'second']);
    expect(inventory.gaps).toMatchObject([{ file: 'main.bicep', line: 1 }]);
  });

  test('a merge conflict leaves the rest readable', async () => {
    const text = `<<<<<<< HEAD\n${named("'one'")}=======\n${named("'two'").replace('mi ', 'other ')}>>>>>>> branch\n${kept}`;
    const { inventory } = await scan(write({ 'main.bicep': text }));
    expect([...inventory.identities.values()].map((i) => i.name)).toContain('kept');
    expect(inventory.gaps.some((g) => g.file === 'main.bicep')).toBe(true);
  });
});

describe('JSON templates made to exhaust or mislead a reader', () => {
  const template = (parts: object): string =>
    JSON.stringify({ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', resources: [], ...parts });
  const identity = (name: string): object => ({ type: 'Microsoft.ManagedIdentity/userAssignedIdentities', name });
  const nested = (depth: number): object =>
    depth === 0
      ? identity('deep')
      : { type: 'Microsoft.Resources/deployments', name: `d${depth}`, properties: { template: { resources: [nested(depth - 1)] } } };

  test.each([
    [
      'variables that lead back',
      template({ variables: { a: "[variables('b')]", b: "[variables('a')]" }, resources: [identity("[variables('a')]")] }),
    ],
    ['calls without end', template({ resources: [identity(`[${'concat('.repeat(20_000)}]`)] })],
    ['a text that is no expression', template({ resources: [identity('[concat(]')] })],
    ['resources that are none', template({ resources: [1, null, 'x', {}, { type: 5 }, [], { type: 'Microsoft.Web' }] })],
    ['very many copies', template({ resources: [{ ...identity('m'), copy: { name: 'c', count: 1e9 } }] })],
    [
      'names that grow',
      template({
        variables: Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [`v${i + 1}`, `[concat(variables('v${i}'), variables('v${i}'))]`]).concat([['v0', 'xx']]),
        ),
        resources: [identity("[variables('v60')]")],
      }),
    ],
    ['deployments that nest too deeply', template({ resources: [nested(15)] })],
    ['broken JSON', `${template({}).slice(0, -1)}, "resources": [ {`],
  ])('%s', async (_name, text) => {
    expect(await namesOf({ 'bad.json': text, 'good.bicep': kept })).toContain('kept');
  });

  test('a template that deploys a file outside of the tree', async () => {
    const text = template({
      resources: [
        { type: 'Microsoft.Resources/deployments', name: 'out', properties: { templateLink: { relativePath: '../../outside.json' } } },
      ],
    });
    const { inventory } = await scan(write({ 'a/main.json': text, 'good.bicep': kept }));
    expect(inventory.gaps.map((g) => g.what)).toEqual(['what the module deployments[0] deploys']);
  });

  test.each([
    ['plain', { kind: 'literal', value: 'plain' }],
    ["[[not('x')]", { kind: 'literal', value: "[not('x')]" }],
    ["['it''s']", { kind: 'literal', value: "it's" }],
    ["[parameters('a').b[0]]", { kind: 'index', of: { kind: 'attribute', name: 'b' } }],
    ['[oops', { kind: 'literal', value: '[oops' }],
    ['[oops]', { kind: 'unreadable' }],
  ])('%s', (text, expected) => {
    expect(parseArmText(text, { line: 1, column: 1 })).toMatchObject(expected);
  });
});

test('what a Bicep file was compiled to is not read beside it', async () => {
  const compiled = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    resources: [{ type: 'Microsoft.ManagedIdentity/userAssignedIdentities', name: 'old' }],
  });
  expect(await namesOf({ 'main.bicep': kept, 'main.json': compiled })).toEqual(['kept']);
});

describe('files of parameters', () => {
  const template = `param name string = 'of the template'\n${named('name')}`;

  test.each([
    ['one gives a name', { 'a.bicepparam': "using './bad.bicep'\nparam name = 'given'\n" }, 'given'],
    ['one gives nothing', { 'a.bicepparam': "using './bad.bicep'\n" }, 'of the template'],
    ['one is for another template', { 'a.bicepparam': "using './other.bicep'\nparam name = 'given'\n" }, 'of the template'],
    ['one is for a template outside', { 'a.bicepparam': "using '../bad.bicep'\nparam name = 'given'\n" }, 'of the template'],
    [
      'two agree',
      {
        'a.bicepparam': "using 'bad.bicep'\nparam name = 'given'\n",
        'b.bicepparam': "using 'bad.bicep'\nvar n = 'given'\nparam name = n\n",
      },
      'given',
    ],
    [
      'one adds to another',
      { 'a.bicepparam': "using 'bad.bicep'\nextends 'b.bicepparam'\n", 'b.bicepparam': "using none\nparam name = 'given'\n" },
      'given',
    ],
    [
      'the nearest of them counts',
      {
        'a.bicepparam': "using 'bad.bicep'\nextends 'b.bicepparam'\nparam name = 'given'\n",
        'b.bicepparam': "using 'bad.bicep'\nextends 'b.bicepparam'\nparam name = 'base'\n",
      },
      'given',
    ],
  ])('%s', async (_, files, name) => {
    expect(await namesOf({ 'bad.bicep': template, ...files })).toEqual([name]);
  });

  test('what two do not give alike is not known', async () => {
    const files = { 'bad.bicep': template, 'a.bicepparam': "using 'bad.bicep'\nparam name = 'a'\n", 'b.bicepparam': "using 'bad.bicep'\n" };
    const [name] = await namesOf(files);
    expect(name).not.toBe('a');
    expect(name).not.toBe('of the template');
  });
});
