import type { Evidence } from '../inventory/evidence.ts';

/** An answer to one of the four questions, with the fact that decides it. */
export interface PostureAnswer {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly because: string;
  /** Where that fact stands; absent where it follows from what is not there. */
  readonly evidence?: readonly Evidence[];
}

export const yes = (because: string): PostureAnswer => ({ answer: 'yes', because });
export const no = (because: string): PostureAnswer => ({ answer: 'no', because });
export const unknown = (because: string): PostureAnswer => ({ answer: 'unknown', because });

export function withEvidence(answer: PostureAnswer, evidence: readonly Evidence[]): PostureAnswer {
  return evidence.length === 0 ? answer : { ...answer, evidence };
}
