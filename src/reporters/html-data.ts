import type { Finding } from '../findings/finding.ts';
import type { Edge } from '../graph/graph.ts';
import { inertJson, plain } from './escape.ts';
import type { FindingRow, IdentityRow, PageRows, PathRow, RowKind, StepRow } from './html-rows.ts';
import { place } from './place.ts';
import { postureAnswers, verdictOf } from './posture.ts';
import { remedyOf } from './remedy.ts';
import type { AgentProfile, Report, ReportIdentity } from './report.ts';

const rowsInChunk = 4_000;
const placesOfStep = 4;

/**
 * The records of a report as script elements that hold data: JSON lists, packed where there is a way to. Text is escaped here as
 * for a terminal, so that what does not show is spelt out; the page writes it as text.
 */
export function* dataScripts(report: Report, pack: ((text: string) => string) | undefined): Iterable<string> {
  const index = new Map(report.identities.map((identity, i) => [identity.id, i]));
  const rules = rulesOf(report);
  const ruleIndex = new Map(rules.map(([id], i) => [id, i]));
  const at = (id: string | null | undefined): number => index.get(id ?? '') ?? -1;
  yield* chunks('rules', rules, pack);
  yield* chunks(
    'identities',
    each(report.identities, (i) => identityRow(i, report.nameOf)),
    pack,
  );
  yield* chunks(
    'findings',
    each(report.findings, (f) => findingRow(f, ruleIndex.get(f.rule) ?? -1, at(f.identity))),
    pack,
  );
  yield* chunks(
    'credentials',
    each(report.credentials, (c): PageRows['credentials'] => [
      at(c.identity),
      plain(c.name),
      plain(c.kind),
      c.static ? 1 : 0,
      c.enabled === null ? null : c.enabled ? 1 : 0,
      c.createdAt,
      c.lastUsedAt,
      c.expiresAt,
    ]),
    pack,
  );
  yield* pathChunks(report, index, pack);
}

function* pathChunks(report: Report, index: ReadonlyMap<string, number>, pack: ((text: string) => string) | undefined): Iterable<string> {
  const steps = new Map<string, number>();
  const rows: StepRow[] = [];
  const names = new Map<string, string>();
  const stepOf = (step: Edge): number => {
    const key = JSON.stringify([step.from, step.to, step.kind, step.technique, step.reason, step.certainty]);
    const present = steps.get(key);
    if (present !== undefined) return present;
    for (const id of [step.from, step.to]) if (!index.has(id)) names.set(id, plain(report.nameOf(id)));
    steps.set(key, rows.length);
    const technique = step.technique === undefined ? '' : `${step.technique}: `;
    const places = [...new Set(step.evidence.map(place))].slice(0, placesOfStep);
    rows.push([step.from, step.to, step.certainty, plain(`${technique}${step.reason}`), places, remedyOf(step) ?? null]);
    return rows.length - 1;
  };
  const paths = report.paths.map((p): PathRow => [p.from, p.to, p.certainty, p.level, p.steps.map(stepOf)]);
  yield* chunks('steps', rows, pack);
  yield* chunks('paths', paths, pack);
  yield* chunks('names', names, pack);
}

function agentWords(a: AgentProfile, nameOf: Report['nameOf']): readonly (readonly [string, string])[] {
  const answer = (value: boolean | null): string => (value === null ? 'not known' : value ? 'yes' : 'no');
  const tools = Object.entries(a.tools).flatMap(([facet, has]) => (has === true ? [facet] : []));
  return [
    [
      'acts as',
      a.runsAs.map(({ identity, how }) => plain(identity === null ? how : `${nameOf(identity)} (${how})`)).join('; ') || 'not known',
    ],
    ['its tools', tools.join(', ') || 'not known'],
    ['untrusted input', answer(a.untrustedInput)],
    ['private data', answer(a.privateData)],
    ['a way out', answer(a.wayOut)],
    ['all three together', answer(a.combination)],
    ['tools wait for a person', a.approval ?? 'not known'],
  ];
}

function identityRow(i: ReportIdentity, nameOf: Report['nameOf']): IdentityRow {
  const { level, read, write, execute, grant, secrets } = i.power;
  const [first] = i.evidence;
  return [
    i.id,
    plain(i.name),
    i.plane,
    plain(i.kind),
    plain(i.scope),
    i.nature,
    i.agent ? 1 : 0,
    i.owner === null ? null : plain(i.owner),
    i.environment === null ? null : plain(i.environment),
    i.lastUsedAt,
    level,
    [read, write, execute, grant, secrets],
    verdictOf(i.posture),
    postureAnswers(i.posture).map(([, { answer, because }]) => [answer, plain(because)] as const),
    [i.reach.level, i.reach.identities],
    first === undefined ? '' : place(first),
    i.createdAt,
    i.asAgent === undefined ? null : agentWords(i.asAgent, nameOf),
  ];
}

function findingRow(f: Finding, rule: number, identity: number): FindingRow {
  const [first] = f.evidence;
  const note = f.status === 'suppressed' ? f.suppression?.reason : f.status === 'unknown' ? f.missing?.join(', ') : undefined;
  return [
    rule,
    f.severity,
    f.status,
    identity,
    plain(f.message),
    first === undefined ? '' : place(first),
    f.change ?? null,
    note === undefined ? null : plain(note),
  ];
}

/** What the page tells of a rule; from its findings, as reports hold no more of rules that found nothing. */
function rulesOf({ findings }: Report): PageRows['rules'][] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.rule)) first.set(finding.rule, finding);
  return [...first.values()].map((f) => [
    f.rule,
    plain(f.title),
    plain(f.why),
    plain(f.fix.summary),
    f.frameworks.map((r) => plain(`${r.id} ${r.title}`)),
  ]);
}

function* chunks<K extends RowKind>(kind: K, rows: Iterable<PageRows[K]>, pack: ((text: string) => string) | undefined): Iterable<string> {
  let chunk: string[] = [];
  for (const row of rows) {
    chunk.push(inertJson(row));
    if (chunk.length < rowsInChunk) continue;
    yield script(kind, chunk, pack);
    chunk = [];
  }
  if (chunk.length > 0) yield script(kind, chunk, pack);
}

/** A data block: `<` never stands in it, so nothing in it can end it. */
function script(kind: RowKind, rows: readonly string[], pack: ((text: string) => string) | undefined): string {
  const json = `[${rows.join(',')}]`;
  const [type, text] = pack === undefined ? ['application/json', json.replaceAll('<', '\\u003c')] : ['application/gzip', pack(json)];
  return `<script type="${type}" data-rows="${kind}">${text}</script>\n`;
}

function* each<T, R>(values: Iterable<T>, row: (value: T) => R): Iterable<R> {
  for (const value of values) yield row(value);
}
