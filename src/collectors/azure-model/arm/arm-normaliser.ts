import { isGuid } from '../../../inventory/azure-id.ts';
import type { DayRanges } from '../../../inventory/day-ranges.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { readActivationPolicy } from './activation.ts';
import { isActivityEvent } from './activity-event.ts';
import { ActivityLog } from './activity-log.ts';
import { noteLogs, readAgentPart, readConnection, readDiagnosticSetting } from './ai-resources.ts';
import { ArmContext } from './arm-context.ts';
import { type ArmObject, armObjectOf, fieldOf, isPlain, objectOf, type Plain, textOf } from './arm-object.ts';
import { readAssignment } from './assignments.ts';
import { readAutomationCertificate, readAutomationConnection } from './automation.ts';
import { readDenyAssignment } from './deny-assignments.ts';
import { isFoundryAgent, readFoundryAgent } from './foundry-agents.ts';
import { readRegistration, readRegistrationDefinition } from './lighthouse.ts';
import { readFederatedCredential, readManagedIdentity } from './managed-identities.ts';
import { readResource } from './resources.ts';
import { isSingleBlock, readRoleDefinition } from './role-definitions.ts';
import { readGroupSubscription, readManagementGroup, readResourceGroup, readSubscription, subscriptionRow } from './scopes.ts';
import { readSiteSettings } from './site-settings.ts';
import { isVaultSecret, readArmSecret, readVaultAccess, readVaultSecret } from './vaults.ts';

type Read = (context: ArmContext, object: ArmObject, at: Evidence) => void;

/** What is read of types that are no plain resources. */
const readers: Readonly<Record<string, Read>> = {
  'microsoft.resources/subscriptions': (context, { subscription, raw }, at) => readSubscription(context, subscription, raw, at),
  'microsoft.management/managementgroups': readManagementGroup,
  'microsoft.management/managementgroups/subscriptions': readGroupSubscription,
  'microsoft.resources/resourcegroups': readResourceGroup,
  'microsoft.authorization/roleassignments': readAssignment,
  'microsoft.authorization/roleassignmentscheduleinstances': readAssignment,
  'microsoft.authorization/roleassignmentschedules': readAssignment,
  'microsoft.authorization/roleeligibilityscheduleinstances': readAssignment,
  'microsoft.authorization/roleeligibilityschedules': readAssignment,
  'microsoft.authorization/rolemanagementpolicyassignments': readActivationPolicy,
  // As examples of the API write it.
  'microsoft.authorization/rolemanagementpolicyassignment': readActivationPolicy,
  'microsoft.authorization/roledefinitions': (context, { raw }, at) => readRoleDefinition(context, raw, at),
  'microsoft.authorization/denyassignments': readDenyAssignment,
  'microsoft.authorization/classicadministrators': (context, _, at) => noteClassic(context, at),
  'microsoft.managedservices/registrationassignments': readRegistration,
  'microsoft.managedservices/registrationdefinitions': readRegistrationDefinition,
  'microsoft.managedidentity/userassignedidentities': readManagedIdentity,
  'microsoft.managedidentity/userassignedidentities/federatedidentitycredentials': readFederatedCredential,
  'microsoft.insights/diagnosticsettings': readDiagnosticSetting,
  'microsoft.keyvault/vaults/secrets': readArmSecret,
  'microsoft.automation/automationaccounts/connections': readAutomationConnection,
  'microsoft.automation/automationaccounts/certificates': readAutomationCertificate,
  'microsoft.cognitiveservices/accounts/connections': readConnection,
  'microsoft.cognitiveservices/accounts/projects/connections': readConnection,
  'microsoft.machinelearningservices/workspaces/connections': readConnection,
  'microsoft.cognitiveservices/accounts/projects/applications': readAgentPart,
  'microsoft.cognitiveservices/accounts/projects/capabilityhosts': readAgentPart,
  'microsoft.web/sites/config': readSiteSettings,
  'microsoft.web/sites/slots/config': readSiteSettings,
};

