import type { Evidence } from '../../../../inventory/evidence.ts';
import { stackAccount, stackProject } from '../../../../inventory/id.ts';
import { directoryOf } from '../../files/directory.ts';
import type { Gathering } from '../../gathering.ts';
import { evidenceIn, type OpenFile } from '../../open-file.ts';
import type { Candidate } from '../../secrets/arguments.ts';
import { recordCredentials } from '../../secrets/record.ts';
import { at, type Entry, entriesOf, type Tree, textOf } from '../../tree/tree.ts';
import { readYaml } from '../../tree/yaml.ts';
import type { Declaration } from '../declarations.ts';
import { emitStack } from '../emit-stack.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { declareTerraform } from '../terraform/declare.ts';
import { type Hole, joined, scalar, unknown, type Value } from '../value.ts';
import { describeProperties, valueOfProperties } from './properties.ts';
import { snakeCase, terraformType } from './type-token.ts';

/** Languages of programs, by the name of what runs them (https://www.pulumi.com/docs/iac/concepts/projects/project-file/). */
const languages: Readonly<Record<string, string>> = {
  nodejs: 'TypeScript or JavaScript',
  python: 'Python',
  go: 'Go',
  dotnet: 'a language of .NET',
  java: 'a language of Java',
};

/**
 * Reads the Pulumi projects of a tree: programs in YAML, and the settings of their stacks. Programs in other languages are not run:
 * what they make, only a state tells. `states`: projects of which one is in the tree.
 */
export function readPulumi(out: Gathering, tree: ScannedTree, files: readonly OpenFile[], states: ReadonlySet<string>): void {
  const programs: { readonly file: OpenFile; readonly root: Tree }[] = [];
  const settings = new Map<string, Tree[]>();
  for (const file of files) {
    const { tree: root } = out.tree(file, readYaml);
    if (root === undefined) continue;
    const directory = directoryOf(file.path);
    if (isProject(file.path)) programs.push({ file, root });
    else {
      settings.set(directory, [...(settings.get(directory) ?? []), root]);
      recordCredentials(out, file, () => tree.applicationOf(file.path), [...plainValues(at(root, 'config'))]);
    }
  }
  for (const { file, root } of programs) {
    const config = at(root, 'config');
    recordCredentials(out, file, () => tree.applicationOf(file.path), [...plainValues(config)]);
    const runtime = textOf(at(root, 'runtime')) ?? textOf(at(root, 'runtime', 'name')) ?? '';
    const language = Object.hasOwn(languages, runtime) ? languages[runtime] : undefined;
    if (language !== undefined && !states.has(textOf(at(root, 'name')) ?? ''))
      out.gap(file.path, 'not-given', `the program is written in ${language} and is not run: give what pulumi stack export prints`, {
        harmless: true,
        line: (at(root, 'runtime') ?? root).line,
      });
    if (at(root, 'resources') !== undefined) readProgram(out, tree, file, root, settings.get(directoryOf(file.path)) ?? []);
  }
}

function isProject(path: string): boolean {
  return /(?:^|\/)Pulumi\.ya?ml$/.test(path);
}

/** Whether a file is a project of Pulumi, or the settings of one of its stacks. */
export function isPulumi(path: string): boolean {
  return /(?:^|\/)Pulumi(?:\.[\w-]{1,100})?\.ya?ml$/.test(path);
}

/** Values of a configuration that stand in the clear; those under `secure` are encrypted. */
function* plainValues(tree: Tree | undefined, name = '', depth = 0): Generator<Candidate> {
  if (tree?.kind === 'scalar') {
    if (typeof tree.value === 'string') yield { key: name, value: tree.value, spot: tree, position: 'setting' };
  } else if (depth < 10 && at(tree, 'secure') === undefined) {
    for (const { key, value } of entriesOf(tree)) {
      if (/^(?:type|description|items)$/.test(key) && depth > 0) continue;
      const own = /^(?:value|default)$/.test(key) ? name : (key.split(':').at(-1) ?? key);
      yield* plainValues(value, own, depth + 1);
    }
  }
}

