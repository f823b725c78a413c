import { parseHcl } from '../../../hcl/parse.ts';
import type { At, Attribute, Block, Body, Expression } from '../../../hcl/syntax.ts';
import { directoryOf } from '../../files/directory.ts';
import { plainPath } from '../scanned-tree.ts';
import type { SourceFile } from './module-blocks.ts';

/** Files that one may include, one above the other. */
const deepestIncludes = 5;

/** Whether a file is a unit of Terragrunt, or what units include. */
export function isTerragrunt(path: string): boolean {
  return /(?:^|\/)(?:terragrunt|root)\.hcl$/.test(path);
}

type Bodies = ReadonlyMap<string, Body>;

/** A unit as it stands in its own file and in those that it includes. */
interface Unit {
  readonly inputs: ReadonlyMap<string, Expression>;
  /** It may give more, or other values. */
  readonly isOpen: boolean;
  /** It includes a file that is not read. */
  readonly lacksPart: boolean;
  readonly source: Expression | undefined;
  readonly role: Expression | undefined;
  /** Configurations of providers that are written into its module, by the name of what generates them. */
  readonly providers: ReadonlyMap<string, SourceFile>;
}

/** Code that stands for a unit, in the directory of which it is read; `files` is absent where its module is not known. */
export interface UnitCode {
  readonly path: string;
  readonly directory: string;
  readonly files?: readonly SourceFile[];
}

/**
 * The units of Terragrunt (https://docs.terragrunt.com/reference/hcl/) as Terraform code that says the same: a call of the module
 * with the unit's inputs, in the account of the unit's role. `modules`: Terraform code by directory.
 */
export function terragruntUnits(files: readonly SourceFile[], modules: ReadonlyMap<string, readonly SourceFile[]>): readonly UnitCode[] {
  const bodies: Bodies = new Map(files.map((file) => [file.path, file.body]));
  return [...bodies].flatMap(([path, body]): readonly UnitCode[] => {
    if (!/(?:^|\/)terragrunt\.hcl$/.test(path)) return [];
    const directory = directoryOf(path);
    const unit = readUnit(path, body, bodies);
    const module = unit.source === undefined ? ownValues(unit, path, modules) : callOf(unit, unit.source, path, body, modules);
    const isUnknown = module === undefined && (unit.source !== undefined || unit.lacksPart);
    if (module === undefined) return isUnknown ? [{ path, directory }] : [];
    const role: SourceFile[] = unit.role === undefined ? [] : [{ path, body: bodyOf(new Map(), [assuming(unit.role)]) }];
    return [{ path, directory, files: [module, ...role, ...unit.providers.values()] }];
  });
}

/** A unit that stands beside its code: values of that code's variables. */
function ownValues(unit: Unit, path: string, modules: ReadonlyMap<string, readonly SourceFile[]>): SourceFile | undefined {
  const own = modules.get(directoryOf(path));
  if (own === undefined) return undefined;
  // Locals of the unit are not those of the code beside it.
  const given = argumentsFor(unit, own, (value) => (isPlain(value) ? value : givenLater(value)));
  return { path, body: bodyOf(given, []), givesValues: true };
}

/** A unit of a module elsewhere: a call of it. */
function callOf(
  unit: Unit,
  source: Expression,
  path: string,
  body: Body,
  modules: ReadonlyMap<string, readonly SourceFile[]>,
): SourceFile | undefined {
  const written = sourceOf(source, directoryOf(path));
  if (written === undefined) return undefined;
  const module = written.directory === undefined ? undefined : modules.get(written.directory);
  const given = new Map(module === undefined ? [] : argumentsFor(unit, module, (value) => value));
  given.set('source', attribute('source', { kind: 'literal', value: written.source, ...placeOf(source) }));
  const call: Block = { type: 'module', labels: ['unit'], body: bodyOf(given, []), ...placeOf(source) };
  return { path, body: bodyOf(new Map(), [call, ...body.blocks.filter((b) => b.type === 'locals')]) };
}

