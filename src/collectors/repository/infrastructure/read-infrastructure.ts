import { directoryOf } from '../files/directory.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import { readAzureTemplates } from './azure/template/read-templates.ts';
import { readTemplate } from './cloudformation/read-template.ts';
import { readServerless } from './cloudformation/serverless.ts';
import { isPulumi, readPulumi } from './pulumi/read-program.ts';
import { readPulumiState } from './pulumi/read-state.ts';
import { isArmTemplate, isPulumiState, isServerless, isTemplate, isTerraformCode, isTerraformJson } from './recognise-code.ts';
import type { ScannedTree } from './scanned-tree.ts';
import { readTerraformJson } from './terraform/read-state.ts';
import { readTerraform } from './terraform/read-terraform.ts';
import { isTerragrunt } from './terraform/terragrunt.ts';

/** Reads the infrastructure code of a tree, file by file, and what is spread over several files at the end. */
export class Infrastructure {
  readonly #out: Gathering;
  readonly #tree: ScannedTree;
  readonly #terraform: OpenFile[] = [];
  readonly #pulumi: OpenFile[] = [];
  readonly #azure: OpenFile[] = [];
  /** Projects of Pulumi of which a state was read. */
  readonly #projects = new Set<string>();
  /** The accounts that states tell, by directory. */
  readonly #accounts = new Map<string, string>();
  readonly #subscriptions = new Map<string, string>();

  constructor(out: Gathering, tree: ScannedTree) {
    this.#out = out;
    this.#tree = tree;
  }

  /** Secrets are looked for by what their resources are; what else stands in the code is not judged: always false. */
  take(file: OpenFile): false {
    const { path, text } = file;
    if (isTerraformCode(path) || isTerragrunt(path)) this.#terraform.push(file);
    else if (isPulumi(path)) this.#pulumi.push(file);
    else if (path.endsWith('.json') && isPulumiState(text)) {
      readPulumiState(this.#out, this.#tree, file);
      const project = /"urn:pulumi:[^:"]{1,200}::([^:"]{1,200})::/.exec(text)?.[1];
      if (project !== undefined) this.#projects.add(project);
    } else if (/\.tfvars(?:\.json)?$/.test(path)) return false;
    else if ((path.endsWith('.tfstate') || path.endsWith('.json')) && isTerraformJson(text)) {
      const { account, subscription } = readTerraformJson(this.#out, this.#tree, file);
      if (account !== undefined) this.#accounts.set(directoryOf(path), account);
      if (subscription !== undefined) this.#subscriptions.set(directoryOf(path), subscription);
    } else if (/\.bicep(?:param)?$/.test(path) || (/\.(?:json|template)$/.test(path) && isArmTemplate(text))) this.#azure.push(file);
    else if (isServerless(path, text)) readServerless(this.#out, this.#tree, file);
    else if (isTemplate(text)) readTemplate(this.#out, this.#tree, file);
    return false;
  }

  finish(): void {
    if (this.#azure.length > 0) readAzureTemplates(this.#out, this.#tree, this.#azure);
    if (this.#terraform.length > 0) readTerraform(this.#out, this.#tree, this.#terraform, this.#accounts, this.#subscriptions);
    if (this.#pulumi.length > 0) readPulumi(this.#out, this.#tree, this.#pulumi, this.#projects);
  }
}
