import type { Evidence } from '../../inventory/evidence.ts';
import { type ClusterObject, nameOf } from './cluster-object.ts';
import { mapIn, recordIn, textIn } from './plain.ts';

/** Machines of a cluster that are set up alike, and so have the same identity in their cloud. */
export interface NodePool {
  readonly name: string;
  /** Ids of machines as their cloud knows them: `i-0123456789abcdef0`, `project/zone/name`, an ARM id in lower case. */
  readonly machines: string[];
  /** GKE: pods get tokens of their own where they ask the machine for its. */
  readonly concealed: boolean;
  readonly evidence: Evidence;
}

/** Labels with which clouds and their tools say which pool a machine is of, the plainest first. */
const poolLabels = [
  'eks.amazonaws.com/nodegroup',
  'karpenter.sh/nodepool',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
];

const mostMachines = 10;

/** Takes a Node up in its pool (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/). */
export function takeNode(pools: Map<string, NodePool>, of: ClusterObject): void {
  const name = nameOf(of);
  const machine = machineOf(textIn(recordIn(of.object, 'spec'), 'providerID'));
  if (name === undefined || machine === undefined) return;
  const labels = mapIn(of.object, 'metadata', 'labels');
  const pool = poolLabels.map((key) => labels[key]).find((value) => value !== undefined) ?? name;
  const concealed = labels['iam.gke.io/gke-metadata-server-enabled'] === 'true';
  const present = pools.get(pool);
  if (present === undefined) pools.set(pool, { name: pool, machines: [machine], concealed, evidence: of.placeOf('/spec/providerID') });
  else {
    if (present.machines.length < mostMachines) present.machines.push(machine);
    if (!concealed && present.concealed) pools.set(pool, { ...present, concealed });
  }
}

/** `aws:///eu-west-1a/i-0abc`, `gce://acme/europe-west1-b/node-1`, `azure:///subscriptions/...` as their clouds' ids. */
function machineOf(providerId: string | undefined): string | undefined {
  if (providerId === undefined || providerId.length > 500) return undefined;
  const aws = /^aws:\/\/.*\/(i-[0-9a-f]{8,17})$/.exec(providerId)?.[1];
  const google = /^gce:\/\/([a-z0-9.:-]+\/[a-z0-9-]+\/[a-z0-9-]+)$/.exec(providerId)?.[1];
  const azure = /^azure:\/\/(\/subscriptions\/.+)$/i.exec(providerId)?.[1]?.toLowerCase();
  return aws ?? google ?? azure?.replace(/\/virtualmachines\/\d+$/, '');
}
