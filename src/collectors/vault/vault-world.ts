import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { NoteGap, VaultApi } from './vault-api.ts';

/** A vault that is read, and what becomes of what it says. */
export interface VaultWorld {
  readonly api: VaultApi;
  readonly emit: (fragment: Fragment) => void;
  readonly note: NoteGap;
  /** What it is called. */
  readonly vault: string;
  /** Its version, where it tells one. */
  readonly version: string | undefined;
}

/** Hands over the policies that somebody holds by their names. */
export function emitAttached(
  { emit, vault }: VaultWorld,
  holder: string,
  policies: readonly string[],
  evidence: readonly Evidence[],
): void {
  for (const name of policies) {
    const policy = `vault:policy/${vault}/${name}`;
    emit({ type: 'grant', value: { id: `${holder}#attached/${policy}`, holder, kind: 'attached', name, policy, evidence } });
  }
}
