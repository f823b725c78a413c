import { azureStack } from '../../../../../inventory/azure-id.ts';
import { stackAccount } from '../../../../../inventory/id.ts';
import type { Gathering } from '../../../gathering.ts';
import { evidenceIn, type OpenFile } from '../../../open-file.ts';
import { readJson } from '../../../tree/json.ts';
import { plainPath, type ScannedTree } from '../../scanned-tree.ts';
import { valueOfTree } from '../../value.ts';
import { parseBicep } from '../bicep/parse.ts';
import { declareArm } from '../declare-arm.ts';
import { emitAzure } from '../emit-azure.ts';
import { readArmJson } from './arm-json.ts';
import { Deployment } from './deployment.ts';
import { chainOf, parametersFrom } from './parameter-files.ts';
import type { Surroundings } from './surroundings.ts';
import { rootTarget } from './target.ts';
import type { ModuleCode, TemplateCode } from './template-code.ts';
import { writtenIn } from './written-secrets.ts';

/** Steps of working out that one deployment may take. */
const mostSteps = 300_000;

/** Reads the templates of Azure in a tree, JSON and Bicep: each that no other deploys as a module is a deployment of its own. */
export function readAzureTemplates(out: Gathering, tree: ScannedTree, files: readonly OpenFile[]): void {
  const codes = new Map<string, TemplateCode>();
  for (const file of files) {
    const code = parse(out, file);
    if (code !== undefined) codes.set(file.path, code);
  }
  const parameterFiles = [...codes.values()].filter(isParameterFile);
  for (const file of parameterFiles) codes.delete(file.path);
  const called = new Set([...codes.values()].flatMap((code) => modulesIn(code).flatMap(({ source }) => pathOf(source, code.path) ?? [])));
  for (const [path, code] of codes) {
    // What a Bicep file was compiled to says nothing else than the file.
    if (called.has(path) || (path.endsWith('.json') && codes.has(path.replace(/json$/, 'bicep')))) continue;
    readDeployment(out, tree, code, codes, parameterFiles);
  }
  for (const file of parameterFiles) {
    const target = rootTarget(azureStack(stackAccount(out.repository, file.path)), file.scope);
    emitAzure(out, tree, target, writtenIn(file, out.source), { app: file.path });
  }
}

function isParameterFile({ path }: TemplateCode): boolean {
  return path.endsWith('.bicepparam');
}

function readDeployment(
  out: Gathering,
  tree: ScannedTree,
  code: TemplateCode,
  codes: ReadonlyMap<string, TemplateCode>,
  parameterFiles: readonly TemplateCode[],
): void {
  const stack = azureStack(stackAccount(out.repository, code.path.replace(/\.(?:json|bicep|template)$/i, '')));
  const used = new Set([code]);
  const around: Surroundings = {
    source: out.source,
    budget: { left: mostSteps, depth: 0 },
    load: (source, from) => {
      const path = pathOf(source, from);
      const found = path === undefined ? undefined : codes.get(path);
      if (found !== undefined) used.add(found);
      return found ?? { why: path === undefined ? 'its code is not in the scanned tree' : 'the file is not in the scanned tree' };
    },
    foreign: (name, source, why, at) =>
      out.emit({
        type: 'gap',
        value: {
          source: out.source,
          what: `what the module ${name} deploys`,
          why: 'not-given',
          detail: `${why}${/^(?:br|ts)[:/]/.test(source) ? `, it comes from a registry` : ''}`,
          partial: false,
          ...(at.file === undefined ? {} : { file: at.file }),
          ...(at.line === undefined ? {} : { line: at.line }),
        },
      }),
  };
  const target = rootTarget(stack, code.scope);
  const baseOf = (file: TemplateCode): TemplateCode | undefined => {
    const path = pathOf(file.base, file.path);
    return parameterFiles.find((other) => other.path === path);
  };
  const own = parameterFiles.filter(({ using, path }) => pathOf(using, path) === code.path);
  // One that others add to is deployed through them.
  const files = own.filter((file) => !own.some((other) => other !== file && chainOf(other, baseOf).includes(file)));
  const deployment = new Deployment(code, around, target, { given: parametersFrom(files, around, target, baseOf) });
  const declarations = deployment.shapes().flatMap(declareArm);
  const secrets = [...used].flatMap((c) => writtenIn(c, out.source));
  emitAzure(out, tree, target, [...declarations, ...secrets], { app: code.path });
  if (around.budget.left <= 0) out.gap(code.path, 'unsupported', 'the template is too large to be worked out whole');
}

function parse(out: Gathering, file: OpenFile): TemplateCode | undefined {
  if (/\.bicep(?:param)?$/.test(file.path)) {
    const { code, broken } = parseBicep(file.text, file.path);
    if (broken.length > 0) {
      const detail = `${broken.length === 1 ? 'a line' : `${broken.length} lines`} cannot be parsed; the rest is read`;
      out.gap(file.path, 'unreadable', detail, { line: broken[0] ?? 1 });
    }
    return code;
  }
  const { tree: root, problems } = readJson(file.text);
  for (const problem of problems) out.gap(file.path, 'unreadable', problem.detail, problem);
  return root === undefined
    ? undefined
    : readArmJson(
        valueOfTree(root, (spot) => evidenceIn(file, spot)),
        file.path,
      );
}

function modulesIn(code: TemplateCode): readonly ModuleCode[] {
  return code.modules.flatMap((m) => [m, ...(m.inline === undefined ? [] : modulesIn(m.inline))]);
}

/** The path of a module's file below the root; undefined where it comes from elsewhere. */
function pathOf(source: string | undefined, from: string): string | undefined {
  if (source === undefined || !/\.(?:bicep|bicepparam|json)$/i.test(source) || /^\w+:/.test(source)) return undefined;
  const directory = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  return plainPath(`${directory}/${source}`);
}
