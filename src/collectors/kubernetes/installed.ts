import { isPlain, listIn, recordIn, textIn, textsIn } from '../kubernetes-objects/plain.ts';
import type { ClusterApi } from './cluster-api.ts';
import { installable } from './installed-kinds.ts';
import type { Listing } from './permissions.ts';

const installedServed = 'policy engines, service meshes and what they decide';

/**
 * The lists of a cluster that are there only where somebody installed them, as its own discovery tells
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api). Throws RestFailure.
 */
export async function findInstalled(api: ClusterApi): Promise<readonly Listing[]> {
  const found: Listing[] = [];
  for (const group of listIn(await api.answer('/apis'), 'groups')) {
    const name = textIn(group, 'name') ?? '';
    const wanted = Object.hasOwn(installable, name) ? installable[name] : undefined;
    const version = textIn(recordIn(group, 'preferredVersion'), 'groupVersion');
    if (wanted === undefined || version === undefined) continue;
    for (const resource of listIn(await api.answer(`/apis/${version}`), 'resources')) {
      const plural = textIn(resource, 'name');
      const kind = textIn(resource, 'kind');
      if (plural === undefined || kind === undefined || plural.includes('/') || !textsIn(resource, 'verbs').includes('list')) continue;
      if (wanted !== '*' && wanted[plural] !== kind) continue;
      const namespaced = isPlain(resource) && resource.namespaced === true;
      found.push({ api: `/apis/${version}`, resource: plural, kind, namespaced, serves: installedServed, installed: true });
    }
  }
  return found;
}
