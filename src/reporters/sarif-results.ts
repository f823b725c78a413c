import type { Finding } from '../findings/finding.ts';
import type { Path } from '../graph/graph.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Gap } from '../inventory/gap.ts';
import { reasonText } from './coverage.ts';
import { plain } from './escape.ts';
import { answersInWords } from './posture.ts';
import type { Report, ReportIdentity } from './report.ts';
import type { Location, Locator, LogicalLocation } from './sarif-locations.ts';
import { sarifLevels, taxonReference } from './sarif-rules.ts';

type NameOf = Report['nameOf'];

/** What SARIF calls a change since a baseline (3.27.24). */
const baselineStates = { new: 'new', worse: 'updated', known: 'unchanged' } as const;

/** A finding that failed or is suppressed, as a result. */
export function result(
  finding: Finding,
  ruleIndex: number,
  locator: Locator,
  nameOf: NameOf,
  identity: ReportIdentity | undefined,
): unknown {
  const [first, ...others] = finding.evidence;
  return {
    ruleId: finding.rule,
    ruleIndex,
    kind: 'fail',
    level: sarifLevels[finding.severity],
    message: { text: messageText(finding.message) },
    locations: [{ physicalLocation: locator.physical(first), logicalLocations: [logical(finding.identity ?? finding.subject, nameOf)] }],
    relatedLocations: others.map((evidence, i) => related(i, evidence, locator)),
    partialFingerprints: { 'nhiFingerprint/v1': finding.fingerprint },
    ...(finding.path === undefined ? {} : { codeFlows: [codeFlow(finding.path, locator, nameOf)] }),
    ...(finding.change === undefined ? {} : { baselineState: baselineStates[finding.change] }),
    taxa: finding.frameworks.map(taxonReference),
    // An empty list says: not suppressed. Left out it would say: not known.
    suppressions:
      finding.status === 'suppressed' ? [{ kind: 'external', status: 'accepted', justification: justification(finding.suppression) }] : [],
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      subject: finding.subject,
      ...(identity === undefined ? {} : { posture: answersInWords(identity.posture) }),
    },
  };
}

/**
 * A finding that could not be decided, as a notification of the run. SARIF has the result kind `open` for it, but GitHub shows results of
 * every kind as alerts with the rule's full severity, which would say that something is wrong where nothing is known.
 */
export function undecided(finding: Finding, locator: Locator): unknown {
  const missing = finding.missing ?? [];
  const why = missing.length === 0 ? '' : `: not known: ${missing.join(', ')}`;
  return {
    descriptor: { id: 'rule-undecided' },
    level: 'note',
    message: { text: messageText(`${finding.rule} could not be decided for ${finding.subject}${why}.`) },
    locations: [{ physicalLocation: locator.physical(finding.evidence[0]) }],
    properties: { rule: finding.rule, subject: finding.subject, fingerprint: finding.fingerprint },
  };
}

/** Something that could not be seen, as a notification of the run. */
export function gapNotification(gap: Gap, locator: Locator): unknown {
  const remedy = gap.permission === undefined ? '' : ` It would be shown by ${gap.permission}.`;
  const detail = gap.detail === '' ? '' : ` ${gap.detail}.`.replace(/\.\.$/, '.');
  const evidence: Evidence = {
    source: gap.source,
    ...(gap.file === undefined ? {} : { file: gap.file }),
    ...(gap.line === undefined ? {} : { line: gap.line }),
  };
  return {
    descriptor: { id: `gap-${gap.why}` },
    level: gap.partial === false ? 'note' : 'warning',
    message: { text: messageText(`${gap.source}: ${gap.what}: ${reasonText(gap.why)}.${detail}${remedy}`) },
    locations: [{ physicalLocation: locator.physical(evidence) }],
  };
}

function codeFlow(path: Path, locator: Locator, nameOf: NameOf): unknown {
  return {
    message: { text: messageText(`${nameOf(path.from)} reaches ${nameOf(path.to)} (${path.certainty})`) },
    threadFlows: [
      {
        locations: path.steps.map((step) => ({
          location: {
            physicalLocation: locator.physical(step.evidence[0]),
            logicalLocations: [logical(step.from, nameOf)],
            message: {
              text: messageText(
                `${nameOf(step.from)} → ${nameOf(step.to)}: ${step.technique === undefined ? '' : `${step.technique} `}${step.reason} (${step.certainty})`,
              ),
            },
          },
        })),
      },
    ],
  };
}

function related(index: number, evidence: Evidence, locator: Locator): Location {
  const location = { id: index, physicalLocation: locator.physical(evidence) };
  const text = evidence.note ?? evidence.pointer;
  return text === undefined ? location : { ...location, message: { text: messageText(text) } };
}

function logical(id: string, nameOf: NameOf): LogicalLocation {
  return { fullyQualifiedName: id, name: nameOf(id), kind: 'resource' };
}

function justification(suppression: Finding['suppression']): string {
  if (suppression === undefined) return 'suppressed by the configuration';
  return suppression.expires === undefined ? suppression.reason : `${suppression.reason} (until ${suppression.expires})`;
}

/**
 * Viewers turn `[text](target)` in a plain message into a link (SARIF 2.1.0, 3.11.6), so that form is broken with the
 * standard's own escape. Braces are only placeholders where a message has arguments; ours have none. People read it: what does
 * not show is spelt out, as in every other report.
 */
function messageText(text: string): string {
  return plain(text).replaceAll('](', '\\](');
}
