import type { Evidence } from '../../inventory/evidence.ts';
import { UserError } from '../../user-error.ts';
import { microsoftToken } from '../azure-model/microsoft-token.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { GapCounter } from '../gap-counter.ts';
import { openKept } from '../kept-lists.ts';
import { endpointOf } from '../rest/endpoint.ts';
import { RestClient } from '../rest/rest-client.ts';
import type { RestFailure } from '../rest/rest-failure.ts';
import { type GraphCall, graphCalls, holdersOf, membersOf, ownersOf, serviceUsers, usersById } from './calls.ts';
import { Directory } from './directory.ts';
import { emitDirectory } from './emit-directory.ts';
import { GraphObject } from './graph-object.ts';
import { GraphReader } from './graph-reader.ts';
import { readDiagnosticSettings } from './live-diagnostics.ts';

/** An expansion brings no more (https://learn.microsoft.com/graph/query-parameters#expand-parameter). */
const expanded = 20;
/** Ids that fit into one filter. */
const inFilter = 15;

export interface LiveOptions {
  /** In place of time, in tests. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** The tenant that a source word names: `entra:<tenant>`; undefined for that of the sign-in. */
export function tenantIn(source: string): string | undefined {
  const tenant = source.slice('entra'.length).replace(/^:/, '');
  if (tenant === '') return undefined;
  if (!/^[\w.-]{1,200}$/.test(tenant))
    throw new UserError(`${source}: not a tenant; write entra, or entra:TENANT with its id or a domain of it`);
  return tenant;
}

/** A client for Microsoft Graph with the sign-in of the environment. */
export function openGraph(
  source: string,
  context: CollectContext,
  { wait }: LiveOptions = {},
): { readonly client: RestClient; readonly base: string } {
  const tenant = tenantIn(source);
  const base = endpointOf(context.environment, 'NHI_GRAPH_ENDPOINT', 'https://graph.microsoft.com');
  const client = new RestClient({
    token: microsoftToken({
      environment: context.environment,
      variable: 'MS_GRAPH_ACCESS_TOKEN',
      scope: `${base}/.default`,
      ...(tenant === undefined ? {} : { tenant }),
    }),
    onWait: (seconds) => context.progress(`${source}: Microsoft Graph asks to wait ${seconds} seconds`),
    ...(wait === undefined ? {} : { wait }),
  });
  return { client, base };
}

/**
 * Reads a directory: whole lists with what belongs to each object in them, and questions about single objects by twenties. What
 * is refused becomes a gap, the rest is read.
 * @throws UserError where nothing can be read at all.
 */
export async function collectLive(source: string, context: CollectContext, options: LiveOptions = {}): Promise<Collected> {
  const { client, base } = openGraph(source, context, options);
  const gaps = new GapCounter();
  const directory = new Directory(gaps);
  const reader = new GraphReader({ client, base, source, gaps, ...options });
  const reading = new LiveDirectory(reader, directory, gaps, (what) => context.progress(`${source}: ${what}`));
  await reading.readTenant();
  // Which tenant it is was asked of Graph: another sign-in may be of another one.
  const kept = directory.tenant === undefined ? undefined : openKept(source, directory.tenant.id, context);
  reader.kept = kept;
  if (reader.stopped === undefined) await reading.read();
  if (reader.stopped !== undefined && directory.seen.size === 0)
    throw new UserError(`${source}: ${reader.stopped.detail}${adviceFor(reader.stopped, base)}`);
  await readDiagnosticSettings(directory, { source, context, gaps, ...options });
  const now = `${context.now.toISOString().slice(0, -5)}Z`;
  const scope = emitDirectory(directory, { emit: context.emit, gaps, now, source });
  gaps.flush(context.emit);
  const objects = directory.principals.size + directory.applications.size;
  const rate = objects === 0 ? '' : `, ${Math.ceil((client.requests * 1000) / objects)} for 1,000`;
  context.note?.(`${source}: ${client.requests} requests for ${objects} applications and service principals${rate}`);
  // What could not be read is what the next run is for.
  const used = kept === undefined || reader.stopped !== undefined ? {} : { used: () => kept.remove() };
  return { plane: 'entra', scope, requests: client.requests, ...used };
}

/** What to do where nobody is signed in, after what went wrong. */
export function adviceFor({ credentials }: RestFailure, base: string): string {
  return credentials ? `; sign in with az login, or set MS_GRAPH_ACCESS_TOKEN to a token for ${base}` : '';
}

class LiveDirectory {
  readonly #reader: GraphReader;
  readonly #directory: Directory;
  readonly #gaps: GapCounter;
  readonly #progress: (what: string) => void;

  constructor(reader: GraphReader, directory: Directory, gaps: GapCounter, progress: (what: string) => void) {
    this.#reader = reader;
    this.#directory = directory;
    this.#gaps = gaps;
    this.#progress = progress;
  }

  async readTenant(): Promise<void> {
    await this.#list(graphCalls.organization);
  }

  async read(): Promise<void> {
    const directory = this.#directory;
    await this.#list(graphCalls.applications);
    await this.#list(graphCalls.federations);
    await this.#list(graphCalls.principals);
    await this.#list(graphCalls.blueprints);
    await this.#list(graphCalls.blueprintPrincipals);
    await this.#list(graphCalls.agents);
    await this.#missingOwners();
    await this.#federationsOfManaged();
    const permissions = await this.#permissions();
    const consents = await this.#list(graphCalls.consents);
    await this.#list(graphCalls.roleDefinitions);
    const roles = await this.#list(graphCalls.roleAssignments);
    await this.#list(graphCalls.eligibilities);
    await this.#list(graphCalls.schedules);
    await this.#list(graphCalls.units);
    await this.#list(graphCalls.groupsOfPrincipals);
    await this.#members();
    await this.#users();
    await this.#list(graphCalls.authorization);
    await this.#list(graphCalls.consentPolicies);
    await this.#list(graphCalls.appPolicy);
    await this.#list(graphCalls.activity);
    await this.#list(graphCalls.credentialActivity);
    directory.grantsWhole = permissions && consents && roles;
  }

