import type { Identity } from '../../../../inventory/identity.ts';
import type { Workload } from '../../../../inventory/workload.ts';
import { environmentOf, ownerOf } from '../../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { Draft } from '../../../place-below.ts';
import type { Candidate } from '../../secrets/arguments.ts';
import { recordCredentials } from '../../secrets/record.ts';
import type { GoogleResource } from '../declarations.ts';
import { fileOf, holderOf, spotOf } from '../emit-credentials.ts';
import { tagsOf } from '../emit-principals.ts';
import { dig } from '../terraform/described.ts';
import { entriesIn, get, isAbsent, knownText, listOf, type Value, whyOf } from '../value.ts';
import { bindingsOf } from './bindings.ts';
import type { GoogleEmission } from './emit-google.ts';
import { projectOf, textOf } from './names.ts';
import { type WorkloadType, workloadTypes } from './workload-types.ts';

const byType = new Map(workloadTypes.map((t) => [t.type, t]));

/** Hands over what runs as the service accounts of a stack: workloads and agents. */
export function emitGoogleWorkloads(emission: GoogleEmission): void {
  const open = openToAll(emission);
  for (const d of emission.resources) {
    const type = d.isData ? undefined : byType.get(d.type);
    if (type !== undefined) emitWorkload(emission, d, type, open);
  }
}

function emitWorkload(emission: GoogleEmission, d: GoogleResource, type: WorkloadType, open: ReadonlySet<string>): void {
  const { stack, out } = emission;
  const project = projectOf(d.get('project'), stack);
  const name = withoutKnownSecrets(firstText(emission, d, type.name) ?? d.address);
  const id = `gcp:${type.what.slice('gcp-'.length)}/${project}/${name.replaceAll('/', '_')}`;
  const identity = accountOf(emission, d, type, project, name);
  emitVariables(emission, d, type, identity);
  const scopes = type.scopes === undefined ? [] : listOf(dig(d, type.scopes)).flatMap((s) => textOf(s, stack) ?? []);
  // A token that is limited to other scopes has less than its account.
  const limited = scopes.length > 0 && !scopes.some((s) => /(?:^|\/)cloud-platform$/.test(s));
  const settings: Draft<NonNullable<Workload['settings']>> = {};
  // Where the scopes are not known whole, `limited` does not say that none of them is wide.
  const written = type.scopes === undefined ? undefined : dig(d, type.scopes);
  if (written !== undefined && listOf(written).length === scopes.length && d.doubt === undefined)
    settings.full_scope = scopes.length > 0 && !limited;
  if (open.has(lastOf(name)) && /run-service|function/.test(type.what)) settings.public = true;
  if (knownText(d.get('invoker_iam_disabled')) === 'true') settings.public = true;
  if (type.isAgent === true) {
    emitAgent(emission, d, type, id, name, identity);
    return;
  }
  if (identity === undefined) return;
  out.emit({
    type: 'workload',
    value: {
      id,
      kind: type.what,
      name,
      identity,
      scope: project,
      ...(Object.keys(settings).length > 0 ? { settings } : {}),
      evidence: [limited ? { ...d.at, note: `its tokens are limited to ${scopes.length} scopes` } : d.at],
    },
  });
}

function emitAgent(
  emission: GoogleEmission,
  d: GoogleResource,
  type: WorkloadType,
  id: string,
  name: string,
  identity: string | undefined,
): void {
  const { stack, out } = emission;
  const labels = tagsOf(d.get('labels') ?? { kind: 'object', entries: [], at: d.at }, (v) => textOf(v, stack));
  const owner = ownerOf(labels);
  const environment = environmentOf(labels, name);
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'gcp',
      kind: type.what,
      name,
      scope: projectOf(d.get('project'), stack),
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(owner === undefined ? {} : { owner }),
      ...(environment === undefined ? {} : { environment }),
      ...(labels === undefined ? {} : { tags: labels }),
      ...(identity === undefined ? {} : { actsAs: identity }),
      ...(type.what === 'gcp-reasoning-engine' ? { gcp: ownIdentityOf(emission, d, type) } : {}),
      evidence: [d.at],
    },
  });
}