/** What became of an object: read, understood to say nothing of identities, or not understood. */
export type Outcome = 'read' | 'nothing' | 'unknown';

/**
 * Turns objects of Azure Resource Manager into fragments, whoever gives them: the API, Resource Graph, the Azure CLI,
 * another tool. Objects come in any order; `finish` hands over what has to wait for the others.
 */
export class ArmNormaliser {
  readonly #context: ArmContext;
  readonly #activity = new ActivityLog();

  /** @param before one that read other parts of the same things. */
  constructor(emit: (fragment: Fragment) => void, fingerprint: (secret: string) => string, before?: ArmNormaliser) {
    this.#context = new ArmContext(emit, fingerprint, before === undefined ? undefined : before.#context);
  }

  /** @param within the ARM id of what the object is a part of, where it does not say that itself. */
  add(raw: unknown, at: Evidence, within?: string): Outcome {
    if (!isPlain(raw)) return 'unknown';
    const context = this.#context;
    const object = armObjectOf(raw);
    if (object === undefined) return this.#addOther(raw, at, within);
    if (object.type.endsWith('/events/ticks')) return this.#addEvent(raw, at);
    const read = Object.hasOwn(readers, object.type) ? readers[object.type] : undefined;
    if (read !== undefined) {
      read(context, object, at);
      return 'read';
    }
    if (object.type === 'microsoft.keyvault/vaults') readVaultAccess(context, object, at);
    return readResource(context, object, at) ? 'read' : 'nothing';
  }

  /** What has no ARM id. */
  #addOther(raw: Plain, at: Evidence, within: string | undefined): Outcome {
    const context = this.#context;
    const subscription = subscriptionRow(raw);
    if (subscription !== undefined) readSubscription(context, subscription, raw, at);
    else if (isVaultSecret(raw)) readVaultSecret(context, raw, at);
    else if (isFoundryAgent(raw)) readFoundryAgent(context, raw, within, at);
    else if (isRoleDefinition(raw)) readRoleDefinition(context, raw, at);
    else if (isActivityEvent(raw)) return this.#addEvent(raw, at);
    else return 'unknown';
    return 'read';
  }

  #addEvent(raw: Plain, at: Evidence): Outcome {
    if (!this.#activity.add(raw, at)) this.#context.unreadable('an event of the Activity Log', 'has no time', at);
    return 'read';
  }

  /** Says what a principal is (`ServicePrincipal`, `User`, `Group`), for assignments that do not tell. */
  knowPrincipal(objectId: string, type: string): void {
    this.#context.principalTypes.set(objectId.toLowerCase(), type);
  }

  /** Says that the diagnostic settings of a resource were read, even where it has none. */
  logsRead(resource: string, at: Evidence): void {
    noteLogs(this.#context, resource, [], at);
  }

  /** Says that all events of the Activity Log of a subscription on these days were given. */
  activityRead(subscription: string, days: DayRanges): void {
    this.#activity.readWhole(subscription, days);
  }

  /** Ids of the subscriptions that were described. */
  get subscriptions(): ReadonlySet<string> {
    return this.#context.subscriptions;
  }

  finish(): void {
    this.#context.runLater();
    this.#activity.finish(this.#context);
    this.#context.gaps.flush(this.#context.emit);
  }
}

/** Some lists print role definitions without their ids. */
function isRoleDefinition(raw: Plain): boolean {
  const properties = objectOf(raw, 'properties') ?? raw;
  if (isSingleBlock(raw)) return isGuid(textOf(raw, 'id') ?? '');
  return (
    textOf(properties, 'roleName') !== undefined && Array.isArray(fieldOf(properties, 'permissions')) && isGuid(textOf(raw, 'name') ?? '')
  );
}

/** They count for nothing any more (https://learn.microsoft.com/azure/role-based-access-control/classic-administrators). */
function noteClassic(context: ArmContext, at: Evidence): void {
  context.gap(
    'classic',
    {
      what: 'classic administrators',
      why: 'unsupported',
      detail: 'a row names one; Azure retired them on 31 August 2024, so it gives nothing',
      partial: false,
    },
    at,
  );
}
