import { describe, expect, test } from 'vitest';
import type { Gap } from '../../../../src/inventory/gap.ts';
import { scan, write } from '../scan.ts';

const account = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: web}\n`;
const names = async (files: Readonly<Record<string, string | Buffer>>) => {
  const { inventory } = await scan(write(files));
  const found = [...inventory.identities.values()].filter((i) => i.plane === 'kubernetes').map((i) => i.name);
  return { names: found.sort(), gaps: inventory.gaps, inventory };
};
const lines = (gaps: readonly Gap[]): readonly string[] => gaps.map((g) => `${g.file}:${g.line} ${g.why}`);

describe('manifests that are not what they should be', () => {
  test('a broken document leaves the others', async () => {
    const text = `${account('one')}---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: [two\n---\n${account('three')}`;
    const found = await names({ 'app.yaml': text });
    expect(found.names).toEqual(['web/one', 'web/three']);
    expect(found.gaps.length).toBe(1);
    expect(found.gaps[0]?.line).toBeGreaterThanOrEqual(7);
  });

  test('an alias bomb', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`);
    const bomb = `apiVersion: v1\nkind: Secret\nmetadata: {name: bomb}\nstringData:\n  x: y\na0: &a0 x\n${levels.join('\n')}\n`;
    const found = await names({ 'bomb.yaml': bomb, 'app.yaml': account('one') });
    expect(found.names).toEqual(['web/one']);
    expect(lines(found.gaps).some((l) => l.startsWith('bomb.yaml:'))).toBe(true);
  });

  test('deep nesting', async () => {
    const deep = `apiVersion: v1\nkind: Secret\nstringData:\n  x: ${'['.repeat(50_000)}\n`;
    const found = await names({
      'deep.yaml': deep,
      'deep.json': `{"apiVersion":"v1","kind":"Secret","data":${'['.repeat(50_000)}`,
      'app.yaml': account('one'),
    });
    expect(found.names).toEqual(['web/one']);
    expect(found.gaps.map((g) => g.file).sort()).toEqual(['deep.json', 'deep.yaml']);
  });

  test('keys that repeat, tags and anchors', async () => {
    const text =
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: &m !custom {name: one, namespace: web}\nmetadata: {name: !!str two, namespace: web}\n';
    expect((await names({ 'app.yaml': text })).names).toEqual(['web/two']);
  });

  test('names of the language itself', async () => {
    const text =
      'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: __proto__\n  namespace: constructor\n  annotations: {__proto__: x, toString: y}\n';
    expect((await names({ 'app.yaml': text })).names).toEqual(['constructor/__proto__']);
  });

  test('merge conflict markers', async () => {
    const text = `${account('one')}---\n<<<<<<< HEAD\n${account('two')}=======\n${account('three')}>>>>>>> other\n`;
    const found = await names({ 'app.yaml': text });
    expect(found.names).toContain('web/one');
    expect(found.gaps.some((g) => g.file === 'app.yaml')).toBe(true);
  });

  test.each([
    [
      'wrong types',
      'apiVersion: v1\nkind: Deployment\nmetadata: [1]\nspec: {template: {spec: {containers: 5, serviceAccountName: {a: b}}}}\n',
    ],
    [
      'numbers for names',
      'apiVersion: v1\nkind: RoleBinding\nmetadata: {name: 5}\nroleRef: 7\nsubjects: [1, null, {kind: ServiceAccount}]\n',
    ],
    ['a list in itself', 'apiVersion: v1\nkind: List\nitems: &i [{apiVersion: v1, kind: List, items: *i}]\n'],
    [
      'rules that are none',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: x}\nrules: [null, 5, {verbs: "*"}, {verbs: [{}]}]\n',
    ],
    [
      'base64 that is none',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {a: "%%%", b: 5, .dockerconfigjson: "e30", c: //////8=}\n',
    ],
    ['an empty document', 'apiVersion: v1\nkind: Secret\n---\n---\n'],
  ])('%s', async (_, text) => {
    const found = await names({ 'app.yaml': text, 'z.yaml': account('one') });
    expect(found.names).toContain('web/one');
    expect([...found.inventory.credentials.values()]).toEqual([]);
  });

  test('a role of which a rule is not known gives no certainty', async () => {
    const role =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: x}\nrules: [{verbs: "*", apiGroups: [""], resources: [pods]}]\n';
    const { inventory } = await names({ 'app.yaml': role });
    expect([...inventory.policies.values()].map((p) => p.document)).toEqual([undefined]);
  });
});

describe('charts that are not what they should be', () => {
  const chart = (template: string, values = '{}'): Record<string, string> => ({
    'c/Chart.yaml': 'name: c\n',
    'c/values.yaml': values,
    'c/templates/a.yaml': template,
  });
  const templated = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: web\n`;

  test.each([
    [
      'a template that includes itself',
      `{{ define "x" }}{{ include "x" . }}{{ include "x" . }}{{ end }}${templated('one')}  labels: {a: {{ include "x" . }}}\n`,
    ],
    ['an action that does not end', `${templated('one')}# {{ if .Values.x\n`],
    ['ends without a beginning', `${templated('one')}{{ end }}{{ end }}{{ else }}\n`],
    ['blocks in blocks', `${templated('one')}${'{{ if true }}'.repeat(5000)}\n`],
    ['brackets in brackets', `${templated('one')}  x: {{ ${'('.repeat(3000)}1${')'.repeat(3000)} }}\n`],
    ['functions that nobody knows', `${templated('one')}  x: {{ .Values.a | conjure "b" (lookup "v1" "Secret" "a" "b") }}\n`],
    ['strings that do not end', `${templated('one')}  x: {{ "abc }}\n  y: {{ 'a }}\n`],
  ])('%s', async (_, template) => {
    expect((await names(chart(template))).names).toEqual(['web/one']);
  });

  test('lists in lists that multiply', async () => {
    const list = JSON.stringify(Array.from({ length: 300 }, (_, i) => i));
    const loops = `${'{{ range .Values.l }}'.repeat(6)}x{{ . }}${'{{ end }}'.repeat(6)}`;
    const found = await names({
      ...chart(`${templated('one')}---\n${templated('two')}  labels:\n    a: "${loops}"\n`, `l: ${list}\n`),
      'z.yaml': account('last'),
    });
    expect(found.names).toContain('web/one');
    expect(found.names).toContain('web/last');
  });

  test('values that are no values', async () => {
    const found = await names(chart(templated('{{ .Values.a.b.c | default "one" }}'), 'a: [1, 2\n'));
    expect(found.names).toEqual(['web/one']);
    expect(found.gaps.map((g) => g.file)).toEqual(['c/values.yaml']);
  });

  test('kustomizations that go round and out of the tree', async () => {
    const found = await names({
      'a/kustomization.yaml': 'resources: [../b, app.yaml, ../../../etc]\nnamespace: n\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
      'a/app.yaml': account('one'),
      'c/kustomization.yaml': 'resources: [../d]\nnamePrefix: x-\n',
      'd/kustomization.yaml': 'resources: [app.yaml]\n',
      'd/app.yaml': account('two'),
    });
    expect(found.names).toEqual(['web/x-two']);
  });
});

test('names with control characters and slashes stay one name', async () => {
  const text = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: "a/b\\u001b[31m c", namespace: "x\\ny"}\n';
  const { inventory } = await names({ 'app.yaml': text });
  const ids = [...inventory.identities.keys()].filter((id) => id.startsWith('kubernetes:'));
  expect(ids).toEqual(['kubernetes:service-account/cluster.shop/x.y/a.b\u001b[31m.c']);
});
