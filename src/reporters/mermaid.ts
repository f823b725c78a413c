import type { Path } from '../graph/graph.ts';
import { plain } from './escape.ts';
import { pathGraph, stepLabel } from './path-graph.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';

/** Mermaid draws at most 500 lines (`maxEdges`, https://mermaid.js.org/config/schema-docs/config.html); the worst paths come first. */
const stepsAtMost = 500;

const arrows = { confirmed: '-->', conditional: '-.->', possible: '-.->' } as const;

/** The paths to administrator power as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). */
export const reporter: Reporter = {
  format: 'mermaid',
  summary: 'paths to administrator power, as a Mermaid flowchart',
  render: (report) => pathsAsMermaid(report.paths, report.nameOf),
};

/** `words` stand in a box of their own. */
export function* pathsAsMermaid(paths: readonly Path[], nameOf: Report['nameOf'], words: readonly string[] = []): Iterable<string> {
  const shown = firstPaths(paths);
  const { nodes, steps } = pathGraph(shown);
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  yield 'flowchart LR\n';
  if (shown.length < paths.length) yield `  %% the first ${shown.length} of ${paths.length} paths\n`;
  if (words.length > 0) yield `  words["${label(words.join(' '))}"]\n`;
  for (const { id } of nodes) yield `  ${names.get(id)}["${label(nameOf(id))}"]\n`;
  for (const step of steps)
    yield `  ${names.get(step.from)} ${arrows[step.certainty]}|"${label(stepLabel(step))}"| ${names.get(step.to)}\n`;
  const marked = (where: string): string => nodes.flatMap(({ id, at }) => (at === where ? [names.get(id)] : [])).join(',');
  if (nodes.length > 0) {
    yield `  classDef start fill:#cfe3ff,stroke:#4a78b5,color:#000\n  classDef goal fill:#ffd6d6,stroke:#b54a4a,color:#000\n`;
    if (marked('start') !== '') yield `  class ${marked('start')} start\n`;
    if (marked('end') !== '') yield `  class ${marked('end')} goal\n`;
  }
}

function firstPaths(paths: readonly Path[]): readonly Path[] {
  let steps = 0;
  const end = paths.findIndex((path) => {
    steps += path.steps.length;
    return steps > stepsAtMost;
  });
  return end < 0 ? paths : paths.slice(0, end);
}

/**
 * Text in a quoted label: entity codes for what Mermaid, Markdown in it or HTML would take for more than text. Instead of a list or a
 * link, versions of Mermaid show "Unsupported markdown".
 */
function label(text: string): string {
  return plain(text)
    .replace(/[#"<>&`*_[\]{}|\\~@]|:(?=\/\/)|(?<=\bwww)\./gi, entity)
    .replace(/^(?:\s|[-+=](?=[\s=-]|$)|\d(?=\d*[.)](?:\s|$)))/, entity);
}

function entity(character: string): string {
  return `#${character.charCodeAt(0)};`;
}
