import type { Held } from './authority.ts';
import { type Lookup, variablesFrom } from './conditions.ts';
import type { PolicySource } from './policy-sources.ts';
import { resolveVariables } from './policy-variables.ts';
import { settle } from './settle.ts';
import { type AskedAction, isAbout } from './statement.ts';

/**
 * Services whose resources resource control policies limit
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services).
 */
const services: ReadonlySet<string> = new Set([
  'aoss',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'ecr',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'sqs',
  'sts',
]);

/** What resource control policies say against an action. They allow nothing: all but AWS's own hold denies only. */
export interface ResourceControls {
  readonly deny: readonly Held[];
  /** Policies that could not be read, by name. */
  readonly unread: readonly string[];
}

/**
 * The denies about an action in the control policies over a resource's account. `sure`: the resource is known to be that
 * account's; else they only may be over it.
 */
export function resourceControls(
  levels: readonly (readonly PolicySource[])[],
  action: AskedAction,
  facts: Lookup,
  sure: boolean,
): ResourceControls {
  if (levels.length === 0 || !services.has(action.name.slice(0, action.name.indexOf(':')))) return nothing;
  const deny: Held[] = [];
  const unread: string[] = [];
  const variables = variablesFrom(facts);
  for (const source of levels.flat()) {
    if (source.document === undefined) unread.push(source.name);
    for (const raw of source.document?.statements ?? []) {
      if (raw.allows || !isAbout(raw, action)) continue;
      const statement = settle(resolveVariables(raw, variables), facts);
      if (statement === undefined) continue;
      const keys = sure ? statement.conditionKeys : [...new Set([...statement.conditionKeys, 'aws:ResourceAccount'])].sort();
      deny.push({ source, statement: sure ? statement : { ...statement, conditional: true, conditionKeys: keys } });
    }
  }
  return { deny, unread };
}

const nothing: ResourceControls = { deny: [], unread: [] };
