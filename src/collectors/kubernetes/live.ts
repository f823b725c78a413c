import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, DoctorLine } from '../collector.ts';
import { GapCounter } from '../gap-counter.ts';
import { isPlain, recordIn, textIn } from '../kubernetes-objects/plain.ts';
import { failureOfError, type RestFailure } from '../rest/rest-failure.ts';
import { ClusterApi, type ListForm } from './cluster-api.ts';
import { ClusterReading, clusterIdOf } from './cluster-reading.ts';
import { findInstalled } from './installed.ts';
import { awsAuthPermission, type Listing, listings, permissionOf, workloadsServed } from './permissions.ts';
import { asTable, secretsOfTable, secretTypes } from './secret-table.ts';
import { type ClusterSession, openSession } from './session.ts';

/** Reads a cluster. What it refuses becomes a gap, and is then asked for in each namespace. @throws UserError where nobody answers. */
export async function collectCluster(source: string, context: CollectContext): Promise<Collected> {
  const session = await openSession(source, context.environment);
  const api = new ClusterApi(session, (seconds) => context.progress(`the cluster asks for a pause of ${seconds} seconds`));
  try {
    await new LiveReading(source, session, api, context).read();
  } finally {
    api.close();
  }
  return { plane: 'kubernetes', scope: clusterIdOf(session.context), requests: api.requests };
}

/** Asks for each list once. */
export async function checkCluster(source: string, context: CollectContext): Promise<readonly DoctorLine[]> {
  const session = await openSession(source, context.environment);
  const api = new ClusterApi(session, () => {});
  const lines: DoctorLine[] = [];
  try {
    for (const listing of listings) {
      const check = permissionOf(listing);
      try {
        await api.probe(`${listing.api}/${listing.resource}`);
        lines.push({ status: 'ok', check });
      } catch (error) {
        const { detail, status } = failureOfError(error, session.server);
        // An older cluster does not have it, or has it by another name.
        if (status === 404 && listing.older !== undefined) continue;
        lines.push({ status: 'missing', check, remedy: `${detail}; see: nhi permissions k8s` });
      }
    }
  } finally {
    api.close();
  }
  return lines;
}

/** A token that so many namespaces refuse one after the other is not one for some of thousands. */
const mostRefusals = 50;

class LiveReading {
  readonly #source: string;
  readonly #session: ClusterSession;
  readonly #api: ClusterApi;
  readonly #context: CollectContext;
  readonly #reading: ClusterReading;
  readonly #gaps = new GapCounter();
  readonly #namespaces: string[] = [];
  /** Lists that were read to their ends. */
  readonly #whole = new Set<string>();

  constructor(source: string, session: ClusterSession, api: ClusterApi, context: CollectContext) {
    this.#source = source;
    this.#session = session;
    this.#api = api;
    this.#context = context;
    this.#reading = new ClusterReading(session.context, context);
  }

  async read(): Promise<void> {
    for (const listing of listings) if (!(await this.#readList(listing))) return this.#finish();
    for (const listing of await this.#installed()) if (!(await this.#readList(listing))) return this.#finish();
    await this.#readSecrets();
    await this.#readMappedRoles();
    this.#finish();
  }

  #finish(): void {
    const has = (...lists: readonly string[]): boolean => lists.every((list) => this.#whole.has(list));
    this.#reading.finish({
      accounts: has('serviceaccounts'),
      bindings: has('clusterrolebindings', 'rolebindings'),
      roles: has('clusterroles', 'roles'),
      workloads: listings.every((l) => l.serves !== workloadsServed || this.#whole.has(l.resource)),
      namespaces: has('namespaces'),
      admission: has('validatingwebhookconfigurations'),
      entrances: has('services', 'ingresses'),
      walls: has('networkpolicies'),
    });
    this.#gaps.flush(this.#context.emit);
  }

  /** What people installed in the cluster that decides about requests; discovery is open to whoever the cluster knows. */
  async #installed(): Promise<readonly Listing[]> {
    try {
      return await findInstalled(this.#api);
    } catch (error) {
      const { why, detail } = failureOfError(error, this.#session.server);
      this.#gap('discovery', { what: 'what is installed in the cluster', why, detail, permission: 'get /apis', partial: false });
      return [];
    }
  }

  /** Names and types of secrets that prove an identity. Values are not asked for, and nobody is asked to allow as much. */
  async #readSecrets(): Promise<void> {
    const listing = { api: '/api/v1', resource: 'secrets', kind: 'Secret', namespaced: true, serves: '' };
    for (const type of secretTypes) {
      const form = { headers: asTable, selector: `type=${type}`, itemsOf: secretsOfTable };
      const failure = await this.#take(listing, '/api/v1/secrets', form);
      if (failure === undefined) continue;
      const detail = 'secrets may not be listed; that is not asked for, since whoever may list them may read them';
      this.#gap('secrets', {
        what: 'long-lived tokens in secrets',
        ...(failure.status === 403 ? { why: 'denied', detail } : whyOf(failure)),
        partial: false,
      });
      return;
    }
  }

