import type { GoogleResource } from '../declarations.ts';
import type { Stack } from '../stack.ts';
import { isAbsent, isHole, knownText, partsOf, type Value, whyOf } from '../value.ts';

/** Where the resources of a stack go that name no project themselves. */
export interface GoogleDeployment {
  /** What the provider's configuration says. */
  readonly project: Value | undefined;
  /** Stands for the project where the code leaves it open, see `stackProject`. */
  readonly standIn: string;
}

/** Names that code gives to the one project that it is for. */
const projectNames = /^(?:var|local|config)\.(?:(?:gcp|google|gcloud)[-_:])?project(?:[-_]?(?:id|name|number))?$/i;

/** The project that a value names; what the code leaves open is a stand-in, the same for the same variable. */
export function projectOf(value: Value | undefined, stack: Stack): string {
  const { project: configured, standIn } = stack.google;
  const given = value ?? configured;
  if (isAbsent(given)) return value === undefined ? standIn : projectOf(undefined, stack);
  const text = textOf(given, stack);
  if (text !== undefined && text !== '') return text.replace(/^(?:.*\/)?projects\//, '').split('/', 1)[0] ?? text;
  if (!isHole(given)) return standIn;
  const name = written(given);
  if (projectNames.test(name) || (configured !== undefined && isHole(configured) && written(configured) === name)) return standIn;
  return `${standIn}.${name.replace(/[^\w-]+/g, '_').slice(0, 60)}`;
}

function written(hole: Value): string {
  return hole.kind === 'unknown' ? hole.written : hole.kind === 'reference' ? hole.to : '';
}

/** The text of a value, with the stack's project in place of the variables that stand for it; undefined where a part is not known. */
export function textOf(value: Value | undefined, stack: Stack): string | undefined {
  if (value === undefined || value.kind === 'list' || value.kind === 'object') return undefined;
  if (value.kind === 'scalar') return knownText(value);
  let out = '';
  for (const part of partsOf(value)) {
    const text =
      typeof part === 'string'
        ? part
        : part.kind === 'unknown' && projectNames.test(part.written)
          ? stack.google.project !== undefined && !isHole(stack.google.project)
            ? projectOf(undefined, stack)
            : stack.google.standIn
          : stack.render(part);
    if (text === undefined) return undefined;
    out += text;
  }
  return out;
}

/** The texts of a list; `whole` where all of them are known. */
export function textsIn(
  value: Value | undefined,
  stack: Stack,
): { readonly texts: readonly string[]; readonly whole: boolean; readonly why: string } {
  if (value === undefined) return { texts: [], whole: true, why: '' };
  if (value.kind !== 'list') {
    const text = textOf(value, stack);
    return text === undefined
      ? { texts: [], whole: false, why: value.kind === 'unknown' || value.kind === 'reference' ? whyOf(value) : 'it is no list' }
      : { texts: [text], whole: true, why: '' };
  }
  const texts = value.items.map((item) => textOf(item, stack));
  const known = texts.filter((t) => t !== undefined);
  const whole = known.length === texts.length && value.open === undefined;
  return { texts: known, whole, why: value.open ?? 'some of them are not known' };
}

/** The text of an argument, or a stand-in that no other resource has: the resource's address. */
export function namedText(d: GoogleResource, attribute: string, stack: Stack): string {
  const text = textOf(d.get(attribute), stack);
  return text === undefined || text === '' || text.length > 500 ? d.address.replace(/[/:@\s]/g, '_') : text;
}

/** The address of a service account: `NAME@PROJECT.iam.gserviceaccount.com`. */
export function emailOf(d: GoogleResource, stack: Stack): string {
  const known = knownText(d.get('email'));
  if (known?.includes('@')) return known;
  const name = namedText(d, 'account_id', stack);
  // A data source may be given the whole address, or the resource name.
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes('@') ? last : `${last}@${projectOf(d.get('project'), stack)}.iam.gserviceaccount.com`;
}

export function poolName(d: GoogleResource, stack: Stack): string {
  const pool = namedText(d, 'workload_identity_pool_id', stack);
  if (pool.startsWith('projects/')) return pool;
  return `projects/${projectOf(d.get('project'), stack)}/locations/global/workloadIdentityPools/${pool}`;
}

export function poolProviderName(d: GoogleResource, stack: Stack): string {
  return `${poolName(d, stack)}/providers/${namedText(d, 'workload_identity_pool_provider_id', stack)}`;
}

/** The name by which grants mean a custom role. */
export function customRoleName(d: GoogleResource, stack: Stack): string {
  const id = namedText(d, 'role_id', stack);
  return d.type === 'google_organization_iam_custom_role'
    ? `organizations/${namedText(d, 'org_id', stack).replace(/^organizations\//, '')}/roles/${id}`
    : `projects/${projectOf(d.get('project'), stack)}/roles/${id}`;
}

type Name = (d: GoogleResource, attribute: string, stack: Stack) => string | undefined;

const account: Name = (d, attribute, stack) => {
  const email = emailOf(d, stack);
  if (attribute === 'email') return email;
  if (attribute === 'member') return `serviceAccount:${email}`;
  return attribute === 'name' || attribute === 'id' ? `projects/${projectOf(d.get('project'), stack)}/serviceAccounts/${email}` : undefined;
};

/** An account that Google makes for each project. */
function ownAccount(address: (project: string) => string): Name {
  return (d, attribute, stack) => {
    const email = address(projectOf(d.get('project'), stack));
    if (/^email(?:_address)?$/.test(attribute)) return email;
    if (attribute === 'member') return `serviceAccount:${email}`;
    return attribute === 'name' || attribute === 'id' ? `projects/-/serviceAccounts/${email}` : undefined;
  };
}

const project: Name = (d, attribute, stack) => {
  const id = projectOf(d.get('project_id') ?? d.get('project'), stack);
  // A number names the same project as its id, and code does not tell it.
  if (attribute === 'id') return `projects/${id}`;
  return /^(?:project_id|project|number|name)$/.test(attribute) ? id : undefined;
};

/** What the attributes of resources come to, by type (https://registry.terraform.io/providers/hashicorp/google/latest/docs). */
const names: ReadonlyMap<string, Name> = new Map(
  Object.entries<Name>({
    google_service_account: account,
    google_compute_default_service_account: ownAccount((p) => `${p}-compute@developer.gserviceaccount.com`),
    google_app_engine_default_service_account: ownAccount((p) => `${p}@appspot.gserviceaccount.com`),
    google_storage_project_service_account: ownAccount((p) => `service-${p}@gs-project-accounts.iam.gserviceaccount.com`),
    google_project: project,
    google_client_config: project,
    google_iam_workload_identity_pool: (d, attribute, stack) => (isNameOrId(attribute) ? poolName(d, stack) : undefined),
    google_iam_workload_identity_pool_provider: (d, attribute, stack) => (isNameOrId(attribute) ? poolProviderName(d, stack) : undefined),
    google_project_iam_custom_role: (d, attribute, stack) => (isNameOrId(attribute) ? customRoleName(d, stack) : undefined),
    google_organization_iam_custom_role: (d, attribute, stack) => (isNameOrId(attribute) ? customRoleName(d, stack) : undefined),
  }),
);

function isNameOrId(attribute: string): boolean {
  return attribute === 'name' || attribute === 'id';
}

const ownNames: ReadonlySet<string> = new Set(['account_id', 'workload_identity_pool_id', 'workload_identity_pool_provider_id', 'role_id']);

/** Attributes under which resources carry the name that others use for them. */
const nameAttributes = ['name', 'secret_id', 'dataset_id', 'repository_id', 'instance_id', 'bucket', 'workflow_id', 'folder_id'];

/** What a reference to an attribute comes to, as far as code tells. */
export function attributeOfGoogle(d: GoogleResource, attribute: string, stack: Stack): string | undefined {
  const name = names.get(d.type);
  if (name !== undefined) {
    const known = name(d, attribute, stack) ?? knownText(d.get(attribute));
    // The part of its name that it was given, which others use for it.
    return known ?? (ownNames.has(attribute) ? namedText(d, attribute, stack) : undefined);
  }
  const own = d.get(attribute);
  if (own !== undefined && !isHole(own)) return textOf(own, stack);
  if (!isNameOrId(attribute) && !nameAttributes.includes(attribute)) return undefined;
  for (const candidate of nameAttributes) {
    const text = candidate === attribute ? undefined : textOf(d.get(candidate), stack);
    if (text !== undefined && text !== '') return text;
  }
  return d.address.replace(/[/:@\s]/g, '_');
}
