import type { Identity } from '../inventory/identity.ts';
import type { Workload } from '../inventory/workload.ts';
import type { World } from './world.ts';

/** Workloads that a single role may carry without being shared: the deployment of several stacks, the parts of one gateway, runs of the same work. */
const sameHands: ReadonlySet<string> = new Set([
  'aws-agentcore-gateway-target',
  'aws-appsync-data-source',
  'aws-bedrock-data-source',
  'aws-cloudformation-stack',
  'aws-cloudformation-stack-set',
  'aws-ecs-running-task',
  'aws-eks-nodes',
  'aws-emr-serverless-job',
  'aws-events-rule',
  'aws-glue-session',
  'aws-sagemaker-pipeline',
  'aws-sagemaker-training-job',
  'aws-sagemaker-user-profile',
  'aws-schedule',
  'aws-ssm-activation',
  'aws-transfer-user',
  'azure-deployment-script',
  'azure-policy-assignment',
  'gcp-build-trigger',
  'gcp-custom-job',
]);

const agentKinds: ReadonlySet<string> = new Set(['aws-bedrock-agent', 'aws-agentcore-runtime', 'aws-agentcore-harness']);

/**
 * The distinct applications that run as an identity, by name, sorted: the instances of a group are one. An instance
 * profile, which may be nobody's, counts only where nothing else was seen.
 */
export function applicationsOf(world: World, identity: Identity): readonly string[] {
  const own = world.holdings.workloadsOf(identity.id);
  if (own.length === 0) return nothing;
  const all = own.filter((w) => !sameHands.has(w.kind));
  const running = all.filter((w) => w.kind !== 'aws-instance-profile');
  const names = new Map<string, string>();
  for (const workload of running.length > 0 ? running : all) {
    const key = workload.app === undefined ? `${workload.kind}/${workload.region}/${workload.name}` : `app/${workload.app}`;
    if (!names.has(key)) names.set(key, workload.app ?? workload.name);
  }
  return [...names.values()].sort();
}

const nothing: readonly string[] = [];

/** Identities that workloads are given, and that several may be given. */
const givenToWorkloads: ReadonlySet<string> = new Set([
  'aws-iam-role',
  'azure-managed-identity',
  'gcp-service-account',
  'kubernetes-service-account',
]);

/** The same, for rules: fewer than two prove nothing unless every service of the account was read. */
export function sharedBy(world: World, identity: Identity): readonly string[] | undefined {
  if (!givenToWorkloads.has(identity.kind)) return undefined;
  return knownList(world, identity, applicationsOf(world, identity));
}

/** The agents of Bedrock and AgentCore that run as a role. */
export function agentsAs(world: World, identity: Identity): readonly string[] | undefined {
  if (identity.kind !== 'aws-iam-role') return undefined;
  return knownList(world, identity, namesOf(world.holdings.workloadsOf(identity.id).filter((w) => agentKinds.has(w.kind))));
}

/** Whether something runs as an identity that is an agent, or that carries out the tool calls of agents. */
export function runsAgents({ holdings }: World, { id }: Identity): boolean {
  return holdings
    .workloadsOf(id)
    .some((w) => agentKinds.has(w.kind) || w.kind === 'aws-agentcore-gateway' || w.settings?.runs_agent === true);
}

/** Workloads that run as an identity and that anyone may call, of those that were seen. */
export function publicWorkloads(world: World, identity: Identity): readonly string[] {
  return namesOf(world.holdings.workloadsOf(identity.id).filter((w) => w.settings?.public === true));
}

function knownList(world: World, identity: Identity, names: readonly string[]): readonly string[] | undefined {
  return names.length >= 2 || everyWorkloadListed(world, identity) ? names : undefined;
}

/** Whether every service was read that workloads of an identity's home may run in: what was not seen is then not there. */
export function everyWorkloadListed(world: World, identity: Identity): boolean {
  const { plane, scope } = identity;
  let homes = listedBy.get(world);
  if (homes === undefined) {
    homes = new Map();
    listedBy.set(world, homes);
  }
  let ofPlane = homes.get(plane);
  if (ofPlane === undefined) {
    ofPlane = new Map();
    homes.set(plane, ofPlane);
  }
  let isListed = ofPlane.get(scope);
  if (isListed === undefined) {
    isListed = world.inventory.scopes.get(homeOf(identity))?.supplies?.includes('workloads') === true;
    ofPlane.set(scope, isListed);
  }
  return isListed;
}

/** Remembered by plane and scope: many identities live in few homes. */
const listedBy = new WeakMap<World, Map<Identity['plane'], Map<string, boolean>>>();

/** Whether more may run as an identity than was seen. */
export function mayRunMore(world: World, identity: Identity): boolean {
  return givenToWorkloads.has(identity.kind) && !everyWorkloadListed(world, identity);
}

/** The account, subscription, project or cluster that an identity lives in. */
function homeOf({ plane, scope }: Identity): string {
  if (plane === 'gcp') return `gcp:project/${scope}`;
  if (plane === 'kubernetes') return `kubernetes:cluster/${scope}`;
  return `${plane === 'azure' ? 'azure:subscription' : 'aws:account'}/${scope}`;
}

function namesOf(workloads: readonly Workload[]): readonly string[] {
  return workloads.map((w) => w.name).sort();
}
