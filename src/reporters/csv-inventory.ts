import { groupBy } from '../inventory/group-by.ts';
import { csvRow } from './csv-row.ts';
import { place } from './place.ts';
import { decidingFacts, verdictOf, verdictTexts } from './posture.ts';
import type { Report, ReportCredential, ReportIdentity } from './report.ts';
import type { Reporter } from './reporter.ts';

type Cell = string | number | boolean | null | undefined;

/** What is shown of an identity besides itself. */
interface Beside {
  readonly credentials: readonly ReportCredential[];
  /** Failures about it, the worst first. */
  readonly findings: Report['findings'];
  readonly now: string;
}

/** Column by column: the name, and what stands there. Answers are `yes`, `no` or `unknown`. */
const columns: readonly (readonly [string, (identity: ReportIdentity, beside: Beside) => Cell])[] = [
  ['id', (i) => i.id],
  ['name', (i) => i.name],
  ['plane', (i) => i.plane],
  ['account', (i) => i.scope],
  ['kind', (i) => i.kind],
  ['nature', (i) => i.nature],
  ['agent', (i) => i.agent],
  ['environment', (i) => i.environment],
  ['owner', (i) => i.owner],
  ['owner_named_by', (i) => i.ownership?.from],
  ['created', (i) => i.createdAt],
  ['last_used', (i) => i.lastUsedAt],
  ['enabled', (i) => i.enabled],
  ['power', (i) => i.power.level],
  ['read', (i) => i.power.read],
  ['write', (i) => i.power.write],
  ['execute', (i) => i.power.execute],
  ['grant', (i) => i.power.grant],
  ['secrets', (i) => i.power.secrets],
  ['conditional', (i) => i.power.conditional],
  ['reach', (i) => i.reach.level],
  ['reached_identities', (i) => i.reach.identities],
  ['reaches_production', (i) => i.reach.production],
  ['credentials', (_, { credentials }) => credentials.length],
  ['static_credentials', (_, { credentials }) => credentials.filter(isLive).length],
  ['oldest_static_days', (_, { credentials, now }) => oldest(credentials, now)],
  ['bound_to_workload', (i) => i.posture.binding.answer],
  ['short_lived', (i) => i.posture.lifetime.answer],
  ['authorised_at_run_time', (i) => i.posture.authorization.answer],
  ['revocable_alone', (i) => i.posture.revocation.answer],
  ['verdict', (i) => verdictTexts[verdictOf(i.posture)]],
  [
    'verdict_because',
    (i) =>
      decidingFacts(i.posture)
        .map(([, { because }]) => because)
        .join('; '),
  ],
  ['approval', (i) => i.asAgent?.approval],
  ['untrusted_input', (i) => i.asAgent?.untrustedInput],
  ['private_data', (i) => i.asAgent?.privateData],
  ['way_out', (i) => i.asAgent?.wayOut],
  ['findings', (_, { findings }) => findings.length],
  ['worst_finding', (_, { findings }) => findings[0]?.severity],
  ['rules', (_, { findings }) => [...new Set(findings.map((f) => f.rule))].join(' ')],
  ['seen_in', (i) => (i.evidence[0] === undefined ? undefined : place(i.evidence[0]))],
];

/** The inventory for a spreadsheet, an identity a row. */
export const reporter: Reporter = {
  format: 'csv-inventory',
  summary: 'identities, one a row',
  *render({ identities, credentials, findings, scan }) {
    yield csvRow(columns.map(([name]) => name));
    const credentialsOf = groupBy(credentials, (c) => c.identity ?? undefined);
    const findingsOf = groupBy(findings, (f) => (f.status === 'fail' ? f.identity : undefined));
    for (const identity of identities) {
      const beside = { credentials: credentialsOf.get(identity.id) ?? [], findings: findingsOf.get(identity.id) ?? [], now: scan.now };
      yield csvRow(columns.map(([, cell]) => cell(identity, beside)));
    }
  },
};

const isLive = (c: ReportCredential): boolean => c.static && c.enabled !== false;

function oldest(credentials: readonly ReportCredential[], now: string): number | undefined {
  const made = credentials.flatMap((c) => (isLive(c) && c.createdAt !== null ? [Date.parse(c.createdAt)] : []));
  return made.length === 0 ? undefined : Math.floor((Date.parse(now) - Math.min(...made)) / 86_400_000);
}
