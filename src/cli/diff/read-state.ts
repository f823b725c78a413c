import { statSync } from 'node:fs';
import { knownFindings, type Seen, seenBySource, sourceOfFinding } from '../../findings/baseline.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Report } from '../../reporters/report.ts';
import { UserError } from '../../user-error.ts';
import { fromReport } from '../baseline-file.ts';
import type { CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { field, parseJsonFile } from '../json-file.ts';
import { readAndAnalyse } from '../prepare.ts';
import { isSnapshotFile } from '../recognise.ts';
import { givenIn, recordsOfReport, recordsOfSnapshot } from './records.ts';
import type { State, StateEdge, StateIdentity, StatePath } from './state.ts';

/**
 * Reads a snapshot of `nhi collect`, which is judged by the rules of now as of its own time, or a JSON report of `nhi scan`.
 * @throws UserError where the file is neither.
 */
export async function readState(file: string, options: CommonOptions, io: Io): Promise<State> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UserError(`${file}: not a file; name a snapshot of nhi collect or a JSON report of nhi scan`);
  }
  return (await isSnapshotFile(file)) ? ofSnapshot(file, options, io) : ofReport(file);
}

async function ofSnapshot(file: string, options: CommonOptions, io: Io): Promise<State> {
  const { report, world } = await readAndAnalyse([file], options, io);
  const { inventory } = world;
  const evidence = new Map(report.identities.map((i) => [i.id, i.evidence]));
  const seenBy = sourceOfFinding(report.scan.sources, (id) => evidence.get(id) ?? []);
  const nameOf = (id: string): string => report.nameOf(id);
  return {
    ...commonState(file, report),
    findings: knownFindings(report.findings, seenBy),
    records: recordsOfSnapshot(inventory, nameOf, seenBySource(report.scan.sources)),
    nameOf,
    given: givenIn(inventory, nameOf),
  };
}

/** What a report's own objects and its JSON have in common. */
type ReportLike = Pick<Report, 'credentials' | 'workloads' | 'edges' | 'paths' | 'rules' | 'findings'> & {
  readonly scan: { readonly now: string; readonly sources: Report['scan']['sources'] };
  readonly identities: Report['identities'];
};

function commonState(name: string, report: ReportLike): Omit<State, 'findings' | 'nameOf' | 'records' | 'given'> {
  const bySource = seenBySource(report.scan.sources);
  const seenIn = (evidence: Evidence[]): readonly Seen[] => [...new Set(evidence.map((e) => bySource(e.source)))];
  return {
    name,
    now: report.scan.now,
    sources: report.scan.sources.map(({ plane, scope, status }) => ({ plane, scope, status })),
    unseen: report.scan.sources.flatMap(({ source, status }) => (status === 'complete' ? [] : [source])),
    identities: new Map(report.identities.map((i) => [i.id, stateIdentity(i, bySource(i.evidence[0]?.source))])),
    credentials: new Map(
      report.credentials.map(({ id, name, kind, identity, enabled, evidence }) => [
        id,
        { name, kind, identity, enabled, seenBy: bySource(evidence[0]?.source) },
      ]),
    ),
    others: new Map(report.findings.flatMap(({ fingerprint, status }) => (status === 'fail' ? [] : [[fingerprint, status] as const]))),
    rules: new Set(report.rules.map((r) => r.id)),
    edges: report.edges.map((e): StateEdge => ({ ...e, technique: e.technique ?? null, seenBy: seenIn([...e.evidence]) })),
    paths: report.paths.map(
      ({ from, to, certainty, steps }): StatePath => ({
        from,
        to,
        certainty,
        via: steps.slice(0, -1).map((s) => s.to),
        seenBy: seenIn(steps.flatMap((s) => s.evidence)),
      }),
    ),
  };
}

function stateIdentity(i: Report['identities'][number], seenBy: Seen): StateIdentity {
  const { level, read, write, execute, grant, secrets } = i.power;
  return {
    name: i.name,
    plane: i.plane,
    kind: i.kind,
    scope: i.scope,
    agent: i.agent,
    seenBy,
    enabled: i.enabled,
    power: { level, read, write, execute, grant, secrets },
    reach: { level: i.reach.level, identities: i.reach.identities, production: i.reach.production },
  };
}

function ofReport(file: string): State {
  const report = parseJsonFile(file, 'nhi scan');
  if (report.schema !== 'nhi-report/1') {
    throw new UserError(`${file}: neither a snapshot of nhi collect nor a JSON report of nhi scan that this version knows`);
  }
  const { findings } = fromReport(report, file);
  const broken = new UserError(`${file}: a part of the report is missing or broken; write it anew with nhi scan`);
  if (!hasParts(report)) throw broken;
  try {
    const common = commonState(file, report);
    const nameOf = (id: string): string => common.identities.get(id)?.name ?? id;
    return { ...common, findings, nameOf, records: recordsOfReport(report, nameOf, seenBySource(report.scan.sources)) };
  } catch (error) {
    // A record within a part is not what the schema says.
    throw error instanceof TypeError ? broken : error;
  }
}

/** Whether a report has all the parts that are compared. */
function hasParts(report: object): report is ReportLike {
  const parts = ['identities', 'credentials', 'workloads', 'edges', 'paths', 'rules', 'findings'] satisfies readonly (keyof ReportLike)[];
  return parts.every((part) => Array.isArray(field(report, part))) && Array.isArray(field(field(report, 'scan'), 'sources'));
}
