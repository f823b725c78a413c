import { serviceAccountId } from '../../inventory/rbac.ts';
import type { Workload, WorkloadSettings } from '../../inventory/workload.ts';
import type { Draft } from '../place-below.ts';
import { runsAgent } from './agent-images.ts';
import { type Cluster, type ClusterObject, kindOf, knownName, type Literal, nameOf, namespaceOf, shownName } from './cluster-object.ts';
import { hostAccess } from './host-access.ts';
import { flagIn, isOpen, isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';
import { accountOf } from './service-account.ts';
import { hasSpiffeSocket, sidecarsOf } from './sidecars.ts';
import { readInjector } from './vault-logins.ts';

/** Where the template of a pod stands in objects of the cluster's own kinds. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  Deployment: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** A day: what is longer outlives a working day of whoever stole it. */
const longestToken = 86_400;

/** Hands over what runs pods, and the identity they run as. Answers whether there is a pod in the object. */
export function readPods(cluster: Cluster, of: ClusterObject): boolean {
  const kind = kindOf(of);
  const path = Object.hasOwn(templates, kind) ? templates[kind] : findTemplate(of.object);
  const template = path === undefined ? undefined : recordIn(of.object, ...path);
  const spec = recordIn(template, 'spec');
  const name = nameOf(of);
  if (path === undefined || spec === undefined || name === undefined || listIn(spec, 'containers').length === 0) return false;
  const pointer = [...path, 'spec'].map((key) => `/${key}`).join('');
  const namespace = namespaceOf(of);
  const written = textIn(spec, 'serviceAccountName') ?? textIn(spec, 'serviceAccount');
  const account = written === undefined ? 'default' : knownName(of, written);
  const place = of.placeOf('/metadata/name');
  const identity = account === undefined ? undefined : serviceAccountId(cluster.id, namespace, account);
  if (account !== undefined) {
    const said =
      written === undefined
        ? place
        : of.placeOf(`${pointer}/${textIn(spec, 'serviceAccountName') ? 'serviceAccountName' : 'serviceAccount'}`);
    cluster.emit({ type: 'identity', value: { ...accountOf(cluster, namespace, account, said), standing: 'named' } });
  }
  readInjector(cluster, of, template, account);
  const secrets = containersOf(spec).flatMap(({ container, at }) => of.judge(literalsOf(container, `${pointer}${at}`), identity));
  const settings: Draft<WorkloadSettings> = {
    env_secrets: [...new Set(secrets)].sort(),
    host_access: hostAccess(spec),
    token_seconds: tokenSeconds(spec),
    token_doubts: tokenDoubts(spec),
    runs_agent: containersOf(spec).some(({ container }) =>
      runsAgent([textIn(container, 'image') ?? '', ...textsIn(container, 'command'), ...textsIn(container, 'args')]),
    ),
  };
  const sidecars = sidecarsOf(template, spec);
  if (sidecars !== undefined) settings.sidecars = sidecars;
  if (hasSpiffeSocket(spec)) settings.spiffe_socket = true;
  const automount = flagIn(spec, 'automountServiceAccountToken');
  if (automount !== undefined) settings.automount = automount;
  if (of.partial === true) {
    // What was seen may stand in a part that is left out, what was not seen in one that is not known.
    delete settings.host_access;
    delete settings.token_doubts;
    delete settings.token_seconds;
    if (secrets.length === 0) delete settings.env_secrets;
  }
  const workload: Draft<Workload> = {
    id: `kubernetes:workload/${cluster.id}/${namespace}/${kind.toLowerCase()}/${name}`,
    kind: Object.hasOwn(templates, kind) ? `kubernetes-${kind.toLowerCase()}` : 'kubernetes-custom-workload',
    name: shownName(namespace, name),
    scope: cluster.id,
    settings,
    evidence: [place],
  };
  if (identity !== undefined) workload.identity = identity;
  const app = applicationOf(of);
  if (app !== undefined) workload.app = app;
  cluster.emit({ type: 'workload', value: workload });
  cluster.decisions.takePod(of, workload.id, template ?? {}, spec, pointer);
  const labels = mapIn(template, 'metadata', 'labels');
  if (settings.runs_agent === true) cluster.setup?.takeAgent({ workload, namespace, labels });
  if (settings.spiffe_socket === true && identity !== undefined && account !== undefined)
    cluster.setup?.takeSocket({ account: identity, accountName: account, namespace, labels });
  return true;
}

/** The workload that made it, else the application that its labels name. */
function applicationOf(of: ClusterObject): string | undefined {
  const owner = listIn(recordIn(of.object, 'metadata'), 'ownerReferences').find((o) => flagIn(o, 'controller') === true);
  const labels = mapIn(of.object, 'metadata', 'labels');
  // The pods of one Deployment come from several ReplicaSets, whose names end in the template's hash.
  const made = textIn(owner, 'name')?.replace(/-[a-z0-9]{8,10}$/, '');
  const told = labels['app.kubernetes.io/instance'] ?? labels['app.kubernetes.io/name'] ?? labels.app;
  const app = told ?? made;
  return app === undefined || isOpen(app) ? undefined : app.slice(0, 100);
}

interface PlacedContainer {
  readonly container: Plain;
  readonly at: string;
}

function containersOf(spec: Plain): readonly PlacedContainer[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) =>
    listIn(spec, key).flatMap((container, i) => (isPlain(container) ? [{ container, at: `/${key}/${i}` }] : [])),
  );
}

