import { federationTechniques } from './federation-techniques.ts';
import { identityTechniques } from './identity-techniques.ts';
import { laterTechniques } from './later-techniques.ts';
import { organizationTechniques } from './organization-techniques.ts';
import { passingTechniques } from './passing-techniques.ts';
import { serviceTechniques } from './service-techniques.ts';
import type { Technique } from './technique.ts';
import { workloadTechniques } from './workload-techniques.ts';

/** All known techniques. One that works in two ways is listed twice under one id. */
export const techniques: readonly Technique[] = [
  ...identityTechniques,
  ...passingTechniques,
  ...workloadTechniques,
  ...laterTechniques,
  ...serviceTechniques,
  ...federationTechniques,
  ...organizationTechniques,
];
