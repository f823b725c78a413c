import { azureResourceId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, parentOfId } from './arm-object.ts';
import { emitWorkload } from './resources.ts';
import { readSettings, settingsAt } from './setting-secrets.ts';

/** The settings or connection strings of a web or function app, which ARM keeps apart from it (https://learn.microsoft.com/rest/api/appservice/web-apps/list-application-settings). */
export function readSiteSettings(context: ArmContext, object: ArmObject, at: Evidence): void {
  const { id, properties } = object;
  if (!/\/config\/(?:appsettings|connectionstrings)$/.test(id)) return;
  const site = parentOfId(id);
  const known = context.siteSecrets.get(site);
  const names = known ?? new Set<string>();
  context.siteSecrets.set(site, names);
  context.later(() => {
    for (const name of readSettings(context, settingsAt(properties, ['properties']), context.identityOf.get(site), at)) names.add(name);
    if (known !== undefined) return;
    const parent: ArmObject = { ...object, id: site, name: site.split('/').at(-1) ?? '', raw: {} };
    const emit = (): void =>
      emitWorkload(context, parent, { id: azureResourceId(site), kind: 'azure-web-app', settings: { env_secrets: [...names].sort() } }, at);
    context.later(emit);
  });
}
