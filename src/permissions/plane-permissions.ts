import type { HeldRole } from './gcp/held-role.ts';
import type { ActionCatalogue, Answer, Decision, PermissionEngine, Power, RequestContext, StatementReference } from './power.ts';

/** One engine for each plane whose permissions are worked out; whoever lives elsewhere is AWS's to answer for: unknown. */
export interface Engines {
  readonly aws: PermissionEngine;
  readonly gcp: PermissionEngine;
  readonly kubernetes: PermissionEngine;
}

/** Asks the engine of the plane that an identity lives in. */
export class PlanePermissions implements PermissionEngine {
  readonly #engines: Engines;

  constructor(engines: Engines) {
    this.#engines = engines;
  }

  powerOf(identity: string): Power {
    return this.#engineOf(identity).powerOf(identity);
  }

  decide(identity: string, action: string, resource?: string, context?: RequestContext): Decision {
    return this.#engineOf(identity).decide(identity, action, resource, context);
  }

  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[] {
    return this.#engineOf(identity).resourcesFor(identity, action);
  }

  get catalogue(): ActionCatalogue {
    return this.#engines.aws.catalogue ?? { isKnown: () => false, isReading: () => false, isTagging: () => false };
  }

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    return this.#engineOf(identity).actionsOf?.(identity) ?? new Map();
  }

  answerOf(identity: string, action: string, resource?: '*'): Answer {
    const engine = this.#engineOf(identity);
    return engine.answerOf?.(identity, action, resource) ?? engine.decide(identity, action, resource).answer;
  }

  allowsNoneOf(identity: string, actions: readonly string[]): boolean {
    return this.#engineOf(identity).allowsNoneOf?.(identity, actions) ?? false;
  }

  rolesOf(identity: string): readonly HeldRole[] {
    return this.#engineOf(identity).rolesOf?.(identity) ?? [];
  }

  shareKey(identity: string): string {
    return this.#engineOf(identity).shareKey(identity);
  }

  #engineOf(identity: string): PermissionEngine {
    // Most identities are of AWS: one look is cheaper than taking the id apart.
    if (identity.startsWith('aws:')) return this.#engines.aws;
    const plane = identity.slice(0, identity.indexOf(':'));
    return Object.hasOwn(this.#engines, plane) ? this.#engines[plane as keyof Engines] : this.#engines.aws;
  }
}
