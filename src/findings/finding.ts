import type { Path } from '../graph/graph.ts';
import type { Evidence } from '../inventory/evidence.ts';

/** Rising. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const confidences = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof confidences)[number];

/** A reference to an entry of a framework, resolved against the registry. */
export interface FrameworkReference {
  /** `owasp_nhi`, `owasp_agentic`, `nist_csf`, `nist_ai_rmf`, `maestro`, `attack`, `atlas`, `cis`. */
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  readonly url?: string;
}

export interface Fix {
  readonly summary: string;
  readonly cli?: string;
  readonly terraform?: string;
}

/** A rule × a subject. Only known facts fail; `unknown` means a needed fact was not seen. */
export interface Finding {
  /** Stable: rule and subject, see fingerprint.ts. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly status: 'fail' | 'unknown' | 'suppressed';
  readonly title: string;
  readonly message: string;
  /** The identity it is about, where there is one. */
  readonly identity?: string | undefined;
  /** Id of the subject (identity, credential, grant, trust, workload, path, source). */
  readonly subject: string;
  readonly subjectKind: string;
  readonly path?: Path | undefined;
  readonly evidence: readonly Evidence[];
  readonly frameworks: readonly FrameworkReference[];
  readonly fix: Fix;
  readonly why: string;
  /** For `suppressed`: the waiver's reason, who answers for it, and the last day on which it holds. */
  readonly suppression?: { readonly reason: string; readonly owner?: string; readonly expires?: string };
  /** Of a failure, where the run was given a baseline: it holds none like it, one that was less severe, or the same. */
  readonly change?: 'new' | 'worse' | 'known';
  /** For `unknown`: the facts that were not known. */
  readonly missing?: readonly string[] | undefined;
}
