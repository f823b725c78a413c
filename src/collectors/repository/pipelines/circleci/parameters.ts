import { child, entriesOf, textOf, type YamlValue } from '../../workflows/yaml-tree.ts';

/** `<< parameters.x >>`, as reusable jobs and commands spell what they are given. */
const reference = /<<\s{0,10}parameters\.([\w-]{1,100})\s{0,10}>>/g;

/** What a caller passes for a parameter, else its default; undefined where neither says. */
export function given(passed: YamlValue | undefined, declared: YamlValue | undefined): (name: string) => string | undefined {
  return (name) => textOf(child(passed, name)) ?? textOf(child(child(declared, name), 'default'));
}

/** A part of a reusable job or command as it reads with its parameters; every value keeps its place. */
export function withParameters(node: YamlValue, of: (name: string) => string | undefined, budget: { left: number }): YamlValue {
  budget.left--;
  if (budget.left < 0) return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => withParameters(item, of, budget)) };
  if (node.kind === 'map') {
    return { ...node, entries: entriesOf(node).map((e) => ({ key: e.key, value: withParameters(e.value, of, budget) })) };
  }
  if (!node.text.includes('<<')) return node;
  return {
    ...node,
    text: node.text
      .slice(0, 65_536)
      .replace(reference, (whole, name: string) => of(name) ?? whole)
      .slice(0, 65_536),
  };
}
