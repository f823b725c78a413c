import { azurePath, azureResourceId, systemIdentityId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { environmentOf, ownerOf } from '../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import { connectionId, keepsKey } from '../connection.ts';
import { rowOfType } from '../resource-rows.ts';
import { type ArmContext, principalAliases } from './arm-context.ts';
import { type ArmObject, flagOf, objectOf, objectsOf, parentOfId, scopeOfId, subscriptionOf, textOf, typeOfId } from './arm-object.ts';
import { readSettings, settingsAt } from './setting-secrets.ts';

/** A connection of an AI account, project or workspace to another service; the key is not printed (https://learn.microsoft.com/rest/api/aiservices/accountmanagement/account-connections). */
export function readConnection(context: ArmContext, { id, name, properties }: ArmObject, at: Evidence): void {
  const type = textOf(properties, 'authType');
  const owner = systemIdentityId(parentOfId(id));
  const holder = (): string | undefined => (context.holders.has(owner) ? owner : undefined);
  context.later(() =>
    readSettings(context, settingsAt(properties, ['properties.credentials', 'properties.credentials.keys']), holder(), at),
  );
  if (type === undefined || !keepsKey(type)) return;
  const shown = withoutKnownSecrets(name);
  const credential = connectionId(owner, shown);
  context.emit({
    type: 'credential',
    value: {
      id: credential,
      kind: 'azure-ai-connection-key',
      name: shown,
      static: true,
      provider: 'azure',
      purpose: 'model',
      evidence: [at],
    },
  });
  context.later(() => {
    if (holder() !== undefined) context.emit({ type: 'link', value: { kind: 'holds', from: owner, to: credential, evidence: [at] } });
  });
}

/** A published agent or an older kind of host for agents: it acts as itself where it has an identity, else as its project. */
export function readAgentPart(context: ArmContext, object: ArmObject, at: Evidence): void {
  const { id, properties } = object;
  const own = objectOf(properties, 'defaultInstanceIdentity') ?? objectOf(properties, 'instanceIdentity');
  const isHost = object.type.endsWith('/capabilityhosts');
  const name = isHost ? `agents of ${parentOfId(id).split('/').at(-1) ?? ''}` : (textOf(properties, 'displayName') ?? object.name);
  emitAgent(
    context,
    {
      id: `azure:agent/${azurePath(id)}`,
      name,
      subscription: object.subscription,
      project: systemIdentityId(parentOfId(id)),
      principal: textOf(own, 'principalId'),
      client: textOf(own, 'clientId'),
      ...(isHost ? { shared: undefined } : { shared: own === undefined }),
    },
    at,
  );
}

export interface AgentParts {
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  /** The identity of the project it runs in; absent where that is not told. */
  readonly project: string | undefined;
  readonly principal: string | undefined;
  readonly client: string | undefined;
  /** It acts as its project, like every other agent there; undefined where that is not told. */
  readonly shared: boolean | undefined;
  /** Labels of MCP servers whose tools run unasked; undefined where its tools are not given. */
  readonly unapproved?: readonly string[];
  /** What its makers noted of it, which stands for tags; undefined where that is not given. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Hands over an agent of Foundry. */
export function emitAgent(context: ArmContext, parts: AgentParts, at: Evidence): void {
  const { id, principal, client, project, shared, unapproved, tags } = parts;
  const aliases = principalAliases(principal, client);
  const value: Draft<Identity> = {
    id,
    plane: 'azure',
    kind: 'azure-ai-agent',
    name: withoutKnownSecrets(parts.name).slice(0, 200),
    scope: parts.subscription,
    nature: 'agent',
    agent: true,
    standing: 'observed',
    evidence: [at],
  };
  if (aliases.length > 0) value.aliases = aliases;
  else if (project !== undefined) value.actsAs = project;
  const owner = ownerOf(tags);
  const environment = environmentOf(tags, parts.name);
  if (tags !== undefined) value.tags = tags;
  if (owner !== undefined) value.owner = withoutKnownSecrets(owner);
  if (environment !== undefined) value.environment = environment;
  const facts: Draft<NonNullable<Identity['azure']>> = {};
  if (parts.subscription !== '') facts.subscription = parts.subscription;
  if (shared !== undefined) facts.project_identity = shared;
  if (unapproved !== undefined) facts.mcp_unapproved = [...unapproved];
  if (Object.keys(facts).length > 0) value.azure = facts;
  context.identity(value);
}

/**
 * A diagnostic setting: which logs of a resource go where they are kept
 * (https://learn.microsoft.com/rest/api/monitor/diagnostic-settings). Of a resource with several, all categories count.
 */
export function readDiagnosticSetting(context: ArmContext, { id, properties }: ArmObject, at: Evidence): void {
  const resource = scopeOfId(id);
  const kept = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId'].some(
    (key) => textOf(properties, key) !== undefined,
  );
  const on = objectsOf(properties, 'logs').flatMap((log) => {
    const category = textOf(log, 'category') ?? textOf(log, 'categoryGroup');
    return kept && flagOf(log, 'enabled') === true && category !== undefined ? [category] : [];
  });
  noteLogs(context, resource, on, at);
}

/** Says which logs of a resource are kept; an empty list says that none is. */
export function noteLogs(context: ArmContext, resource: string, categories: readonly string[], at: Evidence): void {
  const known = context.logs.get(resource);
  if (known !== undefined) {
    for (const category of categories) known.add(category);
    return;
  }
  const all = new Set(categories);
  context.logs.set(resource, all);
  context.later(() => {
    context.emit({
      type: 'workload',
      value: {
        id: azureResourceId(resource),
        kind: rowOfType(typeOfId(resource) ?? '')?.what ?? 'azure-resource',
        name: resource.slice(resource.lastIndexOf('/') + 1),
        scope: subscriptionOf(resource),
        settings: { log_categories: [...all].sort() },
        evidence: [at],
      },
    });
  });
}
