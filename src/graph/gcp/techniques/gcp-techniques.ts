import { maskOf } from '../../../permissions/gcp/permission-mask.ts';
import { accountTechniques } from './account-techniques.ts';
import { actingTechniques } from './acting-techniques.ts';
import { policyTechniques } from './policy-techniques.ts';
import type { ReadyTechnique } from './technique.ts';
import { workloadTechniques } from './workload-techniques.ts';

/** Every technique of Google Cloud. */
export const gcpTechniques: readonly ReadyTechnique[] = [
  ...accountTechniques,
  ...actingTechniques,
  ...workloadTechniques,
  ...policyTechniques,
].map((technique) => {
  const [account, project, thing] = [technique.onAccount, technique.onProject, technique.onThing].map((list) => maskOf(...(list ?? [])));
  return {
    ...technique,
    account: account ?? 0n,
    project: project ?? 0n,
    thing: thing ?? 0n,
    all: (account ?? 0n) | (project ?? 0n) | (thing ?? 0n),
  };
});

/** What a technique needs, in the order in which it is used. */
export function needsOf({ onProject = [], onThing = [], onAccount = [] }: ReadyTechnique): readonly string[] {
  return [...onProject, ...onThing, ...onAccount];
}
