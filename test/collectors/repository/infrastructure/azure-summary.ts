import type { Evidence } from '../../../../src/inventory/evidence.ts';
import type { Inventory } from '../../../../src/inventory/inventory.ts';
import { scan } from '../scan.ts';

export interface AzureSummary {
  /** id, standing, owner, place. */
  readonly identities: readonly string[];
  /** Holder, name of the role, its id, scope, condition, whether it is eligible only. */
  readonly grants: readonly string[];
  readonly trusts: readonly string[];
  readonly credentials: readonly string[];
  readonly workloads: readonly string[];
  readonly gaps: readonly string[];
}

/** What a scan of files makes of them, one line a thing. */
export async function azureSummaryOf(root: string): Promise<AzureSummary> {
  return summarise((await scan(root)).inventory, root.slice(root.lastIndexOf('/') + 1));
}

export function summarise(inventory: Inventory, repository: string): AzureSummary {
  const short = (text: string): string => text.replaceAll(`stack.${repository}`, 'stack');
  const lines = <T>(values: Iterable<T>, line: (value: T) => string): readonly string[] => [...values].map((v) => short(line(v))).sort();
  const { identities, grants, trusts, credentials, workloads, gaps } = inventory;
  return {
    identities: lines(
      identities.values(),
      (i) =>
        `${i.id} ${i.kind} ${i.standing}${i.agent ? ' agent' : ''}${i.actsAs === undefined ? '' : ` as ${i.actsAs}`} ${i.owner ?? '-'} ${placeOf(i.evidence[0])}`,
    ),
    grants: lines(
      [...grants.values()].flat(),
      (g) =>
        `${g.holder} | ${g.name} | ${g.policy ?? '-'} | ${g.scope ?? '-'}${g.condition === undefined ? '' : ` | ${g.condition}`}${g.eligible === true ? ' | eligible' : ''} ${placeOf(g.evidence[0])}`,
    ),
    trusts: lines([...trusts.values()].flat(), (t) => `${t.id} ${t.principal} ${JSON.stringify(t.condition)} ${placeOf(t.evidence[0])}`),
    credentials: lines(
      credentials.values(),
      (c) =>
        `${c.id.replace(/^secret:.*/, 'secret')} ${c.kind} ${c.name} ${c.enabled ?? '-'} ${c.identity ?? '-'} ${placeOf(c.evidence[0])}`,
    ),
    workloads: lines(workloads.values(), (w) => `${w.id} ${w.kind} as ${w.identity}`),
    gaps: lines(gaps, (g) => `${g.what}: ${g.detail} (${g.file ?? ''}:${g.line ?? 0})`),
  };
}

function placeOf(evidence: Evidence | undefined): string {
  return evidence === undefined ? '-' : `${evidence.file ?? ''}:${evidence.line ?? 0}`;
}
