/** A subscription as ARM lists it. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** Disabled and deleted ones cannot be read whole. */
  readonly active: boolean;
}
