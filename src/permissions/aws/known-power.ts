import type { Facet, Power, StatementReference } from '../power.ts';
import type { Measured } from './measured.ts';

/** How the reasons of an identity's power are found. */
export type Reasons = { readonly [K in 'because' | 'unreadable']: (measured: Measured, identity: string) => Power[K] };

/** Power whose reasons are worked out when they are asked for: few ask, and every one is text of its own. */
export class KnownPower implements Power {
  readonly level: Power['level'];
  readonly read: Facet;
  readonly write: Facet;
  readonly execute: Facet;
  readonly grant: Facet;
  readonly secrets: Facet;
  readonly conditional: boolean;
  readonly #measured: Measured;
  readonly #identity: string;
  readonly #reasons: Reasons;

  constructor(measured: Measured, identity: string, reasons: Reasons) {
    const { power } = measured;
    this.level = power.level;
    this.read = power.read;
    this.write = power.write;
    this.execute = power.execute;
    this.grant = power.grant;
    this.secrets = power.secrets;
    this.conditional = power.conditional;
    this.#measured = measured;
    this.#identity = identity;
    this.#reasons = reasons;
  }

  get because(): readonly StatementReference[] {
    return this.#reasons.because(this.#measured, this.#identity);
  }

  get unreadable(): readonly string[] {
    return this.#reasons.unreadable(this.#measured, this.#identity);
  }
}
