import { stackAccount, stackProject } from '../../../../inventory/id.ts';
import { parseHcl } from '../../../hcl/parse.ts';
import { directoryOf } from '../../files/directory.ts';
import type { Gathering } from '../../gathering.ts';
import type { OpenFile } from '../../open-file.ts';
import type { Candidate } from '../../secrets/arguments.ts';
import { recordCredentials } from '../../secrets/record.ts';
import { fileOf, holderOf, spotOf } from '../emit-credentials.ts';
import { emitStack } from '../emit-stack.ts';
import { plainPath, type ScannedTree } from '../scanned-tree.ts';
import { knownText, listOf } from '../value.ts';
import { declareTerraform, interesting } from './declare.ts';
import { describeInstance } from './described.ts';
import { evaluate } from './evaluate.ts';
import { type Configuration, Module } from './module.ts';
import type { SourceFile } from './module-blocks.ts';
import { parseTerraformJson } from './parse-json.ts';
import { mentionsProvider, readOwnStacks } from './providers.ts';
import { isTerragrunt, terragruntUnits } from './terragrunt.ts';

/** Steps of evaluation that one root module may take. */
const mostSteps = 500_000;

/**
 * Reads the Terraform code of a tree: each directory that no other calls as a module is a configuration of its own. `accounts`
 * and `places`: the AWS account, and the subscription of Azure, that a state in the directory tells.
 */
export function readTerraform(
  out: Gathering,
  tree: ScannedTree,
  files: readonly OpenFile[],
  accounts: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, string>,
): void {
  const wanted = directoriesOfInterest(files);
  const directories = new Map<string, SourceFile[]>();
  const terragrunt: SourceFile[] = [];
  for (const file of files) {
    const directory = directoryOf(file.path);
    const isUnit = isTerragrunt(file.path);
    if (!isUnit && !wanted.has(directory)) continue;
    const { body, broken } = file.path.endsWith('.json')
      ? parseTerraformJson(file.text, file.path.endsWith('.tfvars.json'))
      : parseHcl(file.text);
    if (broken.length > 0)
      out.gap(file.path, 'unreadable', `${broken.length === 1 ? 'a line' : `${broken.length} lines`} cannot be parsed; the rest is read`, {
        line: broken[0] ?? 1,
      });
    if (isUnit) {
      terragrunt.push({ path: file.path, body });
      continue;
    }
    const list = directories.get(directory) ?? [];
    // Values given in files count over those of variables' defaults, the files in the order of their names.
    list.push({ path: file.path, body });
    directories.set(directory, list);
  }
  const units = terragruntUnits(terragrunt, directories);
  for (const { directory, files: code = [] } of units)
    if (code.length > 0) directories.set(directory, [...(directories.get(directory) ?? []), ...code]);
  const unknown = units.filter((unit) => unit.files === undefined);
  if (unknown[0] !== undefined) {
    const which = unknown.length === 1 ? 'the module of this unit is' : `the modules of this and ${unknown.length - 1} more units are`;
    out.gap(unknown[0].path, 'not-given', `${which} worked out when Terragrunt runs; a plan or state has what is made`, { harmless: true });
  }
  const called = new Set([...directories].flatMap(([directory, list]) => list.flatMap((file) => callsIn(file, directory))));
  for (const directory of directories.keys()) {
    if (called.has(directory)) continue;
    const given = accounts.get(directory) ?? accountIn(directories.get(directory) ?? []);
    const account = given ?? stackAccount(out.repository, directory);
    const configuration: Configuration = {
      source: out.source,
      tree,
      account,
      directories,
      budget: { left: mostSteps, depth: 0 },
      root: directory,
    };
    readConfiguration(out, tree, configuration, directory, places);
  }
}

function readConfiguration(
  out: Gathering,
  tree: ScannedTree,
  configuration: Configuration,
  directory: string,
  places: ReadonlyMap<string, string>,
): void {
  const module = new Module(configuration, directory);
  const defaultTags = module.providerArgument('aws', 'tags', 'default_tags');
  const resources = [...module.resources()].map((instance) => describeInstance(instance, defaultTags));
  readProviders(out, tree, module);
  const project = module.providerArgument('google', 'project') ?? module.providerArgument('google-beta', 'project');
  emitStack(out, tree, configuration.account, resources.flatMap(declareTerraform), {
    google: { project, standIn: stackProject(out.repository, directory) },
  });
  readOwnStacks(
    out,
    tree,
    stackAccount(out.repository, directory),
    resources,
    ({ block, argument }) => places.get(directory) ?? knownText(module.providerArgument(block, argument)),
  );
  for (const { name, source, at } of module.foreignCalls()) {
    if (!/\b(?:iam|role|irsa|service[-_]?account|workload[-_]identity|oidc|lambda|eks|policy|bedrock|agent)/i.test(`${name} ${source}`))
      continue;
    out.emit({
      type: 'gap',
      value: {
        source: out.source,
        what: `the identities of ${name}`,
        why: 'not-given',
        detail: 'the code of the module is not in the scanned tree; a plan or state has what it makes',
        partial: false,
        ...(at.file === undefined ? {} : { file: at.file }),
        ...(at.line === undefined ? {} : { line: at.line }),
      },
    });
  }
  if (configuration.budget.left <= 0)
    out.gap(directory === '' ? '.' : directory, 'unsupported', 'the Terraform code is too large to be worked out whole');
}

