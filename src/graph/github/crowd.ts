import type { Evidence } from '../../inventory/evidence.ts';
import type { GithubRepository } from '../../inventory/github-repository.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { HeldAccess } from '../../permissions/github/held-access.ts';
import { type JobContext, makeToken } from '../../permissions/github/token-kind.ts';
import type { Answer } from '../../permissions/power.ts';
import type { Certainty, Edge } from '../graph.ts';

/** How surely somebody writes a workflow for a context, and why. */
export interface Way {
  readonly context: JobContext;
  readonly certainty: Certainty;
  readonly reasons: readonly string[];
}

/** One who writes to a repository, or a class of those who do it alike. */
export interface Writers {
  readonly from: string;
  readonly answers: readonly Way[];
  /** Of one: where it stands. */
  readonly evidence: readonly Evidence[];
}

/** Those who write to repositories. Many Apps of an organization reach the same ones in the same way: they share one class node. */
export class Crowd {
  readonly #inventory: Inventory;
  readonly #held: HeldAccess;
  readonly #classes = new Map<string, readonly string[]>();
  readonly #names = new Map<string, string>();

  constructor(inventory: Inventory, held: HeldAccess) {
    this.#inventory = inventory;
    this.#held = held;
  }

  /** Who writes to a repository and how, one node for those who do it alike. People are told with who-can: the graph is about machines. */
  of(repository: GithubRepository, contexts: readonly JobContext[]): readonly Writers[] {
    const controls = this.#held.controlsOf(repository);
    const alike = this.#held.alikeIn(repository);
    const groups = new Map<string, { readonly ids: string[]; readonly answers: readonly Way[] }>();
    for (const identity of this.#held.machinesIn(repository)) {
      const { access } = this.#held.in(repository, identity);
      if (access.abilities.size === 0 && !access.open) continue;
      const key = alike.keyOf(access);
      const group = groups.get(key) ?? {
        ids: [],
        answers: contexts.flatMap((context): Way[] => {
          const { answer, reasons } = makeToken(controls, access, context);
          const certainty = certaintyOf[answer];
          return certainty === undefined ? [] : [{ context, certainty, reasons }];
        }),
      };
      group.ids.push(identity.id);
      groups.set(key, group);
    }
    return [...groups.values()].flatMap(({ ids, answers }) =>
      answers.length === 0 ? [] : [{ from: this.#nodeFor(ids), answers, evidence: ids.length === 1 ? this.#evidenceOf(ids[0]) : [] }],
    );
  }

  /** From each of them to the classes they are in. */
  *memberEdges(): Generator<Edge> {
    for (const [node, ids] of this.#classes)
      for (const id of ids) {
        yield { from: id, to: node, kind: 'member', certainty: 'confirmed', reason: '', evidence: this.#evidenceOf(id) };
      }
  }

  #evidenceOf(id: string | undefined): readonly Evidence[] {
    return this.#inventory.identities.get(id ?? '')?.evidence ?? [];
  }

  #nodeFor(ids: readonly string[]): string {
    const [first, ...others] = ids;
    if (first === undefined) throw new Error('a group needs somebody');
    if (others.length === 0) return first;
    const key = ids.join(' ');
    const present = this.#names.get(key);
    if (present !== undefined) return present;
    const node = `class:github-writers/${first}/${others.length}/${this.#names.size + 1}`;
    this.#names.set(key, node);
    this.#classes.set(node, ids);
    return node;
  }
}

const certaintyOf: Readonly<Record<Answer, Certainty | undefined>> = {
  allowed: 'confirmed',
  conditional: 'conditional',
  unknown: 'possible',
  denied: undefined,
};
