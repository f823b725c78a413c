import type { DecisionPoint, Enforcement } from '../../../inventory/decision-point.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { readEnvoyConfig } from '../../policy-engines/envoy-config.ts';
import { readPlainYaml } from '../../policy-engines/plain-yaml.ts';
import { type ClusterObject, kindOf, nameOf, namespaceOf } from '../cluster-object.ts';
import { isOpen, mapIn, type Plain, recordIn } from '../plain.ts';
import { type MeshPolicy, readAuthorizationPolicy, readEnvoyFilter, readProviders } from './mesh-policy.ts';
import { injectsProxy, type PodEngines, readPodEngines } from './pod-engines.ts';

/** Where the mesh keeps what counts for every namespace (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/). */
const rootNamespace = 'istio-system';

/** There are as many as workloads: what most of them do not have is left out. */
interface HeldPod {
  readonly workload: string;
  readonly namespace: string;
  readonly labels: Plain;
  readonly partial: boolean;
  readonly meshProxy: boolean | undefined;
  readonly beside: { readonly engines: PodEngines; readonly placeOf: (pointer: string) => Evidence } | undefined;
}

const noLabels: Plain = {};

/** What a ConfigMap that is mounted into pods says of who decides. */
interface HeldConfig {
  readonly filters: readonly { readonly enforcement: Enforcement; readonly because: string }[];
  readonly dryRun: boolean;
  readonly place: Evidence;
}

type Judged = Pick<DecisionPoint, 'engine' | 'enforcement' | 'because' | 'evidence'>;

/**
 * What objects of one cluster say of who decides about requests to its pods. They come in any order: what is said of pods and
 * what selects them meet at the end.
 */
export class DecisionBook {
  readonly #pods = new Map<string, HeldPod>();
  readonly #policies: MeshPolicy[] = [];
  readonly #configs = new Map<string, HeldConfig>();
  readonly #injection = new Map<string, boolean>();
  #providers: ReadonlyMap<string, boolean> = new Map();

