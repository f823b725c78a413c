import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collectEntraFile, recognisesEntraFile } from '../../../src/collectors/entra/file-dumps.ts';
import { readHead } from '../../../src/collectors/files.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import cases from './file-cases.json' with { type: 'json' };
import { linesOf } from './lines-of.ts';
import { fixture, readFiles, summaryOf } from './read-fixture.ts';

const folders = readdirSync(fileURLToPath(new URL('../../../fixtures/entra/', import.meta.url))).sort();

test('every folder of fixtures has a case', () => {
  expect(Object.keys(cases).sort()).toEqual(folders);
});

describe.each(Object.entries(cases))('%s', (folder, lines) => {
  test('comes to these records', async () => {
    expect(linesOf(await readFiles(fixture(`entra/${folder}`)))).toEqual(lines);
  });

  test('is recognised file by file', async () => {
    for (const { path } of fixture(`entra/${folder}`)) expect([path, recognisesEntraFile(await readHead(path))]).toEqual([path, true]);
  });

  test('shows no part of a secret', async () => {
    const text = JSON.stringify(await readFiles(fixture(`entra/${folder}`)));
    expect(text).not.toMatch(/ghp_A1b2|"hint"|"abc"/);
  });
});

/** A file of this content, in a folder of its own. */
function file(name: string, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-entra-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function readOne(name: string, content: string | Buffer): Promise<readonly Fragment[]> {
  const fragments: Fragment[] = [];
  const path = file(name, content);
  await collectEntraFile(path, {
    source: name,
    emit: (f) => fragments.push(f),
    now: new Date('2026-12-01T00:00:00Z'),
    fingerprint: () => 'f',
  });
  return fragments;
}

const application = { id: 'b1', appId: 'a1', displayName: 'web', signInAudience: 'AzureADMyOrg', passwordCredentials: [] };

describe('what is no file of a directory', () => {
  test.each([
    [
      'a role assignment of Azure',
      [{ id: '/subscriptions/1/providers/Microsoft.Authorization/roleAssignments/2', principalId: 'p', roleDefinitionId: 'r', scope: '/' }],
    ],
    [
      'a federated credential of a managed identity',
      [{ id: '/subscriptions/1/x', type: 'Microsoft.ManagedIdentity/x', issuer: 'i', subject: 's', audiences: [] }],
    ],
    [
      'a template',
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        resources: [{ type: 'Microsoft.Graph/applications' }],
      },
    ],
    ['an answer of Azure', { value: [{ id: '/subscriptions/1/resourceGroups/a', name: 'a', type: 'Microsoft.Resources/resourceGroups' }] }],
    ['a list of a cluster', { apiVersion: 'v1', kind: 'List', items: [{ kind: 'ServiceAccount', metadata: { name: 'a' } }] }],
    ['an answer of AWS', { UserDetailList: [{ UserName: 'a', Arn: 'arn:aws:iam::123456789012:user/a' }] }],
    [
      'an asset of Google Cloud',
      [{ name: '//iam.googleapis.com/projects/p/serviceAccounts/a', assetType: 'iam.googleapis.com/ServiceAccount' }],
    ],
    ['a package', { name: 'web', version: '1.0.0', includes: [], excludes: [] }],
    [
      'an answer of another OData service',
      { '@odata.context': 'https://services.odata.org/V4/$metadata#People', value: [{ UserName: 'a' }] },
    ],
    ['nothing', { value: [] }],
  ])('%s', async (_what, content) => {
    expect(recognisesEntraFile(await readHead(file('x.json', JSON.stringify(content))))).toBe(false);
  });
});

describe('forms of one list', () => {
  const forms: readonly (readonly [string, string | Buffer])[] = [
    ['a list', JSON.stringify([application])],
    ['an answer', JSON.stringify({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications', value: [application] })],
    ['a single object', JSON.stringify(application)],
    [
      'a single answer',
      JSON.stringify({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications/$entity', ...application }),
    ],
    ['pages in a list', JSON.stringify([{ value: [application] }, { value: [] }])],
    ['pages one after the other', `${JSON.stringify({ value: [application] })}\n${JSON.stringify({ value: [] })}`],
    ['a bundle', JSON.stringify({ applications: [application] })],
    [
      'another cloud',
      JSON.stringify({ '@odata.context': 'https://microsoftgraph.chinacloudapi.cn/v1.0/$metadata#applications', value: [application] }),
    ],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify([application]), 'utf16le')])],
    ['gzip', gzipSync(JSON.stringify([application]))],
  ];

  test.each(forms)('%s', async (_form, content) => {
    const identities = summaryOf(await readOne('x.json', content)).identity;
    expect(identities).toEqual([expect.objectContaining({ id: 'entra:application/a1', name: 'web', kind: 'entra-application' })]);
  });

  test('a file that breaks off keeps what stood before', async () => {
    const text = JSON.stringify({ value: [application, { ...application, id: 'b2', appId: 'a2' }] });
    const fragments = await readOne('x.json', text.slice(0, -30));
    expect(fragments.filter((f) => f.type === 'identity')).toHaveLength(1);
    expect(fragments.some((f) => f.type === 'gap' && f.value.why === 'unreadable' && f.value.what === 'the rest of the file')).toBe(true);
  });

  test('pages that are complete leave no gap, one that is missing does', async () => {
    const page = (next: boolean): object => ({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications',
      ...(next ? { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/applications?$skiptoken=x' } : {}),
      value: [application],
    });
    const gaps = async (...pages: readonly object[]): Promise<number> =>
      (await readOne('x.json', pages.map((p) => JSON.stringify(p)).join('\n'))).filter((f) => f.type === 'gap' && f.value.partial !== false)
        .length;
    expect(await gaps(page(true), page(false))).toBe(0);
    expect(await gaps(page(true))).toBe(1);
  });
});

test('the order of files does not matter', async () => {
  const files = fixture('entra/tenant');
  const lines = linesOf(await readFiles(files));
  expect(linesOf(await readFiles([...files].reverse())).map((l) => l.replace(/of [\w.]+json/, ''))).toEqual(
    lines.map((l) => l.replace(/of [\w.]+json/, '')),
  );
});

test('hostile names pollute nothing', async () => {
  await readOne(
    'x.json',
    '[{"id":"b1","appId":"a1","displayName":"x","signInAudience":"y","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"Web":{"__proto__":{"polluted":1}}}]',
  );
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
