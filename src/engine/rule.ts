import type { Confidence, Fix, FrameworkReference, Severity } from '../findings/finding.ts';
import type { FactGroup } from '../inventory/fact-types.ts';
import type { FactsOnDemand } from './facts-on-demand.ts';

export const subjectKinds = ['identity', 'credential', 'grant', 'trust', 'workload', 'path', 'scope', 'source'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** The fact group that each subject kind's variable has in a condition. */
export const subjectGroups = {
  identity: 'Identity',
  credential: 'Credential',
  grant: 'Grant',
  trust: 'Trust',
  workload: 'Workload',
  path: 'Path',
  scope: 'Scope',
  source: 'Source',
} as const satisfies Record<SubjectKind, FactGroup>;

/** What a user may give to be judged by; a rule that needs it is asked only where it is given. */
export const ruleInputs = ['departed', 'reviews', 'agents', 'baseline'] as const;
export type RuleInput = (typeof ruleInputs)[number];

export type Scalar = string | number | boolean;
export type ParameterValue = Scalar | readonly Scalar[];

/** Another severity than the rule's own, where a condition is known to hold. */
export interface SeverityStep {
  /** CEL. */
  readonly when: string;
  readonly severity: Severity;
}

/** A rule as read from its file and checked. */
export interface Rule {
  readonly id: string;
  readonly aliases: readonly string[];
  /** The file it was read from. */
  readonly file: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly subject: SubjectKind;
  /** Kinds of the subject it applies to; empty: all. */
  readonly kinds: readonly string[];
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** CEL. */
  readonly when: string;
  readonly escalate: readonly SeverityStep[];
  /** Where it is known that less is at stake: no more than that, whatever raised it. */
  readonly lower: readonly SeverityStep[];
  readonly message: string;
  readonly why: string;
  readonly fix: Fix;
  /** All references; `agentOnly` ones are shown only where the identity is bound to an agent. */
  readonly frameworks: readonly (FrameworkReference & { readonly agentOnly: boolean })[];
  readonly examples: readonly RuleExample[];
  /** What it compares with, where that is the user's own record: without it the rule is off, unless the configuration turns it on. */
  readonly input?: RuleInput;
  /** Off unless the configuration turns it on. */
  readonly enabled: boolean;
}

export interface RuleExample {
  readonly expect: 'flagged' | 'quiet' | 'unknown';
  readonly given: Readonly<Record<string, unknown>>;
  /** Severity that an example expects after escalation, where it says so. */
  readonly severity?: Severity;
  readonly line: number;
}

/**
 * One thing that rules are asked about. `facts` is what the condition sees, with absent fields for unknown facts.
 * `can` answers permission questions; it is undefined where the subject is not an identity.
 */
export interface Subject {
  readonly id: string;
  readonly kind: SubjectKind;
  /** For `kinds:` of the rule: the identity's kind, the credential's kind... */
  readonly subKind: string;
  /** Only rules that name its kind are asked about it: nothing that the others ask for can be known of it. */
  readonly onlyByKind?: true | undefined;
  /** The identity it is about. */
  readonly identity?: string | undefined;
  /** That identity is an agent or bound to one: decides whether agent-only references are shown. */
  readonly agentBound: boolean;
  readonly facts: Readonly<Record<string, unknown>> | FactsOnDemand;
  /**
   * Facts of it that are at hand, one object for all subjects that have them in common: a rule that they rule out is not told the
   * others. Absent: every rule is told all.
   */
  readonly glance?: Readonly<Record<string, unknown>> | undefined;
  /** Evidence for the subject, or for the facts a condition used (`ci.unpinned_actions`, `power.level`, `can:iam:PassRole`). */
  evidenceFor(facts: readonly string[]): readonly import('../inventory/evidence.ts').Evidence[];
  readonly path?: import('../graph/graph.ts').Path;
}

/** Many subjects of one kind that have some facts in common: a rule that those rule out is asked about none of them. */
export interface SubjectGroup {
  readonly kind: SubjectKind;
  readonly subKind: string;
  readonly size: number;
  readonly glance: Readonly<Record<string, unknown>>;
  readonly members: Iterable<Subject>;
}
