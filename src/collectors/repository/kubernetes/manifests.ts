import { openCluster } from '../../../inventory/rbac.ts';
import { type Cluster, kindOf } from '../../kubernetes-objects/cluster-object.ts';
import { ClusterSetup } from '../../kubernetes-objects/cluster-setup.ts';
import { DecisionBook } from '../../kubernetes-objects/decisions/decision-book.ts';
import { readClusterObject } from '../../kubernetes-objects/read-object.ts';
import { isKnownBinding } from '../../kubernetes-objects/roles.ts';
import { isServedJson } from '../../kubernetes-objects/served.ts';
import type { Wants } from '../first-look.ts';
import type { Gathering } from '../gathering.ts';
import type { ScannedTree } from '../infrastructure/scanned-tree.ts';
import type { OpenFile } from '../open-file.ts';
import { type HeldObject, holdObject, toClusterObject } from './held-object.ts';
import { Charts, isChartFile } from './helm/charts.ts';
import { isKustomization, Kustomizations } from './kustomize.ts';
import { looksLikeManifest, readManifest } from './manifest-documents.ts';

const manifestMarks = ['apiVersion'] as const;

/** What a file must hold to be a manifest, by its name: only templates of charts may make theirs up. */
export function wantsManifest(path: string): Wants {
  if (/\.json$/i.test(path) && !isChartFile(path, '')) return manifestMarks;
  return /\.(?:ya?ml|json|tpl)$/i.test(path) || isKustomization(path) ? 'any' : 'none';
}

/** Whether a file is what kubectl printed of a cluster: a source of its own, under the cluster's name. */
function isServed({ path, text }: OpenFile): boolean {
  return /\.json$/i.test(path) && isServedJson(text);
}

/** What a service account is bound to has to be known before the account is handed over. */
const order = ['ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'];

/** Reads the manifests, charts and kustomizations of a tree, all of them as one cluster: the files do not say which. */
export class Manifests {
  readonly #out: Gathering;
  readonly #tree: ScannedTree;
  readonly #charts: Charts;
  readonly #kustomizations: Kustomizations;
  readonly #objects = new Map<string, HeldObject[]>();

  constructor(out: Gathering, tree: ScannedTree) {
    this.#out = out;
    this.#tree = tree;
    this.#charts = new Charts(out, tree);
    this.#kustomizations = new Kustomizations(out, tree);
  }

  take(file: OpenFile): boolean {
    if (isKustomization(file.path)) this.#kustomizations.take(file);
    else if (isChartFile(file.path, file.text)) this.#charts.take(file);
    else if (looksLikeManifest(file.text) && !isServed(file)) this.#takeManifest(file);
    else return false;
    return true;
  }

  finish(): void {
    const charts = this.#charts.render();
    // A file below a chart that is no template of it is a manifest like any other.
    for (const file of charts.others) if (looksLikeManifest(file.text)) this.#takeManifest(file);
    const built = this.#kustomizations.build(this.#objects);
    const plain = [...this.#objects].flatMap(([path, objects]) => (built.claimed.has(path) ? [] : objects));
    const all = [...plain, ...built.objects, ...charts.objects].map((held) => toClusterObject(this.#out, held, this.#tree.applicationOf));
    if (all.length === 0) return;
    const bindings = all.filter((o) => kindOf(o).endsWith('RoleBinding'));
    const cluster: Cluster = {
      id: openCluster(this.#out.repository),
      standing: 'declared',
      bindingsKnown: bindings.every(isKnownBinding),
      documents: new Set(),
      decisions: new DecisionBook(),
      emit: this.#out.emit,
    };
    const rank = new Map(order.map((kind, i) => [kind, i]));
    const rankOf = (kind: string): number => rank.get(kind) ?? order.length;
    let emitted = false;
    const emit = cluster.emit;
    const setup = new ClusterSetup(cluster, `the cluster of ${this.#out.repository}`);
    const first: Cluster = {
      ...cluster,
      setup,
      emit: (fragment) => {
        // A tree with nothing but other people's custom resources is no cluster.
        if (!emitted && fragment.type === 'identity' && fragment.value.plane === 'kubernetes') {
          emitted = true;
          emit({
            type: 'scope',
            value: { id: `kubernetes:cluster/${cluster.id}`, plane: 'kubernetes', name: `the cluster of ${this.#out.repository}` },
          });
        }
        emit(fragment);
      },
    };
    for (const object of [...all].sort((a, b) => rankOf(kindOf(a)) - rankOf(kindOf(b)))) {
      setup.take(object);
      readClusterObject(first, object);
    }
    // Files show what is there, never that something is not.
    if (emitted) setup.finish({ namespaces: false, admission: false, entrances: false, walls: false });
    cluster.decisions.finish(cluster.emit);
  }

  #takeManifest(file: OpenFile): void {
    const { objects, problems } = readManifest(file.text, file.path.toLowerCase().endsWith('.json'));
    // Jinja, EJS: a generator makes manifests of it.
    const isTemplate = /\{%|<%/.test(file.text);
    for (const p of problems) this.#out.gap(file.path, 'unreadable', p.detail, { ...p, harmless: isTemplate || p.harmless === true });
    if (objects.length > 0)
      this.#objects.set(
        file.path,
        objects.map((o) => holdObject(file, o)),
      );
  }
}
