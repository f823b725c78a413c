import type { Facts } from '../../inventory/fact-types.ts';
import type { GraphObject } from './graph-object.ts';

type Settings = Facts<'ScopeSettings'>;

/** A policy under which users or applications get consent: what it includes is read for its limits. */
export interface ConsentPolicy {
  readonly id: string;
  /** Some set of conditions lets in applications whose publisher nobody verified, with more than permissions of low impact. */
  readonly open: boolean;
}

const own = 'managepermissiongrantsforself.';

/**
 * How far people may let applications in (https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent).
 * A policy of the tenant's own is read where it was given.
 */
export function consentOf(assigned: readonly string[], policies: ReadonlyMap<string, ConsentPolicy>): Settings['user_consent'] {
  const ids = assigned
    .map((id) => id.toLowerCase())
    .filter((id) => id.startsWith(own))
    .map((id) => id.slice(own.length));
  if (ids.length === 0) return 'off';
  if (ids.includes('microsoft-user-default-legacy')) return 'open';
  const others = ids.filter((id) => id !== 'microsoft-user-default-low' && id !== 'microsoft-user-default-recommended');
  const read = others.map((id) => policies.get(id)?.open);
  if (read.includes(true)) return 'open';
  return read.includes(undefined) ? undefined : 'limited';
}

/** https://learn.microsoft.com/graph/api/resources/permissiongrantconditionset */
export function readConsentPolicy(object: GraphObject): ConsentPolicy | undefined {
  const id = object.id('id');
  const includes = object.objects('includes');
  if (id === undefined || includes === undefined) return undefined;
  const open = includes.some(
    (set) =>
      set.text('permissionType') !== 'application' &&
      set.flag('clientApplicationsFromVerifiedPublisherOnly') !== true &&
      (set.text('permissionClassification') ?? 'all') !== 'low' &&
      (set.texts('clientApplicationIds') ?? ['all']).includes('all') &&
      (set.texts('permissions') ?? ['all']).includes('all'),
  );
  return { id, open };
}

/** What a policy for the credentials of applications limits (https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy). */
export function readAppPolicy(object: GraphObject): Pick<Settings, 'secret_limits' | 'certificate_limits'> {
  if (object.flag('isEnabled') !== true) return { secret_limits: [], certificate_limits: [] };
  const restrictions = object.object('applicationRestrictions') ?? object.object('restrictions');
  const inForce = (key: string): readonly string[] =>
    (restrictions?.objects(key) ?? [])
      .filter((one) => (one.text('state') ?? 'enabled').toLowerCase() === 'enabled')
      .flatMap((one) => one.text('restrictionType') ?? []);
  return { secret_limits: inForce('passwordCredentials'), certificate_limits: inForce('keyCredentials') };
}

/** Logs in which the use of tokens by machines is written down (https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options). */
export const machineLogs = ['ServicePrincipalSignInLogs', 'ManagedIdentitySignInLogs', 'MicrosoftGraphActivityLogs'] as const;

/** The logs that a diagnostic setting of the directory exports. */
export function exportedLogs(object: GraphObject): readonly string[] {
  const logs = (object.object('properties') ?? object).objects('logs') ?? [];
  return logs.filter((log) => log.flag('enabled') === true).flatMap((log) => log.text('category') ?? log.text('categoryGroup') ?? []);
}
