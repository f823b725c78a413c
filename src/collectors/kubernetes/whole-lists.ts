import { type ClusterObject, kindOf, nameOf, namespaceOf } from '../kubernetes-objects/cluster-object.ts';
import type { SetupKnown } from '../kubernetes-objects/cluster-setup.ts';

/** Which lists of a cluster were read to their ends. */
export interface WholeLists extends SetupKnown {
  readonly accounts: boolean;
  readonly bindings: boolean;
  readonly roles: boolean;
  readonly workloads: boolean;
}

/**
 * Tells from what a file holds whether it is of the whole cluster: every cluster has objects of its own in kube-system and in
 * default (https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces,
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings), so a list without them was of some
 * namespaces only. Of kinds that a cluster need not have any of, one shows that they were asked for.
 */
export class SeenObjects {
  readonly #counts = new Map<string, number>();
  readonly #marks = new Set<string>();
  #isBroken = false;

  /** Something of what was given was not read, and nobody knows what: no list counts as whole. */
  miss(): void {
    this.#isBroken = true;
  }

  add(of: ClusterObject): void {
    const kind = kindOf(of);
    this.#counts.set(kind, this.count(kind) + 1);
    const mark = `${kind} ${namespaceOf(of)}`;
    if (marks.has(mark)) this.#marks.add(mark);
    else if (kind === 'Namespace' || kind === 'ServiceAccount' || kind === 'ClusterRole') {
      const named = `${mark} ${nameOf(of) ?? ''}`;
      if (marks.has(named)) this.#marks.add(named);
    }
  }

  count(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  get whole(): WholeLists {
    const has = (...kinds: readonly string[]): boolean => !this.#isBroken && kinds.every((kind) => this.count(kind) > 0);
    const isMarked = (...all: readonly string[]): boolean => !this.#isBroken && all.every((mark) => this.#marks.has(mark));
    return {
      accounts: isMarked('ServiceAccount kube-system', 'ServiceAccount default default'),
      bindings: isMarked('RoleBinding kube-system') && has('ClusterRoleBinding'),
      roles: isMarked('Role kube-system', 'ClusterRole default cluster-admin'),
      workloads: isMarked('Pod kube-system') && has('Deployment', 'CronJob'),
      namespaces: isMarked('Namespace default kube-system', 'Namespace default default'),
      admission: has('ValidatingWebhookConfiguration'),
      entrances: isMarked('Service default') && has('Ingress'),
      walls: has('NetworkPolicy'),
    };
  }
}

/** Kind, namespace, and of some the name. */
const marks: ReadonlySet<string> = new Set([
  'ServiceAccount kube-system',
  'ServiceAccount default default',
  'RoleBinding kube-system',
  'Role kube-system',
  'ClusterRole default cluster-admin',
  'Pod kube-system',
  'Namespace default kube-system',
  'Namespace default default',
  'Service default',
]);
