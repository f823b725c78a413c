import type { Facet, Power, StatementReference } from '../power.ts';

type Measure = Omit<Power, 'because' | 'unreadable'>;
type Reasons = { readonly [K in 'because' | 'unreadable']: () => Power[K] };

/** Power whose reasons are worked out when they are asked for: few ask, and every one is text of its own. */
export class KnownPower implements Power {
  readonly level: Power['level'];
  readonly read: Facet;
  readonly write: Facet;
  readonly execute: Facet;
  readonly grant: Facet;
  readonly secrets: Facet;
  readonly conditional: boolean;
  readonly #reasons: Reasons;

  constructor(measure: Measure, reasons: Reasons) {
    this.level = measure.level;
    this.read = measure.read;
    this.write = measure.write;
    this.execute = measure.execute;
    this.grant = measure.grant;
    this.secrets = measure.secrets;
    this.conditional = measure.conditional;
    this.#reasons = reasons;
  }

  get because(): readonly StatementReference[] {
    return this.#reasons.because();
  }

  get unreadable(): readonly string[] {
    return this.#reasons.unreadable();
  }
}