  async #list(call: GraphCall): Promise<boolean> {
    this.#progress(call.what);
    const whole = await this.#reader.list(call, (raw, at) => this.#directory.take(call.kind, this.#object(raw, at)));
    if (whole) this.#directory.seen.add(call.kind);
    else this.#directory.cut.add(call.kind);
    return whole;
  }

  #object(raw: Readonly<Record<string, unknown>>, at: Evidence): GraphObject {
    return new GraphObject(raw, at, this.#gaps);
  }

  /** Where the list came without owners, or with as many as an expansion brings, each is asked about. */
  async #missingOwners(): Promise<void> {
    const { applications, principals } = this.#directory;
    const needs = (id: string): boolean => {
      const { owners } = this.#directory.relationsOf([id]);
      return owners === undefined || owners.length >= expanded;
    };
    const mine = [...applications.keys()].filter(needs).map((id) => ({ path: ownersOf('applications', id), about: id }));
    // Nobody owns a managed identity, and what Microsoft owns is its own.
    const theirs = [...principals.values()].filter((p) => p.type !== 'ManagedIdentity' && needs(p.id));
    const home = this.#directory.tenant?.id;
    const items = [
      ...mine,
      ...theirs.filter((p) => p.ownerTenant === home).map((p) => ({ path: ownersOf('servicePrincipals', p.id), about: p.id })),
    ];
    if (items.length > 0) this.#progress('owners, one by one');
    const found = new Map<string, GraphObject[]>(items.map(({ about }) => [about, []]));
    const missing = await this.#reader.batch(
      items,
      { what: 'owners of applications', permission: 'Application.Read.All' },
      (about, raw, at) => {
        found.get(about)?.push(this.#object(raw, at));
      },
    );
    for (const [about, owners] of found) if (!missing.has(about)) this.#directory.addReferences('owners', about, owners);
  }

  /** Only identities that stand by themselves have any. */
  async #federationsOfManaged(): Promise<void> {
    const managed = [...this.#directory.principals.values()].filter((p) => /\/userassignedidentities\//i.test(p.armId ?? ''));
    const items = managed.map(({ id }) => ({ path: `/servicePrincipals/${id}/federatedIdentityCredentials`, about: id }));
    const of = {
      what: 'federated credentials of managed identities',
      permission: 'Application.Read.All',
      optional: 'nhi scan azure reads them too',
    };
    const missing = await this.#reader.batch(items, of, (about, raw, at) =>
      this.#directory.take('federated-credential', this.#object(raw, at), about),
    );
    for (const { about } of items) if (!missing.has(about)) this.#directory.relate(about, { federations: [] });
  }

  /** Whoever holds permissions of an API, asked of each API that has some for applications. */
  async #permissions(): Promise<boolean> {
    const apis = [...this.#directory.principals.values()].filter((p) => p.offersToApps);
    this.#progress(`permissions of ${apis.length} APIs`);
    const items = apis.map(({ id }) => ({ path: holdersOf(id), about: id }));
    const missing = await this.#reader.batch(
      items,
      { what: 'permissions of applications', permission: 'Application.Read.All' },
      (_, raw, at) => this.#directory.take('app-role-assignment', this.#object(raw, at)),
    );
    if (missing.size === 0) this.#directory.seen.add('app-role-assignment');
    return missing.size === 0 && this.#directory.seen.has('service-principal') && !this.#directory.cut.has('service-principal');
  }

  /** Members of the groups that hold a role. */
  async #members(): Promise<void> {
    const { assignments, groups } = this.#directory;
    const holders = new Set(assignments.filter((a) => a.principalType === 'group' || groups.has(a.principal)).map((a) => a.principal));
    const items = [...holders].map((id) => ({ path: membersOf(id), about: id }));
    const found = new Map<string, GraphObject[]>(items.map(({ about }) => [about, []]));
    await this.#reader.batch(items, { what: 'members of groups that hold roles', permission: 'GroupMember.Read.All' }, (about, raw, at) => {
      found.get(about)?.push(this.#object(raw, at));
    });
    for (const [about, members] of found) this.#directory.addReferences('members', about, members);
  }

  /** Users who own applications or hold roles, as far as nothing said who they are; and those who look like services. */
  async #users(): Promise<void> {
    const directory = this.#directory;
    const ids = new Set([
      ...[...directory.applications.keys(), ...directory.principals.keys()].flatMap((id) => {
        const { owners = [], sponsors = [] } = directory.relationsOf([id]);
        return [...owners, ...sponsors].filter((one) => one.type === 'user').map((one) => one.id);
      }),
      ...directory.assignments.filter((a) => a.principalType === 'user').map((a) => a.principal),
    ]);
    const unknown = [...ids].filter((id) => directory.users.get(id)?.enabled === undefined).sort();
    const items = [];
    for (let i = 0; i < unknown.length; i += inFilter) {
      const some = unknown.slice(i, i + inFilter);
      items.push({ path: usersById(some), about: some.join(' ') });
    }
    if (items.length > 0) this.#progress('owners and holders of roles');
    await this.#reader.batch(items, { what: 'whether owners are still there', permission: 'User.Read.All' }, (_, raw, at) =>
      directory.take('user', this.#object(raw, at)),
    );
    await this.#list(serviceUsers);
  }
}
