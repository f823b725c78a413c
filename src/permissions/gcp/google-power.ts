import type { Identity } from '../../inventory/identity.ts';
import type { Facet, Power, StatementReference } from '../power.ts';

/** A power without the roles behind it. */
export type MeasuredPower = Required<Omit<Power, 'because'>>;

/** A power whose roles are looked up when somebody asks for them: of most identities nobody does, and many have the same power. */
export class GooglePower implements Power {
  readonly #power: MeasuredPower;
  readonly #identity: Identity;
  readonly #behind: (identity: Identity) => readonly StatementReference[];
  #because: readonly StatementReference[] | undefined;

  constructor(power: MeasuredPower, identity: Identity, behind: (identity: Identity) => readonly StatementReference[]) {
    this.#power = power;
    this.#identity = identity;
    this.#behind = behind;
  }

  get level(): Power['level'] {
    return this.#power.level;
  }

  get read(): Facet {
    return this.#power.read;
  }

  get write(): Facet {
    return this.#power.write;
  }

  get execute(): Facet {
    return this.#power.execute;
  }

  get grant(): Facet {
    return this.#power.grant;
  }

  get secrets(): Facet {
    return this.#power.secrets;
  }

  get standing(): boolean {
    return this.#power.standing;
  }

  get conditional(): boolean {
    return this.#power.conditional;
  }

  get unreadable(): readonly string[] {
    return this.#power.unreadable;
  }

  get because(): readonly StatementReference[] {
    this.#because ??= this.#behind(this.#identity);
    return this.#because;
  }
}
