import { isStackAccount, stackProject } from '../../../inventory/id.ts';
import { PolicyReader } from '../../aws-policy/policy-document.ts';
import type { Gathering } from '../gathering.ts';
import type { Declaration } from './declarations.ts';
import { emitCredentials } from './emit-credentials.ts';
import { emitManagedPolicies, emitPolicies } from './emit-policies.ts';
import { emitPrincipals } from './emit-principals.ts';
import { emitResources } from './emit-resources.ts';
import { emitRunners } from './emit-runners.ts';
import { emitGoogle } from './google/emit-google.ts';
import type { GoogleDeployment } from './google/names.ts';
import type { ScannedTree } from './scanned-tree.ts';
import { Stack } from './stack.ts';
import { gapTeller, type TellGap } from './tell-gaps.ts';

/** What handing over a stack shares. */
export interface Emission {
  readonly out: Gathering;
  readonly tree: ScannedTree;
  readonly stack: Stack;
  /** The application that all of it is: what runs in one template is no stranger to the rest of it. */
  readonly app?: string;
  readonly reader: PolicyReader;
  /** Documents handed over. */
  readonly documents: Set<string>;
  /** Says that something of the stack is not known; `what` as a noun phrase. */
  readonly gap: TellGap;
}

/** Hands over what a stack declares. */
export function emitStack(
  out: Gathering,
  tree: ScannedTree,
  account: string,
  declarations: readonly Declaration[],
  options: Pick<Emission, 'app'> & { readonly google?: GoogleDeployment } = {},
): void {
  if (!declarations.some((d) => d.kind !== 'resource')) return;
  const { google = { project: undefined, standIn: stackProject(out.repository, '') }, ...shared } = options;
  const stack = new Stack(account, declarations, google);
  const emission: Emission = {
    ...shared,
    out,
    tree,
    stack,
    reader: new PolicyReader(),
    documents: new Set(),
    gap: gapTeller(out),
  };
  if (declarations.some((d) => d.kind === 'role' || d.kind === 'user') && isStackAccount(account)) {
    out.emit({ type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: stack.scope } });
  }
  const doubted = emitPolicies(emission);
  emitManagedPolicies(emission);
  emitPrincipals(emission, doubted);
  emitRunners(emission);
  emitResources(emission);
  emitCredentials(emission);
  emitGoogle(emission);
}
