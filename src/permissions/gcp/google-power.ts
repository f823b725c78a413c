import type { Power, StatementReference } from '../power.ts';

/** A power without the roles behind it. */
export type MeasuredPower = Required<Omit<Power, 'because'>>;

/** A power whose roles are looked up when somebody asks for them: of most identities nobody does. */
export class GooglePower implements Power {
  readonly level: Power['level'];
  readonly read: Power['read'];
  readonly write: Power['write'];
  readonly execute: Power['execute'];
  readonly grant: Power['grant'];
  readonly secrets: Power['secrets'];
  readonly standing: boolean;
  readonly conditional: boolean;
  readonly unreadable: readonly string[];
  readonly #behind: () => readonly StatementReference[];
  #because: readonly StatementReference[] | undefined;

  constructor(power: MeasuredPower, behind: () => readonly StatementReference[]) {
    this.level = power.level;
    this.read = power.read;
    this.write = power.write;
    this.execute = power.execute;
    this.grant = power.grant;
    this.secrets = power.secrets;
    this.standing = power.standing;
    this.conditional = power.conditional;
    this.unreadable = power.unreadable;
    this.#behind = behind;
  }

  get because(): readonly StatementReference[] {
    this.#because ??= this.#behind();
    return this.#because;
  }
}
