import { engineInImage, isDryRun, isEnvoyImage, isMeshProxyImage, isRedirectImage, mayDecide } from '../../policy-engines/engine-images.ts';
import { isPlain, listIn, type Plain, recordIn, textIn, textsIn } from '../plain.ts';

/** What a pod's template says of who decides about requests to it. */
export interface PodEngines {
  /** Policy engines that run beside what the pod is there for. */
  readonly engines: readonly { readonly engine: string; readonly dryRun: boolean; readonly pointer: string }[];
  /** Its own Envoy stands in the pod. */
  readonly envoy?: { readonly pointer: string };
  /** All of its traffic is sent through that. */
  readonly redirected: boolean;
  /** A proxy of the mesh stands in the pod: by what it holds, or by what it asks for; absent where it says neither. */
  readonly meshProxy?: boolean;
  /** ConfigMaps that are mounted into it. */
  readonly configMaps: readonly string[];
}

const nothing: PodEngines = { engines: [], redirected: false, configMaps: [] };
const asking: PodEngines = { ...nothing, meshProxy: true };
const refusing: PodEngines = { ...nothing, meshProxy: false };

/** Reads a pod's template. `pointer` leads to its `spec`. */
export function readPodEngines(template: Plain, spec: Plain, pointer: string): PodEngines {
  const asked = asksForProxy(template);
  const isPlainPod = (key: string): boolean => !listIn(spec, key).some((c) => mayDecide(textIn(c, 'image') ?? ''));
  if (isPlainPod('containers') && isPlainPod('initContainers')) return asked === undefined ? nothing : asked ? asking : refusing;
  const containers = ['containers', 'initContainers'].flatMap((key) =>
    listIn(spec, key).flatMap((c, i) =>
      isPlain(c) ? [{ c, key, image: textIn(c, 'image') ?? '', at: `${pointer}/${key}/${i}/image` }] : [],
    ),
  );
  // What starts first and stays is a sidecar too (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/).
  const running = containers.filter(({ c, key }) => key === 'containers' || textIn(c, 'restartPolicy') === 'Always');
  const isPart = (image: string): boolean => engineInImage(image) !== undefined || isEnvoyImage(image) || isMeshProxyImage(image);
  const isServed = running.some(({ image }) => !isPart(image));
  const engines = running.flatMap(({ c, image, at }) => {
    const engine = engineInImage(image);
    return engine === undefined ? [] : [{ engine, dryRun: isDryRun([...textsIn(c, 'args'), ...textsIn(c, 'command')]), pointer: at }];
  });
  const envoy = running.find(({ image }) => isEnvoyImage(image));
  const meshProxy = asked ?? (containers.some(({ image }) => isMeshProxyImage(image)) ? true : undefined);
  return {
    engines: isServed ? engines : [],
    ...(isServed && envoy !== undefined ? { envoy: { pointer: envoy.at } } : {}),
    redirected: containers.some(({ image }) => isRedirectImage(image)),
    ...(meshProxy === undefined ? {} : { meshProxy }),
    configMaps: listIn(spec, 'volumes').flatMap((v) => {
      const one = textIn(recordIn(v, 'configMap'), 'name');
      const projected = listIn(recordIn(v, 'projected'), 'sources').flatMap((s) => textIn(recordIn(s, 'configMap'), 'name') ?? []);
      return [...(one === undefined ? [] : [one]), ...projected];
    }),
  };
}

/** https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ : a label, formerly an annotation. */
function asksForProxy(template: Plain): boolean | undefined {
  const word =
    textIn(recordIn(template, 'metadata', 'labels'), 'sidecar.istio.io/inject') ??
    textIn(recordIn(template, 'metadata', 'annotations'), 'sidecar.istio.io/inject');
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Whether a namespace's labels have the mesh's proxy put into its pods; absent where they do not say. */
export function injectsProxy(labels: Readonly<Record<string, string>>): boolean | undefined {
  const word = labels['istio-injection'];
  if (word === 'disabled') return false;
  return word === 'enabled' || labels['istio.io/rev'] !== undefined ? true : undefined;
}
