import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { collectAwsFile, recognisesAwsFile } from '../../../../src/collectors/aws/file-dumps.ts';
import { collectTrail, findTrail } from '../../../../src/collectors/aws/use/trail-tree.ts';
import { readHead } from '../../../../src/collectors/files.ts';
import type { Fragment } from '../../../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../../../src/inventory/inventory.ts';
import { fixture, inventoryOf, readFixture, valuesOf } from '../read-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-trail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const account = '111122223333';
const deploy = `aws:role/${account}/deploy`;
const sync = `aws:user/${account}/sync`;
const events = JSON.parse(readFileSync(fixture('use/trail.json'), 'utf8')) as { readonly Records: readonly Record<string, unknown>[] };

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(path: string): Promise<{ readonly inventory: Inventory; readonly fragments: readonly Fragment[] }> {
  const builder = new InventoryBuilder();
  const fragments: Fragment[] = [];
  await collectAwsFile(path, {
    fingerprint: () => 'f',
    source: 'file',
    emit: (f) => {
      builder.add(f);
      fragments.push(f);
    },
  });
  return { inventory: builder.finish([]), fragments };
}

describe('a trail file', () => {
  test('is recognised in all its forms', async () => {
    for (const name of ['use/trail.json', 'use/events.jsonl', 'use/lookup-events.json']) {
      expect((await readFixture(name)).recognised, name).toBe(true);
    }
    expect(recognisesAwsFile(await readHead(write('empty.json', '{"Records":[]}')))).toBe(true);
    expect(recognisesAwsFile(await readHead(write('other.json', '{"Records":[{"s3":{"bucket":"x"}}]}')))).toBe(false);
  });

  test('counts an event once that several files hold', async () => {
    const named = events.Records.map((record, i) => ({ ...record, eventID: `0f0e0d0c-0000-4000-8000-${String(i).padStart(12, '0')}` }));
    const clientsOf = async (Records: readonly unknown[]): Promise<unknown> =>
      (await read(write('overlap.json', JSON.stringify({ Records })))).inventory.uses.get(deploy)?.[0]?.clients;
    expect(await clientsOf([...named, ...named])).toEqual(await clientsOf(named));
    // Without ids nothing tells a copy from another event.
    expect(await clientsOf([...events.Records, ...events.Records])).not.toEqual(await clientsOf(events.Records));
  });

  test('gives use by identity: a session is its role, services and strangers are nobody', async () => {
    const { uses, identities } = await inventoryOf('use/trail.json');
    expect([...uses.keys()].sort()).toEqual([deploy, `aws:root/${account}`, sync]);
    expect(uses.get(deploy)).toMatchObject([
      {
        recorder: 'trail',
        actions: {
          'kms:Decrypt': '2026-11-02T10:00:00Z',
          'lambda:UpdateFunctionCode20150331v2': '2026-11-02T08:00:00Z',
          'signin:ConsoleLogin': '2026-11-02T09:00:00Z',
        },
        clients: { provisioner: 1, console: 1, service: 1 },
        networks: ['192.0.0.0/16', '203.0.0.0/16'],
        regions: ['eu-west-1', 'us-east-1'],
        mfa: { with: 0, without: 3 },
        firstAt: '2026-11-02T08:00:00Z',
        lastAt: '2026-11-02T10:00:00Z',
        keys: {},
      },
    ]);
    expect(identities.get(deploy)).toMatchObject({ standing: 'named', lastUsedAt: '2026-11-02T10:00:00Z' });
  });

  test('refused requests are counted and are no use', async () => {
    const [use] = (await inventoryOf('use/trail.json')).uses.get(sync) ?? [];
    expect(use?.refused).toEqual({ 'iam:ListUsers': 1 });
    expect(use?.actions).toEqual({ 's3:ListObjects': '2026-11-03T08:00:00Z' });
  });

  test('keys are told by their ids, with the networks that used them', async () => {
    const { uses, credentials } = await inventoryOf('use/trail.json');
    expect(uses.get(sync)?.[0]?.keys).toEqual({ AKIAEXAMPLEEXAMPLE01: ['198.51.0.0/16', '203.0.0.0/16'] });
    expect(credentials.get('aws:access-key/AKIAEXAMPLEEXAMPLE01')).toMatchObject({ identity: sync, lastUsedAt: '2026-11-03T09:00:00Z' });
    expect([...credentials.keys()].filter((id) => id.includes('ASIA'))).toEqual([]);
  });

  test('says which days of the account it shows', async () => {
    const { scopes } = await inventoryOf('use/trail.json');
    expect(scopes.get(`aws:account/${account}`)?.observed).toEqual({
      days: ['2026-11-01/2026-11-04'],
      reads: true,
      kms: true,
      regions: ['eu-west-1', 'us-east-1'],
    });
  });

  test('means the same in every form', async () => {
    const evidence = /"(?:evidence|clientEvidence)":(?:\[[^\]]*\]|\{[^}]*\}\]?\}?)/g;
    const meaning = async (name: string): Promise<string> => {
      const inventory = await inventoryOf(name);
      return JSON.stringify([...inventory.uses.values()].flat().map(({ evidence: _, clientEvidence: __, ...use }) => use)).replace(
        evidence,
        '',
      );
    };
    const whole = await meaning('use/trail.json');
    expect(await meaning('use/events.jsonl')).toBe(whole);
    expect(await meaning('use/lookup-events.json')).toBe(whole);
  });

  test('keeps no address, session name, user agent or parameter', async () => {
    const text = JSON.stringify((await readFixture('use/trail.json')).fragments);
    for (const private_ of ['203.0.113', 'somebody@example.com', 'run-17', 'Mozilla', 'Terraform', 'ASIA'])
      expect(text).not.toContain(private_);
  });
});

