import type { Path } from '../graph/graph.ts';
import { plain } from './escape.ts';
import { lineStyles, pathGraph, stepLabel } from './path-graph.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';

const colors = { start: '#cfe3ff', between: '#f2f2f2', end: '#ffd6d6' } as const;

/** The paths to administrator power for Graphviz (https://graphviz.org/doc/info/lang.html). */
export const reporter: Reporter = {
  format: 'dot',
  summary: 'paths to administrator power, for Graphviz',
  render: (report) => pathsAsDot(report.paths, report.nameOf),
};

/** `words` stand below the drawing. */
export function* pathsAsDot(paths: readonly Path[], nameOf: Report['nameOf'], words: readonly string[] = []): Iterable<string> {
  const { nodes, steps } = pathGraph(paths);
  yield 'digraph paths {\n  rankdir=LR;\n  node [shape=box, style="rounded,filled", fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n';
  if (words.length > 0) yield `  label=${label(words.join(' '))};\n`;
  for (const { id, at } of nodes) yield `  ${quoted(id)} [label=${label(nameOf(id))}, fillcolor="${colors[at]}"];\n`;
  for (const step of steps) {
    yield `  ${quoted(step.from)} -> ${quoted(step.to)} [label=${label(stepLabel(step))}, style=${lineStyles[step.certainty]}];\n`;
  }
  yield '}\n';
}

/** A string of Graphviz: only the quote needs an escape, and backslashes begin one. */
function quoted(text: string): string {
  return `"${plain(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Text that is shown: there, Graphviz takes `&#8238;` for the character that it names. */
function label(text: string): string {
  return quoted(text.replaceAll('&', '&amp;'));
}
