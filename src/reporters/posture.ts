import type { PostureAnswer, ReportIdentity } from './report.ts';

type Posture = ReportIdentity['posture'];

/** The four questions of an identity review, as people read them. */
export const postureQuestions = {
  binding: 'bound to a workload?',
  lifetime: 'short-lived?',
  authorization: 'authorised at run time?',
  revocation: 'revocable alone?',
} as const satisfies Record<keyof Posture, string>;

/** What the four answers come to: any `no` is `too-static`; without one, any `unknown` is `not-proven`. */
export const verdicts = ['adequate', 'not-proven', 'too-static'] as const;
export type Verdict = (typeof verdicts)[number];

export const verdictTexts = {
  adequate: 'adequate',
  'not-proven': 'not proven',
  'too-static': 'identity model too static',
} as const satisfies Record<Verdict, string>;

/** The answers in the order of the questions. */
export function postureAnswers(posture: Posture): readonly (readonly [keyof Posture, PostureAnswer])[] {
  return (Object.keys(postureQuestions) as (keyof Posture)[]).map((key) => [key, posture[key]]);
}

export function verdictOf(posture: Posture): Verdict {
  const answers = postureAnswers(posture).map(([, { answer }]) => answer);
  if (answers.includes('no')) return 'too-static';
  return answers.includes('unknown') ? 'not-proven' : 'adequate';
}

/** The facts that decide a verdict: those behind each `no`, or else behind each `unknown`; none where it is adequate. */
export function decidingFacts(posture: Posture): readonly (readonly [keyof Posture, PostureAnswer])[] {
  const answers = postureAnswers(posture);
  const no = answers.filter(([, { answer }]) => answer === 'no');
  return no.length > 0 ? no : answers.filter(([, { answer }]) => answer === 'unknown');
}

/** Each answer with the fact that decides it, and what they come to: `binding: 'yes: ...'`, ..., `verdict`. */
export function answersInWords(posture: Posture): Readonly<Record<string, string>> {
  const answers = postureAnswers(posture).map(([key, { answer, because }]) => [key, `${answer}: ${because}`] as const);
  return { ...Object.fromEntries(answers), verdict: verdictOf(posture) };
}

/** How many machine identities have each verdict; people and the provider's own are left out. */
export function countVerdicts(identities: readonly ReportIdentity[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { adequate: 0, 'not-proven': 0, 'too-static': 0 };
  for (const { nature, posture } of identities) if (nature !== 'human' && nature !== 'service-agent') counts[verdictOf(posture)]++;
  return counts;
}
