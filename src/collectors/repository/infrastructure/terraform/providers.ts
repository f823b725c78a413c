import type { Gathering } from '../../gathering.ts';
import { readAzureTerraform } from '../azure/read-azure-terraform.ts';
import type { Declaration } from '../declarations.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { declareTokens } from './declare-tokens.ts';
import type { Described } from './described.ts';

/** A provider beside that of AWS, or several that belong together. What its resources declare is part of the stack, or read on its own. */
interface Provider {
  /** How the types of its resources begin. */
  readonly types: RegExp;
  /** Whether anything is read of a file: a cheap look. */
  readonly interesting: RegExp;
  /** What a resource declares in the stack that the code is. */
  readonly declare?: (d: Described) => readonly Declaration[];
  /** How its resources are read where they are a stack of their own. */
  readonly own?: OwnStack;
}

interface OwnStack {
  /** The name of its block, and the argument of it that says where the code is deployed to. */
  readonly place: { readonly block: string; readonly argument: string };
  /** Hands over what resources of it declare. `stack` stands for where the code is deployed to, `place` is what the code says of that. */
  readonly read: (out: Gathering, tree: ScannedTree, stack: string, resources: readonly Described[], place?: string) => void;
}

const providers: readonly Provider[] = [
  {
    types: /^(?:azurerm|azuread|azapi)_/,
    interesting: /\b(?:azurerm|azuread|azapi)_\w/,
    own: { place: { block: 'azurerm', argument: 'subscription_id' }, read: readAzureTerraform },
  },
  {
    types: /^google_/,
    interesting: /\bgoogle_/,
    declare: ({ address, type, isData, at, doubt, get }) => [{ kind: 'google', address, type, isData, at, doubt, get }],
  },
  {
    types: /^(?:github|vault|tfe|cloudflare|datadog)_/,
    interesting: /\bgithub_(?:actions|dependabot|codespaces|repository_deploy)|\b(?:vault_|tfe_|datadog_a|cloudflare_(?:api|worker))/,
    declare: declareTokens,
  },
];

/** The provider of a type, if it is one in the table. */
export function providerOf(type: string): Provider | undefined {
  return providers.find((p) => p.types.test(type));
}

/** Whether a text may hold resources of a provider in the table. */
export function mentionsProvider(text: string): boolean {
  return providers.some((p) => p.interesting.test(text));
}

/** Whether resources of a type are a stack of their own: then the whole way into one of their attributes counts. */
export function hasOwnStack(type: string): boolean {
  return providerOf(type)?.own !== undefined;
}

/** Hands over the resources of providers that are stacks of their own. `placeOf`: what the code says of where one is deployed to. */
export function readOwnStacks(
  out: Gathering,
  tree: ScannedTree,
  stack: string,
  resources: readonly Described[],
  placeOf: (place: OwnStack['place']) => string | undefined = () => undefined,
): void {
  for (const { types, own } of providers) {
    const theirs = own === undefined ? [] : resources.filter((d) => types.test(d.type));
    if (theirs.length > 0) own?.read(out, tree, stack, theirs, placeOf(own.place));
  }
}
