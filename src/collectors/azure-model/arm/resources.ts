import { azurePath, azureResourceId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Workload, WorkloadSettings } from '../../../inventory/workload.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { below, type Draft } from '../../place-below.ts';
import { type ResourceRow, rowOfType } from '../resource-rows.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, fieldOf, groupOf, objectOf, type Plain, pointerIn, textMapOf, textOf, valuesAt } from './arm-object.ts';
import { nameManagedIdentity, readSystemIdentity } from './managed-identities.ts';
import { readKeys } from './resource-keys.ts';
import { readSettings, settingsAt } from './setting-secrets.ts';

/** Reads a resource: the identities it has, that it runs as them, its keys and the secrets in its settings. Answers whether it says anything. */
export function readResource(context: ArmContext, object: ArmObject, at: Evidence): boolean {
  const row = rowOfType(object.type);
  const identity = objectOf(object.raw, 'identity');
  const identities = identity === undefined ? [] : identitiesOf(context, object, identity, row, at);
  const [only] = identities;
  if (only !== undefined && identities.length === 1) context.identityOf.set(object.id, only);
  if (object.type === 'microsoft.containerservice/managedclusters') readCluster(context, object, at);
  if (row !== undefined) readKeys(context, object, row, at);
  const settings = row?.settings === undefined ? undefined : settingsOf(context, object, row, identities, at);
  emitWorkloads(context, object, row, identities, settings, at);
  return identities.length > 0 || row !== undefined;
}

/** The identities of a resource: its own, those assigned to it, or both. */
function identitiesOf(
  context: ArmContext,
  object: ArmObject,
  identity: Plain,
  row: ResourceRow | undefined,
  at: Evidence,
): readonly string[] {
  const type = textOf(identity, 'type') ?? '';
  const principal = textOf(identity, 'principalId');
  const place = below(at, '/identity');
  const ids: string[] = [];
  if (/systemassigned/i.test(type) || (type === '' && principal !== undefined))
    ids.push(readSystemIdentity(context, object, principal, row?.isAgent === true, place));
  for (const [armId, of] of assignedIn(identity)) {
    const known = { object: textOf(of, 'principalId'), client: textOf(of, 'clientId') };
    ids.push(nameManagedIdentity(context, armId, known, place));
  }
  return ids;
}

/** User-assigned identities stand as keys of a map; some lists print only the keys. */
function assignedIn(identity: Plain): readonly (readonly [armId: string, of: Plain | undefined])[] {
  const value = fieldOf(identity, 'userAssignedIdentities');
  if (Array.isArray(value))
    return value.filter((v): v is string => typeof v === 'string' && v.startsWith('/')).map((id) => [id, undefined]);
  const map = objectOf(identity, 'userAssignedIdentities');
  return map === undefined
    ? []
    : Object.keys(map)
        .filter((id) => id.startsWith('/') && id.length < 2000)
        .map((id) => [id, objectOf(map, id)]);
}

/** The names of settings that hold secrets; undefined where the settings are not given. */
function settingsOf(
  context: ArmContext,
  object: ArmObject,
  row: ResourceRow,
  identities: readonly string[],
  at: Evidence,
): WorkloadSettings | undefined {
  const paths = row.settings?.arm ?? [];
  const found = readSettings(context, settingsAt(object.properties, paths), identities.length === 1 ? identities[0] : undefined, at);
  // Web apps keep their settings apart: an answer that leaves them out says nothing of them.
  const isApart = object.type.startsWith('microsoft.web/');
  const known =
    found.length > 0 ||
    (object.hasSettings && (!isApart || paths.some((path) => valuesAt({ properties: object.properties }, path).length > 0)));
  return known ? { env_secrets: found } : undefined;
}

/** Resources that are worth a record of their own though they have no identity. */
const always =
  /^microsoft\.(?:cognitiveservices\/accounts|web\/sites|web\/sites\/slots|app\/containerapps|app\/jobs|containerinstance\/containergroups)$/;

