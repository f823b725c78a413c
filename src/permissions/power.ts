import type { Evidence } from '../inventory/evidence.ts';
import type { PolicyStatement } from '../inventory/policy.ts';
import type { AzurePermissions } from './azure/azure-permissions.ts';
import type { GcpPowers } from './gcp/gcp-permissions.ts';
import type { GithubPermissions } from './github/github-permissions.ts';

export const levels = ['none', 'read', 'write', 'sensitive', 'escalate', 'admin'] as const;
/**
 * Rising. `escalate`: holds permissions that open a way to admin (whether the way is there is for the graph to say). `sensitive`: reads all secrets, reads or writes all of a kind of data, or the
 * like; reading one's own few secrets is `read`, and shows in the facet.
 */
export type Level = (typeof levels)[number];

export const facetNames = ['read', 'write', 'execute', 'grant', 'secrets'] as const;
export type FacetName = (typeof facetNames)[number];
/**
 * `all`: on every resource of the plane's scope; `some`; `none`; `unknown`: some policy could not be read, or whether
 * there is any turns on a Deny with a condition. Where policies are listed as unreadable, `some` means at least some.
 */
export type Facet = 'all' | 'some' | 'none' | 'unknown';

/**
 * What an identity's grants add up to, after denies, boundaries and conditions. Only unconditional permissions count. A
 * level that only a Deny with a condition keeps down is `unknown`: the identity may well have what the Deny is about.
 */
export interface Power extends Readonly<Record<FacetName, Facet>> {
  readonly level: Level | 'unknown';
  /** Some permissions hold only under a condition and are not counted in the level. */
  readonly conditional: boolean;
  /** Whether the level is held without an end; absent where only what has none is counted. */
  readonly standing?: boolean;
  /** Why the level is what it is: the statements, strongest first, at most five. */
  readonly because: readonly StatementReference[];
  /** Policies that could not be read, by name: the reason for `unknown`, unless `because` names denies with conditions. */
  readonly unreadable: readonly string[];
}

/** A statement of a policy as a person finds it. */
export interface StatementReference {
  readonly policy: string;
  /** Sid, or `statement 2`. */
  readonly statement: string;
  /** The group it comes through. */
  readonly through?: string;
  readonly evidence: readonly Evidence[];
}

export type Answer = 'allowed' | 'conditional' | 'denied' | 'unknown';

export interface Decision {
  readonly answer: Answer;
  /** The statements that decide: the allows, or the deny. */
  readonly statements: readonly StatementReference[];
  /** For `conditional`: the condition keys it depends on, those that are known left out. */
  readonly conditionKeys: readonly string[];
  /** For `unknown`: why nobody can tell, in words. Absent where the engine does not say. */
  readonly reasons?: readonly string[];
  /**
   * For `denied` and `conditional` about one resource: what stands in the way whoever allows it, also a resource policy.
   * Empty where nothing but an identity policy's own Allow is missing. Absent where the engine does not tell.
   */
  readonly limits?: readonly Limitation[];
}

/** A policy that keeps an identity from something that another policy may allow it. */
export interface Limitation {
  /** A Deny statement; or a permissions boundary, or the organization's policies, that do not allow it. */
  readonly by: 'deny' | 'boundary' | 'session' | 'organization';
  /** Whether it refuses, refuses under some condition, or could not be read. */
  readonly answer: Exclude<Answer, 'allowed'>;
  /** The statements with the conditions; empty where nothing allows it or nothing was read. */
  readonly statements: readonly StatementReference[];
}

/** What is known of a plane's actions, whoever holds them. */
export interface ActionCatalogue {
  isKnown(action: string): boolean;
  /** It only reads or lists. */
  isReading(action: string): boolean;
  /** It only sets tags. */
  isTagging(action: string): boolean;
}
/** Values of a request's condition keys, see `PermissionEngine.decide`. */
export type RequestContext = Readonly<Record<string, readonly string[] | { readonly all: readonly string[] } | 'absent'>>;

/** What an engine for one plane can be asked. Answers are shared between identities with the same grants. */
export interface PermissionEngine {
  powerOf(identity: string): Power;
  /**
   * Whether an identity may do an action. Without a resource: on any resource at all (`allowed` when some resource is
   * allowed outright). With `'*'`: on every resource. With an ARN: on that one. `context` gives values of condition keys
   * that are known for the question (`iam:PassedToService`): one value, any one of several, `{ all }` for a key with several
   * values in one request, `'absent'` for one that it does not carry. An engine that cannot use it answers `conditional`.
   */
  decide(identity: string, action: string, resource?: string, context?: RequestContext): Decision;
  /**
   * The resource patterns on which an action is allowed outright or conditionally, from Allow statements that no
   * unconditional Deny takes away whole. Used to find targets without asking about each.
   */
  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[];
  /** The actions that the engine knows of; absent where it has no list of them. */
  readonly catalogue?: ActionCatalogue;
  /** What `decide` answers without a resource, or on every one: where the statements do not matter. */
  answerOf?(identity: string, action: string, resource?: '*'): Answer;
  /** Whether all of the actions are denied on every resource, for want of an Allow; false says nothing. Give the same list each time. */
  allowsNoneOf?(identity: string, actions: readonly string[]): boolean;
  /** The conditions of all Allow statements that an identity holds, each once; undefined where that was not looked at. */
  conditionsOf?(identity: string): readonly NonNullable<PolicyStatement['condition']>[] | undefined;
  /** Known actions that an identity may do on some resource, also under a condition, by service. */
  actionsOf?(identity: string): ReadonlyMap<string, readonly string[]>;
  /** What the graph of Google Cloud asks; absent where the engine is of another plane. */
  readonly googleCloud?: GcpPowers | undefined;
  /** The engine of Azure, whose role assignments its graph looks at one by one; absent where there is none. */
  readonly azure?: AzurePermissions | undefined;
  /** The engine of GitHub, whose repositories its graph looks at one by one; absent where there is none. */
  readonly github?: GithubPermissions | undefined;
  /** Nothing was read of what it is about: where another engine speaks of an identity, this one is not asked for its power. */
  readonly blind?: boolean;
  /** Whether an action is written as one of this plane; absent where there is no other engine for its identities. */
  speaksOf?(action: string): boolean;
  /** Identities with equal grants have equal keys: work can be done once per key. */
  shareKey(identity: string): string;
}
