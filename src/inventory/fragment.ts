import type { Credential } from './credential.ts';
import type { DecisionPoint } from './decision-point.ts';
import type { Evidence } from './evidence.ts';
import type { Facts } from './fact-types.ts';
import type { Gap } from './gap.ts';
import type { DeploymentGate, RepositoryProfile } from './github-repository.ts';
import type { Grant, Membership } from './grant.ts';
import type { Identity } from './identity.ts';
import type { Link } from './link.ts';
import type { Plane } from './plane.ts';
import type { Policy, PolicyDocument } from './policy.ts';
import type { Provider } from './provider.ts';
import type { Resource } from './resource.ts';
import type { Trust } from './trust.ts';
import type { Observed, Use } from './use.ts';
import type { Workload } from './workload.ts';

/** What is known of one account, organizational unit, organization, project, subscription, tenant or repository as a whole. */
export interface Scope {
  /**
   * `aws:account/123456789012`, `aws:ou/ou-ab12-cdef3456`, `aws:organization`, `repository:<name>`, `gcp:project/<id>`,
   * `gcp:folder/<number>`, `gcp:organization/<number>`, `gcp:workspace` (the one whose users applications may act as), `azure:subscription/<id>`, `azure:management-group/<name>`,
   * `entra:tenant/<id>`, `entra:administrative-unit/<id>`, `kubernetes:cluster/<name>`,
   * `kubernetes:namespace/<cluster>/<name>`, `github:organization/<login>` and what stands below it (github-id.ts).
   */
  readonly id: string;
  readonly plane: Plane;
  readonly name: string;
  /** What is logged in the account; absent where no source says anything of it. */
  readonly logs?: Logs;
  /** Accounts known to belong to the same organization; absent when not known. */
  readonly memberAccounts?: readonly string[];
  /**
   * What some source gave of this scope as a whole: `credentials`, `grants`. Settles the gaps of sources that do not hold it.
   * `grants` of a subscription or management group: its role assignments; of a tenant: directory roles and permissions of
   * applications. Whoever holds none of them then has no power there. `workloads`, `service-accounts` and `roles` of a cluster: all
   * that it has, so that what is not there is missing. Of GitHub: `GithubPart`.
   */
  readonly supplies?: readonly string[];
  /** The management account of its organization: service control policies do not limit it. Absent when not known. */
  readonly management?: boolean;
  /** Services that an account administers for its organization, beside the management account: `sso.amazonaws.com`. */
  readonly delegated?: readonly string[];
  /** The id of its AWS organization, `o-...`. */
  readonly organizationId?: string;
  /**
   * What it hangs under: a unit (`aws:ou/ou-…`) or the root, which stands for `aws:organization`; a folder or organization; a
   * management group, whose topmost hangs under the tenant; of a repository its organization, of an environment its repository,
   * of a team the team above it. Absent when not known.
   */
  readonly parent?: string;
  /** Of a project of Google Cloud, of what GitHub keeps: its number, by which some members, rules and resources name it. */
  readonly number?: string;
  /** The environment that its tags or labels tell. */
  readonly environment?: string;
  /** Of a repository that its host described. */
  readonly repository?: RepositoryProfile;
  /** Of a deployment environment: what jobs must pass. */
  readonly gate?: DeploymentGate;
  /** How it is set up as a whole, for rules about it. */
  readonly settings?: Facts<'ScopeSettings'>;
  /** Where that was read; absent: the scope's settings were not read. */
  readonly evidence?: readonly Evidence[];
  /** Ids (`p-…`) of organization policies that a source says are attached here without saying what they are; see placeGrants. */
  readonly attached?: readonly string[];
  /** What a trail shows of it; absent where no trail was read. */
  readonly observed?: Observed;
}

/** Which logs are kept. What is in neither list is not known. */
export interface Logs {
  /** Regions in which model invocations are logged, and in which they are not. */
  readonly modelRegions?: readonly string[];
  readonly modelRegionsOff?: readonly string[];
  /** Whether some trail records the management events of every region; absent where a trail's state was not read. */
  readonly trail?: boolean;
  /** Names of trails whose log files are not signed. */
  readonly trailsUnvalidated?: readonly string[];
  /** Kinds of resource of which a trail records who uses them: `AWS::S3::Object`. */
  readonly dataEvents?: readonly string[];
  /** Of every trail it is known what it records: `dataEvents` are all. */
  readonly dataEventsWhole?: true;
  /** Some trail is the organization's. */
  readonly organizationTrail?: true;
  /** Regions in which every model call of the account must use a guardrail, and in which it was asked whether that is so. */
  readonly guardrailRegions?: readonly string[];
  readonly guardrailRegionsOff?: readonly string[];
  /** Types of resources (`AWS::Bedrock::AgentAlias`) whose calls some trail records in every region, as data events; absent likewise. */
  readonly calls?: readonly string[];
}

/** The unit that collectors hand over and snapshots store: one record of the inventory. */
export type Fragment =
  | { readonly type: 'identity'; readonly value: Identity }
  | { readonly type: 'credential'; readonly value: Credential }
  | { readonly type: 'policy'; readonly value: Policy }
  | { readonly type: 'document'; readonly value: PolicyDocument }
  | { readonly type: 'grant'; readonly value: Grant }
  | { readonly type: 'membership'; readonly value: Membership }
  | { readonly type: 'resource'; readonly value: Resource }
  | { readonly type: 'trust'; readonly value: Trust }
  | { readonly type: 'provider'; readonly value: Provider }
  | { readonly type: 'resource'; readonly value: Resource }
  | { readonly type: 'workload'; readonly value: Workload }
  | { readonly type: 'link'; readonly value: Link }
  | { readonly type: 'decision-point'; readonly value: DecisionPoint }
  | { readonly type: 'use'; readonly value: Use }
  | { readonly type: 'scope'; readonly value: Scope }
  | { readonly type: 'gap'; readonly value: Gap };

/** How one source was read. */
export interface SourceStatus {
  /** As the user named it. */
  readonly source: string;
  readonly plane: Plane;
  /** Account id, organization or repository name; empty when not learnt. */
  readonly scope: string;
  /** `complete`: all that was promised; `partial`: some gaps; `failed`: nothing could be read. */
  readonly status: 'complete' | 'partial' | 'failed';
  /** Identities it contributed. */
  readonly identities: number;
  /** Requests made; 0 for files. */
  readonly requests: number;
  readonly gaps: readonly Gap[];
}
