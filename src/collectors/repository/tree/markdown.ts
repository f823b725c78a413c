import type { ReadTree } from './tree.ts';
import { readYaml } from './yaml.ts';

/** Reads the YAML header of a Markdown file (a sub-agent). No header is no problem. Lines are those of the file. */
export function readFrontMatter(text: string): ReadTree {
  if (!/^---[ \t]*\r?\n/.test(text)) return { problems: [] };
  const end = text.indexOf('\n---', 3);
  if (end === -1) return { problems: [{ detail: 'the header does not end', line: 1 }] };
  // The opening fence stays in: it starts a YAML document and keeps the line numbers right.
  return readYaml(text.slice(0, end + 1));
}
