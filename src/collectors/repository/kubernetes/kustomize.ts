import { posix } from 'node:path';
import { isPlain, listIn, type Plain, recordIn, textIn, textsIn } from '../../kubernetes-objects/plain.ts';
import type { Gathering } from '../gathering.ts';
import { plainPath, type ScannedTree } from '../infrastructure/scanned-tree.ts';
import type { OpenFile } from '../open-file.ts';
import { recordCredentials } from '../secrets/record.ts';
import { at, itemsOf, type Tree, textOf } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';
import type { HeldObject } from './held-object.ts';
import { plainOf, readManifest } from './manifest-documents.ts';

/** Kustomizations that take in one another, and objects that come of it. */
const mostLevels = 20;
const mostObjects = 20_000;

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

interface Kustomization {
  readonly file: OpenFile;
  readonly directory: string;
  readonly plain: Plain;
  readonly resources: readonly string[];
}

/** What kustomizations make of manifests: namespaces, name prefixes and suffixes are applied, patches make a thing not fully known. */
export class Kustomizations {
  readonly #out: Gathering;
  readonly #tree: ScannedTree;
  readonly #all = new Map<string, Kustomization>();

  constructor(out: Gathering, tree: ScannedTree) {
    this.#out = out;
    this.#tree = tree;
  }

  take(file: OpenFile): void {
    const { tree } = this.#out.tree(file, readYaml);
    const plain = tree === undefined ? undefined : plainOf(tree);
    if (tree === undefined || !isPlain(plain)) return;
    const directory = posix.dirname(file.path) === '.' ? '' : posix.dirname(file.path);
    const resources = ['resources', 'bases', 'components'].flatMap((key) => textsIn(plain, key));
    this.#all.set(directory, { file: { ...file, text: '' }, directory, plain, resources });
    this.#readGenerators(file, tree);
  }

  /** The objects of every kustomization that no other one takes in, and the files that are taken in by any. */
  build(objects: ReadonlyMap<string, readonly HeldObject[]>): {
    readonly objects: readonly HeldObject[];
    readonly claimed: ReadonlySet<string>;
  } {
    const claimed = new Set<string>();
    const inner = new Set<string>();
    for (const k of this.#all.values()) {
      for (const path of [...k.resources, ...patchFiles(k.plain)]) {
        const target = below(k.directory, path);
        if (target === undefined) continue;
        if (this.#all.has(target)) inner.add(target);
        else claimed.add(target);
      }
    }
    const built: HeldObject[] = [];
    for (const [directory, k] of this.#all) if (!inner.has(directory)) built.push(...this.#expand(k, objects, [], claimed));
    return { objects: built.slice(0, mostObjects), claimed };
  }

  #expand(
    k: Kustomization,
    objects: ReadonlyMap<string, readonly HeldObject[]>,
    above: readonly string[],
    claimed: ReadonlySet<string>,
  ): readonly HeldObject[] {
    if (above.includes(k.directory) || above.length > mostLevels) return [];
    const found: HeldObject[] = [];
    for (const path of k.resources) {
      const target = below(k.directory, path);
      const inner = target === undefined ? undefined : this.#all.get(target);
      if (inner !== undefined) found.push(...this.#expand(inner, objects, [...above, k.directory], claimed));
      else if (target !== undefined && claimed.has(target) && objects.has(target)) found.push(...(objects.get(target) ?? []));
      else if (/^(?:https?:|git@|ssh:|github\.com\/)|\?ref=/.test(path)) this.#note(k, 'a resource of another place is not read');
      if (found.length > mostObjects) break;
    }
    const patched = this.#patchTargets(k);
    return transform(found, k.plain, patched);
  }

  /** Kind and name of what patches change; undefined parts stand for any. */
  #patchTargets(k: Kustomization): readonly { readonly kind?: string; readonly name?: string }[] {
    const targets: { kind?: string; name?: string }[] = [];
    const add = (kind: string | undefined, name: string | undefined): void => {
      targets.push({ ...(kind === undefined ? {} : { kind }), ...(name === undefined ? {} : { name }) });
    };
    const addText = (text: string): void => {
      const { objects } = readManifest(text, false);
      for (const { object } of objects) add(textIn(object, 'kind'), textIn(recordIn(object, 'metadata'), 'name'));
      if (objects.length === 0 && !/^\s*-/.test(text)) add(undefined, undefined);
    };
    const addFile = (path: string): void => {
      const target = below(k.directory, path);
      const read = target === undefined ? undefined : this.#tree.read(target);
      if (read !== undefined && 'text' in read) addText(read.text);
    };
    for (const patch of ['patches', 'patchesJson6902'].flatMap((key) => listIn(k.plain, key))) {
      const target = recordIn(patch, 'target');
      if (target !== undefined) add(textIn(target, 'kind'), textIn(target, 'name'));
      else if (textIn(patch, 'patch') !== undefined) addText(textIn(patch, 'patch') ?? '');
      else if (textIn(patch, 'path') !== undefined) addFile(textIn(patch, 'path') ?? '');
    }
    for (const patch of textsIn(k.plain, 'patchesStrategicMerge')) {
      if (patch.includes('\n')) addText(patch);
      else addFile(patch);
    }
    if (targets.length > 0) this.#note(k, 'its patches are not applied, and what they change counts as not fully known');
    if (listIn(k.plain, 'helmCharts').length > 0) this.#note(k, 'the charts that it fetches are not read');
    return targets;
  }

  #note({ file }: Kustomization, detail: string): void {
    this.#out.gap(file.path, 'unsupported', detail, { harmless: true });
  }

