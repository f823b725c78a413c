import type { ActionOn } from './facet-actions.ts';

/**
 * Any one of these on every resource of its kind makes the level `sensitive`: all secrets, all of a store that holds
 * data, the code of every function, a shell on every instance, or the switch of the audit trail.
 */
export const sensitiveActions: readonly ActionOn[] = [
  ['secretsmanager:GetSecretValue', 'secret'],
  ['secretsmanager:BatchGetSecretValue', 'any'],
  ['ssm:GetParameter', 'parameter'],
  ['ssm:GetParameters', 'parameter'],
  ['ssm:GetParametersByPath', 'parameter'],
  ['rds-db:connect', 'any'],
  ['ec2:GetPasswordData', 'instance'],
  ['s3:GetObject', 'object'],
  ['s3:PutObject', 'object'],
  ['s3:DeleteObject', 'object'],
  ['dynamodb:GetItem', 'table'],
  ['dynamodb:Query', 'table'],
  ['dynamodb:Scan', 'table'],
  ['dynamodb:PutItem', 'table'],
  ['dynamodb:UpdateItem', 'table'],
  ['dynamodb:DeleteItem', 'table'],
  ['rds-data:ExecuteStatement', 'cluster'],
  ['ssm:SendCommand', 'instance'],
  ['ssm:StartSession', 'instance'],
  ['lambda:UpdateFunctionCode', 'function'],
  ['cloudtrail:StopLogging', 'trail'],
  ['cloudtrail:DeleteTrail', 'trail'],
  ['cloudtrail:PutEventSelectors', 'trail'],
  ['guardduty:DeleteDetector', 'any'],
  ['config:StopConfigurationRecorder', 'any'],
  ['bedrock:DeleteModelInvocationLoggingConfiguration', 'any'],
  ['bedrock:PutModelInvocationLoggingConfiguration', 'any'],
];
