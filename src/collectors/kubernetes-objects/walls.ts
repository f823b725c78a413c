import { type ClusterObject, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';

/** What a NetworkPolicy lets through to and from the pods that it selects. */
export interface PodWall {
  readonly namespace: string;
  /** Labels of the pods; empty: all of the namespace. */
  readonly selects: Readonly<Record<string, string>>;
  /** It selects by more than labels that are written down: which pods, is not worked out. */
  readonly selectsSome: boolean;
  /** Absent: it says nothing of that direction. */
  readonly ingress?: { readonly fromAnywhere: boolean };
  readonly egress?: { readonly toMetadata: boolean };
}

/** Where the clouds answer a machine who it is. */
const metadata = [169, 254, 169, 254];
const metadataPort = 80;

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export function readWall(of: ClusterObject): PodWall | undefined {
  const spec = recordIn(of.object, 'spec');
  if (spec === undefined) return undefined;
  const types = textsIn(spec, 'policyTypes');
  const ingress = types.length === 0 || types.includes('Ingress');
  const egress = types.length === 0 ? spec.egress !== undefined : types.includes('Egress');
  return {
    namespace: namespaceOf(of),
    selects: mapIn(spec, 'podSelector', 'matchLabels'),
    selectsSome: listIn(recordIn(spec, 'podSelector'), 'matchExpressions').length > 0,
    ...(ingress ? { ingress: { fromAnywhere: listIn(spec, 'ingress').some((rule) => lets(rule, 'from', [203, 0, 113, 1])) } } : {}),
    ...(egress
      ? { egress: { toMetadata: listIn(spec, 'egress').some((rule) => opensMetadataPort(rule) && lets(rule, 'to', metadata)) } }
      : {}),
  };
}

/** Whether a rule lets through what comes from, or goes to, an address: any peer at all, or a block that holds it. */
function lets(rule: unknown, key: 'from' | 'to', address: readonly number[]): boolean {
  const peers = listIn(rule, key);
  if (peers.length === 0) return true;
  return peers.some((peer) => {
    const block = recordIn(peer, 'ipBlock');
    return block !== undefined && holds(textIn(block, 'cidr'), address) && !textsIn(block, 'except').some((part) => holds(part, address));
  });
}

/** Whether a rule for the way out is about the port of the metadata service: one that names no ports is about all. */
function opensMetadataPort(rule: unknown): boolean {
  const ports = listIn(rule, 'ports');
  return (
    ports.length === 0 ||
    ports.some((one) => {
      const { port, endPort } = isPlain(one) ? one : {};
      if ((textIn(one, 'protocol') ?? 'TCP') !== 'TCP') return false;
      if (port === undefined) return true;
      // A name is that of a port of pods.
      return typeof port === 'number' && port <= metadataPort && metadataPort <= (typeof endPort === 'number' ? endPort : port);
    })
  );
}

function holds(cidr: string | undefined, address: readonly number[]): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr ?? '');
  if (match === null) return false;
  const number = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - Number(match[5]));
  return Math.floor(number(match.slice(1, 5).map(Number)) / size) === Math.floor(number(address) / size);
}

/**
 * Whether anybody's traffic gets to some pods: nothing selects them, or something that does lets it through. Policies add up. One whose
 * pods are not worked out may be about these.
 */
export function letsIn(
  walls: readonly PodWall[],
  pods: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
): boolean {
  const around = walls.filter(
    (w) =>
      w.ingress !== undefined &&
      w.namespace === pods.namespace &&
      Object.entries(w.selects).every(([key, value]) => pods.labels[key] === value),
  );
  return around.length === 0 || around.some((w) => !w.selectsSome && w.ingress?.fromAnywhere === true);
}

/**
 * Whether policies keep every pod of a namespace from the metadata service of its machine: one that selects all of them, and none
 * that lets them there after all.
 */
export function keepsFromMetadata(walls: readonly PodWall[], namespace: string): boolean {
  const around = walls.filter((w) => w.egress !== undefined && w.namespace === namespace);
  const selectsAll = ({ selects, selectsSome }: PodWall): boolean => !selectsSome && Object.keys(selects).length === 0;
  return around.some(selectsAll) && around.every((w) => w.egress?.toMetadata === false);
}

/** Policies of Cilium and Calico for the whole cluster that name the metadata service to forbid it. */
export function isClusterWall({ object }: ClusterObject): boolean {
  const spec = recordIn(object, 'spec');
  const isCilium = listIn(spec, 'egressDeny').some((rule) =>
    [...textsIn(rule, 'toCIDR'), ...listIn(rule, 'toCIDRSet').flatMap((set) => textIn(set, 'cidr') ?? [])].some((cidr) =>
      holds(cidr, metadata),
    ),
  );
  const isCalico = listIn(spec, 'egress').some(
    (rule) => textIn(rule, 'action') === 'Deny' && textsIn(recordIn(rule, 'destination'), 'nets').some((net) => holds(net, metadata)),
  );
  return (isCilium || isCalico) && !isSelective(spec);
}

function isSelective(spec: Plain | undefined): boolean {
  const selector = spec?.selector ?? recordIn(spec, 'endpointSelector', 'matchLabels');
  return typeof selector === 'string' ? selector !== 'all()' && selector !== '' : Object.keys(mapIn({ selector }, 'selector')).length > 0;
}
