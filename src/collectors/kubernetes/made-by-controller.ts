import { flagIn, isPlain, listIn, mapIn, type Plain, recordIn, textIn } from '../kubernetes-objects/plain.ts';

/**
 * What a controller made, as that controller: a cluster has a handful of pods for each deployment, and all of them say the
 * same of the account they run as. The object of which its own controller is not known is returned as it is.
 */
export function asController(object: Plain): Plain {
  const metadata = recordIn(object, 'metadata');
  const owner = listIn(metadata, 'ownerReferences').find((o) => flagIn(o, 'controller') === true);
  const kind = textIn(owner, 'kind');
  const name = textIn(owner, 'name');
  // The node itself stands as the owner of pods that its kubelet runs from files.
  if (kind === undefined || name === undefined || kind === 'Node') return object;
  const template =
    textIn(object, 'kind') === 'Pod' ? { metadata: { labels: metadata?.labels }, spec: object.spec } : recordIn(object, 'spec', 'template');
  if (template === undefined) return object;
  const top = aboveOwner(kind, name, mapIn(object, 'metadata', 'labels'));
  const spec = top.kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
  const { namespace, labels } = metadata ?? {};
  const known = { name: top.name, ...(namespace === undefined ? {} : { namespace }), ...(isPlain(labels) ? { labels } : {}) };
  return { apiVersion: object.apiVersion, kind: top.kind, metadata: known, spec };
}

/**
 * A replica set is called like its deployment with the hash of the pod's template, a job of a cron job like that with the
 * minute it was due (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label,
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/).
 */
function aboveOwner(
  kind: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): { readonly kind: string; readonly name: string } {
  const hash = labels['pod-template-hash'];
  if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`))
    return { kind: 'Deployment', name: name.slice(0, -hash.length - 1) };
  const due = kind === 'Job' ? /^(.+)-\d{8}$/.exec(name)?.[1] : undefined;
  return due === undefined ? { kind, name } : { kind: 'CronJob', name: due };
}
