import { severities } from '../findings/finding.ts';
import { natures } from '../inventory/identity.ts';
import { route, stepText } from './chain.ts';
import { count } from './count.ts';
import { coverage } from './coverage.ts';
import { distinctPaths } from './distinct-paths.ts';
import { plain } from './escape.ts';
import { findingSections } from './finding-list.ts';
import { columns, displayWidth, hang, wrap } from './layout.ts';
import { postureInWords } from './posture.ts';
import { remedyLines } from './remedy.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';
import { sinceBaseline } from './since-baseline.ts';
import { paintCertainty, paintSeverity, type Style, styleFor } from './style.ts';

const pathsShown = 5;

/** What a person reads after a scan: what is there, what to do first, what is worst, what could not be seen, how to go on. */
export const reporter: Reporter = {
  format: 'table',
  summary: 'one screen for a person (the default)',
  *render(report, options) {
    const style = styleFor(options);
    const sections = [
      header(report, style),
      identityCounts(report, style),
      chokePoints(report, style),
      worstPaths(report, style, options.all === true),
      ...findingSections(report.findings, (id) => report.nameOf(id), style, options.all === true),
      sinceBaseline(report, style, options.all === true),
      coverage(report, style),
      verdict(report, style),
    ];
    let first = true;
    for (const lines of sections) {
      if (lines.length === 0) continue;
      yield `${first ? '' : '\n'}${lines.join('\n')}\n`;
      first = false;
    }
  },
};

function header(report: Report, style: Style): string[] {
  const { summary, scan, tool } = report;
  const sources = sourcesByScope(scan.sources);
  const identities = `${count(summary.identities, 'identity', 'identities')} in ${count(Object.keys(summary.byPlane).length, 'plane')}`;
  const agents =
    summary.agents === 0
      ? 'no AI agent among them'
      : `${summary.agents} of them ${summary.agents === 1 ? 'an AI agent or its server' : 'AI agents or their servers'}`;
  const [first = '', ...more] = wrap(
    `nhi ${plain(tool.version)}: ${identities}, ${agents}; ${count(summary.credentials, 'credential')}`,
    style.width,
  );
  return [
    style.paint.bold(first),
    ...more,
    ...hang('read ', sources.join(', ') || 'nothing', style.width).map((line) => style.paint.dim(line)),
  ];
}

/** One entry for each account or repository: `gaad.json and 2 more (aws 123456789012)`. Files that name none count to the only one of their plane. */
function sourcesByScope(sources: Report['scan']['sources']): string[] {
  const names = new Map<string, string[]>();
  const scopes = new Map<string, Set<string>>();
  for (const { plane, scope } of sources) if (scope !== '') scopes.set(plane, (scopes.get(plane) ?? new Set()).add(scope));
  for (const { source, plane, scope } of sources) {
    const ofPlane = scopes.get(plane);
    const home = scope === '' && ofPlane?.size === 1 ? [...ofPlane].join() : scope;
    const key = [plane, home.startsWith(`${plane}:`) ? home.slice(plane.length + 1) : home]
      .filter((part) => part !== '')
      .map(plain)
      .join(' ');
    names.set(key, [...(names.get(key) ?? []), plain(source)]);
  }
  return [...names].map(([scope, [first = '', ...more]]) => `${first}${more.length > 0 ? ` and ${more.length} more` : ''} (${scope})`);
}

function identityCounts(report: Report, style: Style): string[] {
  if (report.identities.length === 0) return [];
  const byPlane = new Map<string, Map<string, number>>();
  for (const { plane, nature } of report.identities) {
    const row = byPlane.get(plane) ?? new Map<string, number>();
    byPlane.set(plane, row.set(nature, (row.get(nature) ?? 0) + 1));
  }
  const { assessed, privileged, notAssessable } = report.summary.privileged;
  const notKnown = notAssessable === 0 ? '' : `; ${notAssessable} could not be assessed`;
  const share = `privileged (admin, or permissions that open a way to it): ${privileged} of ${assessed} assessed${notKnown}`;
  return [...countTable(byPlane, style), ...wrap(share, style.width), ...wrap(postureInWords(report.identities), style.width)];
}