function readUnit(path: string, body: Body, bodies: Bodies, depth = deepestIncludes): Unit {
  const own = inputsOf(body.attributes.get('inputs')?.value);
  const includes = body.blocks.filter((block) => block.type === 'include');
  const above = includes.map((block) => {
    const included = includedBy(block.body.attributes.get('path')?.value, directoryOf(path), bodies);
    const found = included === undefined ? undefined : bodies.get(included);
    return included === undefined || found === undefined || depth === 0
      ? undefined
      : { block, unit: readUnit(included, found, bodies, depth - 1) };
  });
  const present = above.filter((one) => one !== undefined);
  const units = present.map(({ unit }) => unit);
  const taken = present.flatMap(({ block, unit }) => [...unit.inputs].map(([name, value]) => [name, movedTo(block, value)] as const));
  const role = body.attributes.get('iam_role')?.value;
  return {
    inputs: new Map([...taken, ...own.given]),
    isOpen: own.isOpen || above.some((one) => one === undefined || one.unit.isOpen),
    lacksPart: above.some((one) => one === undefined || one.unit.lacksPart),
    source: sourceIn(body) ?? units.find((unit) => unit.source !== undefined)?.source,
    role: role ?? units.map((unit) => unit.role).find((one) => one !== undefined && isPlain(one)),
    providers: new Map([...units.flatMap((unit) => [...unit.providers]), ...generatedIn(path, body)]),
  };
}

function sourceIn(body: Body): Expression | undefined {
  return body.blocks.find((block) => block.type === 'terraform')?.body.attributes.get('source')?.value;
}

/** The inputs of a map, or of the maps that `merge` puts together: what is not worked out may stand in for what is before it. */
function inputsOf(value: Expression | undefined): { readonly given: ReadonlyMap<string, Expression>; readonly isOpen: boolean } {
  const given = new Map<string, Expression>();
  if (value === undefined) return { given, isOpen: false };
  const parts = value.kind === 'call' && value.name === 'merge' && !value.spread ? value.args : [value];
  let isOpen = false;
  for (const part of parts) {
    if (part.kind !== 'object') {
      given.clear();
      isOpen = true;
      continue;
    }
    for (const entry of part.entries) {
      const name = entry.key.kind === 'name' ? entry.key.name : entry.key.kind === 'literal' ? String(entry.key.value) : undefined;
      if (name === undefined) isOpen = true;
      else given.set(name, entry.value);
    }
  }
  return { given, isOpen };
}

/** `find_in_parent_folders("root.hcl")`, or a path that is written out. */
function includedBy(path: Expression | undefined, directory: string, bodies: Bodies): string | undefined {
  if (path?.kind === 'call' && path.name === 'find_in_parent_folders') {
    const [first] = path.args;
    const name = first === undefined ? 'terragrunt.hcl' : textOf(first);
    for (let above = directory; name !== undefined && above !== ''; ) {
      above = directoryOf(above);
      const found = above === '' ? name : `${above}/${name}`;
      if (bodies.has(found)) return found;
    }
    return undefined;
  }
  return path === undefined ? undefined : pathOf(path, directory);
}

/** Where a module is, as a call of it would write it; `directory` where that is in the tree. */
function sourceOf(source: Expression, from: string): { readonly source: string; readonly directory: string | undefined } | undefined {
  const text = textOf(source);
  const isRemote = text !== undefined && /::|:\/\/|^git@|^tfr:|^[\w-]+(?:\.[\w-]+)+\//.test(text);
  if (isRemote) return { source: text, directory: undefined };
  const directory = pathOf(source, from);
  if (directory === undefined) return undefined;
  return { source: `./${'../'.repeat(from === '' ? 0 : from.split('/').length)}${directory}`, directory };
}