  /** Which roles of AWS come in as whom, where the cluster is one of EKS. */
  async #readMappedRoles(): Promise<void> {
    if (!/\.eks\.amazonaws\.com(?::\d+)?$/.test(this.#session.server)) return;
    const path = '/api/v1/namespaces/kube-system/configmaps/aws-auth';
    try {
      const found = await this.#api.answer(path);
      if (isPlain(found)) this.#reading.take({ ...found, kind: 'ConfigMap', apiVersion: 'v1' }, { source: this.#source, pointer: path });
    } catch (error) {
      const failure = failureOfError(error, this.#session.server);
      // Newer clusters have access entries in its place, which AWS tells.
      if (failure.status !== 404)
        this.#gap('aws-auth', { what: 'which roles of AWS may come in', ...whyOf(failure), permission: awsAuthPermission });
    }
  }

  /** Whether going on makes sense. */
  async #readList(listing: Listing): Promise<boolean> {
    this.#context.progress(`reading ${listing.resource} of ${this.#session.context}`);
    const failure = await this.#takeAnyVersion(listing);
    if (failure === undefined) {
      this.#whole.add(listing.resource);
      return true;
    }
    if (failure.why === 'unreachable' && failure.status === undefined && this.#whole.size === 0)
      throw new UserError(`the cluster at ${this.#session.server} does not answer: ${failure.detail}`);
    if (failure.credentials) {
      this.#gap('credentials', { what: 'the cluster', why: 'denied', detail: failure.detail });
      return false;
    }
    if (failure.status === 403 && listing.namespaced && (await this.#readNamespaces(listing))) return true;
    this.#gap(listing.resource, {
      what: `${listing.resource} of the cluster`,
      ...whyOf(failure),
      permission: permissionOf(listing),
      ...(listing.installed ? { partial: false } : {}),
    });
    return true;
  }

  /** As the newest version has it that the cluster knows; what an older cluster did not have yet is no gap. */
  async #takeAnyVersion(listing: Listing): Promise<RestFailure | undefined> {
    let failure = await this.#take(listing, `${listing.api}/${listing.resource}`);
    for (const api of listing.older ?? []) {
      if (failure?.status !== 404) break;
      failure = await this.#take({ ...listing, api }, `${api}/${listing.resource}`);
    }
    return failure?.status === 404 && listing.older?.length === 0 ? undefined : failure;
  }

  /** Asks in each namespace, of which those that refuse are gaps. False where that shows nothing. */
  async #readNamespaces(listing: Listing): Promise<boolean> {
    const isWhole = this.#whole.has('namespaces');
    const namespaces = isWhole ? this.#namespaces : [this.#session.namespace ?? 'default'];
    let refused = 0;
    let inRow = 0;
    for (const namespace of namespaces) {
      if (inRow >= mostRefusals) {
        const detail = `${mostRefusals} namespaces in a row refused, and no more were asked`;
        const what = `${listing.resource} of further namespaces`;
        this.#gap(listing.resource, { what, why: 'denied', detail, permission: permissionOf(listing) });
        return true;
      }
      const failure = await this.#take(listing, `${listing.api}/namespaces/${encodeURIComponent(namespace)}/${listing.resource}`);
      inRow = failure === undefined ? 0 : inRow + 1;
      if (failure === undefined) continue;
      refused++;
      this.#gap(`${listing.resource} in a namespace`, {
        what: `${listing.resource} of namespace ${namespace}`,
        ...whyOf(failure),
        permission: permissionOf(listing),
      });
    }
    if (isWhole && refused === 0) this.#whole.add(listing.resource);
    return isWhole && namespaces.length > 0;
  }

  /** Reads one list; what stopped it, where something did. */
  async #take(listing: Listing, path: string, form: ListForm = {}): Promise<RestFailure | undefined> {
    try {
      for await (const item of this.#api.list(path, form)) {
        const metadata = recordIn(item, 'metadata');
        const namespace = textIn(metadata, 'namespace');
        const name = textIn(metadata, 'name');
        if (listing.kind === 'Namespace' && name !== undefined) this.#namespaces.push(name);
        const place = namespace === undefined ? '' : `namespaces/${namespace}/`;
        // The items of a list do not repeat what they are.
        const object = { ...item, kind: listing.kind, apiVersion: listing.api.replace(/^\/apis?\//, '') };
        this.#reading.take(object, { source: this.#source, pointer: `${listing.api}/${place}${listing.resource}/${name ?? ''}` });
      }
      return undefined;
    } catch (error) {
      return failureOfError(error, this.#session.server);
    }
  }

  #gap(group: string, gap: Omit<Gap, 'source'>): void {
    this.#gaps.add(group, { source: this.#source, ...gap });
  }
}

function whyOf({ why, detail }: RestFailure): Pick<Gap, 'why' | 'detail'> {
  return { why, detail };
}