/** Planes down, natures across; one line per plane where that is too wide. */
function countTable(byPlane: ReadonlyMap<string, ReadonlyMap<string, number>>, style: Style): string[] {
  const planes = [...byPlane.keys()].sort();
  const shown = natures.filter((nature) => planes.some((plane) => byPlane.get(plane)?.has(nature)));
  const total = (plane: string): number => [...(byPlane.get(plane)?.values() ?? [])].reduce((a, b) => a + b, 0);
  const rows = planes.map((plane) => [
    plane,
    String(total(plane)),
    ...shown.map((nature) => String(byPlane.get(plane)?.get(nature) ?? '-')),
  ]);
  const table = columns([['plane', 'all', ...shown], ...rows], ['left', ...Array<'right'>(shown.length + 1).fill('right')]);
  if (table.every((line) => displayWidth(line) <= style.width)) return table.map((line, i) => (i === 0 ? style.paint.dim(line) : line));
  return planes.flatMap((plane) => {
    const parts = shown.flatMap((nature) => (byPlane.get(plane)?.has(nature) ? [`${byPlane.get(plane)?.get(nature)} ${nature}`] : []));
    return hang(`${plane}: ${total(plane)} (`, `${parts.join(', ')})`, style.width, 4);
  });
}

function worstPaths(report: Report, style: Style, all: boolean): string[] {
  const shown = distinctPaths(report.paths).slice(0, pathsShown);
  if (shown.length === 0) return [];
  const rest = report.paths.length - shown.length;
  return [
    style.paint.bold('Worst paths'),
    ...shown.flatMap((path) => {
      const certainty = path.certainty.padEnd(11);
      const text = route(path, (id) => report.nameOf(id), style.arrow);
      const [first = '', ...more] = hang(`  ${certainty}  `, text, style.width);
      const steps = path.steps.flatMap((step, i) => hang(`${' '.repeat(15)}${i + 1}. `, stepText(step, { short: !all }), style.width));
      return [
        first.replace(certainty, paintCertainty(style, path.certainty, certainty)),
        ...more,
        ...steps.map((line) => style.paint.dim(line)),
        ...remedyLines(path, ' '.repeat(15), style),
      ];
    }),
    ...(rest > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${rest} more`)] : []),
  ];
}

/** What ends most paths at once. */
function chokePoints({ summary }: Report, style: Style): string[] {
  const { identities, cuts } = summary.chokePoints;
  const losing = cuts.at(-1)?.losing ?? 0;
  if (losing < 2) return [];
  const whose = losing === identities ? `all ${identities} identities` : `${losing} of ${identities} identities`;
  const those = cuts.length === 1 ? 'this' : `these ${cuts.length}`;
  const list = cuts.map((cut, i) => `${cuts.length === 1 ? '' : `(${i + 1}) `}${plain(cut.what)}`).join('; ');
  return hang('Take away ', `${those} and ${whose} lose their confirmed path to administrator: ${list}`, style.width);
}

/** Never says that all is well: it says what was checked and what was not seen. */
function verdict(report: Report, style: Style): string[] {
  const { summary, scan } = report;
  const { rules } = summary;
  const checked = `${count(rules.run, 'rule')} over ${count(summary.identities, 'identity', 'identities')} and ${count(summary.credentials, 'credential')}`;
  const parts = [...severities]
    .reverse()
    .flatMap((s) => (summary.findings[s] > 0 ? [{ severity: s, text: `${summary.findings[s]} ${s}` }] : []));
  const total = severities.reduce((sum, s) => sum + summary.findings[s], 0);
  const failed = scan.sources.filter((source) => source.status === 'failed').length;
  const partial = scan.sources.filter((source) => source.status === 'partial').length;
  const open = [
    ...(summary.unknown > 0 ? [`${count(summary.unknown, 'question')} could not be answered`] : []),
    ...(failed > 0 ? [`${count(failed, 'source')} could not be read`] : []),
    ...(partial > 0 ? [`${count(partial, 'source')} could be read only in part`] : []),
  ];
  const nothing = summary.identities === 0 && summary.credentials === 0;
  const none = summary.suppressed > 0 ? 'No finding besides the suppressed ones' : 'No rule failed';
  const headline =
    total === 0 && nothing
      ? 'Nothing to judge: no identity and no credential in what was read.'
      : total === 0
        ? `${none}: ${checked}.`
        : `${count(total, 'finding')}: ${parts.map((p) => p.text).join(', ')} (${checked}).`;
  const limits =
    open.length > 0
      ? `Not the whole picture: ${open.join('; ')}.`
      : total === 0 && !nothing
        ? 'That covers what these sources show and these rules ask, and nothing else.'
        : '';
  const painted = parts.reduce((text, p) => text.replace(p.text, paintSeverity(style, p.severity, p.text)), headline);
  const next = nothing
    ? 'Go on with: nhi scan DIRECTORY, FILE or a live source (aws, github:ORG, k8s...: nhi scan --help), or nhi demo to see what comes of it.'
    : 'Go on with: nhi show ID SOURCE, nhi explain RULE, --all or --format json for all of it.';
  return [
    ...(wrap(headline, style.width).length === 1 ? [painted] : wrap(headline, style.width)),
    ...(limits === '' ? [] : wrap(limits, style.width).map((line) => style.paint.yellow(line))),
    ...wrap(next, style.width).map((line) => style.paint.dim(line)),
  ];
}
