import type { Evidence } from '../../inventory/evidence.ts';
import type { Facts } from '../../inventory/fact-types.ts';
import type { Scope } from '../../inventory/fragment.ts';
import { namespaceScopeId } from '../../inventory/rbac.ts';
import type { Workload } from '../../inventory/workload.ts';
import { environmentOf } from '../aws-policy/tag-meaning.ts';
import type { Draft } from '../place-below.ts';
import { type Admission, readAdmission } from './admission.ts';
import { readApiServer } from './api-server.ts';
import { type Cluster, type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { type Entrance, openWaysTo, readRoute, readService, type Service } from './entrances.ts';
import { readInstalledRoute } from './installed-routes.ts';
import { type NodePool, takeNode } from './nodes.ts';
import { listIn, mapIn, textIn } from './plain.ts';
import { type RequestPolicy, readRequestPolicy } from './request-policies.ts';
import { readSpiffeTemplate, type SocketPods, type SpiffeTemplate, spiffeIdentities } from './spiffe-templates.ts';
import { isClusterWall, keepsFromMetadata, type PodWall, readWall } from './walls.ts';

/** Which of what counts for a cluster as a whole was read to its end. */
export interface SetupKnown {
  readonly namespaces: boolean;
  readonly admission: boolean;
  readonly entrances: boolean;
  readonly walls: boolean;
}

/** An agent or MCP server, with the labels by which services find it. */
export interface AgentPods {
  readonly workload: Workload;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const mostListed = 200;
const mostPlaces = 5;

/** What objects say together of a cluster: what decides about requests, the ways in and out, its machines and namespaces. */
export class ClusterSetup {
  readonly #cluster: Pick<Cluster, 'id' | 'emit'>;
  readonly #name: string;
  readonly #admission: Admission[] = [];
  readonly #policies: RequestPolicy[] = [];
  readonly #services: Service[] = [];
  readonly #entrances: Entrance[] = [];
  readonly #walls: PodWall[] = [];
  readonly #pools = new Map<string, NodePool>();
  readonly #agents: AgentPods[] = [];
  readonly #servers: Workload[] = [];
  readonly #places: Evidence[] = [];
  readonly #spiffe: SpiffeTemplate[] = [];
  readonly #sockets: SocketPods[] = [];
  readonly #labels = new Map<string, Readonly<Record<string, string>>>();
  /** Namespaces with their environments, as far as anything tells them. */
  readonly #namespaces = new Map<string, string | undefined>();
  #isWalled = false;

  /** `name`: the cluster, for a person. */
  constructor(cluster: Pick<Cluster, 'id' | 'emit'>, name: string) {
    this.#cluster = cluster;
    this.#name = name;
  }

  takeAgent(agent: AgentPods): void {
    this.#agents.push(agent);
  }

  takeSocket(pods: SocketPods): void {
    this.#sockets.push(pods);
  }

  take(of: ClusterObject): void {
    switch (kindOf(of)) {
      case 'Namespace':
        this.#takeNamespace(of);
        break;
      case 'RoleBinding':
        for (const name of [namespaceOf(of), ...listIn(of.object, 'subjects').flatMap((s) => textIn(s, 'namespace') ?? [])])
          if (!this.#namespaces.has(name)) this.#namespaces.set(name, environmentOf(undefined, name));
        return;
      case 'ClusterSPIFFEID': {
        const rule = readSpiffeTemplate(of);
        if (rule !== undefined) this.#spiffe.push(rule);
        return;
      }
      case 'Node':
        takeNode(this.#pools, of);
        return;
      case 'Service': {
        const read = readService(of);
        if (read !== undefined) this.#services.push(read.service);
        if (read?.entrance !== undefined) this.#entrances.push(read.entrance);
        return;
      }
      case 'Ingress':
      case 'HTTPRoute':
      case 'GRPCRoute': {
        const route = readRoute(of);
        if (route !== undefined) this.#entrances.push(route);
        return;
      }
      case 'VirtualService':
      case 'IngressRoute':
      case 'Route':
        this.#entrances.push(...readInstalledRoute(of));
        return;
      case 'NetworkPolicy': {
        const wall = readWall(of);
        if (wall !== undefined) this.#walls.push(wall);
        return;
      }
      case 'CiliumClusterwideNetworkPolicy':
      case 'GlobalNetworkPolicy':
        this.#isWalled ||= isClusterWall(of);
        return;
      case 'Pod':
        this.#takePod(of);
        return;
    }
    this.#takePolicies(of);
  }

  finish(known: SetupKnown): void {
    this.#emitScope(known);
    const cluster = `kubernetes:cluster/${this.#cluster.id}`;
    for (const [name, environment] of this.#namespaces) {
      if (environment === undefined) continue;
      const id = namespaceScopeId(this.#cluster.id, name);
      this.#cluster.emit({ type: 'scope', value: { id, plane: 'kubernetes', name: `namespace ${name}`, parent: cluster, environment } });
    }
    for (const workload of this.#servers) this.#cluster.emit({ type: 'workload', value: workload });
    this.#emitNodes(known);
    for (const rule of this.#spiffe)
      for (const pods of this.#sockets)
        for (const fragment of spiffeIdentities(rule, pods, this.#labels.get(pods.namespace) ?? {})) this.#cluster.emit(fragment);
    for (const { workload, namespace, labels } of this.#agents) {
      const ways = openWaysTo(
        { namespace, labels },
        { services: this.#services, entrances: this.#entrances, policies: this.#policies, walls: this.#walls },
      );
      if (ways.length === 0 && !known.entrances) continue;
      this.#cluster.emit({ type: 'workload', value: { ...workload, settings: { ...workload.settings, open_ways: ways } } });
    }
  }

  #takeNamespace(of: ClusterObject): void {
    const name = nameOf(of);
    if (name === undefined) return;
    // As every namespace is labelled by the API server itself.
    const labels = { ...mapIn(of.object, 'metadata', 'labels'), 'kubernetes.io/metadata.name': name };
    this.#namespaces.set(name, environmentOf(labels, name));
    this.#labels.set(name, labels);
  }

  #takePod(of: ClusterObject): void {
    const settings = readApiServer(of);
    if (settings === undefined) return;
    this.#servers.push({
      id: `kubernetes:workload/${this.#cluster.id}/kube-system/api-server/${nameOf(of) ?? ''}`,
      kind: 'kubernetes-api-server',
      name: `the API server of ${this.#name}`,
      scope: this.#cluster.id,
      settings,
      evidence: [of.placeOf('/spec/containers/0')],
    });
  }

  #takePolicies(of: ClusterObject): void {
    const admission = readAdmission(of);
    const policy = readRequestPolicy(of);
    this.#admission.push(...admission);
    if (policy !== undefined) this.#policies.push(policy);
    if ((admission.length > 0 || policy !== undefined) && this.#places.length < mostPlaces) this.#places.push(of.placeOf('/metadata/name'));
  }

  #emitScope(known: SetupKnown): void {
    const policies = this.#admission.flatMap(({ policy }) => policy ?? []);
    const listed = (list: readonly string[], isWhole = known.admission): readonly string[] | undefined =>
      list.length > 0 || isWhole ? [...new Set(list)].sort().slice(0, mostListed) : undefined;
    const settings: Draft<Facts<'ScopeSettings'>> = {
      admission_engines: listed(this.#admission.map((a) => a.engine)),
      admission_denies: listed(policies.flatMap((p) => (p.denies ? [p.name] : []))),
      admission_watches: listed(policies.flatMap((p) => (p.denies ? [] : [p.name]))),
      admission_fails_open: listed(this.#admission.flatMap((a) => a.failsOpen ?? [])),
      // Which kinds of policies a cluster knows depends on what is installed there.
      request_policies: listed(
        this.#policies.map((p) => p.shown),
        false,
      ),
      request_engines: listed(
        this.#policies.flatMap((p) => p.engine ?? []),
        false,
      ),
    };
    const defined = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    if (Object.keys(defined).length === 0) return;
    const scope: Scope = {
      id: `kubernetes:cluster/${this.#cluster.id}`,
      plane: 'kubernetes',
      name: this.#name,
      settings: defined,
      ...(this.#places.length === 0 ? {} : { evidence: this.#places }),
    };
    this.#cluster.emit({ type: 'scope', value: scope });
  }

  #emitNodes(known: SetupKnown): void {
    const names = [...this.#namespaces.keys()];
    const isWalled = this.#isWalled || (names.length > 0 && names.every((name) => keepsFromMetadata(this.#walls, name)));
    for (const { name, machines, concealed, evidence } of this.#pools.values()) {
      const settings = {
        machines: [...machines].sort(),
        metadata_walled: isWalled || concealed || (known.walls && known.namespaces ? false : undefined),
      };
      this.#cluster.emit({
        type: 'workload',
        value: {
          id: `kubernetes:workload/${this.#cluster.id}/-/nodes/${name.replace(/[\s/]+/g, '.')}`,
          kind: 'kubernetes-nodes',
          name: `nodes ${name} of ${this.#name}`,
          scope: this.#cluster.id,
          settings,
          evidence: [evidence],
        },
      });
    }
  }
}
