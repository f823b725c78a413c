import { Writable } from 'node:stream';
import { readAndAnalyse } from '../../../../src/cli/prepare.ts';
import type { Evidence } from '../../../../src/inventory/evidence.ts';

export interface Summary {
  /** id, level of power, place. */
  readonly identities: readonly string[];
  readonly trusts: readonly string[];
  readonly credentials: readonly string[];
  readonly workloads: readonly string[];
  readonly findings: readonly string[];
  readonly gaps: readonly string[];
}

/** What a scan of files makes of them, one line a thing. */
export async function summaryOf(...sources: readonly string[]): Promise<Summary> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { world, findings } = await readAndAnalyse(
    sources,
    { now: '2026-12-01T00:00:00Z', color: false },
    { stdout: sink, stderr: sink, environment: {}, clock: () => new Date('2026-12-01T00:00:00Z'), version: '0.0.0' },
  );
  const { inventory, permissions } = world;
  const repository = sources.map((s) => s.slice(s.lastIndexOf('/') + 1));
  const short = (text: string): string => repository.reduce((t, name) => t.replaceAll(`stack.${name}`, 'stack'), text);
  return {
    identities: [...inventory.identities.values()]
      .map((i) => short(`${i.id} ${permissions.powerOf(i.id).level} ${placeOf(i.evidence[0])}`))
      .sort(),
    trusts: [...inventory.trusts.values()]
      .flat()
      .map((t) => short(`${t.identity.split('/').at(-1)} ${t.principalKind} ${t.principal} ${placeOf(t.evidence[0])}`))
      .sort(),
    credentials: [...inventory.credentials.values()].map((c) => short(`${c.id} ${c.identity ?? '-'} ${placeOf(c.evidence[0])}`)).sort(),
    workloads: [...inventory.workloads.values()].map((w) => short(`${w.id} runs as ${w.identity}`)).sort(),
    findings: findings
      .filter((f) => f.status === 'fail' && !f.rule.startsWith('cross-'))
      .map((f) => short(`${f.rule} ${f.subject} ${placeOf(f.evidence[0])}`))
      .sort(),
    gaps: inventory.gaps.map((g) => short(`${g.what}: ${g.detail} (${g.file ?? ''}:${g.line ?? 0})`)).sort(),
  };
}

function placeOf(evidence: Evidence | undefined): string {
  return evidence === undefined ? '-' : `${evidence.file ?? ''}:${evidence.line ?? 0}`;
}
