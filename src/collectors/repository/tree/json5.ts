import { readJson } from './json.ts';
import type { ReadTree } from './tree.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads JSON that people write with names unquoted and texts in single quotes (https://json5.org): strict JSON as such; else what
 * is left without comments is YAML in its flow form, as far as that goes.
 */
export function readJson5(text: string): ReadTree {
  const json = readJson(text);
  if (json.problems.every((p) => p.harmless === true)) return json;
  const flow = readYaml(withoutComments(text));
  return flow.problems.every((p) => p.harmless === true) ? flow : json;
}

/** A text in quotes, which stays; or a comment, which is blanked, so that places stay. What is not closed goes on to the end, so that each character is looked at once. */
const part = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

function withoutComments(text: string): string {
  return text.replace(part, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found));
}
