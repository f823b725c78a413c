import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fingerprinter } from '../../../../src/collectors/fingerprint.ts';
import { readWorkflow } from '../../../../src/collectors/repository/workflows/workflow.ts';
import type { Fragment } from '../../../../src/inventory/fragment.ts';

const root = new URL('../../../../fixtures/workflows/', import.meta.url);

/** What a fixture's `expected.json` may say; lists that are left out are not checked. */
interface Expected {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly ci: Readonly<Record<string, unknown>>;
        readonly absent?: readonly string[];
        readonly lines?: Readonly<Record<string, readonly number[]>>;
        readonly agent?: boolean;
        readonly environment?: string;
      }
    >
  >;
  /** All identities that are not jobs. */
  readonly identities?: readonly string[];
  /** All links, `kind from > to`, jobs by their id. */
  readonly links?: readonly string[];
  readonly hasLinks?: readonly string[];
  readonly claims?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly credentials?: readonly Record<string, unknown>[];
  readonly hasCredentials?: readonly Record<string, unknown>[];
  readonly gaps?: readonly Record<string, unknown>[];
  /** Values that must not show anywhere. */
  readonly planted?: readonly string[];
}

function read(name: string): { readonly fragments: Fragment[]; readonly expected: Expected; readonly prefix: string } {
  const text = readFileSync(new URL(`${name}/workflow.yml`, root), 'utf8');
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, root), 'utf8')) as Expected;
  const file = `.github/workflows/${name}.yml`;
  const fragments: Fragment[] = [];
  const place = { source: '.', file, repository: 'harbour/lighthouse', committed: true };
  readWorkflow(text, place, (f) => fragments.push(f), fingerprinter('fixture'));
  return { fragments, expected, prefix: `repository:workflow-job/harbour/lighthouse/${file}#` };
}

describe.each(readdirSync(root).sort())('%s', (name) => {
  const { fragments, expected, prefix } = read(name);
  const identities = fragments.flatMap((f) => (f.type === 'identity' ? [f.value] : []));
  const links = fragments.flatMap((f) => (f.type === 'link' ? [f.value] : []));
  const linkTexts = links.map((l) => `${l.kind} ${l.from.replace(prefix, '')} > ${l.to}`);
  const credentials = new Map(fragments.flatMap((f) => (f.type === 'credential' ? [[f.value.id, f.value]] : [])));

  it.each(Object.entries(expected.jobs))('%s', (job, wanted) => {
    const identity = identities.find((i) => i.id === prefix + job);
    expect(identity, `job ${job} is in the inventory`).toBeDefined();
    expect(identity).toMatchObject({
      plane: 'repository',
      kind: 'github-workflow-job',
      name: `${name} / ${job}`,
      scope: 'harbour/lighthouse',
      nature: 'workload',
      standing: 'declared',
      ...(wanted.agent === undefined ? {} : { agent: wanted.agent }),
    });
    expect(identity?.environment).toBe(wanted.environment);
    for (const [fact, value] of Object.entries(wanted.ci)) expect(identity?.ci, `ci.${fact}`).toHaveProperty(fact, value);
    for (const fact of wanted.absent ?? []) expect(identity?.ci, `ci.${fact}`).not.toHaveProperty(fact);
    for (const [fact, lines] of Object.entries(wanted.lines ?? {})) {
      expect(
        identity?.factEvidence?.[`ci.${fact}`]?.map((e) => e.line),
        `lines of ci.${fact}`,
      ).toEqual(lines);
    }
  });

  it('names just these other identities, links, credentials and gaps', () => {
    const others = identities.filter((i) => i.kind !== 'github-workflow-job').map((i) => i.id);
    if (expected.identities !== undefined) expect([...new Set(others)].sort()).toEqual([...expected.identities].sort());
    if (expected.links !== undefined) expect([...linkTexts].sort()).toEqual([...expected.links].sort());
    for (const link of expected.hasLinks ?? []) expect(linkTexts).toContain(link);
    for (const [job, claims] of Object.entries(expected.claims ?? {})) {
      expect(links.find((l) => l.from === prefix + job && l.claims !== undefined)?.claims).toMatchObject(claims);
    }
    if (expected.credentials !== undefined) {
      expect(credentials.size).toBe(expected.credentials.length);
      for (const wanted of expected.credentials) expect([...credentials.values()]).toContainEqual(expect.objectContaining(nested(wanted)));
    }
    for (const wanted of expected.hasCredentials ?? []) expect([...credentials.values()]).toContainEqual(expect.objectContaining(wanted));
    const gaps = fragments.flatMap((f) => (f.type === 'gap' ? [f.value] : []));
    expect(gaps).toMatchObject(expected.gaps ?? []);
  });

  it('points every piece of evidence at a line, and shows no planted value', () => {
    for (const identity of identities) {
      for (const e of [...identity.evidence, ...Object.values(identity.factEvidence ?? {}).flat()]) expect(e.line).toBeGreaterThan(0);
    }
    const output = JSON.stringify(fragments);
    for (const value of expected.planted ?? []) expect(output).not.toContain(value);
  });
});

/** Objects inside the wanted one are matched in part, too. */
function nested(wanted: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => {
      if (Array.isArray(value)) return [key, value.map((v) => expect.objectContaining(nested(v as Record<string, unknown>)))];
      return [key, typeof value === 'object' && value !== null ? expect.objectContaining(value) : value];
    }),
  );
}
