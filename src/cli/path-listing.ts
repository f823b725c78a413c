import type { Edge, Path } from '../graph/graph.ts';
import { count } from '../reporters/count.ts';
import { inertJson, plain } from '../reporters/escape.ts';
import { pathRecord } from '../reporters/json-records.ts';
import { hang, wrap } from '../reporters/layout.ts';
import { place } from '../reporters/place.ts';
import { remedyLines, statementText } from '../reporters/remedy.ts';
import type { Report, ReportIdentity } from '../reporters/report.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { paintCertainty, type Style, styleFor } from '../reporters/style.ts';

export interface FoundPaths {
  readonly from: ReportIdentity;
  /** The nodes asked about; absent where the worst ways out were asked for. */
  readonly to?: readonly string[];
  /** The worst first. */
  readonly paths: readonly Path[];
  /** Ends that there are ways to. */
  readonly reached: number;
  /** It leads on to what was not seen. */
  readonly unseen: boolean;
}

const pathsShown = 5;

/** The paths for a person: one block each, with a line or two per step. */
export function pathsAsText(report: Report, found: FoundPaths, options: RenderOptions): string {
  const style = styleFor(options);
  const shown = found.paths.slice(0, pathsShown);
  const blocks = shown.map((path) => block(report, path, style));
  const rest = found.paths.length - shown.length;
  if (rest > 0) {
    const reached = found.to !== undefined ? '' : `; ${count(found.reached, 'identity', 'identities')} can be reached in all`;
    const text = `${style.ellipsis}and ${count(rest, 'more path')} (--format json shows them${reached})`;
    blocks.push(wrap(text, style.width).map((line) => style.paint.dim(line)));
  }
  if (found.paths.length === 0) blocks.push(wrap(`${noPath(report, found)}.`, style.width));
  const doubt = doubtOf(report, found);
  if (doubt !== undefined) {
    blocks.push(wrap(doubt, style.width).map((line) => style.paint.yellow(line)));
  } else if (found.paths.length === 0) {
    blocks.push(wrap('No gap is known in what was read that could hide one.', style.width));
  }
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What a drawing cannot show: that there is no path, and what could hide one. */
export function wordsBeside(report: Report, found: FoundPaths): readonly string[] {
  const doubt = doubtOf(report, found);
  return [...(found.paths.length === 0 ? [`${noPath(report, found)}.`] : []), ...(doubt === undefined ? [] : [doubt])];
}

function doubtOf(report: Report, found: FoundPaths): string | undefined {
  const open = couldHide(report, found);
  if (open.length === 0) return undefined;
  return `${found.paths.length === 0 ? 'There may be one that was not seen' : 'There may be more'}: ${open.join('; ')}.`;
}

/** The same as JSON: paths as in `nhi-report/1`, names for every id in them, and what could hide more. */
export function pathsAsJson(report: Report, found: FoundPaths): string {
  const ids = new Set([found.from.id, ...(found.to ?? []), ...found.paths.flatMap((p) => p.steps.flatMap((s) => [s.from, s.to]))]);
  const value = {
    from: found.from.id,
    to: found.to ?? null,
    paths: found.paths.map(pathRecord),
    couldHide: couldHide(report, found),
    names: Object.fromEntries([...ids].sort().map((id) => [id, report.nameOf(id)])),
  };
  return `${inertJson(value)}\n`;
}

function block(report: Report, path: Path, style: Style): string[] {
  const title = `${plain(report.nameOf(path.from))} ${style.arrow} ${plain(report.nameOf(path.to))}`;
  const level = path.level === 'unknown' || path.to.startsWith('class:') ? '' : `, ${path.level}`;
  const [first = '', ...more] = wrap(`${title}${level} (${path.certainty}, ${count(path.steps.length, 'step')})`, style.width);
  const painted = first.replace(path.certainty, paintCertainty(style, path.certainty, path.certainty));
  return [
    style.paint.bold(painted),
    ...more.map((line) => style.paint.bold(line)),
    ...path.steps.flatMap((s, i) => step(report, s, i + 1, style)),
    ...remedyLines(path, '  ', style),
  ];
}

function step(report: Report, edge: Edge, n: number, style: Style): string[] {
  const technique = edge.technique === undefined ? '' : ` by ${plain(edge.technique)}`;
  const lead = `  ${n}. `;
  const places = [...new Set(edge.evidence.map(place))];
  return [
    ...hang(
      lead,
      `${plain(report.nameOf(edge.from))} ${edge.kind === 'member' ? 'is or becomes' : edge.kind}${technique} ${style.arrow} ${plain(report.nameOf(edge.to))}, ${edge.certainty}: ${plain(edge.reason)}`,
      style.width,
    ),
    ...(places.length === 0
      ? []
      : hang(' '.repeat(lead.length), `[${places.join(', ')}]`, style.width).map((line) => style.paint.dim(line))),
    ...[...new Set((edge.statements ?? []).map(statementText))].flatMap((text) => hang(`${' '.repeat(lead.length)}- `, text, style.width)),
  ];
}

function noPath(report: Report, { from, to }: FoundPaths): string {
  const name = plain(from.name);
  if (to === undefined) return `Nothing that was read leads from ${name} to another identity`;
  if (to.length === 0) return 'No account was read, so there is no administrator to become';
  if (from.power.level === 'admin' && to.some((node) => node === `class:aws-admin/${from.scope}`)) {
    return `${name} is an administrator of ${plain(from.scope)} itself, and no path leads it to anything else that was asked about`;
  }
  const ends = to.slice(0, 3).map((node) => plain(report.nameOf(node)));
  return `No path leads from ${name} to ${ends.join(', ')}${to.length > ends.length ? ` or ${to.length - ends.length} more` : ''} in what was read`;
}

/** What was not seen that a path could go through. */
function couldHide(report: Report, { from, unseen }: FoundPaths): string[] {
  const gaps = report.scan.sources.flatMap((s) => s.gaps).filter((gap) => gap.partial !== false);
  const what = [...new Set(gaps.map((gap) => `${plain(gap.what)} of ${plain(gap.source)}`))];
  const named = what.slice(0, 3).join(', ');
  return [
    ...(from.power.level === 'unknown' ? [`what ${plain(from.name)} may do is not known`] : []),
    ...(unseen ? ['it, or something it reaches, leads on to what was not read'] : []),
    ...(what.length > 0 ? [`not seen: ${named}${what.length > 3 ? ` and ${what.length - 3} more` : ''}`] : []),
  ];
}
