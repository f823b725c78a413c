import type { Gathering } from '../../gathering.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { gapTeller } from '../tell-gaps.ts';
import { AzureStack, type Target } from './azure-stack.ts';
import type { AzureDeclaration } from './declarations.ts';
import type { AzureEmission } from './emission.ts';
import { emitApplications } from './emit-applications.ts';
import { emitFederations } from './emit-federations.ts';
import { emitAzureGrants } from './emit-grants.ts';
import { emitKeysAndSecrets } from './emit-keys.ts';
import { emitResources } from './emit-resources.ts';

/** Hands over what code declares for Azure and Entra. */
export function emitAzure(
  out: Gathering,
  tree: ScannedTree,
  target: Target,
  declarations: readonly AzureDeclaration[],
  options: Pick<AzureEmission, 'app'> = {},
): void {
  if (!declarations.some((d) => d.kind !== 'resource' || d.row !== undefined)) return;
  const tell = gapTeller(out);
  const emission: AzureEmission = {
    ...options,
    out,
    tree,
    stack: new AzureStack(target, declarations),
    roles: new Set(),
    gap: (what, detail, at) => tell(what, detail, at, { harmless: true }),
  };
  emitResources(emission);
  emitApplications(emission);
  emitAzureGrants(emission);
  emitFederations(emission);
  emitKeysAndSecrets(emission);
}
