import { listIn, type Plain, textIn } from '../../kubernetes-objects/plain.ts';
import { readJson } from '../tree/json.ts';
import { type Problem, pointerTo, type ReadTree, type Spot, type Tree } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';

/** An object as a file holds it. */
export interface ManifestObject {
  readonly object: Plain;
  /** Some of its document could not be read. */
  readonly damaged: boolean;
  readonly spotOf: (pointer: string) => Spot | undefined;
}

export interface ReadManifest {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly Problem[];
}

/** More documents than any tool writes into one file of 1 MiB. */
const mostDocuments = 5000;

/** Kinds that say something of identities, credentials or permissions; of any other only a pod's template would. */
const interesting =
  /^(?:List|ServiceAccount(?:List)?|Secret(?:List)?|ConfigMap(?:List)?|(?:Cluster)?Role(?:Binding)?(?:List)?|Pod(?:List|Template)?|Deployment(?:List)?|DaemonSet(?:List)?|StatefulSet(?:List)?|ReplicaSet(?:List)?|ReplicationController(?:List)?|Job(?:List)?|CronJob(?:List)?|PodIdentityAssociation|Namespace|Service(?:List)?|Ingress(?:List)?|NetworkPolicy(?:List)?|HTTPRoute|GRPCRoute|VirtualService|IngressRoute|Route|AuthorizationPolicy(?:List)?|EnvoyFilter|IstioOperator|VaultAuth|(?:Cluster)?SecretStore)$/;

/** API groups whose every kind says who is let in, into a cluster or to its workloads, or who somebody is. */
const telling =
  /^[ \t"']*apiVersion["']?[ \t]*:[ \t"']*(?:constraints\.gatekeeper\.sh|kyverno\.io|policies\.kyverno\.io|policies\.kubewarden\.io|admissionregistration\.k8s\.io|security\.istio\.io|policy\.linkerd\.io|gateway\.envoyproxy\.io|spire\.spiffe\.io|cilium\.io|crd\.projectcalico\.org)\//m;

/** Whether a text looks like objects of Kubernetes. A cheap look: what follows checks again. */
export function looksLikeManifest(text: string): boolean {
  if (!text.includes('apiVersion')) return false;
  if (/^\s*[{[]/.test(text) && /"apiVersion"\s*:/.test(text)) return /"kind"\s*:/.test(text);
  return /^[ \t"'{,-]*apiVersion["']?[ \t]*:/m.test(text) && /^[ \t"'{,]*kind["']?[ \t]*:/m.test(text);
}

/**
 * The objects of a manifest that matter: every document of a YAML text by itself, so that a broken one leaves the others;
 * what a list holds one by one. `made` says where the lines of a text that
 * was made of a template come from.
 */
export function readManifest(text: string, isJson: boolean, made: Made = asWritten): ReadManifest {
  const objects: ManifestObject[] = [];
  const problems: Problem[] = [];
  const documents = isJson ? [{ text, line: 0 }] : splitDocuments(text);
  for (const document of documents.slice(0, mostDocuments)) {
    if (!matters(document.text)) continue;
    const read: ReadTree = isJson ? readJson(document.text) : readYaml(document.text);
    const moved = (line: number): number => made.lineOf(line + document.line);
    // Of what is broken in one document the first tells enough.
    for (const p of read.problems.slice(0, 1)) problems.push({ ...p, ...(p.line === undefined ? {} : { line: moved(p.line) }) });
    if (read.tree?.kind !== 'map') continue;
    collect(
      {
        tree: read.tree,
        damaged: read.problems.some((p) => p.harmless !== true) || isDoubtful(document, made),
        moved,
        alone: documents.length === 1,
      },
      objects,
    );
  }
  if (documents.length > mostDocuments) problems.push({ detail: `more than ${mostDocuments} documents; the rest is not read` });
  return { objects, problems };
}

/** Where the lines of a text come from, and which of them depend on what is not known. Lines are 1-based. */
interface Made {
  readonly lineOf: (line: number) => number;
  readonly isDoubtful: (from: number, to: number) => boolean;
}

const asWritten: Made = { lineOf: (line) => line, isDoubtful: () => false };

function isDoubtful({ text, line }: { readonly text: string; readonly line: number }, made: Made): boolean {
  return made.isDoubtful(line + 1, line + text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
}

interface Source {
  readonly tree: Tree;
  readonly damaged: boolean;
  readonly moved: (line: number) => number;
  /** A pointer into one of several documents would lead nowhere. */
  readonly alone: boolean;
}

function collect(source: Source, objects: ManifestObject[]): void {
  const whole = plainOf(source.tree);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return;
  const object = whole as Plain;
  const kind = textIn(object, 'kind') ?? '';
  if (textIn(object, 'apiVersion') === undefined) return;
  const items = kind.endsWith('List') ? listIn(object, 'items') : undefined;
  const add = (one: Plain, above: string): void => {
    objects.push({
      object: one,
      damaged: source.damaged,
      spotOf: (pointer) => {
        const spot = spotAt(source.tree, `${above}${pointer}`);
        return spot && { line: source.moved(spot.line), column: spot.column, pointer: source.alone ? spot.pointer : '' };
      },
    });
  };
  if (items === undefined) add(object, '');
  else {
    for (const [i, item] of items.entries()) {
      // The items of a list of one kind need not repeat it.
      if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
        add({ ...(kind === 'List' ? {} : { kind: kind.slice(0, -4), apiVersion: object.apiVersion }), ...item }, `/items/${i}`);
      }
    }
  }
}

function matters(text: string): boolean {
  // Which of several kinds of a JSON text is the object's own does not show before it is read.
  if (/^\s*\{/.test(text)) return true;
  const kind = /^["' \t,]*kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/m.exec(text)?.[1];
  if (kind === undefined || kind === 'CustomResourceDefinition') return false;
  return interesting.test(kind) || telling.test(text) || /\bcontainers["']?[ \t]*:/.test(text);
}

function splitDocuments(text: string): readonly { readonly text: string; readonly line: number }[] {
  if (!/^---/m.test(text)) return [{ text, line: 0 }];
  const documents: { text: string; line: number }[] = [];
  let start = 0;
  let line = 0;
  let lineOfStart = 0;
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length + 1 : end + 1;
    if (text.startsWith('---', at) && /^---(?:[\s#]|$)/.test(text.slice(at, at + 4))) {
      if (at > start) documents.push({ text: text.slice(start, at), line: lineOfStart });
      // What follows the mark on its line belongs to the document; `---` alone is left in, it ends nothing there.
      start = at;
      lineOfStart = line;
    }
    at = next;
    line++;
  }
  if (start < text.length) documents.push({ text: text.slice(start), line: lineOfStart });
  return documents;
}

/** A tree without its places; of a repeated key the last value stands. */
export function plainOf(tree: Tree): unknown {
  if (tree.kind === 'list') return tree.items.map(plainOf);
  if (tree.kind === 'scalar') return tree.value;
  const out: Record<string, unknown> = Object.create(null);
  for (const { key, value } of tree.entries) out[key] = plainOf(value);
  return out;
}

/** The place of a part, or of the innermost thing around it that is there. */
function spotAt(tree: Tree, pointer: string): Spot {
  let here = tree;
  let path = '';
  for (const token of pointer.split('/').slice(1)) {
    path = `${path}/${token}`;
    const next: Tree | undefined =
      here.kind === 'map'
        ? here.entries.findLast((e) => pointerTo('', e.key) === `/${token}`)?.value
        : here.kind === 'list'
          ? here.items[Number(token)]
          : undefined;
    if (next === undefined) break;
    here = next;
  }
  return here;
}