  /** Secrets and configuration maps that it makes of literals. */
  #readGenerators(file: OpenFile, tree: Tree): void {
    for (const generator of [...itemsOf(at(tree, 'secretGenerator')), ...itemsOf(at(tree, 'configMapGenerator'))]) {
      const candidates = itemsOf(at(generator, 'literals')).flatMap((item) => {
        const match = /^([^=]{1,200})=(.*)$/s.exec(textOf(item) ?? '');
        const value = match?.[2]?.replace(/^(["'])(.*)\1$/s, '$2');
        return match === null || value === undefined ? [] : [{ key: match[1] ?? '', value, spot: item, position: 'file' as const }];
      });
      recordCredentials(this.#out, file, () => this.#tree.applicationOf(file.path), candidates);
    }
  }
}

function below(directory: string, path: string): string | undefined {
  return path.length > 1024 || path.includes('://') ? undefined : plainPath(posix.join(directory === '' ? '.' : directory, path));
}

function patchFiles(plain: Plain): readonly string[] {
  const strategic = textsIn(plain, 'patchesStrategicMerge').filter((p) => !p.includes('\n'));
  return [...strategic, ...['patches', 'patchesJson6902'].flatMap((key) => listIn(plain, key).flatMap((p) => textIn(p, 'path') ?? []))];
}

/** Kinds that belong to no namespace. */
const clusterKinds = /^(?:ClusterRole|ClusterRoleBinding|Namespace|PersistentVolume|StorageClass)$/;

/** Namespace, prefix and suffix of a kustomization, put on objects and on what refers to them. */
function transform(
  held: readonly HeldObject[],
  plain: Plain,
  patched: readonly { readonly kind?: string; readonly name?: string }[],
): readonly HeldObject[] {
  const namespace = textIn(plain, 'namespace');
  const [prefix, suffix] = [textIn(plain, 'namePrefix') ?? '', textIn(plain, 'nameSuffix') ?? ''];
  if (namespace === undefined && prefix === '' && suffix === '' && patched.length === 0) return held;
  const keyOf = (kind: string | undefined, name: string | undefined): string => `${kind}/${name}`;
  const nameIn = (object: Plain): string | undefined => textIn(recordIn(object, 'metadata'), 'name');
  const own = new Set(held.map((h) => keyOf(textIn(h.object, 'kind'), nameIn(h.object))));
  const rename = (kind: string | undefined, name: string | undefined): string | undefined =>
    name === undefined || !own.has(keyOf(kind, name)) ? name : `${prefix}${name}${suffix}`;
  return held.map((h) => {
    const kind = textIn(h.object, 'kind');
    const name = nameIn(h.object);
    const partial = h.partial || patched.some((p) => (p.kind ?? kind) === kind && (p.name ?? name) === name);
    const metadata: Record<string, unknown> = { ...recordIn(h.object, 'metadata'), name: rename(kind, name) };
    if (namespace !== undefined && !clusterKinds.test(kind ?? '')) metadata.namespace = namespace;
    const object: Record<string, unknown> = { ...renameAccounts(h.object, (account) => rename('ServiceAccount', account)), metadata };
    if (isPlain(h.object.roleRef)) {
      object.roleRef = { ...h.object.roleRef, name: rename(textIn(h.object.roleRef, 'kind'), textIn(h.object.roleRef, 'name')) };
      object.subjects = listIn(h.object, 'subjects').map((s) => {
        const account = textIn(s, 'name');
        if (!isPlain(s) || textIn(s, 'kind') !== 'ServiceAccount') return s;
        const isOwn = own.has(keyOf('ServiceAccount', account)) || account === 'default';
        return { ...s, name: rename('ServiceAccount', account), ...(namespace !== undefined && isOwn ? { namespace } : {}) };
      });
    }
    return { ...h, object, partial };
  });
}

/** A copy of an object in which pods run as renamed accounts. */
function renameAccounts(object: Plain, rename: (account: string) => string | undefined, depth = 0): Plain {
  if (depth > 8) return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (/^serviceAccount(?:Name)?$/.test(key) && typeof value === 'string') return [key, rename(value)];
      return [key, isPlain(value) ? renameAccounts(value, rename, depth + 1) : value];
    }),
  );
}
