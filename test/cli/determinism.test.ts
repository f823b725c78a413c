import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeDirectory, nhi, type Ran, root } from './nhi.ts';

const now = ['--now', '2026-11-22T09:00:00Z'];
const formats = ['json', 'sarif', 'table'] as const;
const here = makeDirectory();
const args = (format: string, ...more: string[]): string[] => ['demo', ...now, '--format', format, ...more];
const first = new Map<string, Ran>();

beforeAll(async () => {
  for (const format of formats) first.set(format, await nhi(args(format)));
});

describe.concurrent('the same input and --now give the same bytes', () => {
  test.each(formats)('%s', async (format) => {
    const expected = first.get(format);
    expect(expected?.out.length).toBeGreaterThan(1000);
    const runs = await Promise.all([
      nhi(args(format)),
      nhi(args(format), { env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } }),
      nhi(args(format), { cwd: here, env: { TZ: 'America/St_Johns', LANG: 'C', COLUMNS: '60' } }),
    ]);
    for (const ran of runs) expect(ran.out === expected?.out && ran.code === expected?.code).toBe(true);
  });

  test('--report writes what --format prints, each file whole and private', async () => {
    const files = formats.map((format) => join(here, `report.${format}`));
    const reports = formats.flatMap((format, i) => ['--report', `${format}=${files[i]}`]);
    const ran = await nhi(args('json', ...reports), { env: { FORCE_COLOR: '1' } });
    expect(ran.out === first.get('json')?.out).toBe(true);
    formats.forEach((format, i) => {
      expect(readFileSync(files[i] ?? '', 'utf8') === first.get(format)?.out, format).toBe(true);
    });
  });

  test('a relative path says the same wherever it is', async () => {
    const places = ['one', 'two'].map((name) => {
      const place = join(here, name);
      mkdirSync(place);
      cpSync(join(root, 'fixtures/acme/storefront'), join(place, 'storefront'), { recursive: true });
      return place;
    });
    const [a, b] = await Promise.all(places.map((cwd) => nhi(['scan', 'storefront', '--format', 'json', ...now], { cwd })));
    expect(a?.out.length).toBeGreaterThan(1000);
    expect(a?.out === b?.out).toBe(true);
    expect(a?.out).not.toContain(here);
  });

  test('the order of the sources on the command line decides the order of sources only', async () => {
    const dump = join(root, 'fixtures/aws/details/authorization-details.json');
    const shop = join(root, 'fixtures/acme/storefront');
    const runs = await Promise.all([
      nhi(['scan', dump, shop, '--format', 'json', ...now]),
      nhi(['scan', shop, dump, '--format', 'json', ...now]),
    ]);
    const [a, b] = runs.map((ran) => (JSON.parse(ran.out) as { findings: { fingerprint: string }[] }).findings.map((f) => f.fingerprint));
    expect(a).toEqual(b);
  });
});