/** A path below the root, as far as the code tells; `//` stands before the part of a module's repository. */
function pathOf(path: Expression, from: string): string | undefined {
  const parts = path.kind === 'template' ? path.parts : [textOf(path)];
  const [head, ...rest] = parts.map((part) => (typeof part === 'object' ? directoryCalled(part, from) : part));
  if (head === undefined || rest.includes(undefined)) return undefined;
  const isFromRoot = typeof parts[0] === 'object';
  const whole = [head, ...rest].join('');
  return /^[/~]/.test(isFromRoot ? '' : whole) ? undefined : plainPath(isFromRoot ? whole : `${from}/${whole}`);
}

function directoryCalled(part: Expression, from: string): string | undefined {
  if (part.kind !== 'call') return undefined;
  return part.name === 'get_repo_root' ? '' : part.name === 'get_terragrunt_dir' ? from : undefined;
}

/** Providers in code that is written out. Lines stay those of the file. */
function generatedIn(path: string, body: Body): readonly (readonly [string, SourceFile])[] {
  return body.blocks.flatMap((block) => {
    const contents = block.type === 'generate' ? block.body.attributes.get('contents')?.value : undefined;
    const text = contents === undefined ? undefined : textOf(contents);
    if (contents === undefined || text === undefined) return [];
    const { blocks } = parseHcl(`${'\n'.repeat(contents.line)}${text}`).body;
    const providers = blocks.filter((b) => b.type === 'provider');
    return [[block.labels[0] ?? '', { path, body: bodyOf(new Map(), providers) }] as const];
  });
}

/** `iam_role`: Terragrunt takes it on before it runs Terraform. */
function assuming(role: Expression): Block {
  const assume: Block = {
    type: 'assume_role',
    labels: [],
    body: bodyOf(new Map([['role_arn', attribute('role_arn', role)]]), []),
    ...placeOf(role),
  };
  return { type: 'provider', labels: ['aws'], body: bodyOf(new Map(), [assume]), ...placeOf(role) };
}

function argumentsFor(
  { inputs, isOpen }: Unit,
  module: readonly SourceFile[],
  take: (value: Expression) => Expression,
): ReadonlyMap<string, Attribute> {
  const variables = module.flatMap(({ body }) => body.blocks.filter((block) => block.type === 'variable'));
  return new Map(
    variables.flatMap((block): readonly (readonly [string, Attribute])[] => {
      const name = block.labels[0] ?? '';
      const value = inputs.get(name);
      if (value !== undefined) return [[name, attribute(name, take(value))]];
      return isOpen ? [[name, attribute(name, givenLater(block))]] : [];
    }),
  );
}

function givenLater(at: At): Expression {
  return { kind: 'unreadable', why: 'Terragrunt gives it when it runs', ...placeOf(at) };
}

/** What another file gives, as if it stood at a place of this one. What that works out with locals of its own is not worked out. */
function movedTo(at: At, value: Expression): Expression {
  const here = placeOf(at);
  if (value.kind === 'literal') return { ...value, ...here };
  if (!isPlain(value)) return givenLater(at);
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => movedTo(at, item)), ...here };
  if (value.kind === 'object')
    return { ...value, entries: value.entries.map((e) => ({ key: { ...e.key, ...here }, value: movedTo(at, e.value) })), ...here };
  return { ...value, ...here };
}

function isPlain(value: Expression): boolean {
  if (value.kind === 'list') return value.items.every(isPlain);
  if (value.kind === 'object') return value.entries.every((entry) => isPlain(entry.value));
  return textOf(value) !== undefined || value.kind === 'literal';
}

function textOf(value: Expression): string | undefined {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined;
  return value.kind === 'template' && value.parts.every((part) => typeof part === 'string') ? value.parts.join('') : undefined;
}

function bodyOf(attributes: ReadonlyMap<string, Attribute>, blocks: readonly Block[]): Body {
  return { attributes, blocks, damaged: false };
}

function attribute(name: string, value: Expression): Attribute {
  return { name, value, ...placeOf(value) };
}

function placeOf({ line, column }: At): At {
  return { line, column };
}
