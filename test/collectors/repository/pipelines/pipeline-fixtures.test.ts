import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scan } from '../scan.ts';

const root = new URL('../../../../fixtures/pipelines/', import.meta.url);
const base = mkdtempSync(join(tmpdir(), 'nhi-pipelines-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** What a fixture's `expected.json` says. Jobs are all of its jobs; facts that are left out are not checked. */
interface Expected {
  readonly remote?: string;
  readonly kind: string;
  readonly file: string;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly name?: string;
        readonly ci: Readonly<Record<string, unknown>>;
        readonly absent?: readonly string[];
        readonly lines?: Readonly<Record<string, readonly number[]>>;
        readonly files?: Readonly<Record<string, readonly string[]>>;
        readonly agent?: boolean;
        readonly environment?: string;
      }
    >
  >;
  /** What jobs become. */
  readonly links?: Readonly<Record<string, readonly string[]>>;
  readonly claims?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly credentials: readonly Readonly<Record<string, unknown>>[];
  readonly onlyCredentials?: boolean;
  readonly planted?: readonly string[];
}

describe.each(readdirSync(root).sort())('%s', async (name) => {
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, root), 'utf8')) as Expected;
  const directory = join(base, name);
  cpSync(new URL(`${name}/`, root), directory, { recursive: true });
  rmSync(join(directory, 'expected.json'));
  if (expected.remote !== undefined) {
    mkdirSync(join(directory, '.git'));
    writeFileSync(join(directory, '.git/config'), `[remote "origin"]\n\turl = ${expected.remote}\n`);
  }
  const { inventory, scope, fragments } = await scan(directory);
  const jobs = [...inventory.identities.values()].filter((i) => i.kind === expected.kind);
  const prefix = new RegExp(`^repository:${expected.kind}/[^#]*#`);

  test('has these jobs', () => {
    expect(jobs.map((j) => j.id.replace(prefix, '')).sort()).toEqual(Object.keys(expected.jobs).sort());
    for (const job of jobs) expect(job).toMatchObject({ plane: 'repository', scope, nature: 'workload', standing: 'declared' });
  });

  test.each(Object.entries(expected.jobs))('%s', (id, wanted) => {
    const job = jobs.find((j) => j.id.replace(prefix, '') === id);
    if (wanted.name !== undefined) expect(job?.name).toBe(wanted.name);
    expect(job?.environment).toBe(wanted.environment);
    expect(job?.agent).toBe(wanted.agent ?? false);
    for (const [fact, value] of Object.entries(wanted.ci)) expect(job?.ci, `ci.${fact}`).toHaveProperty(fact, value);
    for (const fact of wanted.absent ?? []) expect(job?.ci, `ci.${fact}`).not.toHaveProperty(fact);
    const places = (fact: string) => job?.factEvidence?.[`ci.${fact}`] ?? [];
    for (const [fact, lines] of Object.entries(wanted.lines ?? {}))
      expect(
        places(fact).map((e) => e.line),
        fact,
      ).toEqual(lines);
    for (const [fact, files] of Object.entries(wanted.files ?? {}))
      expect([...new Set(places(fact).map((e) => e.file))], fact).toEqual(files);
    const links = inventory.links.filter((l) => l.kind === 'assumes' && l.from === job?.id);
    expect(links.map((l) => `${l.kind} ${l.to}`).sort()).toEqual(
      [...(expected.links?.[id] ?? links.map((l) => `${l.kind} ${l.to}`))].sort(),
    );
    if (expected.claims?.[id] !== undefined) expect(links[0]?.claims).toMatchObject(expected.claims[id]);
  });

  test('finds these credentials and shows none', () => {
    const found = [...inventory.credentials.values()];
    for (const wanted of expected.credentials) expect(found).toContainEqual(expect.objectContaining(wanted));
    if (expected.onlyCredentials === true) expect(found.map((c) => c.name)).toEqual(expected.credentials.map((c) => c.name));
    const output = JSON.stringify(fragments);
    for (const value of expected.planted ?? []) expect(output).not.toContain(value);
    expect(inventory.gaps.filter((g) => g.partial !== false)).toEqual([]);
  });

  test('points every fact at a line', () => {
    for (const job of jobs) {
      for (const e of [...job.evidence, ...Object.values(job.factEvidence ?? {}).flat()]) expect(e.line).toBeGreaterThan(0);
    }
  });
});
