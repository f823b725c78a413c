import { type Baseline, type KnownFinding, knownFindings, type Seen } from '../findings/baseline.ts';
import { type Finding, severities } from '../findings/finding.ts';
import { inertJson } from '../reporters/escape.ts';
import { UserError } from '../user-error.ts';
import { field, parseJsonFile } from './json-file.ts';

/** The file that `nhi baseline` writes where none is named. */
export const defaultBaselineFile = '.nhi-baseline.json';

const schema = 'nhi-baseline/1';

/** A baseline as a text to be committed: a line for each failure, in the order of fingerprints, so that changes read well. */
export function* renderBaseline(findings: readonly Finding[], seenBy: (finding: Finding) => Seen, now: string): Iterable<string> {
  yield `{\n  "schema": "${schema}",\n  "now": ${inertJson(now)},\n  "findings": [`;
  let separator = '\n';
  for (const known of knownFindings(findings, seenBy)) {
    yield `${separator}    ${inertJson(known)}`;
    separator = ',\n';
  }
  yield separator === '\n' ? ']\n}\n' : '\n  ]\n}\n';
}

/**
 * Reads a baseline of `nhi baseline`, or the failures of an earlier JSON report.
 * @throws UserError where the file is neither, is broken, or was written by a later version.
 */
export function readBaseline(file: string): Baseline {
  const value = parseJsonFile(file, 'nhi baseline');
  const read = value.schema;
  if (read === schema) return { name: file, now: text(value.now), findings: list(value, file).map((one) => knownFinding(one, file)) };
  if (read === 'nhi-report/1') return fromReport(value, file);
  if (typeof read === 'string' && /^nhi-(?:baseline|report)\//.test(read)) {
    throw new UserError(
      `${file}: its form is ${read.slice(0, 40)}, which this version does not know; update nhi, or write it anew with nhi baseline`,
    );
  }
  throw new UserError(`${file}: neither a baseline of nhi baseline nor a JSON report of nhi scan`);
}

/** The failures of a JSON report of `nhi scan`, as a baseline. */
export function fromReport(value: Readonly<Record<string, unknown>>, file: string): Baseline {
  const records = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);
  const seen = new Map(
    records(field(value.scan, 'sources')).map((s) => [
      field(s, 'source'),
      { plane: text(field(s, 'plane')), scope: text(field(s, 'scope')) },
    ]),
  );
  const sources = new Map(records(value.identities).map((i) => [field(i, 'id'), field(records(field(i, 'evidence'))[0], 'source')]));
  return {
    name: file,
    now: text(field(value.scan, 'now')),
    findings: list(value, file)
      .filter((one) => field(one, 'status') === 'fail')
      .map((one) => {
        const source = field(records(field(one, 'evidence'))[0], 'source') ?? sources.get(field(one, 'identity'));
        return { ...knownFinding(one, file), ...(seen.get(source) ?? { plane: '', scope: '' }) };
      }),
  };
}

function knownFinding(one: unknown, file: string): KnownFinding {
  const fingerprint = field(one, 'fingerprint');
  const rule = field(one, 'rule');
  const severity = severities.find((s) => s === field(one, 'severity'));
  if (typeof fingerprint !== 'string' || typeof rule !== 'string' || severity === undefined) {
    throw new UserError(`${file}: a finding in it has no fingerprint, rule or severity; write it anew with nhi baseline`);
  }
  const identity = field(one, 'identity');
  return {
    fingerprint,
    rule,
    severity,
    title: text(field(one, 'title')),
    subject: text(field(one, 'subject')),
    identity: typeof identity === 'string' ? identity : null,
    plane: text(field(one, 'plane')),
    scope: text(field(one, 'scope')),
  };
}

function list(value: Readonly<Record<string, unknown>>, file: string): readonly unknown[] {
  const { findings } = value;
  if (!Array.isArray(findings)) throw new UserError(`${file}: it has no list of findings; write it anew with nhi baseline`);
  return findings;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