describe('bad input', () => {
  const gapsOf = (fragments: readonly Fragment[]): readonly string[] =>
    fragments.flatMap((f) => (f.type === 'gap' ? [f.value.detail] : []));

  test('a gzip file that is cut short is read up to there', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => JSON.stringify({ ...events.Records[0], eventID: `${i}${Math.sin(i)}` }));
    const whole = gzipSync(`{"Records":[${lines.join(',')}]}`);
    const { inventory, fragments } = await read(write('cut.json.gz', whole.subarray(0, whole.length - 4000)));
    expect(inventory.uses.get(sync)).toHaveLength(1);
    expect(gapsOf(fragments)).toEqual([expect.stringMatching(/damaged or cut short/)]);
  });

  test('what is no event is said once and the rest is read', async () => {
    const odd = [
      1,
      'x',
      null,
      {},
      { eventSource: 'x', eventName: 'y' },
      { ...events.Records[0], eventName: '../../\u001b[2J' },
      { ...events.Records[0], eventTime: 'soon' },
    ];
    const { inventory, fragments } = await read(write('odd.json', JSON.stringify({ Records: [...odd, ...events.Records] })));
    expect(inventory.uses.size).toBe(3);
    const gaps = gapsOf(fragments);
    expect(gaps).toHaveLength(4);
    expect(gaps.join()).not.toContain('\u001b');
  });

  test('hostile names and huge texts come to nothing', async () => {
    const hostile = {
      ...events.Records[0],
      userAgent: `\u001b]0;pwned\u0007<script>alert(1)</script>::error::${'x'.repeat(3_000_000)}`,
      eventSource: 'constructor.amazonaws.com',
      eventName: '__proto__',
      sourceIPAddress: `${'1.'.repeat(100_000)}`,
      errorMessage: 'AKIA\n::error::',
    };
    const named = { ...hostile, eventName: 'toString' };
    const { inventory, fragments } = await read(write('hostile.json', JSON.stringify({ Records: [hostile, named] })));
    expect(inventory.uses.get(sync)?.[0]?.actions).toEqual({ 'constructor:toString': '2026-11-01T08:00:00Z' });
    expect(JSON.stringify(fragments).length).toBeLessThan(5000);
  });

  test('UTF-16, as PowerShell writes it, is read', async () => {
    const text = `\ufeff${JSON.stringify(events)}`;
    const { inventory } = await read(write('utf16.json', Buffer.from(text, 'utf16le')));
    expect(inventory.uses.size).toBe(3);
  });

  test('insights are left out', async () => {
    const insight = { ...events.Records[0], eventType: 'AwsCloudTrailInsight' };
    expect((await read(write('insight.json', JSON.stringify({ Records: [insight] })))).fragments).toEqual([]);
  });
});

