import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi, root } from './nhi.ts';

const directory = makeDirectory({
  'code/k8s.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: { name: reader, namespace: web }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: idle, namespace: web }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reads, namespace: web }
rules: [{ apiGroups: [''], resources: [secrets], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reads, namespace: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reads }
subjects: [{ kind: ServiceAccount, name: reader, namespace: web }]
`,
  'code/main.tf': `provider "google" { project = "acme" }
resource "google_project_iam_custom_role" "reads" {
  role_id     = "reads"
  permissions = ["storage.objects.get"]
}
${['reader', 'limited', 'editor'].map((name) => `resource "google_service_account" "${name}" { account_id = "${name}" }\n`).join('')}
resource "google_project_iam_member" "reader" {
  project = "acme"
  role    = google_project_iam_custom_role.reads.id
  member  = google_service_account.reader.member
}
resource "google_project_iam_member" "limited" {
  project = "acme"
  role    = google_project_iam_custom_role.reads.id
  member  = google_service_account.limited.member
  condition {
    title      = "day"
    expression = "request.time.getHours() < 18"
  }
}
resource "google_project_iam_member" "editor" {
  project = "acme"
  role    = "roles/storage.objectViewer"
  member  = google_service_account.editor.member
}
`,
});
const run = (...args: string[]) => nhi(args, { cwd: directory });
const account = (name: string): string => `${name}@acme.iam.gserviceaccount.com`;

describe('nhi can for planes beside AWS', () => {
  test.each([
    [
      ['web/reader', 'get secrets', 'code'],
      /^allowed {2}web\/reader: get secrets on any resource\n.*\n {2}reads, rule 1 \[code\/k8s\.yaml:\d+/,
    ],
    [['web/reader', 'get secrets', 'web/db', 'code'], /^allowed {2}web\/reader: get secrets on web\/db\n/],
    [['web/reader', 'get secrets', 'jobs/db', 'code'], /^denied {2}/],
    [['web/reader', 'get secrets', '*', 'code'], /^denied {2}web\/reader: get secrets on every resource\n/],
    [['web/idle', 'get secrets', 'code'], /^denied {2}.*\n {2}no rule of a role bound to it allows it\n/],
    [[account('reader'), 'storage.objects.get', 'code'], /^allowed {2}.*\n {2}a role that it holds allows it\n.*\[code\/main\.tf:\d+/],
    [[account('reader'), 'storage.objects.delete', 'code'], /^denied {2}/],
    [[account('editor'), 'storage.objects.get', 'code'], /^allowed {2}/],
    [[account('editor'), 'storage.objects.delete', 'code'], /^denied {2}/],
    [[account('limited'), 'storage.objects.get', 'code'], /^conditional {2}/],
    [
      [account('editor'), 'storage.folders.list', 'code'],
      /^unknown {2}.*\n {2}which permissions .*objectViewer.* holds one by one is not known\n/,
    ],
  ])('%j', async (words, answer) => {
    const { code, out, err } = await run('can', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(answer);
  });

  test.each([
    [['can', 'web/reader', 's3:GetObject', 'code'], 'is of Kubernetes, and the action is one of AWS; write it like "get secrets"'],
    [['can', 'web/reader', 'storage.objects.get', 'code'], 'is of Kubernetes, and the action is one of Google Cloud'],
    [['can', 'web/reader', 'Microsoft.Storage/storageAccounts/read', 'code'], 'is of Kubernetes, and the action is one of Azure'],
    [['can', 'web/reader', 'microsoft.directory/applications/create', 'code'], 'is of Kubernetes, and the action is one of Entra ID'],
    [['can', 'web/reader', 'get secretz', 'code'], 'unknown resource "secretz"; did you mean "secrets"?'],
    [['can', 'web/reader', 'gett secrets', 'code'], 'unknown verb "gett"; did you mean "get"?'],
    [['who-can', 'get qqqqqqqq', 'code'], 'a custom resource is written with its group, like get widgets.example.com'],
    [['can', 'web/reader', 'get secrets', '--context', 'aws:SourceIp=203.0.113.1', 'code'], '--context is about requests to AWS'],
    [['fix', 'web/reader', 'code'], 'nhi fix makes policies of AWS, and roles of Google Cloud and Azure'],
  ])('%j is refused in one line', async (words, why) => {
    const ran = await run(...words);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(why);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });
});

test('nhi who-can lists those of the plane that the action is of', async () => {
  const kubernetes = await run('who-can', 'get secrets', 'code');
  expect(kubernetes.out).toMatch(/^allowed {5}kubernetes:service-account\/\S+\/web\/reader {2}reads\n/);
  expect(kubernetes.out).not.toContain('gcp:');
  const google = await run('who-can', 'storage.objects.get', 'code');
  expect(google.out).toContain('2 allowed, 1 conditional');
});

test('what activating an eligible role takes is told with it', async () => {
  const file = `${root}fixtures/azure/rest/role-management-policy-assignments.json`;
  const action = 'Microsoft.Compute/virtualMachines/write';
  const ask = (scope: string) =>
    run('can', 'nora@acme.example', action, `/subscriptions/6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01${scope}`, file, '-q', '--format', 'json');
  const step = 'activation in Privileged Identity Management';
  expect(JSON.parse((await ask('')).out)).toMatchObject({
    decision: 'conditional',
    conditionKeys: [`${step} (a justification, multifactor authentication, approval by Platform on call)`],
  });
  // The settings of a subscription are not those of its groups.
  expect(JSON.parse((await ask('/resourceGroups/rg-shop')).out).conditionKeys).toContain(step);
});
