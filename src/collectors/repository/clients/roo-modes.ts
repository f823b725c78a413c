import { redactName } from '../secrets/detect.ts';
import { at, itemsOf, oneOf, type Tree, textOf } from '../tree/tree.ts';
import type { Reading } from './client.ts';
import { addSubAgent } from './sub-agents.ts';

/**
 * Modes of one's own in Roo Code and Zoo Code (https://docs.roocode.com/features/custom-modes): each is a sub-agent whose
 * `groups` are its tools. Without groups it has all of them.
 */
export function readCustomModes(tree: Tree, reading: Reading): void {
  itemsOf(at(tree, 'customModes')).forEach((mode, i) => {
    const name = redactName(textOf(oneOf(mode, 'slug', 'name')) ?? `mode-${i + 1}`).slice(0, 120);
    const groups = at(mode, 'groups');
    addSubAgent(reading, { name, tree: mode, inherits: groups === undefined, tools: groups });
  });
}