  /** Takes what a pod's template says; `pointer` leads to its `spec`. */
  takePod(of: ClusterObject, workload: string, template: Plain, spec: Plain, pointer: string): void {
    const engines = readPodEngines(template, spec, pointer);
    const present = this.#pods.get(workload);
    // A pod shows what was put into it, its controller what it was made from.
    const meshProxy = present?.meshProxy ?? engines.meshProxy;
    if (present !== undefined) {
      if (meshProxy !== present.meshProxy) this.#pods.set(workload, { ...present, meshProxy });
      return;
    }
    this.#pods.set(workload, {
      workload,
      namespace: namespaceOf(of),
      labels: recordIn(template, 'metadata', 'labels') ?? noLabels,
      partial: of.partial === true,
      meshProxy,
      beside: engines.engines.length === 0 && engines.envoy === undefined ? undefined : { engines, placeOf: of.placeOf },
    });
  }

  /** Takes an object of another kind, where it says something of it. */
  take(of: ClusterObject): void {
    switch (kindOf(of)) {
      case 'AuthorizationPolicy': {
        const policy = isOfIstio(of, 'security.istio.io') ? readAuthorizationPolicy(of) : undefined;
        if (policy !== undefined) this.#policies.push(policy);
        break;
      }
      case 'EnvoyFilter':
        if (isOfIstio(of, 'networking.istio.io')) this.#policies.push(...readEnvoyFilter(of));
        break;
      case 'IstioOperator':
        this.#providers = readProviders(recordIn(of.object, 'spec', 'meshConfig'));
        break;
      case 'Namespace': {
        const injects = injectsProxy(mapIn(of.object, 'metadata', 'labels'));
        const name = nameOf(of);
        if (injects !== undefined && name !== undefined) this.#injection.set(name, injects);
        break;
      }
      case 'ConfigMap':
        this.#takeConfigMap(of);
        break;
    }
  }

  /** Hands over who decides about which workload. */
  finish(emit: (fragment: Fragment) => void): void {
    for (const pod of this.#pods.values()) {
      for (const [i, judged] of [...this.#ofPod(pod), ...this.#ofMesh(pod)].entries()) {
        const value: DecisionPoint = {
          id: `${pod.workload}#decides/${i}`,
          decides: 'requests',
          covers: [pod.workload],
          ...judged,
          // With a part of it not known, what is left out may let requests through.
          enforcement: pod.partial && judged.enforcement === 'enforced' ? 'unproven' : judged.enforcement,
        };
        emit({ type: 'decision-point', value });
      }
    }
    this.#pods.clear();
  }

  #takeConfigMap(of: ClusterObject): void {
    const data = mapIn(of.object, 'data');
    const name = nameOf(of);
    if (name === undefined) return;
    if (name.startsWith('istio') && data.mesh !== undefined) this.#providers = readProviders(readPlainYaml(data.mesh));
    // A cheap look: most ConfigMaps hold nothing of it.
    const texts = Object.entries(data).filter(([, text]) => /ext_authz|http\.rbac/.test(text));
    if (texts.length === 0) return;
    const parsed = texts.map(([key, text]) => ({ key, value: readPlainYaml(text) }));
    const filters = parsed.flatMap(({ value }) => readEnvoyConfig(value));
    const dryRun = parsed.some(({ value }) => recordIn(value, 'plugins', 'envoy_ext_authz_grpc')?.['dry-run'] === true);
    const place = of.placeOf(`/data/${(texts[0]?.[0] ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`);
    this.#configs.set(`${namespaceOf(of)}/${name}`, { filters, dryRun, place });
  }

  /** What runs in the pod itself. */
  #ofPod(pod: HeldPod): readonly Judged[] {
    if (pod.beside === undefined) return [];
    const { engines, envoy, redirected, configMaps } = pod.beside.engines;
    const configs = configMaps.flatMap((name) => this.#configs.get(`${pod.namespace}/${name}`) ?? []);
    const asking = envoy === undefined ? undefined : configs.find((c) => c.filters.length > 0);
    const [filter] = asking?.filters ?? [];
    const engine = engines[0];
    const dry = configs.find((c) => c.dryRun);
    const name = engine?.engine ?? 'Envoy';
    const at = pod.beside.placeOf(engine?.pointer ?? envoy?.pointer ?? '');
    if (engine !== undefined && (engine.dryRun || dry !== undefined)) {
      const because = `${name} runs beside it in a dry run, and lets everything through`;
      return [{ engine: name, enforcement: 'watching', because, evidence: dry === undefined ? [at] : [dry.place, at] }];
    }
    if (filter === undefined || asking === undefined) {
      if (engine === undefined) return [];
      const because = `${name} runs beside it, and nothing seen shows that its requests are asked about`;
      return [{ engine: name, enforcement: 'unproven', because, evidence: [at] }];
    }
    const goesRound = filter.enforcement === 'enforced' && !redirected;
    return [
      {
        engine: name,
        enforcement: goesRound ? 'unproven' : filter.enforcement,
        because: goesRound ? `${filter.because}, and nothing seen keeps requests from going round it` : filter.because,
        evidence: [asking.place, at],
      },
    ];
  }

  /** What policies of the mesh say of it. */
  #ofMesh(pod: HeldPod): readonly Judged[] {
    const selecting = this.#policies.filter(
      (p) =>
        (p.namespace === pod.namespace || p.namespace === rootNamespace) &&
        Object.entries(p.labels).every(([key, value]) => !isOpen(value) && pod.labels[key] === value),
    );
    const isOpened = selecting.some((p) => p.allows === 'everything');
    const proxied = pod.meshProxy ?? this.#injection.get(pod.namespace);
    return selecting
      .filter((policy) => !isOpened || policy.allows === undefined)
      .map((policy) => ({ engine: 'Istio', ...this.#withDoubts(policy, proxied), evidence: [policy.place] }));
  }

  #withDoubts({ enforcement, because, provider }: MeshPolicy, proxied: boolean | undefined): Pick<Judged, 'enforcement' | 'because'> {
    if (proxied === false) return { enforcement: 'watching', because: `${because}, and no proxy of the mesh stands before it` };
    if (enforcement !== 'enforced') return { enforcement, because };
    const failsOpen = provider === undefined ? false : this.#providers.get(provider);
    if (failsOpen === true)
      return { enforcement: 'unproven', because: `${because}, and lets requests through where that fails (failOpen)` };
    if (proxied === undefined)
      return { enforcement: 'unproven', because: `${because}; whether a proxy of the mesh stands before it was not seen` };
    if (failsOpen === undefined)
      return { enforcement: 'unproven', because: `${because}; the mesh's configuration of ${provider ?? 'it'} was not seen` };
    return { enforcement, because };
  }
}

function isOfIstio({ object }: ClusterObject, group: string): boolean {
  const version = object.apiVersion;
  return typeof version === 'string' && version.startsWith(`${group}/`);
}
