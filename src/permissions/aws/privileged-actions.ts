import { escalationSets, selfEscalations } from './escalation-sets.ts';
import { facetActions } from './facet-actions.ts';

/** Actions that switch the audit trail off. */
const audit = [
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'guardduty:DeleteDetector',
  'config:StopConfigurationRecorder',
  'bedrock:DeleteModelInvocationLoggingConfiguration',
] as const;

/** Actions that hand out power or secrets, open a way to more, or hide what was done: worth taking away where nobody uses them. */
export const privilegedActions: readonly string[] = [
  ...new Set([
    ...facetActions.grant.actions,
    ...facetActions.secrets.actions,
    ...escalationSets.flatMap(({ needs }) => needs.slice(0, 1).map(([action]) => action)),
    ...Object.values(selfEscalations).flat(),
    ...audit,
  ]),
].sort();
