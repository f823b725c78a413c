import { azureStack, stackGroup } from '../../../../inventory/azure-id.ts';
import type { Gathering } from '../../gathering.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import type { Described } from '../terraform/described.ts';
import { knownText } from '../value.ts';
import { declareAzuread } from './declare-azuread.ts';
import { declareAzurerm } from './declare-azurerm.ts';
import { emitAzure } from './emit-azure.ts';

/** Hands over what Terraform declares for Azure and Entra. `subscription`: where the code says which it is for. */
export function readAzureTerraform(
  out: Gathering,
  tree: ScannedTree,
  place: string,
  resources: readonly Described[],
  subscription = subscriptionIn(resources),
): void {
  const declarations = resources.flatMap((d) => (d.type.startsWith('azuread_') ? declareAzuread(d) : declareAzurerm(d)));
  const stack = azureStack(place);
  emitAzure(out, tree, { stack, subscription: subscription ?? stack, group: stackGroup(stack) }, declarations);
}

/** The one subscription that the ids in a state or plan are of. */
export function subscriptionIn(resources: readonly Described[]): string | undefined {
  const found = new Set<string>();
  for (const { isData, get } of resources) {
    const id = isData ? undefined : /^\/subscriptions\/([0-9a-f-]{36})(?:\/|$)/i.exec(knownText(get('id')) ?? '')?.[1];
    if (id !== undefined) found.add(id.toLowerCase());
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
