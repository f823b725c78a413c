import type { Mask } from '../../../permissions/gcp/permission-mask.ts';

/** What of Google Cloud a technique gets hold of. `things` names what no identity stands for; such an edge ends there. */
export type Gain =
  | { readonly what: 'accounts' }
  /** Identity tokens of accounts, or their storage alone: less than becoming them. */
  | { readonly what: 'identity-tokens' | 'storage-keys' }
  /** Whatever accounts may take tokens of, by delegation through them. */
  | { readonly what: 'delegates' }
  /** Those that workloads of some kinds run as. */
  | { readonly what: 'workloads'; readonly of: string; readonly kinds: readonly string[] }
  /** The account that builds run as, and the one that Deployment Manager works as. */
  | { readonly what: 'build-accounts' | 'api-agents' }
  /** Accounts whose API keys can be read. */
  | { readonly what: 'api-key-accounts' }
  /** Whoever is let in through workload identity pools. */
  | { readonly what: 'pool-identities' }
  /** What runs in clusters, and the pools of their workloads. */
  | { readonly what: 'clusters' }
  | { readonly what: 'administrator' }
  /** Administrator of wherever the identity holds a custom role. */
  | { readonly what: 'own-custom-role' }
  /** A role that the identity holds only where a tag is attached. */
  | { readonly what: 'tagged-role' }
  | { readonly what: 'things'; readonly of: string };

/** How a permission becomes more in Google Cloud, as data. */
export interface GcpTechnique {
  readonly id: string;
  /** What whoever uses it does, for a person: `takes tokens of`. */
  readonly does: string;
  readonly gains: Gain;
  /** Needed on the account that is gained, or on what it lies in. */
  readonly onAccount?: readonly string[];
  /** Needed on the project, or on what it lies in. */
  readonly onProject?: readonly string[];
  /** Needed on the very thing that is taken over, or on what it lies in. */
  readonly onThing?: readonly string[];
  /** Counts only where these are given. Absent: everywhere. */
  readonly at?: readonly ('project' | 'folder' | 'organization')[];
  /** It makes one the account, as its roles say outright, and is no detour. */
  readonly direct?: true;
  /** The provider's page about it. */
  readonly page: string;
}

/** A technique with the sets of what it needs. */
export interface ReadyTechnique extends GcpTechnique {
  /** What it needs, in the order in which it is used. */
  readonly needs: readonly { readonly action: string; readonly bit: Mask }[];
  readonly account: Mask;
  readonly project: Mask;
  readonly thing: Mask;
  readonly all: Mask;
}