/** https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/ */
function readProgram(out: Gathering, tree: ScannedTree, file: OpenFile, root: Tree, stacks: readonly Tree[]): void {
  const place = (t: Tree): Evidence => evidenceIn(file, t);
  const project = textOf(at(root, 'name')) ?? '';
  const resources = new Map<string, string>();
  for (const { key, value } of entriesOf(at(root, 'resources'))) {
    const type = terraformType(textOf(at(value, 'type')) ?? '');
    if (type !== undefined) resources.set(key, `${type}.${key}`);
  }
  const variables = new Map(entriesOf(at(root, 'variables')).map((e): [string, Entry] => [e.key, e]));
  const open = new Set<string>();
  const name = (reference: string, here: Evidence): Value => {
    const [head = '', ...rest] = reference.split(/[.[\]"]+/).filter((part) => part !== '');
    const address = resources.get(head);
    if (address !== undefined) return { kind: 'reference', to: address, attribute: snakeCase(rest.join('.')) || 'id', at: here };
    const variable = variables.get(head);
    if (variable !== undefined && rest.length === 0 && !open.has(head)) {
      open.add(head);
      const value = valueOfProperties(variable.value, place, interpolate, true);
      open.delete(head);
      return value;
    }
    const given = head === 'pulumi' ? undefined : configured(head);
    return given === undefined ? unknown(`\${${reference}}`, 'it depends on the stack', here) : scalar(given, here);
  };
  const interpolate = (text: string, here: Evidence): Value => {
    if (!text.includes('${')) return scalar(text, here);
    const parts: (string | Hole)[] = [];
    let end = 0;
    for (const match of text.matchAll(/\$\{([^${}]{1,300})\}/g)) {
      parts.push(text.slice(end, match.index));
      end = match.index + match[0].length;
      const value = name(match[1] ?? '', here);
      if (value.kind === 'scalar') parts.push(String(value.value ?? ''));
      else if (value.kind === 'text') parts.push(...value.parts);
      else if (value.kind === 'reference' || value.kind === 'unknown') parts.push(value);
      else if (match[0] === text) return value;
      else parts.push(unknown(match[0], 'it is no text', here));
    }
    return joined(
      [...parts, text.slice(end)].filter((p) => p !== ''),
      here,
    );
  };
  /** A value of the configuration that is the same in every stack that is known. */
  const configured = (key: string): string | undefined => {
    const values = stacks.flatMap((s) => plainText(at(s, 'config', key)) ?? plainText(at(s, 'config', `${project}:${key}`)) ?? []);
    const declared = at(root, 'config', key);
    const fallback = plainText(declared) ?? plainText(at(declared, 'default')) ?? plainText(at(declared, 'value'));
    const distinct = new Set(values);
    if (distinct.size === 0) return fallback;
    return distinct.size === 1 && (values.length === stacks.length || fallback === values[0]) ? values[0] : undefined;
  };
  const declarations: Declaration[] = [];
  for (const { key, value } of entriesOf(at(root, 'resources'))) {
    const type = terraformType(textOf(at(value, 'type')) ?? '');
    if (type === undefined) continue;
    const properties = at(value, 'properties');
    const made: Value =
      properties === undefined ? { kind: 'object', entries: [], at: place(value) } : valueOfProperties(properties, place, interpolate);
    declarations.push(...declareTerraform(describeProperties(`${type}.${key}`, type, made, place(value))));
  }
  const directory = directoryOf(file.path);
  const google = configured('gcp:project');
  emitStack(out, tree, stackAccount(out.repository, directory), declarations, {
    google: { project: google === undefined ? undefined : scalar(google, place(root)), standIn: stackProject(out.repository, directory) },
  });
}

function plainText(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && tree.value !== null ? String(tree.value) : undefined;
}
