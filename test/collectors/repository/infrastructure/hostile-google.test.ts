// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of Terraform and Pulumi.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTerraformJson } from '../../../../src/collectors/repository/infrastructure/terraform/parse-json.ts';
import { scan, write } from '../scan.ts';

const kept = 'resource "google_service_account" "kept" {\n  account_id = "kept"\n  project = "acme"\n}\n';
const urn = (type: string, name: string): string => `urn:pulumi:prod::shop::${type}::${name}`;
const secret = '4dabf18193072939515e22adb298388d';

/** Files made to exhaust or mislead a reader, each beside one that is read whole. */
const files: readonly (readonly [name: string, path: string, text: string])[] = [
  [
    'an account that is its own project',
    'x.tf',
    'resource "google_service_account" "a" {\n  account_id = google_service_account.a.email\n  project = google_service_account.a.project\n}\n',
  ],
  [
    'members that lead back to each other',
    'x.tf',
    'resource "google_project_iam_member" "a" {\n  role = google_project_iam_member.b.role\n  member = google_project_iam_member.b.member\n}\nresource "google_project_iam_member" "b" {\n  role = google_project_iam_member.a.role\n  member = google_project_iam_member.a.member\n}\n',
  ],
  ['a policy that is not JSON', 'x.tf', 'resource "google_project_iam_policy" "a" {\n  policy_data = "{\\"bindings\\": ["\n}\n'],
  [
    'a policy of policies',
    'x.tf',
    'data "google_iam_policy" "p" {\n  binding {\n    role = data.google_iam_policy.p.policy_data\n    members = [data.google_iam_policy.p.policy_data]\n  }\n}\nresource "google_project_iam_policy" "a" {\n  policy_data = data.google_iam_policy.p.policy_data\n}\n',
  ],
  [
    'a member without end',
    'x.tf',
    `resource "google_project_iam_member" "a" {\n  role = "roles/viewer"\n  member = "serviceAccount:${'a'.repeat(100_000)}@b"\n}\n`,
  ],
  [
    'members of no kind',
    'x.tf',
    'resource "google_project_iam_binding" "a" {\n  role = "roles/viewer"\n  members = ["", ":", "user:", "deleted:serviceAccount:x@y?uid=1", "__proto__:x@y", 7, null, {}]\n}\n',
  ],
  [
    'a type named like a part of an object',
    'x.tf',
    'resource "google_constructor_iam_member" "a" {\n  role = "roles/viewer"\n  member = "user:a@b"\n}\nresource "google___proto___iam_member" "b" {\n  role = "roles/viewer"\n  member = "user:a@b"\n}\n',
  ],
  ['JSON code that is a list', 'x.tf.json', '[{"resource": {"google_service_account": {"a": {}}}}]'],
  ['JSON code nested without end', 'x.tf.json', `{"resource":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
  [
    'JSON code with a key of its own',
    'x.tf.json',
    '{"__proto__": {"x": 1}, "resource": {"google_service_account": {"__proto__": {"account_id": "x"}}}}',
  ],
  ['JSON code that ends early', 'x.tf.json', '{"resource": {"google_service_account": {"a": {"account_id": "early"'],
  [
    'a template without end',
    'x.tf.json',
    JSON.stringify({ resource: { google_service_account: { a: { account_id: '${'.repeat(20_000) } } } }),
  ],
  ['a state of no resources', 'state.json', '{"deployment": {"resources": "urn:pulumi:"}, "x": "urn:pulumi:"}'],
  [
    'a state with types of no kind',
    'state.json',
    JSON.stringify({
      deployment: {
        resources: [
          { urn: urn('x', 'y'), type: 'gcp:__proto__/constructor:toString', outputs: {} },
          null,
          7,
          { urn: urn('a', 'b'), type: ':::' },
        ],
      },
    }),
  ],
  [
    'a program that leads back',
    'Pulumi.yaml',
    'name: x\nruntime: yaml\nvariables:\n  a: ${b}\n  b: ${a}\nresources:\n  r:\n    type: gcp:serviceaccount:Account\n    properties:\n      accountId: ${a}\n',
  ],
  [
    'a program with aliases of aliases',
    'Pulumi.yaml',
    `name: x\nresources:\n  b0: &b0 [x]\n${Array.from({ length: 9 }, (_, i) => `  b${i + 1}: &b${i + 1} [${Array(9).fill(`*b${i}`).join(', ')}]\n`).join('')}`,
  ],
  ['a program that is a list', 'Pulumi.yaml', '- name\n- resources\n'],
  ['settings that are a text', 'Pulumi.prod.yaml', 'config: secret\n'],
];

describe('code for Google Cloud made to exhaust a reader', () => {
  test.each(files)('%s', async (_name, path, text) => {
    const { inventory } = await scan(write({ [`bad/${path}`]: text, 'good/main.tf': kept }));
    expect([...inventory.identities.keys()]).toContain('gcp:service-account/kept@acme.iam.gserviceaccount.com');
  });

  test('any JSON is parsed as code without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, values) => {
        const { body } = parseTerraformJson(JSON.stringify({ resource: { google_service_account: value }, locals: value }), values);
        expect(body.blocks.length).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('secrets go no further than their fingerprint', () => {
  const pem = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7Vq9pXk2LmZ4r\n'.repeat(6)}-----END PRIVATE KEY-----\n`;
  const keyFile = JSON.stringify({ type: 'service_account', private_key: pem, client_email: 'bot@acme.iam.gserviceaccount.com' });
  const state = {
    version: 4,
    terraform_version: '1.14.0',
    serial: 1,
    lineage: 'x',
    resources: [
      {
        mode: 'managed',
        type: 'google_service_account_key',
        name: 'k',
        instances: [
          {
            attributes: {
              name: `projects/acme/serviceAccounts/bot@acme.iam.gserviceaccount.com/keys/${'a1'.repeat(20)}`,
              service_account_id: 'projects/acme/serviceAccounts/bot@acme.iam.gserviceaccount.com',
              private_key: Buffer.from(keyFile).toString('base64'),
              valid_before: '9999-12-31T23:59:59Z',
            },
          },
        ],
      },
      {
        mode: 'managed',
        type: 'google_storage_hmac_key',
        name: 'h',
        instances: [
          {
            attributes: {
              access_id: 'GOOG1EXAMPLE',
              secret: 'bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ',
              service_account_email: 'bot@acme.iam.gserviceaccount.com',
            },
          },
        ],
      },
      {
        mode: 'managed',
        type: 'datadog_api_key',
        name: 'd',
        instances: [{ attributes: { name: 'ci', key: '0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f' } }],
      },
    ],
  };

  test('of keys in a state of Terraform, and the key in a file of its own is the same credential', async () => {
    const root = write({ 'terraform.tfstate': JSON.stringify(state), 'bot-key.json': keyFile });
    const { fragments, inventory } = await scan(root);
    const key = inventory.credentials.get(`gcp:service-account-key/${'a1'.repeat(20)}`);
    expect(key?.identity).toBe('gcp:service-account/bot@acme.iam.gserviceaccount.com');
    expect(key?.expiresAt).toBe(null);
    expect(key?.found?.map((f) => f.file).sort()).toEqual(['bot-key.json', 'terraform.tfstate']);
    const text = JSON.stringify(fragments);
    for (const value of ['MIIEvQIBADANBgkqhkiG9w0', 'bGoa+V7g', '0c9d8e7f6a5b', Buffer.from(keyFile).toString('base64').slice(0, 30)])
      expect(text).not.toContain(value);
  });

  test('of plain settings and plain values in a state of Pulumi; what is encrypted is none', async () => {
    const resource = (value: unknown): unknown => ({
      urn: urn('random:index/randomPassword:RandomPassword', 'p'),
      type: 'random:index/randomPassword:RandomPassword',
      outputs: { result: value },
    });
    const sealed = { [secret]: '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:c2VhbGVkLXZhbHVlLW9mLWEtc2VjcmV0' };
    const open = { [secret]: '1b47061264138c4ac30d75fd1eb44270', plaintext: '"Mq8zT4vK1xW7pL2n"' };
    const root = write({
      'a/stack.json': JSON.stringify({ deployment: { resources: [resource(sealed)] } }),
      'b/stack.json': JSON.stringify({ deployment: { resources: [resource(open)] } }),
      'Pulumi.prod.yaml': 'config:\n  shop:token: kR7vX2mQ9wL4tZ8p\n  shop:other:\n    secure: v1:kR7vX2mQ9wL4tZ8p:abcdefgh\n',
    });
    const { fragments, inventory } = await scan(root);
    expect(
      [...inventory.credentials.values()]
        .flatMap((c) => c.found ?? [])
        .map((f) => f.file)
        .sort(),
    ).toEqual(['Pulumi.prod.yaml', 'b/stack.json']);
    const text = JSON.stringify(fragments);
    for (const value of ['Mq8zT4vK1xW7pL2n', 'kR7vX2mQ9wL4tZ8p', 'c2VhbGVkLXZhb']) expect(text).not.toContain(value);
  });
});
