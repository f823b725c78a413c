import type { Answer } from '../power.ts';
import type { Three } from './three.ts';

/** What one rule says to one way of changing a ref. */
export type Verdict =
  | { readonly kind: 'passes'; readonly because?: string }
  /** Others have to do something first: approve, deploy. */
  | { readonly kind: 'needs'; readonly what: string }
  /** `lifted`: whoever asks may take the rule away. */
  | { readonly kind: 'refuses'; readonly by: string; readonly lifted?: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

export const passes: Verdict = { kind: 'passes' };

/** An answer with its reasons. */
export interface Judged {
  readonly answer: Answer;
  readonly reasons: readonly string[];
}

/** What several rules come to that all count: the most restrictive one decides, and all that stand in the way are told. */
export function allOf(verdicts: readonly Verdict[]): Judged {
  const refused = verdicts.flatMap((v) => (v.kind === 'refuses' && v.lifted !== true ? [v.by] : []));
  if (refused.length > 0) return { answer: 'denied', reasons: unique(refused) };
  const unknown = verdicts.flatMap((v) => (v.kind === 'unknown' ? [v.why] : []));
  if (unknown.length > 0) return { answer: 'unknown', reasons: unique(unknown) };
  const needed = verdicts.flatMap((v) =>
    v.kind === 'needs' ? [v.what] : v.kind === 'refuses' ? [`${v.by}, unless it takes the rule away first, which it may`] : [],
  );
  if (needed.length > 0) return { answer: 'conditional', reasons: unique(needed) };
  return {
    answer: 'allowed',
    reasons: unique(verdicts.flatMap((v) => (v.kind === 'passes' && v.because !== undefined ? [v.because] : []))),
  };
}

const byStrength: readonly Answer[] = ['allowed', 'unknown', 'conditional', 'denied'];

/**
 * The best of several ways. One that is not known may be open outright, so it comes before one that is known to need something;
 * what is needed is told as well.
 */
export function bestOf(ways: readonly Judged[]): Judged {
  const answer = byStrength.find((a) => ways.some((w) => w.answer === a)) ?? 'denied';
  const told = ways.filter((w) => w.answer === answer || (answer === 'unknown' && w.answer === 'conditional'));
  // Of several open ways the first says why; of closed ones each says what closes it.
  return { answer, reasons: unique((answer === 'allowed' ? told.slice(0, 1) : told).flatMap((w) => w.reasons)) };
}

/** A verdict that holds unless an exception does. */
export function unless(exception: Three, verdict: Verdict, because: string, unsure: string): Verdict {
  if (exception === 'yes') return { kind: 'passes', because };
  return exception === 'unknown' && verdict.kind !== 'passes' ? { kind: 'unknown', why: unsure } : verdict;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** An answer as one part of a larger one. */
export function judgedAs({ answer, reasons }: Judged): Verdict {
  const text = reasons.join('; ');
  switch (answer) {
    case 'allowed':
      return reasons.length === 0 ? passes : { kind: 'passes', because: text };
    case 'conditional':
      return { kind: 'needs', what: text };
    case 'unknown':
      return { kind: 'unknown', why: text };
    case 'denied':
      return { kind: 'refuses', by: text };
  }
}
