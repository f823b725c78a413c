/** What the user's configuration and the run decide about posture. */
export interface PostureSettings {
  /** Milliseconds since the epoch: ages are counted to here. */
  readonly now: number;
  /** Accounts that belong to the user's own organization. */
  readonly knownAccounts: ReadonlySet<string>;
  /** Account id -> name of a third party. */
  readonly vendors: Readonly<Record<string, string>>;
  /** Names of the approved agents and MCP servers; absent when there is no registry. */
  readonly registry?: ReadonlySet<string>;
}
