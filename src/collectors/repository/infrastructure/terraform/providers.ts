import type { Gathering } from '../../gathering.ts';
import { readAzureTerraform } from '../azure/read-azure-terraform.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import type { Described } from './described.ts';

/** A provider beside that of AWS, or several that belong together. */
interface Provider {
  /** How the types of its resources begin. */
  readonly types: RegExp;
  /** Whether anything is read of a file: a cheap look. */
  readonly interesting: RegExp;
  /** The name of its block, and the argument of it that says where the code is deployed to. */
  readonly place?: { readonly block: string; readonly argument: string };
  /** Hands over what resources of it declare. `stack` stands for where the code is deployed to, `place` is what the code says of that. */
  readonly read: (out: Gathering, tree: ScannedTree, stack: string, resources: readonly Described[], place?: string) => void;
}

export const providers: readonly Provider[] = [
  {
    types: /^(?:azurerm|azuread|azapi)_/,
    interesting: /\b(?:azurerm|azuread|azapi)_\w/,
    place: { block: 'azurerm', argument: 'subscription_id' },
    read: readAzureTerraform,
  },
];

/** Whether a type is of a provider in the table. */
export function isOfProvider(type: string): boolean {
  return providers.some((p) => p.types.test(type));
}
