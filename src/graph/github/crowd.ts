import type { Evidence } from '../../inventory/evidence.ts';
import type { GithubRepository } from '../../inventory/github-repository.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Access } from '../../permissions/github/access.ts';
import { changeRef } from '../../permissions/github/change-ref.ts';
import type { Controls } from '../../permissions/github/controls.ts';
import type { HeldAccess } from '../../permissions/github/held-access.ts';
import { type JobContext, makeToken } from '../../permissions/github/token-kind.ts';
import type { Judged } from '../../permissions/github/verdict.ts';
import type { Answer } from '../../permissions/power.ts';
import type { Certainty, Edge } from '../graph.ts';

/** What is written: a workflow for a context, or code on a ref (`code:refs/heads/main`) that jobs may run. */
export type Written = JobContext | `code:${string}`;

/** How surely somebody writes it, and why. */
export interface Way {
  readonly written: Written;
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
  of(repository: GithubRepository, what: readonly Written[]): readonly Writers[] {
    const controls = this.#held.controlsOf(repository);
    const alike = this.#held.alikeIn(repository);
    const groups = new Map<string, { readonly ids: string[]; readonly answers: readonly Way[] }>();
    for (const identity of this.#held.machinesIn(repository)) {
      const { access } = this.#held.in(repository, identity);
      if (access.abilities.size === 0 && !access.open) continue;
      const key = alike.keyOf(access);
      const group = groups.get(key) ?? {
        ids: [],
        answers: what.flatMap((written): Way[] => {
          const { answer, reasons } = write(controls, access, written);
          const certainty = certaintyOf[answer];
          return certainty === undefined ? [] : [{ written, certainty, reasons }];
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

function write(controls: Controls, access: Access, written: Written): Judged {
  if (!written.startsWith('code:')) return makeToken(controls, access, written as JobContext);
  return changeRef(controls, access, { name: written.slice('code:'.length), isNew: false }, 'push');
}

const certaintyOf: Readonly<Record<Answer, Certainty | undefined>> = {
  allowed: 'confirmed',
  conditional: 'conditional',
  unknown: 'possible',
  denied: undefined,
};
