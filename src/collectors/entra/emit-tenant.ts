import type { Evidence } from '../../inventory/evidence.ts';
import type { Facts } from '../../inventory/fact-types.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Emission } from './emission.ts';
import { consentOf, machineLogs } from './read-settings.ts';

/** Hands over the tenant with its settings, and its administrative units. */
export function emitTenant(emission: Emission): void {
  const { directory, tenant, source } = emission;
  const { settings, evidence } = settingsOf(emission);
  if (tenant === '' && evidence.length === 0) return;
  // Settings of a tenant that nothing names are still those of one tenant.
  const id = `entra:tenant/${tenant === '' ? `of ${source}` : tenant}`;
  emission.emit({
    type: 'scope',
    value: {
      id,
      plane: 'entra',
      name: withoutKnownSecrets(directory.tenant?.name ?? (tenant === '' ? `the tenant of ${source}` : tenant)),
      ...(tenant === '' ? {} : { supplies: [...directory.seen].filter((kind) => !directory.cut.has(kind)).sort() }),
      ...(evidence.length === 0 ? {} : { settings, evidence }),
    },
  });
  for (const unit of directory.units.values()) {
    const value = { id: `entra:administrative-unit/${unit.id}`, plane: 'entra', name: withoutKnownSecrets(unit.name), parent: id } as const;
    emission.emit({ type: 'scope', value });
  }
}

function settingsOf({ directory }: Emission): { readonly settings: Facts<'ScopeSettings'>; readonly evidence: readonly Evidence[] } {
  const { consentAssigned, consentPolicies, appPolicy, exported } = directory;
  const consent = consentAssigned === undefined ? undefined : consentOf(consentAssigned.policies, consentPolicies);
  const settings: Facts<'ScopeSettings'> = {
    user_consent: consent,
    users_register_apps: consentAssigned?.createApps,
    secret_limits: appPolicy?.limits.secret_limits,
    certificate_limits: appPolicy?.limits.certificate_limits,
    machine_logs_missing:
      exported === undefined ? undefined : exported.logs.has('allLogs') ? [] : machineLogs.filter((log) => !exported.logs.has(log)),
  };
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    evidence: [consentAssigned, appPolicy, exported].flatMap((one) => (one === undefined ? [] : [one.at])),
  };
}
