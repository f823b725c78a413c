import { type Finding, severities } from '../findings/finding.ts';
import { count } from './count.ts';
import { plain } from './escape.ts';
import { type FindingGroup, groupByRule } from './finding-groups.ts';
import { displayWidth, hang, wrap } from './layout.ts';
import { place } from './place.ts';
import { paintSeverity, type Style } from './style.ts';

/** Rules that are shown with examples and a fix; the others get one line each. */
const rulesInFull = 8;
const examplesShown = 3;
const causesShown = 6;
const rulesNamed = 3;

/** Sections for the findings that failed, for what could not be answered, and for what is suppressed. */
export function findingSections(findings: readonly Finding[], style: Style, all: boolean): string[][] {
  return [failed(findings, style, all), unknown(findings, style), suppressed(findings, style)];
}

function failed(findings: readonly Finding[], style: Style, all: boolean): string[] {
  const groups = groupByRule(findings.filter((f) => f.status === 'fail'));
  if (groups.length === 0) return [];
  return [
    style.paint.bold('Findings'),
    ...groups.flatMap((group, i) => (all || i < rulesInFull ? inFull(group, style, all) : heading(group, style))),
  ];
}

function heading(group: FindingGroup, style: Style): string[] {
  const [first] = group.findings;
  if (first === undefined) return [];
  const severity = group.severity.padEnd(8);
  const lead = `  ${severity}  `;
  const lines = hang(lead, `${plain(first.title)} (${plain(group.rule)}, ${countsOf(group)})`, style.width);
  return lines.map((line, i) => (i === 0 ? line.replace(severity, paintSeverity(style, group.severity, severity)) : line));
}

/** `3`, or `4: 1 high, 3 medium` where not all are of the severity that the group stands under. */
function countsOf({ findings, severity }: FindingGroup): string {
  if (findings.every((f) => f.severity === severity)) return String(findings.length);
  const counts = [...severities].reverse().flatMap((s) => {
    const n = findings.filter((f) => f.severity === s).length;
    return n === 0 ? [] : [`${n} ${s}`];
  });
  return `${findings.length}: ${counts.join(', ')}`;
}

function inFull(group: FindingGroup, style: Style, all: boolean): string[] {
  const [first] = group.findings;
  const shown = group.findings.slice(0, all ? undefined : examplesShown);
  const rest = group.findings.length - shown.length;
  return [
    ...heading(group, style),
    ...shown.flatMap((finding) => example(finding, finding.severity === group.severity ? '' : `${finding.severity}: `, style)),
    ...(rest > 0 ? [style.paint.dim(`${' '.repeat(12)}${style.ellipsis}and ${rest} more`)] : []),
    ...(first === undefined
      ? []
      : hang(`${' '.repeat(12)}fix: `, plain(first.fix.summary), style.width).map((line) => style.paint.dim(line))),
  ];
}

function example(finding: Finding, lead: string, style: Style): string[] {
  const [evidence] = finding.evidence;
  const lines = hang(`${' '.repeat(12)}- `, `${lead}${plain(finding.message)}`, style.width);
  if (evidence === undefined) return lines;
  const where = `[${place(evidence)}]`;
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

function suppressed(findings: readonly Finding[], style: Style): string[] {
  const list = findings.filter((f) => f.status === 'suppressed');
  if (list.length === 0) return [];
  const rules = [...new Set(list.map((f) => f.rule))].sort().map(plain).join(', ');
  return wrap(`${count(list.length, 'finding')} suppressed by the configuration (${rules}).`, style.width);
}
