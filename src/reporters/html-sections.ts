import { severities } from '../findings/finding.ts';
import type { Path } from '../graph/graph.ts';
import { levels } from '../permissions/power.ts';
import { route, stepText } from './chain.ts';
import { count } from './count.ts';
import { gapTexts, noteTexts } from './coverage.ts';
import { distinctPaths } from './distinct-paths.ts';
import { groupByRule } from './finding-groups.ts';
import { frameworkStates } from './html-frameworks.ts';
import { htmlText, htmlWithCode } from './html-text.ts';
import { place } from './place.ts';
import { countVerdicts, failuresInWords, verdicts, verdictTexts } from './posture.ts';
import { remedyOf } from './remedy.ts';
import type { Report } from './report.ts';
import { changeCounts } from './since-baseline.ts';

const gapsShown = 200;
const pathsShown = 10;
const examplesShown = 3;
const rulesShown = 25;

/** What could not be seen, before anything else: what follows holds for the rest alone. */
export function* coverageSection(report: Report): Iterable<string> {
  const { sources } = report.scan;
  yield '<section id="coverage" aria-labelledby="coverage-title"><h2 id="coverage-title">Coverage</h2>\n';
  const short = sources.filter((s) => s.status !== 'complete').length;
  const read = `${count(sources.length, 'source')} read${short === 0 ? ', all as far as they go' : `, ${short} of them not whole`}`;
  yield `<details${short > 0 ? ' open' : ''}><summary>${read}</summary>\n`;
  yield '<table class="plain"><thead><tr><th scope="col">Source</th><th scope="col">Plane</th><th scope="col">Account</th><th scope="col">Seen</th><th scope="col">Identities</th><th scope="col">Requests</th></tr></thead><tbody>\n';
  // What was not seen whole stands first.
  for (const s of [...sources].sort((a, b) => Number(a.status === 'complete') - Number(b.status === 'complete'))) {
    yield `<tr><th scope="row">${htmlText(s.source)}</th><td class="word">${htmlText(s.plane)}</td><td>${htmlText(s.scope)}</td><td><span class="state ${s.status}">${s.status}</span></td><td class="number">${s.identities}</td><td class="number">${s.requests}</td></tr>\n`;
  }
  yield '</tbody></table></details>\n';
  const gaps = gapTexts(report);
  if (gaps.length === 0) yield '<p>No gap is known in what these sources promise.</p>\n';
  else yield* gapList('Not seen', gaps);
  yield* gapList('Not in these sources', noteTexts(report));
  const { unknown } = report.summary;
  if (unknown > 0)
    yield `<p>${count(unknown, 'question')} could not be answered; they are among the <a href="#findings?status=unknown">findings</a>, with the fact that is missing.</p>\n`;
  yield '</section>\n';
}

function* gapList(title: string, gaps: readonly string[]): Iterable<string> {
  if (gaps.length === 0) return;
  yield `<h3>${title}</h3><ul>\n`;
  for (const gap of gaps.slice(0, gapsShown)) yield `<li>${htmlText(gap)}</li>\n`;
  if (gaps.length > gapsShown) yield `<li>and ${gaps.length - gapsShown} more</li>\n`;
  yield '</ul>\n';
}

/** What somebody reads who has a minute. */
export function* summarySection(report: Report): Iterable<string> {
  const { summary, comparison } = report;
  const held = countVerdicts(report.identities);
  const { assessed, privileged, notAssessable } = summary.privileged;
  yield '<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">In a minute</h2>\n<div class="cards">\n';
  yield card(
    'Findings',
    [...severities].reverse().map((s) => [`<span class="severity ${s}">${s}</span>`, summary.findings[s]]),
  );
  yield card(
    'Identities',
    Object.entries(summary.byPlane).map(([plane, n]) => [htmlText(plane), n]),
  );
  yield card(
    'How machine identities are held',
    verdicts.map((v) => [`<span class="state ${v}">${verdictTexts[v]}</span>`, held[v]]),
  );
  yield card(
    'Power',
    ['unknown', ...levels]
      .reverse()
      .flatMap((level) => (summary.byLevel[level] === undefined ? [] : [[level, summary.byLevel[level]] as const])),
  );
  yield '</div>\n<ul>\n';
  yield `<li>${count(summary.identities, 'identity', 'identities')}, ${summary.agents} of them AI agents or their servers, with ${count(summary.credentials, 'credential')}.</li>\n`;
  yield `<li>Privileged: ${privileged} of ${assessed} assessed${notAssessable > 0 ? `; ${notAssessable} could not be assessed` : ''}.</li>\n`;
  const failing = failuresInWords(report.identities);
  if (failing.length > 0) yield `<li>Machine identities that fail a question: ${failing.join(', ')}.</li>\n`;
  if (comparison !== undefined)
    yield `<li>Since ${htmlText(comparison.baseline)} of ${htmlText(comparison.baselineNow.slice(0, 10))}: ${changeCounts(comparison)}.</li>\n`;
  yield* chokePoints(report);
  for (const { key, name, counts } of frameworkStates(report).filter((f) => f.isWhole))
    yield `<li><a href="#${key}">${htmlText(name)}</a>: ${counts}.</li>\n`;
  yield '</ul>\n</section>\n';
}

