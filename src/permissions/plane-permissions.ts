import type { ActionCatalogue, Decision, PermissionEngine, Power, RequestContext, StatementReference } from './power.ts';

/** Asks the engine of the plane that an identity lives in. Whoever has none of his own is AWS's to answer for: unknown. */
export class PlanePermissions implements PermissionEngine {
  readonly #aws: PermissionEngine;
  readonly #kubernetes: PermissionEngine;

  constructor(aws: PermissionEngine, kubernetes: PermissionEngine) {
    this.#aws = aws;
    this.#kubernetes = kubernetes;
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
    return this.#aws.catalogue ?? { isKnown: () => false, isReading: () => false, isTagging: () => false };
  }

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    return this.#engineOf(identity).actionsOf?.(identity) ?? new Map();
  }

  shareKey(identity: string): string {
    return this.#engineOf(identity).shareKey(identity);
  }

  #engineOf(identity: string): PermissionEngine {
    return identity.startsWith('kubernetes:') ? this.#kubernetes : this.#aws;
  }
}
