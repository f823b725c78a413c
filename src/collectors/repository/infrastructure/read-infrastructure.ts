import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import { isTemplate, readTemplate } from './cloudformation/read-template.ts';
import { isServerless, readServerless } from './cloudformation/serverless.ts';
import type { ScannedTree } from './scanned-tree.ts';
import { isTerraformJson, readTerraformJson } from './terraform/read-state.ts';
import { directoryOf, readTerraform } from './terraform/read-terraform.ts';

/** Whether a file may hold infrastructure code, by its name. Of YAML and JSON only a look inside tells. */
export function mayBeInfrastructure(path: string): boolean {
  return (
    /\.(?:tf|tfvars|tfstate|json|ya?ml|template)$/i.test(path) && !/(?:^|\/)(?:package-lock|tsconfig|composer|pnpm-lock)[^/]*$/.test(path)
  );
}

/** Whether its name alone says that it is infrastructure code: then what cannot be read of it is told. */
export function isInfrastructure(path: string): boolean {
  return /\.(?:tf|tfvars|tfstate|template)$|\.template\.(?:json|ya?ml)$|(?:^|\/)serverless\.ya?ml$/i.test(path);
}

/** Reads the infrastructure code of a tree, file by file, and what is spread over several files at the end. */
export class Infrastructure {
  readonly #out: Gathering;
  readonly #tree: ScannedTree;
  readonly #terraform: OpenFile[] = [];
  /** The accounts that states tell, by directory. */
  readonly #accounts = new Map<string, string>();

  constructor(out: Gathering, tree: ScannedTree) {
    this.#out = out;
    this.#tree = tree;
  }

  take(file: OpenFile): void {
    const { path, text } = file;
    if (path.endsWith('.tf') || /(?:^|\/)(?:terraform|[^/]*\.auto)\.tfvars$/.test(path)) this.#terraform.push(file);
    else if (path.endsWith('.tfvars')) return;
    else if ((path.endsWith('.tfstate') || path.endsWith('.json')) && isTerraformJson(text)) {
      const account = readTerraformJson(this.#out, this.#tree, file);
      if (account !== undefined) this.#accounts.set(directoryOf(path), account);
    } else if (isServerless(path, text)) readServerless(this.#out, this.#tree, file);
    else if (isTemplate(text)) readTemplate(this.#out, this.#tree, file);
  }

  finish(): void {
    if (this.#terraform.length > 0) readTerraform(this.#out, this.#tree, this.#terraform, this.#accounts);
  }
}