function card(title: string, rows: readonly (readonly [label: string, n: number])[]): string {
  const lines = rows.map(([label, n]) => `<tr><th scope="row">${label}</th><td class="number">${n}</td></tr>`);
  return `<div class="card"><h3>${title}</h3><table>${lines.join('')}</table></div>\n`;
}

function* chokePoints({ summary }: Report): Iterable<string> {
  const { identities, cuts } = summary.chokePoints;
  const losing = cuts.at(-1)?.losing ?? 0;
  if (losing === 0) return;
  const list = cuts.map((cut) => {
    const [first] = cut.evidence;
    return `<li>${htmlText(cut.what)}${first === undefined ? '' : ` <code>${htmlText(place(first))}</code>`} <span class="dim">with this, ${cut.losing} of ${identities}</span></li>`;
  });
  yield `<li>Take away ${cuts.length === 1 ? 'this' : `these ${cuts.length}`} and ${losing} of ${count(identities, 'identity', 'identities')} lose their confirmed path to administrator:<ol>${list.join('')}</ol></li>\n`;
}

/** The worst paths, step by step, each with its evidence and what ends it. */
export function* pathsSection(report: Report): Iterable<string> {
  const { paths } = report;
  if (paths.length === 0) return;
  const shown = distinctPaths(paths).slice(0, pathsShown);
  yield '<section id="paths" aria-labelledby="paths-title"><h2 id="paths-title">Worst paths</h2>\n<ol class="paths">\n';
  for (const path of shown) yield pathItem(path, paths.indexOf(path), report);
  yield '</ol>\n';
  if (paths.length > shown.length)
    yield `<p class="dim">${paths.length - shown.length} more stand with the identities that they begin at.</p>\n`;
  yield '<div id="drawing" class="drawing" hidden></div></section>\n';
}

function pathItem(path: Path, i: number, { nameOf }: Report): string {
  const steps = path.steps.map((step) => {
    const fix = remedyOf(step);
    return `<li>${htmlText(stepText(step))}${fix === undefined ? '' : `<div class="fix">Fix: ${htmlText(fix)}</div>`}</li>`;
  });
  return `<li><h3 id="path-${i}">${htmlText(route(path, nameOf, '→'))}</h3> <span class="state ${path.certainty}">${path.certainty}</span> <button type="button" class="needs-script" data-path="${i}" aria-expanded="false" aria-controls="drawing" id="draw-${i}" aria-labelledby="draw-${i} path-${i}">Draw</button><ol>${steps.join('')}</ol></li>\n`;
}

/** Findings by rule, the worst first, with examples: all of them are in the table. */
export function* rulesSection(report: Report): Iterable<string> {
  const groups = groupByRule(report.findings.filter((f) => f.status === 'fail'));
  if (groups.length === 0) return;
  yield '<section id="first" aria-labelledby="first-title"><h2 id="first-title">What to fix first</h2>\n';
  for (const { id, severity, findings } of groups.slice(0, rulesShown)) {
    const [first] = findings;
    if (first === undefined) continue;
    yield `<details><summary><span class="severity ${severity}">${severity}</span> <h3>${htmlText(first.title)}</h3> <span class="dim">${htmlText(id)}, ${count(findings.length, 'finding')}</span></summary>\n`;
    yield `<p>${htmlWithCode(first.why)}</p><p><strong>Fix:</strong> ${htmlWithCode(first.fix.summary)}</p>\n`;
    if (first.fix.cli !== undefined) yield `<pre>${first.fix.cli.split('\n').map(htmlText).join('\n')}</pre>\n`;
    yield `<ul>${findings.slice(0, examplesShown).map(example).join('')}</ul>`;
    yield `<p><a href="#findings?rule=${encodeURIComponent(id)}">All ${findings.length}</a> · ${first.frameworks.map((r) => htmlText(r.id)).join(', ')}</p></details>\n`;
  }
  if (groups.length > rulesShown) yield `<p class="dim">and ${groups.length - rulesShown} more rules: see the findings.</p>\n`;
  yield '</section>\n';
}

function example({ message, evidence: [first] }: Report['findings'][number]): string {
  return `<li>${htmlText(message)}${first === undefined ? '' : ` <code>${htmlText(place(first))}</code>`}</li>`;
}
