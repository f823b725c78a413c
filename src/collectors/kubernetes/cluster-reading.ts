import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { isAwsAuth } from '../kubernetes-objects/aws-auth.ts';
import { type Cluster, type ClusterObject, kindOf, nameOf, namespaceOf } from '../kubernetes-objects/cluster-object.ts';
import { ClusterSetup } from '../kubernetes-objects/cluster-setup.ts';
import { DecisionBook } from '../kubernetes-objects/decisions/decision-book.ts';
import { isPlain, type Plain, recordIn } from '../kubernetes-objects/plain.ts';
import { readClusterObject } from '../kubernetes-objects/read-object.ts';
import { isKnownBinding } from '../kubernetes-objects/roles.ts';
import { below } from '../place-below.ts';
import { asController } from './made-by-controller.ts';
import { judgeValues } from './value-judge.ts';
import { SeenObjects, type WholeLists } from './whole-lists.ts';

interface ReadingContext {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
}

/** A name of a cluster as ids carry it. */
export function clusterIdOf(name: string): string {
  return name.replace(/[^\w.:@-]+/g, '.').slice(0, 200) || 'cluster';
}

/** The objects of one cluster, as its API server describes them. */
export class ClusterReading {
  readonly #cluster: Cluster;
  readonly #setup: ClusterSetup;
  readonly #context: ReadingContext;
  /** What runs pods and was handed over already. */
  readonly #runs = new Set<string>();
  /** Held back until it is known whether all bindings are. They are small without what other tools keep in them. */
  readonly #last: { readonly object: Plain; readonly place: Evidence }[] = [];
  readonly #seen = new SeenObjects();
  #bindingsWhole = true;

  constructor(name: string, context: ReadingContext) {
    const id = clusterIdOf(name);
    this.#context = context;
    this.#setup = new ClusterSetup({ id, emit: context.emit }, `cluster ${id}`);
    this.#cluster = {
      id,
      standing: 'observed',
      bindingsKnown: false,
      documents: new Set(),
      decisions: new DecisionBook(),
      emit: context.emit,
      setup: this.#setup,
    };
  }

  /** What the objects themselves show of how much was taken. */
  get seen(): SeenObjects {
    return this.#seen;
  }

  /** `place`: where the object stands. */
  take(object: Plain, place: Evidence): void {
    const of = this.#objectOf(object, place);
    const kind = kindOf(of);
    this.#seen.add(of);
    // Whether all bindings of these are known is told by what comes after them.
    if (kind === 'ServiceAccount' || (kind === 'ConfigMap' && isAwsAuth(of))) {
      this.#last.push({ object: withoutBallast(object), place });
      return;
    }
    if (kind.endsWith('RoleBinding') && !isKnownBinding(of)) this.#bindingsWhole = false;
    const runs = kind === 'Pod' || kind === 'ReplicaSet' || kind === 'Job' ? asController(object) : object;
    const made = runs === object ? of : this.#objectOf(runs, place, kind === 'Pod' ? '' : '/spec/template');
    // Nearly all pods of a cluster say what another said before.
    const key = keyOf(made);
    // The first pod counts beside its controller's template, which does not hold what is put into pods as they start.
    const said = kind === 'Pod' && runs !== object ? `${key} pod` : key;
    if (runs !== object && this.#runs.has(said)) return;
    if (controllers.has(kind) || runs !== object) this.#runs.add(key).add(said);
    this.#setup.take(of);
    readClusterObject(this.#cluster, made);
  }

  /** Hands over what was held back. `whole`: which lists were read to their ends. */
  finish(whole: WholeLists): void {
    const { id } = this.#cluster;
    const supplies = [
      ...(whole.workloads ? ['workloads'] : []),
      ...(whole.accounts ? ['service-accounts'] : []),
      ...(whole.roles ? ['roles'] : []),
    ];
    this.#context.emit({
      type: 'scope',
      value: { id: `kubernetes:cluster/${id}`, plane: 'kubernetes', name: `cluster ${id}`, ...(supplies.length > 0 ? { supplies } : {}) },
    });
    this.#setup.finish(whole);
    const cluster = { ...this.#cluster, bindingsKnown: whole.bindings && this.#bindingsWhole };
    for (const { object, place } of this.#last) readClusterObject(cluster, this.#objectOf(object, place));
    this.#last.length = 0;
    this.#cluster.decisions.finish(this.#context.emit);
  }

  /** `template`: where the template of an object's pods stands in what is printed, of what is read as its controller. */
  #objectOf(object: Plain, place: Evidence, template?: string): ClusterObject {
    const placeOf = (pointer: string): Evidence =>
      below(place, template === undefined ? pointer : pointer.replace(/^\/spec(?:\/jobTemplate\/spec)?\/template(?=\/)/, template));
    return {
      object,
      namespace: 'default',
      origin: 'the cluster',
      placeOf,
      judge: (literals, holder) => judgeValues(this.#context, literals, holder, placeOf),
    };
  }
}

const controllers: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'CronJob', 'Job', 'ReplicaSet']);

function keyOf(of: ClusterObject): string {
  return `${kindOf(of)} ${namespaceOf(of)} ${nameOf(of) ?? ''}`;
}

/** Without the object as it was last applied, and who changed which field of it. */
function withoutBallast(object: Plain): Plain {
  const { managedFields: _, annotations, ...metadata } = recordIn(object, 'metadata') ?? {};
  const { 'kubectl.kubernetes.io/last-applied-configuration': __, ...kept } = isPlain(annotations) ? annotations : {};
  return { ...object, metadata: { ...metadata, annotations: kept } };
}
