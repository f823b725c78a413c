import { nameOfRole } from '../../inventory/azure-built-in-roles.ts';
import { isGuid } from '../../inventory/azure-id.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { UserError } from '../../user-error.ts';
import { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import { armObjectOf, isPlain, objectOf, subscriptionOf, textOf } from '../azure-model/arm/arm-object.ts';
import { microsoftToken } from '../azure-model/microsoft-token.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { endpointOf } from '../rest/endpoint.ts';
import { RestClient } from '../rest/rest-client.ts';
import type { RestFailure } from '../rest/rest-failure.ts';
import { armCalls } from './calls.ts';
import { readParts } from './live-parts.ts';
import { LiveReader } from './live-reader.ts';
import { quotaPause } from './quota.ts';
import { type GraphScope, graphQueries, rolesQuery } from './resource-graph.ts';
import { type Asked, readSourceWord } from './source-word.ts';
import type { Subscription } from './subscription.ts';

/** Questions at a time, unless told. */
const usual = 8;
/** Resource Graph looks at no more subscriptions in one query. */
const mostSubscriptions = 10_000;
const perQuery = 1000;

export interface LiveOptions {
  /** In place of time, in tests. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A client for ARM with the credentials of the environment. */
export function openClient(
  context: CollectContext,
  source: string,
  { wait }: LiveOptions = {},
): { readonly client: RestClient; readonly endpoint: string } {
  const { environment } = context;
  // Other clouds answer elsewhere (https://learn.microsoft.com/azure/developer/identity/cloud-environments).
  const endpoint = endpointOf(environment, 'NHI_AZURE_ENDPOINT', 'https://management.azure.com');
  const client = new RestClient({
    token: microsoftToken({ environment, variable: 'AZURE_ACCESS_TOKEN', scope: `${endpoint}/.default` }),
    concurrency: context.organization?.concurrency ?? usual,
    onAnswer: quotaPause(wait),
    onWait: (seconds) => context.progress(`${source}: Azure asks to wait ${seconds} seconds`),
    ...(wait === undefined ? {} : { wait }),
  });
  return { client, endpoint };
}

/**
 * Reads subscriptions: breadth from Resource Graph with few requests, what it does not hold from ARM itself. Since Resource
 * Graph leaves out in silence what may not be read, its answer is held against the list of subscriptions.
 * @throws UserError where nothing can be read at all.
 */
export async function collectLive(source: string, context: CollectContext, options: LiveOptions = {}): Promise<Collected> {
  const asked = readSourceWord(source);
  const { client, endpoint } = openClient(context, source, options);
  const reader = new LiveReader(client, endpoint, source, context.emit);
  context.progress(`${source}: listing subscriptions`);
  const listed = await readSubscriptions(reader, asked);
  const scopes = scopesOf(asked, listed);
  const normaliser = new ArmNormaliser(context.emit, context.fingerprint);

  const breadth = await readBreadth(reader, normaliser, scopes, context);
  const ours = asked.of === 'management-group' ? listed.filter(({ id }) => breadth.containers.has(id)) : listed;
  if (asked.of === 'management-group' && ours.length === 0 && breadth.failure === undefined)
    throw new UserError(`${source}: no subscription below this management group can be seen; check its name and your roles on it`);
  for (const { id, name, active } of ours)
    if (active && breadth.failure === undefined && !breadth.containers.has(id))
      reader.gap(
        `the subscription ${name}`,
        { why: 'denied', detail: `Resource Graph leaves out subscription ${id}`, permission: undefined },
        armCalls.subscriptions.permission,
      );
  await checkAssignments(reader, normaliser, ours, breadth, context);
  normaliser.finish();
  const used = await readParts({
    reader,
    normaliser,
    context,
    subscriptions: ours,
    managementGroups: breadth.managementGroups,
    rows: breadth.rows,
  });
  context.note?.(`${source}: ${client.requests} requests for ${ours.length} ${ours.length === 1 ? 'subscription' : 'subscriptions'}`);
  const [only] = ours;
  return { plane: 'azure', scope: ours.length === 1 && only !== undefined ? only.id : '', requests: client.requests, used };
}

async function readSubscriptions(reader: LiveReader, asked: Asked): Promise<readonly Subscription[]> {
  const { rows, failure } = await reader.list(armCalls.subscriptions.path);
  const all = rows.filter(isPlain).flatMap((row): readonly Subscription[] => {
    const id = textOf(row, 'subscriptionId')?.toLowerCase() ?? '';
    const state = textOf(row, 'state');
    if (!isGuid(id)) return [];
    return [{ id, name: textOf(row, 'displayName') ?? id, active: state === undefined || /^(?:enabled|warned|pastdue)$/i.test(state) }];
  });
  const wanted = asked.of === 'subscription' ? all.filter(({ id }) => id === asked.id) : all;
  if (wanted.length === 0) throw new UserError(`${reader.source}: ${nothingSeen(asked, failure)}`);
  if (failure !== undefined) reader.gap('some subscriptions', failure, armCalls.subscriptions.permission);
  return [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What to do where the credentials are missing or not accepted. */
export function signInAdvice({ detail }: RestFailure): string {
  return `${detail}; log in with az login, or set AZURE_ACCESS_TOKEN (az account get-access-token), or AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate`;
}

function nothingSeen(asked: Asked, failure: RestFailure | undefined): string {
  if (failure !== undefined) return failure.credentials ? signInAdvice(failure) : failure.detail;
  return asked.of === 'subscription'
    ? `subscription ${asked.id} is not among those that the credentials see; check its id and the tenant you are logged in to`
    : 'the credentials see no subscription; give them the role that nhi permissions azure prints, or Reader, on the root management group';
}

/** Of a tenant everything is asked at once, unless it has more subscriptions than one query looks at. */
function scopesOf(asked: Asked, subscriptions: readonly Subscription[]): readonly GraphScope[] {
  if (asked.of === 'subscription') return [{ subscriptions: [asked.id] }];
  if (asked.of === 'management-group') return [{ managementGroups: [asked.name] }];
  if (subscriptions.length < mostSubscriptions) return [{}];
  const chunks: GraphScope[] = [];
  for (let i = 0; i < subscriptions.length; i += perQuery)
    chunks.push({ subscriptions: subscriptions.slice(i, i + perQuery).map(({ id }) => id) });
  return chunks;
}

/** What Resource Graph told. */
interface Breadth {
  /** Ids of the subscriptions that it knows. */
  readonly containers: ReadonlySet<string>;
  /** ARM ids. */
  readonly managementGroups: readonly string[];
  /** Subscriptions of which it gave a role assignment. */
  readonly assigned: ReadonlySet<string>;
  readonly rows: readonly unknown[];
  /** Of the subscriptions. */
  readonly failure?: RestFailure | undefined;
  readonly assignmentsFailure?: RestFailure | undefined;
  readonly resourcesFailure?: RestFailure | undefined;
}

async function readBreadth(
  reader: LiveReader,
  normaliser: ArmNormaliser,
  scopes: readonly GraphScope[],
  context: CollectContext,
): Promise<Breadth> {
  const ask = async (name: keyof typeof graphQueries): Promise<{ readonly rows: readonly unknown[]; readonly failure?: RestFailure }> => {
    context.progress(`${reader.source}: ${graphQueries[name].unseen}`);
    const answer = await reader.query(graphQueries[name], scopes);
    if (answer.failure !== undefined) reader.gap(graphQueries[name].unseen, answer.failure, 'Microsoft.ResourceGraph/resources/read');
    reader.give(normaliser, answer.rows, `/${name}`);
    return answer;
  };
  // Containers first: what lies in them takes over their environments.
  const containers = await ask('containers');
  const custom = await ask('customRoles');
  const assignments = await ask('assignments');
  await readHeldRoles(reader, normaliser, assignments.rows, scopes, custom.rows);
  const resources = await ask('resources');
  await ask('registrations');
  const ids = containers.rows.filter(isPlain).map((row) => armObjectOf(row));
  return {
    containers: new Set(ids.flatMap((o) => (o?.type === 'microsoft.resources/subscriptions' ? [o.subscription] : []))),
    managementGroups: ids.flatMap((o) => (o?.type === 'microsoft.management/managementgroups' ? [o.id] : [])).sort(),
    assigned: new Set(assignments.rows.filter(isPlain).flatMap((row) => subscriptionOf((textOf(row, 'id') ?? '').toLowerCase()) || [])),
    rows: resources.rows,
    failure: containers.failure,
    assignmentsFailure: assignments.failure,
    resourcesFailure: resources.failure,
  };
}

/** Built-in roles whose names are not known are asked for: what they allow is nowhere else. */
async function readHeldRoles(
  reader: LiveReader,
  normaliser: ArmNormaliser,
  assignments: readonly unknown[],
  scopes: readonly GraphScope[],
  custom: readonly unknown[],
): Promise<void> {
  const known = new Set(custom.filter(isPlain).map((row) => (textOf(row, 'name') ?? '').toLowerCase()));
  const held = new Set<string>();
  for (const row of assignments) {
    const properties = isPlain(row) ? objectOf(row, 'properties') : undefined;
    const id = (textOf(properties, 'roleDefinitionId') ?? '').split('/').at(-1)?.toLowerCase() ?? '';
    if (isGuid(id) && !known.has(id) && nameOfRole(id) === undefined) held.add(id);
  }
  if (held.size === 0) return;
  const query = rolesQuery([...held].sort());
  const { rows, failure } = await reader.query(query, scopes.slice(0, 1));
  if (failure !== undefined) reader.gap(query.unseen, failure, 'Microsoft.Authorization/roleDefinitions/read');
  reader.give(normaliser, rows, '/roles');
}

/** Silence is not absence: a subscription without any role assignment is asked itself. */
async function checkAssignments(
  reader: LiveReader,
  normaliser: ArmNormaliser,
  subscriptions: readonly Subscription[],
  { assigned, assignmentsFailure, resourcesFailure }: Breadth,
  context: CollectContext,
): Promise<void> {
  const whole: string[] = [];
  const silent = subscriptions.filter(({ id, active }) => active && !assigned.has(id));
  if (silent.length > 0) context.progress(`${reader.source}: ${silent.length} subscriptions without role assignments are asked again`);
  const answers = await Promise.all(silent.map(({ id }) => reader.list(armCalls.assignments.path, `/subscriptions/${id}`)));
  for (const [i, { id, name }] of silent.entries()) {
    const { rows, failure } = answers[i] ?? { rows: [] };
    reader.give(normaliser, rows, `/subscriptions/${id}/assignments`);
    if (failure !== undefined) reader.refusal(armCalls.assignments, `subscription ${name}`, failure);
    else whole.push(id);
  }
  // A page that is missing may be of any of them.
  if (assignmentsFailure === undefined) whole.push(...subscriptions.filter(({ id }) => assigned.has(id)).map(({ id }) => id));
  // Of whom some roles may lie elsewhere, not all are known.
  if (whole.length < subscriptions.filter(({ active }) => active).length) return;
  for (const id of whole.sort()) {
    const value: Extract<Fragment, { readonly type: 'scope' }>['value'] = {
      id: `azure:subscription/${id}`,
      plane: 'azure',
      name: id,
      supplies: resourcesFailure === undefined ? ['grants', 'workloads'] : ['grants'],
      evidence: [reader.at(`/subscriptions/${id}`)],
    };
    context.emit({ type: 'scope', value });
  }
}
