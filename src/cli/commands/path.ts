import { discoverCollectors } from '../../collectors/discover.ts';
import { didYouMean } from '../../engine/nearest.ts';
import { quoted } from '../../engine/quoted.ts';
import { compareText } from '../../graph/adjacency.ts';
import { tierOf } from '../../graph/certainty.ts';
import { adminPrefix, isAdminClass, isClass } from '../../graph/class-node.ts';
import type { Graph, Path } from '../../graph/graph.ts';
import { pathsOut } from '../../graph/paths-out.ts';
import { levels } from '../../permissions/power.ts';
import type { World } from '../../posture/world.ts';
import { pathsAsDot } from '../../reporters/dot.ts';
import { pathsAsMermaid } from '../../reporters/mermaid.ts';
import type { Report, ReportIdentity } from '../../reporters/report.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity, identitiesNamed } from '../find-identity.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { type FoundPaths, pathsAsJson, pathsAsText, wordsBeside } from '../path-listing.ts';
import { readAndAnalyse } from '../prepare.ts';
import { isSource } from '../sources.ts';

const formats = ['table', 'json', 'dot', 'mermaid'] as const;

/**
 * `nhi path FROM [TO] [SOURCE...]`: the ways from one identity to another, or the worst ways out of it. TO is an identity,
 * `admin`, or a class of identities. A word that names a source is one.
 */
export async function path(fromWord: string, words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const format = readOneOf(options.format ?? 'table', formats, '--format');
  const [first] = words;
  const collectors = await discoverCollectors();
  const positional = options.to === undefined && first !== undefined && !isSource(first, collectors);
  const to = positional ? first : options.to;
  const { report, world } = await readAndAnalyse(positional ? words.slice(1) : words, options, io);
  const from = findIdentity(report.identities, fromWord);
  const ends = to === undefined ? undefined : findEnds(report, world.graph, to);
  if (ends?.length === 1 && ends[0] === from.id)
    throw new UserError(`${quoted(fromWord, 200)} and ${quoted(to ?? '', 200)} are the same identity`);
  const found = findPaths(report, world, from, ends);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const nameOf = (id: string): string => report.nameOf(id);
  const render = {
    table: () => [pathsAsText(report, found, { color: wantsColor(io, options.color), ...(width === undefined ? {} : { width }) })],
    json: () => [pathsAsJson(report, found)],
    dot: () => pathsAsDot(found.paths, nameOf, wordsBeside(report, found)),
    mermaid: () => pathsAsMermaid(found.paths, nameOf, wordsBeside(report, found)),
  } satisfies Record<(typeof formats)[number], () => Iterable<string>>;
  await writeAll(io.stdout, render[format]());
  return 0;
}

function findPaths(report: Report, { graph }: World, from: ReportIdentity, ends: readonly string[] | undefined): FoundPaths {
  const unseen = graph.reachOf(from.id).unseen === true;
  if (ends !== undefined) {
    const paths = ends.flatMap((end) => graph.path(from.id, end) ?? []).sort(certainFirst);
    return { from, to: ends, paths, reached: paths.length, unseen };
  }
  const ranks = new Map(report.identities.map((i) => [i.id, i.power.level === 'unknown' ? -1 : levels.indexOf(i.power.level)]));
  return { from, ...pathsOut(graph, from.id, (id) => ranks.get(id) ?? -1), unseen };
}

function certainFirst(a: Path, b: Path): number {
  return tierOf(a.certainty) - tierOf(b.certainty) || a.steps.length - b.steps.length || compareText(a.to, b.to);
}

/** The nodes that a word means: an identity, administrator of every account, or a class by its id or name. */
function findEnds(report: Report, graph: Graph, wanted: string): readonly string[] {
  const classes = [...new Set(graph.edges.flatMap((e) => [e.from, e.to]).filter(isClass))].sort(compareText);
  if (wanted.toLowerCase() === 'admin' && identitiesNamed(report.identities, wanted).length === 0) return classes.filter(isAdminClass);
  const meant = classes.filter((node) =>
    [node, node.slice('class:'.length), graph.nameOf(node)].some((name) => name.toLowerCase() === wanted.toLowerCase()),
  );
  if (meant.length > 0) return meant;
  if (identitiesNamed(report.identities, wanted).length > 0) return [findIdentity(report.identities, wanted).id];
  const names = [...report.identities.map((i) => i.name), 'admin', ...classes.map((node) => graph.nameOf(node))];
  throw new UserError(
    `no identity, class or source ${quoted(wanted, 200)} in what was read${didYouMean(wanted, names)} (nhi list shows the identities; classes: admin, ${adminPrefix.slice('class:'.length)}ACCOUNT)`,
  );
}
