import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bindingDoor } from '../../../src/collectors/binding-door.ts';
import { collectGoogleFile } from '../../../src/collectors/gcp/file-dumps.ts';
import { secretDoor } from '../../../src/collectors/known-secrets.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

// Made up, and put together here so that no scanner takes it for one.
const secret = `ghp_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}`;

const directory = mkdtempSync(join(tmpdir(), 'nhi-plain-names-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Policy {
  readonly name: string;
  readonly member?: string;
  readonly role?: string;
  readonly updated?: string;
  readonly project?: string;
}

const account = 'serviceAccount:deploy@acme-orders.iam.gserviceaccount.com';

const assetOf = ({ name, member = account, role = 'roles/iam.serviceAccountUser', updated = '2026-11-20', project = '500' }: Policy) => ({
  name,
  assetType: 'storage.googleapis.com/Bucket',
  iamPolicy: { bindings: [{ role, members: [member] }] },
  ancestors: [`projects/${project}`, 'organizations/9'],
  updateTime: updated,
});

const plain: Policy = { name: '//storage.googleapis.com/acme-orders-archive' };

async function handedOver(policies: readonly Policy[]): Promise<{ readonly bare: readonly Fragment[]; readonly all: string }> {
  const path = join(directory, 'assets.ndjson');
  writeFileSync(path, `${policies.map((policy) => JSON.stringify(assetOf(policy))).join('\n')}\n`);
  const door = secretDoor(() => 'f');
  const bare: Fragment[] = [];
  const all: unknown[] = [];
  await collectGoogleFile(path, {
    source: 'assets.ndjson',
    emit: (fragment, isBare) => {
      if (isBare === true) bare.push(fragment);
      all.push(isBare === true ? fragment : door(fragment));
    },
    bindings: bindingDoor({ numberOf: (holder) => all.push(holder) - 1, bind: (binding) => all.push(binding) }, door, () => undefined),
    fingerprint: () => 'f',
  });
  return { bare, all: JSON.stringify(all) };
}

test('what is made of plain names is not looked through again', async () => {
  const accountPolicy = { name: '//iam.googleapis.com/projects/acme-orders/serviceAccounts/run@acme-orders.iam.gserviceaccount.com' };
  const { bare } = await handedOver([plain, accountPolicy]);
  expect(bare.map(({ type }) => type)).toEqual(['resource', 'trust', 'identity', 'identity']);
});

test.each([
  ['bucket', { name: `//storage.googleapis.com/${secret}` }],
  ['address', { ...plain, member: `serviceAccount:${secret}@acme-orders.iam.gserviceaccount.com` }],
  ['project of an address', { ...plain, member: `serviceAccount:deploy@${secret}.iam.gserviceaccount.com` }],
  ['time', { ...plain, updated: `2026-11-20 ${secret}` }],
  ['project', { ...plain, project: secret }],
  ['account', { name: `//iam.googleapis.com/projects/acme-orders/serviceAccounts/${secret}@acme-orders.iam.gserviceaccount.com` }],
  [
    'user',
    { name: `//iam.googleapis.com/projects/a/serviceAccounts/run@a.iam.gserviceaccount.com`, member: `user:${secret}@acme.example` },
  ],
] satisfies [string, Policy][])('a secret in the name of a %s is not taken for plain, whatever was read before', async (_, policy) => {
  const { all, bare } = await handedOver([plain, policy, plain, policy]);
  expect(JSON.stringify(bare)).not.toContain(secret);
  expect(all).not.toContain(secret);
});

test('nor one in the id of a project that is known by its number', async () => {
  const number = '500000000001';
  const { all } = await handedOver([
    { name: `//cloudresourcemanager.googleapis.com/projects/${secret}`, project: number },
    { name: `//secretmanager.googleapis.com/projects/${number}/secrets/db-password`, project: number },
    { ...plain, project: number, member: `serviceAccount:service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com` },
  ]);
  expect(all).not.toContain(secret);
});
