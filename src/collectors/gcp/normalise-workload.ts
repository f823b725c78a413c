import type { Evidence } from '../../inventory/evidence.ts';
import type { Workload } from '../../inventory/workload.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { below, type Draft } from '../place-below.ts';
import { type Answer, answersAt, dig, isAnswer, lastOf, listAt, textAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';
import { type WorkloadShape, workloadShapes } from './workload-shapes.ts';

const byKind = new Map(workloadShapes.map((shape) => [shape.kind, shape]));

/** Jobs that are over run no more. */
const over = /(?:SUCCEEDED|FAILED|CANCELLED|EXPIRED)$/;

/** Hands over what runs as a service account. */
export function readWorkload(record: GoogleRecord, book: GoogleBook): void {
  const shape = byKind.get(record.kind);
  if (shape === undefined) return;
  const { raw, at } = record;
  if (record.kind === 'custom-job' && over.test(textAt(raw, 'state') ?? '')) return;
  const project = projectOf(record, book);
  const identity = accountOf(shape, record, project, book);
  if (identity === undefined) return;
  const workload = makeWorkload(shape.what, nameOf(record), project, identity, at);
  const region = regionOf(record);
  if (region !== undefined) workload.region = region;
  if (shape.scopes !== undefined) workload.settings = scopesOf(shape.scopes, raw);
  if (shape.callable) {
    const isOpen = dig(raw, 'invokerIamDisabled') === true;
    if (isOpen) workload.settings = { public: true };
    book.callable.set(fullNameOf(record, project, region, nameOf(record)), workload);
  } else book.emit({ type: 'workload', value: workload });
}

function makeWorkload(what: string, name: string, project: string, identity: string | undefined, at: Evidence): Draft<Workload> {
  return {
    id: `gcp:${what.slice('gcp-'.length)}/${project}/${name.replaceAll('/', '_')}`,
    kind: what,
    name: withoutKnownSecrets(name),
    ...(identity === undefined ? {} : { identity }),
    scope: project,
    evidence: [at],
  };
}

/** Whether tokens are limited to less than the account has (https://cloud.google.com/compute/docs/access/service-accounts#accesscopesiam). */
function scopesOf(path: string, raw: Answer): NonNullable<Workload['settings']> {
  const scopes = listAt(firstOf(raw, path.split('.')[0] ?? ''), path.split('.').slice(1).join('.')).filter((s) => typeof s === 'string');
  return { full_scope: scopes.some((s) => s.endsWith('/auth/cloud-platform')) };
}

/** A member, or the first of a list of them. */
function firstOf(raw: Answer, name: string): unknown {
  const value = dig(raw, name);
  return Array.isArray(value) ? value[0] : value;
}

function accountOf(shape: WorkloadShape, { raw, at }: GoogleRecord, project: string, book: GoogleBook): string | undefined {
  for (const path of shape.account) {
    const [first = '', ...rest] = path.split('.');
    const start = firstOf(raw, first);
    const email = lastOf(rest.length === 0 ? (typeof start === 'string' ? start : '') : (textAt(start, rest.join('.')) ?? ''));
    if (email === 'default') return book.computeAccount(project, at);
    if (email.includes('@')) return book.nameAccount(email, at);
  }
  if (shape.otherwise === undefined || project === '') return undefined;
  const isFirstGeneration = shape.kind === 'function' && textAt(raw, 'environment') !== 'GEN_2' && !isAnswer(dig(raw, 'serviceConfig'));
  return isFirstGeneration ? book.nameAccount(`${project}@appspot.gserviceaccount.com`, at) : book.computeAccount(project, at);
}

/** Knative's objects name their project, by its number, as their namespace. */
function projectOf(record: GoogleRecord, book: GoogleBook): string {
  const own = book.projectOf(record);
  return own === '' ? book.projectId(textAt(record.raw, 'metadata.namespace') ?? '') : own;
}

function nameOf({ raw, name }: GoogleRecord): string {
  return lastOf(textAt(raw, 'metadata.name') ?? textAt(raw, 'name') ?? textAt(raw, 'resourceName') ?? name ?? '');
}

function regionOf({ raw, name = '' }: GoogleRecord): string | undefined {
  const labels = dig(raw, 'metadata.labels');
  const labelled = isAnswer(labels) ? labels['cloud.googleapis.com/location'] : undefined;
  if (typeof labelled === 'string') return labelled;
  const places = [textAt(raw, 'name') ?? '', textAt(raw, 'selfLink') ?? '', name, textAt(raw, 'resourceName') ?? ''];
  for (const place of places) {
    const found = /\/(?:locations|zones|regions)\/([^/]+)\//.exec(place)?.[1];
    if (found !== undefined) return found;
  }
  return textAt(raw, 'location');
}

/** The name under which policies are attached to a service or function. */
function fullNameOf({ kind, name }: GoogleRecord, project: string, region: string | undefined, own: string): string {
  const service = kind === 'function' ? 'cloudfunctions' : 'run';
  const usual = `//${service}.googleapis.com/projects/${project}/locations/${region ?? '-'}/${kind === 'function' ? 'functions' : 'services'}/${own}`;
  return name === undefined ? usual : name.replace(/(\/\/[\w.]+\/projects\/)[^/]+/, `$1${project}`);
}

/** Services and functions once it is known who may call them. */
export function emitCallable(book: GoogleBook): void {
  for (const [fullName, workload] of book.callable) {
    // A function of the second generation is called through the service of its name.
    const service = fullName.replace('//cloudfunctions.', '//run.').replace('/functions/', '/services/');
    const isOpen = book.openToAll.has(fullName) || book.openToAll.has(service);
    book.emit({ type: 'workload', value: isOpen ? { ...workload, settings: { ...workload.settings, public: true } } : workload });
  }
}

/**
 * A cluster of GKE, the accounts of its nodes, and the issuer of its own service accounts' tokens
 * (https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters).
 */
export function readCluster(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const project = book.projectOf(record);
  const name = nameOf(record);
  const location = textAt(raw, 'location') ?? textAt(raw, 'zone') ?? regionOf(record);
  const cluster = makeWorkload('gcp-gke-cluster', name, project, undefined, at);
  if (location !== undefined) cluster.region = location;
  const pool = textAt(raw, 'workloadIdentityConfig.workloadPool');
  cluster.settings = {
    ...(location === undefined ? {} : { issuer: `container.googleapis.com/v1/projects/${project}/locations/${location}/clusters/${name}` }),
    ...(pool === undefined ? {} : { workload_pool: pool }),
  };
  book.emit({ type: 'workload', value: cluster });
  answersAt(raw, 'nodePools').forEach((nodes, n) => {
    emitNodes(nodes, cluster, project, below(at, `/nodePools/${n}`), book);
  });
}

/** Pods reach the account of their node unless a metadata server of GKE stands before it. */
function emitNodes(nodes: Answer, cluster: Draft<Workload>, project: string, at: Evidence, book: GoogleBook): void {
  const given = textAt(nodes, 'config.serviceAccount');
  const identity = given === undefined || given === 'default' ? book.computeAccount(project, at) : book.nameAccount(given, at);
  const value = makeWorkload('gcp-gke-node-pool', textAt(nodes, 'name') ?? 'nodes', project, identity, at);
  value.app = `cluster ${cluster.name}`;
  if (cluster.region !== undefined) value.region = cluster.region;
  const scopes = listAt(nodes, 'config.oauthScopes').filter((s) => typeof s === 'string');
  value.settings = { full_scope: scopes.some((s) => s.endsWith('/auth/cloud-platform')) };
  book.emit({ type: 'workload', value });
}
