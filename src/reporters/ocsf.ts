import type { Finding } from '../findings/finding.ts';
import type { Evidence } from '../inventory/evidence.ts';
import { inertJson } from './escape.ts';
import { placeAndNote } from './place.ts';
import { answersInWords } from './posture.ts';
import type { Report, ReportIdentity } from './report.ts';
import type { Reporter } from './reporter.ts';

/** https://schema.ocsf.io/1.5.0/classes/detection_finding */
const version = '1.5.0';
const classUid = 2004;
const categoryUid = 2;

const severityIds = { info: 1, low: 2, medium: 3, high: 4, critical: 5 } as const satisfies Record<Finding['severity'], number>;
const severityNames = { info: 'Informational', low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' } as const;
const confidenceIds = { low: 1, medium: 2, high: 3 } as const satisfies Record<Finding['confidence'], number>;
/** https://schema.ocsf.io/1.5.0/objects/file: a regular file. */
const regularFile = 1;
/** https://schema.ocsf.io/1.5.0/objects/analytic: a rule. */
const rule = 1;

/**
 * Detection Findings of OCSF, a line of JSON each, as security lakes take them in. What could not be decided is no finding and
 * is left out. A finding that is known from a baseline is an update, one that is gone is closed.
 */
export const reporter: Reporter = {
  format: 'ocsf',
  summary: `findings as OCSF ${version} Detection Findings, one a line`,
  *render(report) {
    const identities = new Map(report.identities.map((i) => [i.id, i]));
    for (const finding of report.findings) {
      if (finding.status !== 'unknown') yield `${inertJson(record(finding, identities.get(finding.identity ?? ''), report))}\n`;
    }
    for (const gone of report.comparison?.gone ?? []) {
      const known = { fingerprint: gone.fingerprint, rule: gone.rule, title: gone.title };
      yield `${inertJson({ ...frame(3, gone.severity, report), status_id: 4, status: 'Resolved', finding_info: info(known, report) })}\n`;
    }
  },
};

function record(finding: Finding, identity: ReportIdentity | undefined, report: Report): unknown {
  const isWaived = finding.status === 'suppressed';
  const isKnown = finding.change === 'known' || finding.change === 'worse';
  return {
    ...frame(isKnown ? 2 : 1, finding.severity, report),
    message: finding.message,
    confidence_id: confidenceIds[finding.confidence],
    is_alert: !isWaived,
    status_id: isWaived ? 3 : 1,
    status: isWaived ? 'Suppressed' : 'New',
    ...(isWaived && finding.suppression !== undefined ? { comment: finding.suppression.reason } : {}),
    finding_info: { ...info(finding, report), desc: finding.why, ...attacks(finding) },
    remediation: { desc: finding.fix.summary },
    resources: [resource(finding, identity, report)],
    evidences: finding.evidence.map(evidence),
    unmapped: {
      confidence: finding.confidence,
      frameworks: finding.frameworks.map((r) => `${r.framework}:${r.id}`),
      ...(identity === undefined ? {} : { posture: answersInWords(identity.posture) }),
    },
  };
}

/** What every event of the class has. Times are milliseconds since the epoch. */
function frame(activity: 1 | 2 | 3, severity: Finding['severity'], { tool, scan }: Report): Record<string, unknown> {
  return {
    activity_id: activity,
    category_uid: categoryUid,
    class_uid: classUid,
    type_uid: classUid * 100 + activity,
    severity_id: severityIds[severity],
    severity: severityNames[severity],
    time: Date.parse(scan.now),
    metadata: { version, product: { name: tool.name, vendor_name: tool.name, version: tool.version, url_string: tool.url } },
  };
}

function info(
  { fingerprint, rule: id, title }: Pick<Finding, 'fingerprint' | 'rule' | 'title'>,
  { scan }: Report,
): Record<string, unknown> {
  return { uid: fingerprint, title, analytic: { type_id: rule, type: 'Rule', uid: id, name: title }, last_seen_time: Date.parse(scan.now) };
}

function attacks({ frameworks }: Finding): object {
  const techniques = frameworks.filter((r) => r.framework === 'attack' || r.framework === 'atlas');
  return techniques.length === 0 ? {} : { attacks: techniques.map((r) => ({ technique: { uid: r.id, name: r.title } })) };
}

function resource(finding: Finding, identity: ReportIdentity | undefined, { nameOf }: Report): unknown {
  if (identity === undefined) return { uid: finding.subject, name: nameOf(finding.subject), type: finding.subjectKind };
  return {
    uid: identity.id,
    name: identity.name,
    type: identity.kind,
    group: { name: identity.scope },
    ...(identity.owner === null ? {} : { owner: { name: identity.owner } }),
    labels: [`plane:${identity.plane}`, `nature:${identity.nature}`, `power:${identity.power.level}`],
  };
}

function evidence(e: Evidence): unknown {
  const path = e.file ?? e.source;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { file: { name: name === '' ? path : name, path, type_id: regularFile }, data: { place: placeAndNote(e) } };
}
