import type { Comparison } from '../findings/baseline.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import type { ChokePoints } from '../graph/choke-points.ts';
import type { Edge, Path, Reach } from '../graph/graph.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { Nature } from '../inventory/identity.ts';
import type { Plane } from '../inventory/plane.ts';
import type { Workload } from '../inventory/workload.ts';
import type { Facet, Level } from '../permissions/power.ts';

/** One identity as reports show it. */
export interface ReportIdentity {
  readonly id: string;
  readonly plane: Plane;
  readonly kind: string;
  readonly name: string;
  readonly scope: string;
  readonly nature: Nature;
  readonly agent: boolean;
  readonly owner: string | null;
  /** What names the owner, and where; absent where nobody is named. */
  readonly ownership?: { readonly from: string; readonly evidence: readonly Evidence[] } | undefined;
  readonly environment: string | null;
  readonly createdAt: string | null;
  /** null where not known; `never` where the provider says so. */
  readonly lastUsedAt: string | 'never' | null;
  readonly enabled: boolean | null;
  readonly power: {
    readonly level: Level | 'unknown';
    readonly read: Facet;
    readonly write: Facet;
    readonly execute: Facet;
    readonly grant: Facet;
    readonly secrets: Facet;
    readonly conditional: boolean;
    readonly scope: string;
  };
  readonly posture: {
    readonly binding: PostureAnswer;
    readonly lifetime: PostureAnswer;
    readonly authorization: PostureAnswer;
    readonly revocation: PostureAnswer;
  };
  /** Of a job of a pipeline, and of an agent: the same for all that it is made of, with their ids. */
  readonly system?: { readonly members: readonly string[]; readonly posture: ReportIdentity['posture'] } | undefined;
  readonly reach: Reach;
  /** Of an AI agent or an MCP server. */
  readonly asAgent?: AgentProfile | undefined;
  readonly evidence: readonly Evidence[];
}

/** What an agent, or an MCP server, is as an agent. null: not known. */
export interface AgentProfile {
  /** As whom it acts, and why: an identity, or somebody whom no file names (`identity` null). */
  readonly runsAs: readonly { readonly identity: string | null; readonly how: string }[];
  /** What its tools amount to. */
  readonly tools: Readonly<Record<'read' | 'write' | 'execute' | 'egress' | 'secrets', boolean | null>>;
  readonly untrustedInput: boolean | null;
  readonly privateData: boolean | null;
  readonly wayOut: boolean | null;
  /** The three above come together. */
  readonly combination: boolean | null;
  /** How many of its tools wait for a person. */
  readonly approval: 'each' | 'some' | 'none' | null;
}

/** An answer to one of the four questions, with the fact that decides it. */
export interface PostureAnswer {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly because: string;
  readonly evidence?: readonly Evidence[] | undefined;
}

export interface ReportCredential {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly identity: string | null;
  readonly provider: string | null;
  readonly enabled: boolean | null;
  readonly static: boolean;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | 'never' | null;
  readonly expiresAt: string | 'never' | null;
  /** Ids of the identities that hold it. */
  readonly holders: readonly string[];
  readonly found: readonly {
    readonly file: string;
    readonly position: string;
    readonly key: string;
    readonly line: number | null;
    readonly committed: boolean | null;
  }[];
  readonly evidence: Credential['evidence'];
}

export interface Summary {
  readonly identities: number;
  readonly byPlane: Readonly<Record<string, number>>;
  readonly byNature: Readonly<Record<string, number>>;
  readonly byLevel: Readonly<Record<string, number>>;
  readonly agents: number;
  readonly credentials: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly unknown: number;
  readonly suppressed: number;
  readonly gaps: number;
  /** Over-privileged share with its denominator: identities assessed, of them privileged, and not assessable. */
  readonly privileged: { readonly assessed: number; readonly privileged: number; readonly notAssessable: number };
  /** What to take away so that most identities lose their confirmed path to administrator power. */
  readonly chokePoints: ChokePoints;
  readonly rules: { readonly run: number; readonly failed: number; readonly passed: number; readonly unknown: number };
}

/** A rule that was asked, and of how many subjects it held, failed, or could not be decided. */
export interface RuleOutcome {
  readonly id: string;
  readonly title: string;
  /** Before it is raised for a subject. */
  readonly severity: Severity;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  /** Every entry that it maps to. */
  readonly frameworks: readonly { readonly framework: string; readonly id: string }[];
}

/** Everything that a reporter may see (`nhi-report/1`). Arrays are sorted; the same input and `--now` give the same report. */
export interface Report {
  readonly tool: { readonly name: 'nhi'; readonly version: string; readonly url: string };
  readonly scan: {
    /** ISO 8601, UTC. Equal to `now` where `--now` was given. */
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly now: string;
    readonly sources: readonly SourceStatus[];
  };
  readonly summary: Summary;
  readonly identities: readonly ReportIdentity[];
  readonly credentials: readonly ReportCredential[];
  readonly workloads: readonly Workload[];
  readonly edges: readonly Edge[];
  /** The worst first: paths from workloads, agents and third parties to administrator power. */
  readonly paths: readonly Path[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** The rules that were asked, by id. */
  readonly rules: readonly RuleOutcome[];
  /** What changed since a baseline, where the run was given one. */
  readonly comparison?: Comparison;
  /** Names for ids that paths, edges and findings mention. */
  nameOf(id: string): string;
}