/** Values that stand in clear, in variables and on the command line; a value taken from elsewhere (`valueFrom`) is none. */
function literalsOf(container: Plain, at: string): readonly Literal[] {
  return listIn(container, 'env').flatMap((entry, i) => {
    const key = textIn(entry, 'name');
    const value = isPlain(entry) && typeof entry.value === 'string' ? entry.value : undefined;
    return key === undefined || value === undefined ? [] : [{ key, value, pointer: `${at}/env/${i}/value`, position: 'env' as const }];
  });
}

/**
 * What is wrong with the tokens that a pod asks for by itself: longer than a day, or good for anybody who takes the cluster's
 * own (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken).
 */
function tokenDoubts(spec: Plain): readonly string[] {
  return tokensOf(spec).flatMap(({ volume, seconds }) =>
    seconds > longestToken
      ? [`the token in ${(textIn(volume, 'name') ?? 'a volume').slice(0, 100)} lasts ${Math.round(seconds / 3600)} hours`]
      : [],
  );
}

/** Without the one that the cluster puts into every pod by itself, which pods of a running cluster show as their own. */
function tokenSeconds(spec: Plain): number {
  const asked = tokensOf(spec).filter(({ volume }) => !(textIn(volume, 'name') ?? '').startsWith('kube-api-access-'));
  return Math.max(0, ...asked.map(({ seconds }) => seconds));
}

/** Tokens that a pod asks for by itself; one lasts an hour where nothing is said. */
function tokensOf(spec: Plain): readonly { readonly volume: Plain; readonly seconds: number }[] {
  return listIn(spec, 'volumes')
    .filter(isPlain)
    .flatMap((volume) =>
      listIn(recordIn(volume, 'projected'), 'sources').flatMap((source) => {
        const token = recordIn(source, 'serviceAccountToken');
        const seconds = token?.expirationSeconds;
        return token === undefined ? [] : [{ volume, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : 3600 }];
      }),
    );
}

/** The way to a pod's template in an object of a kind of somebody's own: the first `template` with containers. */
function findTemplate(object: Plain): readonly string[] | undefined {
  const open: { readonly value: Plain; readonly path: readonly string[] }[] = [{ value: object, path: [] }];
  // Breadth first, a few levels: templates of known operators stand within four.
  for (let n = 0; n < open.length && n < 500; n++) {
    const { value, path } = open[n] ?? { value: {}, path: [] };
    if (path.length > 5) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!isPlain(part)) continue;
      if (/template$/i.test(key) && listIn(recordIn(part, 'spec'), 'containers').length > 0) return [...path, key];
      open.push({ value: part, path: [...path, key] });
    }
  }
  return undefined;
}
