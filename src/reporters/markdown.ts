import type { KnownFinding } from '../findings/baseline.ts';
import { type Finding, severities } from '../findings/finding.ts';
import type { Path } from '../graph/graph.ts';
import { route, stepText } from './chain.ts';
import { count } from './count.ts';
import { gapTexts } from './coverage.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { place } from './place.ts';
import { postureInWords } from './posture.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';
import { changeCounts } from './since-baseline.ts';

/** GitHub takes at most 65,536 characters in a comment; the rest is counted. */
const longest = 60_000;
const pathsShown = 5;
const gapsShown = 20;
const unseenShown = 50;

/** A comment for a pull request: what changed, what is worst, what could not be seen. */
export const reporter: Reporter = {
  format: 'markdown',
  summary: 'a comment for a pull request: what changed, and what is worst',
  *render(report) {
    // What could not be seen and the worst paths are told however many findings there are.
    const [closing] = fit(closingBlocks(report), longest / 2);
    const room = longest - closing.reduce((sum, block) => sum + block.length, 0);
    const [opening, left] = fit(openingBlocks(report), room);
    yield* opening;
    if (left > 0) yield `\n_And ${count(left, 'finding')} more: see the full report._\n`;
    yield* closing;
  },
};

/** The blocks that have room, up to the first that has none, and how many findings the others tell. */
function fit(blocks: Iterable<Block>, room: number): readonly [shown: readonly string[], left: number] {
  const shown: string[] = [];
  let free = room;
  let isFull = false;
  let left = 0;
  for (const { block, findings } of blocks) {
    isFull ||= block.length > free;
    if (isFull) {
      left += findings;
      continue;
    }
    free -= block.length;
    shown.push(block);
  }
  return [shown, left];
}

interface Block {
  readonly block: string;
  /** How many findings it tells. */
  readonly findings: number;
}

/** Failures, and those of them that are new or worse. */
function failuresOf({ findings }: Report): { readonly failed: readonly Finding[]; readonly changed: readonly Finding[] } {
  const failed = findings.filter((f) => f.status === 'fail');
  return { failed, changed: failed.filter((f) => f.change === 'new' || f.change === 'worse') };
}

function* openingBlocks(report: Report): Iterable<Block> {
  const { comparison } = report;
  const { failed, changed } = failuresOf(report);
  yield text(`## nhi: ${headline(report, changed.length)}\n\n`);
  if (comparison !== undefined) {
    yield text(`Since ${markdownCode(comparison.baseline)} of ${comparison.baselineNow.slice(0, 10)}: ${changeCounts(comparison)}.\n\n`);
  }
  yield text(`${overview(report)}\n`);
  yield* findingTable(comparison === undefined ? 'Findings' : 'New and worse', comparison === undefined ? failed : changed, report);
  yield* goneList(comparison?.gone ?? [], report);
  yield* unseenList(comparison?.unseen ?? [], report);
}

function* closingBlocks(report: Report): Iterable<Block> {
  const { comparison } = report;
  const paths = comparison === undefined ? report.paths : pathsOf(failuresOf(report).changed);
  if (paths.length > 0) {
    yield text(`\n### ${comparison === undefined ? 'Worst paths' : 'New paths'}\n\n`);
    for (const path of paths.slice(0, pathsShown)) yield text(pathText(path, report));
    if (paths.length > pathsShown) yield text(`\nand ${paths.length - pathsShown} more\n`);
  }
  yield* notSeen(report);
  yield text(`\n_${markdownText(`nhi ${report.tool.version}, as of ${report.scan.now}`)}_\n`);
}

const text = (block: string): Block => ({ block, findings: 0 });

function headline({ comparison, summary }: Report, changed: number): string {
  if (comparison !== undefined) return changed === 0 ? 'nothing new' : count(changed, 'new or worse finding');
  const parts = [...severities].reverse().flatMap((s) => (summary.findings[s] > 0 ? [`${summary.findings[s]} ${s}`] : []));
  return parts.length === 0 ? 'no rule failed' : `findings: ${parts.join(', ')}`;
}

function overview({ summary, identities }: Report): string {
  const { assessed, privileged, notAssessable } = summary.privileged;
  return [
    `${count(summary.identities, 'identity', 'identities')}, ${summary.agents} of them AI agents or their servers; ${count(summary.credentials, 'credential')}.`,
    `Privileged: ${privileged} of ${assessed} assessed${notAssessable > 0 ? `; ${notAssessable} could not be assessed` : ''}.`,
    `${postureInWords(identities).replace(/^h/, 'H')}.`,
    ...(summary.unknown > 0 ? [`${count(summary.unknown, 'question')} could not be answered.`] : []),
    '',
  ].join('\n');
}

function* findingTable(title: string, findings: readonly Finding[], { comparison }: Report): Iterable<Block> {
  if (findings.length === 0) return;
  yield text(`\n### ${title}\n\n| Severity | What | Rule | Where |\n| --- | --- | --- | --- |\n`);
  for (const finding of findings) {
    const [evidence] = finding.evidence;
    const worse = comparison !== undefined && finding.change === 'worse' ? ' (worse)' : '';
    const cells = [
      `${finding.severity}${worse}`,
      `${markdownText(finding.message)}<br>Fix: ${withCode(finding.fix.summary)}`,
      markdownCode(finding.rule),
      evidence === undefined ? '' : markdownCode(place(evidence)),
    ];
    yield { block: `| ${cells.join(' | ')} |\n`, findings: 1 };
  }
}

/** Text that rules write: backticks mark code in it. */
function withCode(written: string): string {
  return written
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? markdownCode(part) : markdownText(part)))
    .join('');
}

function* goneList(gone: readonly KnownFinding[], { nameOf }: Report): Iterable<Block> {
  if (gone.length === 0) return;
  yield text('\n### Gone\n\n');
  for (const known of gone) {
    yield { block: knownItem(known, nameOf), findings: 1 };
  }
}

/** Folded, and one block: half of it would fold away what follows. */
function* unseenList(unseen: readonly KnownFinding[], { nameOf }: Report): Iterable<Block> {
  if (unseen.length === 0) return;
  const items = unseen.slice(0, unseenShown).map((known) => knownItem(known, nameOf));
  const rest = unseen.length > unseenShown ? `- and ${unseen.length - unseenShown} more\n` : '';
  const summary = `${unseen.length} not seen this time: not gone, but where they were this run did not look or could not see`;
  yield { block: `\n<details>\n<summary>${summary}</summary>\n\n${items.join('')}${rest}\n</details>\n`, findings: unseen.length };
}

function knownItem(known: KnownFinding, nameOf: Report['nameOf']): string {
  return `- ${markdownText(`${known.title}: ${nameOf(known.identity ?? known.subject)}`)} (${markdownCode(known.rule)})\n`;
}

function pathsOf(findings: readonly Finding[]): readonly Path[] {
  return findings.flatMap((f) => (f.path === undefined ? [] : [f.path]));
}

function pathText(path: Path, { nameOf }: Report): string {
  const steps = path.steps.map((step, i) => `   ${i + 1}. ${markdownText(stepText(step))}\n`);
  return `- **${markdownText(route(path, nameOf, '→'))}** (${path.certainty})\n${steps.join('')}`;
}

function* notSeen(report: Report): Iterable<Block> {
  const gaps = gapTexts(report);
  if (gaps.length === 0) return;
  yield text('\n### Not seen\n\n');
  for (const gap of gaps.slice(0, gapsShown)) yield text(`- ${markdownText(gap)}\n`);
  if (gaps.length > gapsShown) yield text(`- and ${gaps.length - gapsShown} more\n`);
}
