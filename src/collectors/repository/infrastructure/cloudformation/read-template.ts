import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Evidence } from '../../../../inventory/evidence.ts';
import { stackAccount } from '../../../../inventory/id.ts';
import type { Gathering } from '../../gathering.ts';
import { evidenceIn, type OpenFile } from '../../open-file.ts';
import { readJson } from '../../tree/json.ts';
import { type Problem, pointerTo } from '../../tree/tree.ts';
import { YamlNodes } from '../../tree/yaml-nodes.ts';
import { emitStack } from '../emit-stack.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { type ObjectEntry, scalar, type Value, valueOfTree } from '../value.ts';
import { declareTemplate } from './declare.ts';
import { Template } from './template.ts';

/** Reads a CloudFormation or SAM template, or what the CDK made. */
export function readTemplate(out: Gathering, tree: ScannedTree, file: OpenFile): void {
  const value = readTemplateText(out, file);
  if (value?.kind !== 'object') return;
  const account = stackAccount(out.repository, file.path.replace(/\.(?:template\.)?(?:json|ya?ml|template)$/i, ''));
  const template = new Template(value, account);
  emitStack(out, tree, account, declareTemplate(template), { app: file.path });
}

/** A template as a value; tags (`!Sub`) become the objects they are short for. */
export function readTemplateText(out: Gathering, file: OpenFile): Value | undefined {
  const place = (spot: { readonly line: number; readonly column?: number; readonly pointer: string }): Evidence => evidenceIn(file, spot);
  const tell = (problems: readonly Problem[]): void => {
    for (const problem of problems) out.gap(file.path, 'unreadable', problem.detail, problem);
  };
  if (/^\s{0,100}\{(?!\{)/.test(file.text)) {
    const { tree, problems } = readJson(file.text);
    tell(problems);
    return tree === undefined ? undefined : valueOfTree(tree, place);
  }
  const nodes = new YamlNodes(file.text);
  const value = nodes.root === null ? undefined : convert(nodes, nodes.root, '', 0, place);
  tell(nodes.problems);
  return value;
}

function convert(
  nodes: YamlNodes,
  part: unknown,
  pointer: string,
  depth: number,
  place: (spot: { line: number; column: number; pointer: string }) => Evidence,
): Value {
  const node = nodes.visit(part, depth);
  const range = (part as { readonly range?: readonly number[] } | null)?.range;
  const at = place({ ...nodes.place(range?.[0] ?? 0), pointer });
  const plain = plainOf(nodes, node, pointer, depth, at, place);
  const tag = node?.tag;
  if (tag === undefined || !tag.startsWith('!') || tag.startsWith('!!')) return plain;
  const name = tag.slice(1);
  // `!GetAtt a.b` is short for a list of two.
  const argument = name === 'GetAtt' && plain.kind === 'scalar' ? getAttArgument(String(plain.value), at) : plain;
  return { kind: 'object', entries: [{ key: name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`, value: argument }], at };
}

function getAttArgument(text: string, at: Evidence): Value {
  const dot = text.indexOf('.');
  const parts = dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
  return { kind: 'list', items: parts.map((p) => scalar(p, at)), at };
}

function plainOf(
  nodes: YamlNodes,
  node: Node | undefined,
  pointer: string,
  depth: number,
  at: Evidence,
  place: (spot: { line: number; column: number; pointer: string }) => Evidence,
): Value {
  if (isMap(node)) {
    const entries = node.items.map((pair): ObjectEntry => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = convert(nodes, pair.value, pointerTo(pointer, key), depth + 1, place);
      // The key's line is the one people look at.
      const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      return {
        key,
        value: start === undefined ? value : { ...value, at: place({ ...nodes.place(start), pointer: pointerTo(pointer, key) }) },
      };
    });
    return { kind: 'object', entries, at };
  }
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item, i) => convert(nodes, item, pointerTo(pointer, i), depth + 1, place)), at };
  const value: unknown = isScalar(node) ? node.value : null;
  // A date is text in a policy, whatever YAML takes it for.
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar(isPlain ? value : isScalar(node) && value !== null ? (node.source ?? null) : null, at);
}
