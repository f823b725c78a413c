import type { AzurePermissions } from './azure/azure-permissions.ts';
import type { GcpPowers } from './gcp/gcp-permissions.ts';
import type { GithubPermissions } from './github/github-permissions.ts';
import { JoinedPermissions } from './joined-permissions.ts';
import type { ActionCatalogue, Answer, Decision, PermissionEngine, Power, RequestContext, StatementReference } from './power.ts';

/** One engine for each plane whose permissions are worked out; whoever lives elsewhere is AWS's to answer for: unknown. */
export interface Engines {
  readonly aws: PermissionEngine;
  readonly gcp: PermissionEngine;
  readonly kubernetes: PermissionEngine;
  /** Roles of Azure. Identities of Azure and of Entra ID are asked of both these engines, and the answers are joined. */
  readonly azure?: AzurePermissions;
  /** Roles of the directory, and permissions of applications. */
  readonly entra?: PermissionEngine;
  readonly vault?: PermissionEngine;
  readonly github?: GithubPermissions;
}

/** Asks the engine of the plane that an identity lives in. */
export class PlanePermissions implements PermissionEngine {
  readonly #engines: Engines;
  readonly #byPlane: ReadonlyMap<string, PermissionEngine>;

  constructor(engines: Engines) {
    this.#engines = engines;
    const { aws, gcp, kubernetes, azure, entra, vault = aws, github = aws } = engines;
    const microsoft = new JoinedPermissions([azure, entra].flatMap((engine) => engine ?? []));
    const isJoined = azure !== undefined || entra !== undefined;
    this.#byPlane = new Map<string, PermissionEngine>([
      ['gcp', gcp],
      ['kubernetes', kubernetes],
      ['azure', isJoined ? microsoft : aws],
      ['entra', isJoined ? microsoft : aws],
      ['vault', vault],
      ['github', github],
    ]);
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

  get azure(): AzurePermissions | undefined {
    return this.#engines.azure;
  }

  get github(): GithubPermissions | undefined {
    return this.#engines.github;
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

  conditionsOf(identity: string): ReturnType<NonNullable<PermissionEngine['conditionsOf']>> {
    return this.#engineOf(identity).conditionsOf?.(identity);
  }

  allowsNoneOf(identity: string, actions: readonly string[]): boolean {
    return this.#engineOf(identity).allowsNoneOf?.(identity, actions) ?? false;
  }

  get googleCloud(): GcpPowers | undefined {
    return this.#engines.gcp.googleCloud;
  }

  shareKey(identity: string): string {
    return this.#engineOf(identity).shareKey(identity);
  }

  #engineOf(identity: string): PermissionEngine {
    // Most identities are of AWS or Google: one look is cheaper than taking the id apart.
    if (identity.startsWith('aws:')) return this.#engines.aws;
    if (identity.startsWith('gcp:')) return this.#engines.gcp;
    return this.#byPlane.get(identity.slice(0, identity.indexOf(':'))) ?? this.#engines.aws;
  }
}
