import { maskOf } from '../../../permissions/gcp/permission-mask.ts';
import { accountTechniques } from './account-techniques.ts';
import { actingTechniques } from './acting-techniques.ts';
import { policyTechniques } from './policy-techniques.ts';
import type { GcpTechnique, ReadyTechnique } from './technique.ts';
import { workloadTechniques } from './workload-techniques.ts';

/** Every technique of Google Cloud. */
export const gcpTechniques: readonly ReadyTechnique[] = [
  ...accountTechniques,
  ...actingTechniques,
  ...workloadTechniques,
  ...policyTechniques,
].map((technique) => {
  const { onAccount = [], onProject = [], onThing = [] } = technique;
  const [account, project, thing] = [maskOf(...onAccount), maskOf(...onProject), maskOf(...onThing)];
  const needs = needsOf(technique).map((action) => ({ action, bit: maskOf(action) }));
  return { ...technique, needs, account, project, thing, all: account | project | thing };
});

/** What a technique needs, in the order in which it is used. */
export function needsOf({ onProject = [], onThing = [], onAccount = [] }: GcpTechnique): readonly string[] {
  return [...onProject, ...onThing, ...onAccount];
}
