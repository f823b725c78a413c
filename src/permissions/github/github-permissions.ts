import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import { HeldAccess } from './held-access.ts';
import { measureGithub } from './measure-github.ts';
import { answerIn, type GithubQuestion, readGithubAction } from './question.ts';
import { bestOf, type Judged } from './verdict.ts';

const mostReferences = 5;

/**
 * What identities of GitHub may do by roles, permissions and the rules of repositories. Actions are `push:main`, `deploy:production`,
 * `read-secret:NAME`, `make-token:ref:refs/heads/main` and the like (see question.ts), resources are repositories: `acme/shop`. What
 * is allowed, one does alone; what takes the word of somebody else is conditional.
 */
export class GithubPermissions implements PermissionEngine {
  readonly held: HeldAccess;
  readonly #inventory: Inventory;
  readonly #powers = new Map<string, Power>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.held = new HeldAccess(inventory);
  }

  powerOf(id: string): Power {
    const present = this.#powers.get(id) ?? measureGithub(this.#inventory, this.held, id);
    this.#powers.set(id, present);
    return present;
  }

  /** Without a resource: in any repository that was read; with `*`, in every one. */
  decide(id: string, action: string, resource?: string): Decision {
    const question = readGithubAction(action);
    const identity = this.#inventory.identities.get(id);
    if (question === undefined || identity === undefined) return open([`${action} is no action of GitHub`]);
    const asked = [...this.held.repositories.values()].filter(
      (r) => resource === undefined || resource === '*' || r.name.toLowerCase() === resource.toLowerCase(),
    );
    if (asked.length === 0) return open([resource === undefined ? 'no repository was read' : `repository ${resource} was not read`]);
    const answers = asked.map((repository) => this.#answer(identity, question, repository.scope.id));
    const judged = resource === '*' ? worstOf(answers) : bestOf(answers);
    const statements = answers.filter((a) => a.answer === judged.answer).flatMap((a) => a.statements);
    return {
      answer: judged.answer,
      statements: judged.answer === 'denied' ? [] : statements.slice(0, mostReferences),
      conditionKeys: [],
      reasons: judged.reasons.slice(0, mostReferences),
      ...(judged.answer === 'denied' ? { limits: [] } : {}),
    };
  }

  resourcesFor(): [] {
    return [];
  }

  shareKey(identity: string): string {
    return identity;
  }

  #answer(identity: Identity, question: GithubQuestion, id: string): Judged & { readonly statements: readonly StatementReference[] } {
    const repository = this.held.repositories.get(id);
    if (repository === undefined) return { answer: 'unknown', reasons: [], statements: [] };
    const { access, given } = this.held.in(repository, identity);
    return { ...answerIn(repository, this.held.controlsOf(repository), access, question), statements: given };
  }
}

function open(reasons: readonly string[]): Decision {
  return { answer: 'unknown', statements: [], conditionKeys: [], reasons };
}

const byWeakness = ['denied', 'unknown', 'conditional', 'allowed'] as const;

function worstOf(answers: readonly Judged[]): Judged {
  const answer = byWeakness.find((a) => answers.some((j) => j.answer === a)) ?? 'denied';
  return { answer, reasons: [...new Set(answers.filter((j) => j.answer === answer).flatMap((j) => j.reasons))] };
}