function emitWorkloads(
  context: ArmContext,
  object: ArmObject,
  row: ResourceRow | undefined,
  identities: readonly string[],
  settings: WorkloadSettings | undefined,
  at: Evidence,
): void {
  const base = azureResourceId(object.id);
  const issuer = issuerOf(object);
  const own: WorkloadSettings = { ...settings, ...(issuer === undefined ? {} : { issuer }) };
  const runs: readonly (string | undefined)[] =
    identities.length === 0 && (always.test(object.type) || issuer !== undefined) ? [undefined] : identities;
  for (const [i, identity] of runs.entries()) {
    // A workload has one identity; what has several is there once for each.
    emitWorkload(
      context,
      object,
      { id: i === 0 ? base : `${base}#${i + 1}`, kind: row?.what ?? 'azure-resource', identity, settings: own },
      at,
    );
  }
}

interface WorkloadParts {
  readonly id: string;
  readonly kind: string;
  readonly identity?: string | undefined;
  readonly settings?: WorkloadSettings;
  /** The application it is part of, where that is not the resource's. */
  readonly app?: string | undefined;
}

/** Hands over a workload of a resource. */
export function emitWorkload(context: ArmContext, object: ArmObject, parts: WorkloadParts, at: Evidence): void {
  const { id, kind, identity, settings, app = applicationOf(object) } = parts;
  const value: Draft<Workload> = {
    id,
    kind,
    name: withoutKnownSecrets(object.name),
    scope: object.subscription,
    evidence: [at],
  };
  const region = textOf(object.raw, 'location');
  if (region !== undefined) value.region = region.toLowerCase().replaceAll(' ', '');
  if (app !== undefined) value.app = withoutKnownSecrets(app);
  if (identity !== undefined) value.identity = identity;
  if (settings !== undefined && Object.keys(settings).length > 0) value.settings = settings;
  context.emit({ type: 'workload', value });
}

/** Tag keys that say which application a thing is part of, strongest first. */
const applicationKeys = ['azd-env-name', 'application', 'applicationname', 'app', 'service', 'project', 'workload'];

/** The application that tags name, else the resource itself: its slots, computes and endpoints are parts of it. */
function applicationOf({ id, type, name, raw }: ArmObject): string | undefined {
  // The pools of nodes of a cluster lie in a resource group of their own.
  if (type === 'microsoft.compute/virtualmachinescalesets' && /^aks-/i.test(name)) return groupOf(id)?.split('/').at(-1);
  const tags = Object.entries(textMapOf(raw, 'tags') ?? {}).map(([key, value]) => [key.toLowerCase(), value] as const);
  for (const wanted of applicationKeys) {
    const value = tags.find(([key, v]) => key === wanted && v.trim() !== '')?.[1];
    if (value !== undefined) return value.trim();
  }
  return /\/providers\/[^/]+\/[^/]+\/([^/]+)(?:\/[^/]+\/[^/]+)*$/.exec(id)?.[1];
}

/** The identity that the nodes of a cluster have, which is not the one of its control plane (https://learn.microsoft.com/azure/aks/use-managed-identity). */
function readCluster(context: ArmContext, object: ArmObject, at: Evidence): void {
  const kubelet = objectOf(objectOf(object.properties, 'identityProfile'), 'kubeletidentity');
  const resource = textOf(kubelet, 'resourceId');
  if (resource === undefined) return;
  const place = below(at, pointerIn(object, '/identityProfile/kubeletidentity'));
  const ids = { object: textOf(kubelet, 'objectId'), client: textOf(kubelet, 'clientId') };
  const identity = nameManagedIdentity(context, resource, ids, place, [`azure:kubelet-identity/${azurePath(object.id)}`]);
  const app = textOf(object.properties, 'nodeResourceGroup')?.toLowerCase();
  emitWorkload(context, object, { id: `${azureResourceId(object.id)}#nodes`, kind: 'azure-kubernetes-nodes', identity, app }, place);
}

/** The issuer of the tokens of a cluster's service accounts, host and path. */
function issuerOf({ properties }: ArmObject): string | undefined {
  const url =
    textOf(objectOf(properties, 'oidcIssuerProfile'), 'issuerURL') ?? textOf(objectOf(properties, 'oidcIssuerProfile'), 'issuerUrl');
  return url?.replace(/^https:\/\//, '').replace(/\/$/, '');
}
