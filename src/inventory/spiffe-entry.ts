/** What a registration entry asks for: whoever has all of its selectors, where its parent hands it out. */
export interface SpiffeEntry {
  /** `k8s:ns:shop`, `unix:uid:1000`. */
  readonly selectors: readonly string[];
  readonly parent?: string | undefined;
}

/** An entry as one text, as facts hold it: `k8s:ns:shop + k8s:sa:checkout from spiffe://acme.example/spire/agent/...`. */
export function writeEntry({ selectors, parent }: SpiffeEntry): string {
  return `${selectors.join(' + ')}${parent === undefined ? '' : ` from ${parent}`}`;
}

export function readEntryText(text: string): SpiffeEntry {
  const [, before = text, parent] = /^(.*) from (spiffe:\/\/\S+)$/s.exec(text) ?? [];
  return { selectors: before === '' ? [] : before.split(' + '), ...(parent === undefined ? {} : { parent }) };
}

/** The value of the first selector that begins so: `shop` of `k8s:ns:shop` for `k8s:ns:`. */
export function selectorValue({ selectors }: SpiffeEntry, prefix: string): string | undefined {
  return selectors.find((s) => s.startsWith(prefix))?.slice(prefix.length);
}

/**
 * The cluster of an agent that proved itself by the token of its pod: agents are called `/spire/agent/k8s_psat/CLUSTER/NODE`
 * (https://github.com/spiffe/spire/blob/main/doc/plugin_server_nodeattestor_k8s_psat.md).
 */
export function clusterOfAgent(id: string | undefined): string | undefined {
  return /^spiffe:\/\/[^/]+\/spire\/agent\/k8s_p?sat\/([^/]+)/.exec(id ?? '')?.[1];
}

/**
 * Who is given an identity beside the workload that is meant, where selectors say no more than what whoever starts something there may
 * choose: in a cluster the namespace, labels and names but not the account or the image by its digest, on a machine the user
 * (https://github.com/spiffe/spire/blob/main/doc/plugin_agent_workloadattestor_k8s.md, ..._unix.md, ..._docker.md).
 */
export function openTo(entry: SpiffeEntry): string | undefined {
  const types = new Set(entry.selectors.map((s) => s.slice(0, s.indexOf(':'))));
  const pinned = entry.selectors.some(
    (s) =>
      /^(?:k8s:(?:pod-uid|container-image|pod-image)|docker:image_config_digest|unix:sha256|docker:image_id)\b.*/.test(s) && isPinned(s),
  );
  if (pinned || types.size === 0) return undefined;
  if (types.has('k8s')) {
    const namespace = selectorValue(entry, 'k8s:ns:');
    const account = selectorValue(entry, 'k8s:sa:');
    if (namespace !== undefined && account !== undefined) return undefined;
    if (namespace !== undefined) return `every pod of namespace ${namespace}${chosen(entry, 'k8s:')}`;
    return account === undefined ? `every pod${chosen(entry, 'k8s:')}` : `every pod of an account ${account}, in any namespace`;
  }
  if (types.size === 1 && types.has('docker')) return `every container${chosen(entry, 'docker:')}`;
  if (types.size === 1 && types.has('unix') && selectorValue(entry, 'unix:path:') === undefined) {
    const user = selectorValue(entry, 'unix:uid:') ?? selectorValue(entry, 'unix:user:');
    return user === undefined ? undefined : `every process of user ${user}`;
  }
  return undefined;
}

function isPinned(selector: string): boolean {
  return /pod-uid|sha256|digest/.test(selector);
}

/** The labels and names that whoever starts a pod or container gives it. */
function chosen({ selectors }: SpiffeEntry, prefix: string): string {
  const own = selectors.filter((s) => s.startsWith(prefix) && !/^k8s:(?:ns|sa):/.test(s)).map((s) => s.slice(prefix.length));
  return own.length === 0 ? '' : ` that is given ${own.join(' and ')}`;
}
