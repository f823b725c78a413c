import { type Finding, severities } from '../findings/finding.ts';
import { count } from './count.ts';
import { plain } from './escape.ts';
import { type FindingGroup, groupFindings } from './finding-groups.ts';
import { displayWidth, hang } from './layout.ts';
import { place, shortPlace } from './place.ts';
import { paintSeverity, type Style } from './style.ts';

/** Groups that are shown with examples and a fix; the others get one line each. */
const groupsInFull = 8;
/** Identities whose findings stand together. */
const identitiesShown = 3;
const examplesShown = { rule: 3, identity: 4 } as const;
const suppressedShown = 5;
const causesShown = 6;
const rulesNamed = 3;

type NameOf = (id: string) => string;

/** Sections for the findings that failed, for what could not be answered, and for what is suppressed. */
export function findingSections(findings: readonly Finding[], nameOf: NameOf, style: Style, all: boolean): string[][] {
  return [failed(findings, nameOf, style, all), unknown(findings, style), suppressed(findings, nameOf, style, all)];
}

function failed(findings: readonly Finding[], nameOf: NameOf, style: Style, all: boolean): string[] {
  const groups = groupFindings(
    findings.filter((f) => f.status === 'fail'),
    all ? Number.POSITIVE_INFINITY : identitiesShown,
  );
  if (groups.length === 0) return [];
  return [
    style.paint.bold('Findings'),
    ...groups.flatMap((group, i) => (all || i < groupsInFull ? inFull(group, nameOf, style, all) : heading(group, nameOf, style))),
  ];
}

function heading(group: FindingGroup, nameOf: NameOf, style: Style): string[] {
  const [first] = group.findings;
  if (first === undefined) return [];
  const severity = group.severity.padEnd(8);
  const lead = `  ${severity}  `;
  const counts = countsOf(group);
  const text =
    group.by === 'rule'
      ? `${plain(first.title)} (${plain(group.id)}, ${counts})`
      : `${plain(nameOf(group.id))}: findings of several rules (${counts})`;
  const lines = hang(lead, text, style.width);
  return lines.map((line, i) => (i === 0 ? line.replace(severity, paintSeverity(style, group.severity, severity)) : line));
}

/**
 * `3`, or `4: 1 high, 3 medium` where not all are of the severity that the group stands under; `3 more` where others of the
 * rule stand with their identities.
 */
function countsOf({ findings, severity, isRest }: FindingGroup): string {
  const total = `${findings.length}${isRest ? ' more' : ''}`;
  if (findings.every((f) => f.severity === severity)) return total;
  const counts = [...severities].reverse().flatMap((s) => {
    const n = findings.filter((f) => f.severity === s).length;
    return n === 0 ? [] : [`${n} ${s}`];
  });
  return `${total}: ${counts.join(', ')}`;
}

function inFull(group: FindingGroup, nameOf: NameOf, style: Style, all: boolean): string[] {
  const [first] = group.findings;
  const shown = group.findings.slice(0, all ? undefined : examplesShown[group.by]);
  const rest = group.findings.length - shown.length;
  return [
    ...heading(group, nameOf, style),
    ...shown.flatMap((finding) => {
      const lead = finding.severity === group.severity ? '' : `${finding.severity}: `;
      return example(finding, lead, group.by === 'rule' ? '' : ` (${plain(finding.rule)})`, style, all);
    }),
    ...(rest > 0 ? [style.paint.dim(`${' '.repeat(12)}${style.ellipsis}and ${rest} more`)] : []),
    ...(first === undefined
      ? []
      : hang(`${' '.repeat(12)}fix: `, plain(first.fix.summary), style.width).map((line) => style.paint.dim(line))),
  ];
}

function example(finding: Finding, lead: string, tail: string, style: Style, all: boolean): string[] {
  const [evidence] = finding.evidence;
  const lines = hang(`${' '.repeat(12)}- `, `${lead}${plain(finding.message)}${tail}`, style.width);
  if (evidence === undefined) return lines;
  const where = `[${(all ? place : shortPlace)(evidence)}]`;
  const last = lines.at(-1) ?? '';
  if (displayWidth(last) + 1 + displayWidth(where) <= style.width) return [...lines.slice(0, -1), `${last} ${style.paint.dim(where)}`];
  return [...lines, `${' '.repeat(14)}${style.paint.dim(where)}`];
}

/** One line per cause: what was not known, for how many subjects, and which rules wanted it. */
function unknown(findings: readonly Finding[], style: Style): string[] {
  const causes = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.status !== 'unknown') continue;
    const cause = [...(finding.missing ?? [])].sort().map(plain).join(', ') || 'a fact the rule needs';
    const list = causes.get(cause);
    if (list === undefined) causes.set(cause, [finding]);
    else list.push(finding);
  }
  if (causes.size === 0) return [];
  const sorted = [...causes].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const rest = sorted.slice(causesShown).reduce((sum, [, list]) => sum + list.length, 0);
  return [
    style.paint.bold('Could not be answered'),
    ...sorted.slice(0, causesShown).flatMap(([cause, list]) => {
      const rules = [...new Set(list.map((f) => f.rule))].sort();
      const others = rules.length > rulesNamed ? ` and ${rules.length - rulesNamed} more` : '';
      return hang(
        '  - ',
        `${cause} not known for ${count(list.length, 'check')} of ${rules.slice(0, rulesNamed).map(plain).join(', ')}${others}`,
        style.width,
      );
    }),
    ...(rest > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${count(rest, 'check')} more`)] : []),
  ];
}

/** A waiver is a decision: whom it is about, and why, stays to be read. */
function suppressed(findings: readonly Finding[], nameOf: NameOf, style: Style, all: boolean): string[] {
  const list = findings.filter((f) => f.status === 'suppressed');
  if (list.length === 0) return [];
  const shown = list.slice(0, all ? undefined : suppressedShown);
  const rest = list.length - shown.length;
  return [
    style.paint.bold(`${count(list.length, 'finding')} suppressed by the configuration`),
    ...shown.flatMap(({ rule, identity, subject, suppression }) => {
      const until = suppression?.expires === undefined ? '' : `, until ${plain(suppression.expires)}`;
      const who = suppression?.owner === undefined ? '' : `, by ${plain(suppression.owner)}`;
      const why = suppression === undefined ? '' : `: ${plain(suppression.reason)}`;
      return hang('  - ', `${plain(nameOf(identity ?? subject))}, ${plain(rule)}${until}${who}${why}`, style.width);
    }),
    ...(rest > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${rest} more`)] : []),
  ];
}