/** Keys and tokens that providers are configured with in the code itself. */
function readProviders(out: Gathering, tree: ScannedTree, module: Module): void {
  for (const given of module.providerArguments()) {
    const candidates = given.flatMap(({ name, value }): readonly Candidate[] => {
      const text = knownText(value);
      return text === undefined || value.at.file === undefined
        ? []
        : [{ key: name, value: text, spot: spotOf(value.at), position: 'setting' }];
    });
    const at = given[0]?.value.at;
    if (at?.file === undefined || candidates.length === 0) continue;
    recordCredentials(out, fileOf({ tree }, at), () => holderOf({ tree }, at), candidates);
  }
}

/** Directories with something of interest, those they call, and those that call them. */
function directoriesOfInterest(files: readonly OpenFile[]): ReadonlySet<string> {
  const calls = new Map<string, Set<string>>();
  const wanted = new Set<string>();
  for (const { path, text } of files) {
    const directory = directoryOf(path);
    if (/\.tf(?:\.json)?$/.test(path) && (interesting.test(text) || mentionsProvider(text))) wanted.add(directory);
    if (!text.includes('source')) continue;
    for (const [, source = ''] of text.matchAll(/^[ \t]{0,40}"?source"?[ \t]{0,40}[=:][ \t]{0,40}"(\.\.?\/[^"\n]{0,300}|\.\.?)"/gm)) {
      const target = plainPath(`${directory}/${source}`);
      if (target !== undefined) calls.set(directory, (calls.get(directory) ?? new Set()).add(target));
    }
  }
  // A caller of an interesting module is interesting, and so is what an interesting one calls.
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const [caller, targets] of calls) {
      if ([...targets].some((t) => wanted.has(t))) wanted.add(caller);
      if (wanted.has(caller)) for (const t of targets) wanted.add(t);
    }
  }
  return wanted;
}

function callsIn({ body }: SourceFile, directory: string): readonly string[] {
  return body.blocks.flatMap((block) => {
    const source = block.type === 'module' ? block.body.attributes.get('source')?.value : undefined;
    const path = source?.kind === 'literal' ? String(source.value) : '';
    const target = /^\.\.?(?:\/|$)/.test(path) ? plainPath(`${directory}/${path}`) : undefined;
    return target === undefined || target === directory ? [] : [target];
  });
}

/** The account that the provider block says the code is for; undefined where it says none or several. */
function accountIn(files: readonly SourceFile[]): string | undefined {
  const scope = {
    file: '',
    place: () => ({ source: '' }),
    lookup: () => ({ kind: 'unknown' as const, written: '', why: '', at: { source: '' } }),
    bound: new Map(),
    read: () => ({ why: '' }),
    call: () => ({ kind: 'unknown' as const, written: '', why: '', at: { source: '' } }),
    budget: { left: 1000, depth: 0 },
  };
  const accounts = new Set<string>();
  for (const { body } of files) {
    for (const block of body.blocks) {
      if (block.type !== 'provider' || block.labels[0] !== 'aws' || block.body.attributes.has('alias')) continue;
      const allowed = block.body.attributes.get('allowed_account_ids');
      for (const id of allowed === undefined ? [] : listOf(evaluate(allowed.value, scope))) accounts.add(knownText(id) ?? '?');
      for (const assume of block.body.blocks.filter((b) => b.type === 'assume_role')) {
        const role = assume.body.attributes.get('role_arn');
        const account =
          role === undefined ? undefined : /^arn:aws[\w-]*:iam::(\d{12}):/.exec(knownText(evaluate(role.value, scope)) ?? '')?.[1];
        if (account !== undefined) accounts.add(account);
      }
    }
  }
  const [only] = accounts;
  return accounts.size === 1 && only !== undefined && /^\d{12}$/.test(only) ? only : undefined;
}
