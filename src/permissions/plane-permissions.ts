import type { ActionCatalogue, Decision, PermissionEngine, Power, RequestContext, StatementReference } from './power.ts';

/** Asks the engine of an identity's plane. */
export class PlanePermissions implements PermissionEngine {
  readonly #byPlane: ReadonlyMap<string, PermissionEngine>;
  readonly #otherwise: PermissionEngine;
  readonly catalogue?: ActionCatalogue;

  /** `byPlane`: by the first part of an identity's id, `gcp`. */
  constructor(otherwise: PermissionEngine, byPlane: ReadonlyMap<string, PermissionEngine>) {
    this.#otherwise = otherwise;
    this.#byPlane = byPlane;
    if (otherwise.catalogue !== undefined) this.catalogue = otherwise.catalogue;
  }

  powerOf(identity: string): Power {
    return this.#of(identity).powerOf(identity);
  }

  decide(identity: string, action: string, resource?: string, context?: RequestContext): Decision {
    return this.#of(identity).decide(identity, action, resource, context);
  }

  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[] {
    return this.#of(identity).resourcesFor(identity, action);
  }

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    return this.#of(identity).actionsOf?.(identity) ?? new Map();
  }

  shareKey(identity: string): string {
    return this.#of(identity).shareKey(identity);
  }

  #of(identity: string): PermissionEngine {
    // Most identities are of the one plane: a look at the first letters is cheaper than taking the id apart.
    for (const [plane, engine] of this.#byPlane) if (identity.startsWith(plane) && identity[plane.length] === ':') return engine;
    return this.#otherwise;
  }
}
