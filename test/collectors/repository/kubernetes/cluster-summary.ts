import { KubernetesPermissions } from '../../../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { scan } from '../scan.ts';

/** What the manifests, charts and Compose files of a directory say, one line a thing, in the order of their text. */
export async function clusterSummary(root: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { inventory } = await scan(root);
  const permissions = new KubernetesPermissions(inventory);
  const short = (id: string | undefined): string =>
    (id ?? 'nobody').replace(/^kubernetes:|^repository:/, '').replace(/cluster\.[\w.-]+\//, '');
  const place = (e: { readonly file?: string; readonly line?: number } | undefined): string => `${e?.file}:${e?.line}`;
  const identities = [...inventory.identities.values()].map((i) => {
    const { level, read, write, execute, grant, secrets } = permissions.powerOf(i.id);
    const power = i.kind === 'kubernetes-service-account' ? ` ${level} (${[read, write, execute, grant, secrets].join(' ')})` : '';
    return `${i.standing} ${i.kind} ${i.name}${power} ${place(i.evidence[0])}${i.agent ? ' agent' : ''}`;
  });
  const workloads = [...inventory.workloads.values()].map((w) => {
    const { env_secrets, host_access, person_logins, token_doubts, runs_agent, automount } = w.settings ?? {};
    const facts = { env_secrets, host_access, person_logins, token_doubts, runs_agent, automount };
    const told = Object.entries(facts).flatMap(([k, v]) =>
      v === undefined || v === false || (Array.isArray(v) && v.length === 0) ? [] : [`${k}=${v}`],
    );
    return `${w.kind} ${w.name} as ${short(w.identity)} ${told.join('; ')}`.trim();
  });
  const grants = [...inventory.grants.values()].flat().map((g) => `${short(g.holder)}: ${g.name} in ${g.namespace ?? 'the cluster'}`);
  const credentials = [...inventory.credentials.values()].map((c) => {
    const held = inventory.links.filter((l) => l.kind === 'holds' && l.to === c.id).map((l) => short(l.from));
    return `${c.kind} ${c.name} of ${short(c.identity)} held by ${held.join(', ') || 'nobody'} ${place(c.evidence[0])}`;
  });
  const links = inventory.links.flatMap((l) => (l.kind === 'assumes' ? [`${short(l.from)} -> ${l.to} as ${l.claims?.sub?.join()}`] : []));
  const gaps = inventory.gaps.map((g) => `${g.partial === false ? 'note' : 'gap'} ${place(g)} ${g.detail}`);
  const lists = { identities, workloads, grants, credentials, links, gaps };
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list].sort()]));
}