/** Whether an agent of Agent Engine has an identity of its own, an account that was chosen for it, or the one that all share. */
function ownIdentityOf({ stack }: GoogleEmission, d: GoogleResource, type: WorkloadType): NonNullable<Identity['gcp']> {
  const own = dig(d, 'spec.identity_type');
  if (textOf(own, stack) === 'AGENT_IDENTITY') return { agent_identity: 'own' };
  if (type.account.some((path) => !isAbsent(dig(d, path)))) return { agent_identity: 'account' };
  return isAbsent(own) && d.doubt === undefined ? { agent_identity: 'shared' } : {};
}

/** The account that it runs as: the one it names, or the one it gets. */
function accountOf(emission: GoogleEmission, d: GoogleResource, type: WorkloadType, project: string, name: string): string | undefined {
  const { stack, gap } = emission;
  const given = type.account.map((path) => dig(d, path)).find((v) => !isAbsent(v) && knownText(v) !== '');
  if (given === undefined) {
    // A machine without a `service_account` block has no account at all.
    if (type.otherwise === undefined || (type.type.startsWith('google_compute_') && isAbsent(listOf(d.get('service_account'))[0])))
      return undefined;
    const email =
      type.otherwise === 'compute' ? `${project}-compute@developer.gserviceaccount.com` : `${project}@appspot.gserviceaccount.com`;
    return emission.nameAccount(email, d.at);
  }
  const text = textOf(given, stack);
  const email = text?.slice(text.lastIndexOf('/') + 1);
  if (email === 'default') return emission.nameAccount(`${project}-compute@developer.gserviceaccount.com`, given.at);
  if (email?.includes('@')) return emission.nameAccount(email, given.at);
  const why = given.kind === 'unknown' || given.kind === 'reference' ? whyOf(given) : 'its address is not known';
  gap(`the service account of ${name}`, why, d.at, { harmless: true });
  return undefined;
}

function emitVariables(emission: GoogleEmission, d: GoogleResource, type: WorkloadType, identity: string | undefined): void {
  if (type.variables === undefined) return;
  const candidates = variablesIn(dig(d, type.variables));
  if (candidates.length > 0)
    recordCredentials(emission.out, fileOf(emission, d.at), identity ?? (() => holderOf(emission, d.at)), candidates);
}

/** Environment variables whose values are known: as a map, or as a list of blocks. */
function variablesIn(value: Value | undefined): readonly Candidate[] {
  const candidate = (key: string, v: Value | undefined): readonly Candidate[] => {
    const text = knownText(v);
    return v === undefined || text === undefined ? [] : [{ key, value: text, spot: spotOf(v.at), position: 'env' }];
  };
  if (value?.kind === 'object' && get(value, 'value') === undefined) return entriesIn(value).flatMap((e) => candidate(e.key, e.value));
  return listOf(value).flatMap((item) => candidate(knownText(get(item, 'name')) ?? 'variable', get(item, 'value')));
}

function firstText({ stack }: GoogleEmission, d: GoogleResource, paths: readonly string[]): string | undefined {
  return paths.map((path) => textOf(dig(d, path), stack)).find((text) => text !== undefined && text !== '');
}

/** The names of services and functions that anybody may call. */
function openToAll({ stack, resources }: GoogleEmission): ReadonlySet<string> {
  const open = new Set<string>();
  for (const d of resources) {
    if (!/^google_cloud(?:_run|functions)/.test(d.type) || !d.type.includes('_iam_')) continue;
    for (const binding of bindingsOf(d, stack)) {
      if ('kind' in binding || binding.condition !== undefined) continue;
      const role = textOf(binding.role, stack);
      if (role !== 'roles/run.invoker' && role !== 'roles/cloudfunctions.invoker') continue;
      if (binding.members.some((m) => textOf(m, stack) === 'allUsers')) open.add(lastOf(binding.scope));
    }
  }
  return open;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