describe('a tree of deliveries', () => {
  const name = (n: number): string =>
    `bucket/AWSLogs/${account}/CloudTrail/eu-west-1/2026/11/0${n}/${account}_CloudTrail_eu-west-1_2026110${n}T0000Z_x${n}.json.gz`;

  test('is found, read as one source, and broken files are gaps', async () => {
    const root = join(folder, 'tree');
    for (const [i, record] of events.Records.entries()) write(join('tree', name(i)), gzipSync(JSON.stringify({ Records: [record] })));
    write(join('tree', name(9)), gzipSync('{"Records":[]}').subarray(0, 12));
    write('tree/bucket/AWSLogs/notes.txt', 'x');
    write(
      `tree/bucket/AWSLogs/${account}/CloudTrail-Digest/eu-west-1/2026/11/01/${account}_CloudTrail-Digest_eu-west-1_x.json.gz`,
      gzipSync('{}'),
    );
    const files = await findTrail(root);
    expect(files).toHaveLength(10);
    const fragments: Fragment[] = [];
    const collected = await collectTrail(root, files, { source: 'tree', fingerprint: () => 'f', emit: (f) => fragments.push(f) });
    expect(collected).toEqual({ plane: 'aws', scope: account, requests: 0 });
    expect(
      fragments
        .filter((f) => f.type === 'use')
        .map((f) => f.value.identity)
        .sort(),
    ).toEqual([deploy, `aws:root/${account}`, sync].sort());
    const gaps = fragments.filter((f) => f.type === 'gap').map((f) => f.value.detail);
    expect(gaps).toEqual([`${name(9)}: the gzip data is damaged or cut short`]);
    const use = fragments.find((f) => f.type === 'use' && f.value.identity === sync);
    expect(use?.type === 'use' && use.value.evidence).toEqual([{ source: 'tree', file: name(0), line: 1, pointer: '/Records/0' }]);
  });

  test('files with events at the top of a folder count as well, others do not', async () => {
    write('flat/a.json', JSON.stringify(events));
    write('flat/gaad.json', '{"UserDetailList":[]}');
    write('flat/deeper/b.json', JSON.stringify(events));
    expect(await findTrail(join(folder, 'flat'))).toEqual(['a.json']);
    expect(await findTrail(join(folder, 'nothing here'))).toEqual([]);
  });
});

describe('last accessed details', () => {
  test('are of the identity that the answer names, or that was added', async () => {
    const { uses } = await inventoryOf('use/last-accessed.json');
    expect(uses.get(deploy)).toMatchObject([
      {
        recorder: 'last-accessed',
        days: ['2025-10-27/2026-11-30'],
        services: { lambda: '2026-11-29T06:00:00Z', s3: '2026-11-29T06:00:00Z', ec2: null },
        actions: { 'lambda:UpdateFunctionCode': '2026-11-29T06:00:00Z', 'lambda:DeleteFunction': null },
        lastAt: '2026-11-29T06:00:00Z',
      },
    ]);
    expect(uses.get(`aws:role/${account}/reader`)).toHaveLength(1);
  });

  test('of nobody are a note', async () => {
    const gaps = valuesOf(await readFixture('use/last-accessed.json'), 'gap');
    expect(gaps).toMatchObject([{ why: 'not-given', partial: false, detail: expect.stringContaining('add its ARN as "Arn"') }]);
  });

  test('with entities say who used one service', async () => {
    const { uses } = await inventoryOf('use/with-entities.json');
    expect(uses.get(deploy)?.[0]?.services).toEqual({ bedrock: '2026-11-29T06:00:00Z' });
    expect(uses.get(`aws:role/${account}/idle`)?.[0]?.services).toEqual({ bedrock: null });
  });

  test('of two answers are joined', async () => {
    const { uses } = await inventoryOf('use/last-accessed.json', 'use/with-entities.json');
    expect(Object.keys(uses.get(deploy)?.[0]?.services ?? {}).sort()).toEqual(['bedrock', 'ec2', 'lambda', 's3']);
  });
});

describe('analyzer findings', () => {
  test('that are active and about users and roles are kept', async () => {
    const { uses } = await inventoryOf('use/list-findings.json', 'use/get-findings.json');
    expect(uses.get(deploy)?.[0]?.reported).toEqual([
      'external access by 999900001111',
      'unused glue:*',
      'unused iam:CreateUser',
      'unused iam:PutRolePolicy',
    ]);
    expect(uses.get(`aws:role/${account}/idle`)?.[0]?.reported).toEqual(['unused role']);
    expect(uses.size).toBe(2);
  });

  test('of a list do not say which permissions, and that is said', async () => {
    const gaps = valuesOf(await readFixture('use/list-findings.json'), 'gap');
    expect(gaps).toMatchObject([{ permission: 'aws accessanalyzer get-finding-v2', partial: false }]);
  });
});
