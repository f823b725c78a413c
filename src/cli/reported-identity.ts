import type { Reach } from '../graph/graph.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Identity, Nature } from '../inventory/identity.ts';
import type { Plane } from '../inventory/plane.ts';
import { agentProfile } from '../posture/agent-profile.ts';
import { postureOf } from '../posture/identity-facts.ts';
import { systemOf } from '../posture/identity-system.ts';
import type { World } from '../posture/world.ts';
import type { AgentProfile, ReportIdentity } from '../reporters/report.ts';

/** An identity as reports show it, worked out where one asks: there may be very many, and most reports tell of few. */
export class ReportedIdentity implements ReportIdentity {
  readonly #world: World;
  readonly #identity: Identity;
  // Lists are sorted by these.
  #power: ReportIdentity['power'] | undefined;
  #reach: Reach | undefined;

  constructor(world: World, identity: Identity) {
    this.#world = world;
    this.#identity = identity;
  }

  get id(): string {
    return this.#identity.id;
  }

  get plane(): Plane {
    return this.#identity.plane;
  }

  get kind(): string {
    return this.#identity.kind;
  }

  get name(): string {
    return this.#identity.name;
  }

  get scope(): string {
    return this.#identity.scope;
  }

  get nature(): Nature {
    return this.#identity.nature;
  }

  get agent(): boolean {
    return this.#identity.agent;
  }

  get owner(): string | null {
    return this.#identity.owner ?? null;
  }

  get ownership(): ReportIdentity['ownership'] {
    const { owner, ownerFrom, factEvidence } = this.#identity;
    return owner === undefined ? undefined : { from: ownerFrom ?? 'tag', evidence: factEvidence?.owner ?? [] };
  }

  get environment(): string | null {
    return this.#identity.environment ?? null;
  }

  get createdAt(): string | null {
    return this.#identity.createdAt ?? null;
  }

  get lastUsedAt(): string | null {
    const { lastUsedAt } = this.#identity;
    return lastUsedAt === null ? 'never' : (lastUsedAt ?? null);
  }

  get enabled(): boolean | null {
    return this.#identity.enabled ?? null;
  }

  get power(): ReportIdentity['power'] {
    if (this.#power !== undefined) return this.#power;
    const { id, actsAs, scope } = this.#identity;
    const { level, read, write, execute, grant, secrets, conditional } = this.#world.permissions.powerOf(actsAs ?? id);
    this.#power = { level, read, write, execute, grant, secrets, conditional, scope };
    return this.#power;
  }

  get posture(): ReportIdentity['posture'] {
    return postureOf(this.#world, this.#identity);
  }

  get system(): ReportIdentity['system'] {
    return systemOf(this.#world, this.#identity);
  }

  get reach(): Reach {
    this.#reach ??= this.#world.graph.reachOf(this.#identity.id);
    return this.#reach;
  }

  get asAgent(): AgentProfile | undefined {
    return agentProfile(this.#world, this.#identity);
  }

  get evidence(): readonly Evidence[] {
    return this.#identity.evidence;
  }
}
