import type { PostureAnswer, ReportIdentity } from './report.ts';

type Posture = ReportIdentity['posture'];

/** The four questions of an identity review, as people read them. */
export const postureQuestions = {
  binding: 'bound to a workload?',
  lifetime: 'short-lived?',
  authorization: 'authorised at run time?',
  revocation: 'revocable alone?',
} as const satisfies Record<keyof Posture, string>;

const questions = Object.keys(postureQuestions) as (keyof Posture)[];

/** What the four answers come to: any `no` is `too-static`; without one, any `unknown` is `not-proven`. */
export const verdicts = ['adequate', 'not-proven', 'too-static'] as const;
export type Verdict = (typeof verdicts)[number];

export const verdictTexts = {
  adequate: 'adequate',
  'not-proven': 'not proven',
  'too-static': 'identity model too static for this architecture',
} as const satisfies Record<Verdict, string>;

/** The answers in the order of the questions. */
export function postureAnswers(posture: Posture): readonly (readonly [keyof Posture, PostureAnswer])[] {
  return questions.map((key) => [key, posture[key]]);
}

export function verdictOf(posture: Posture): Verdict {
  let verdict: Verdict = 'adequate';
  for (const question of questions) {
    const { answer } = posture[question];
    if (answer === 'no') return 'too-static';
    if (answer === 'unknown') verdict = 'not-proven';
  }
  return verdict;
}

/** The facts that decide a verdict: those behind each `no`, or else behind each `unknown`; none where it is adequate. */
export function decidingFacts(posture: Posture): readonly (readonly [keyof Posture, PostureAnswer])[] {
  const answers = postureAnswers(posture);
  const no = answers.filter(([, { answer }]) => answer === 'no');
  return no.length > 0 ? no : answers.filter(([, { answer }]) => answer === 'unknown');
}

/** What the answers come to, with the facts that decide it: `not proven: what runs as it was not seen`. */
export function verdictInWords(posture: Posture): string {
  const facts = decidingFacts(posture).map(([, { because }]) => because);
  return [verdictTexts[verdictOf(posture)], ...(facts.length === 0 ? [] : [facts.join('; ')])].join(': ');
}

/** Each answer with the fact that decides it, and what they come to: `binding: 'yes: ...'`, ..., `verdict`. */
export function answersInWords(posture: Posture): Readonly<Record<string, string>> {
  const answers = postureAnswers(posture).map(([key, { answer, because }]) => [key, `${answer}: ${because}`] as const);
  return { ...Object.fromEntries(answers), verdict: verdictInWords(posture) };
}

/** How many machine identities have each verdict; people and the provider's own are left out. */
export function countVerdicts(identities: readonly ReportIdentity[]): Record<Verdict, number> {
  return countPostures(identities).held;
}

const failures = {
  binding: 'not bound to a workload',
  lifetime: 'not short-lived',
  authorization: 'not authorised at run time',
  revocation: 'not revocable alone',
} as const satisfies Record<keyof Posture, string>;

/** How many machine identities fail each question, the most first: `31 not short-lived`; empty where none fails. */
export function failuresInWords(identities: readonly ReportIdentity[]): readonly string[] {
  return failingInWords(countPostures(identities));
}

interface PostureCounts {
  readonly held: Record<Verdict, number>;
  readonly failing: Record<keyof Posture, number>;
}

/** Each posture is asked for once: it may be worked out only then. */
function countPostures(identities: readonly ReportIdentity[]): PostureCounts {
  const held: Record<Verdict, number> = { adequate: 0, 'not-proven': 0, 'too-static': 0 };
  const failing: Record<keyof Posture, number> = { binding: 0, lifetime: 0, authorization: 0, revocation: 0 };
  for (const identity of identities) {
    if (!isMachine(identity)) continue;
    const { posture } = identity;
    held[verdictOf(posture)]++;
    for (const question of questions) if (posture[question].answer === 'no') failing[question]++;
  }
  return { held, failing };
}

function failingInWords({ failing }: PostureCounts): readonly string[] {
  return questions
    .map((question) => [failing[question], failures[question]] as const)
    .filter(([count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([count, text]) => `${count} ${text}`);
}

function isMachine({ nature }: ReportIdentity): boolean {
  return nature !== 'human' && nature !== 'service-agent';
}

/** The counts of both in one sentence, without its end. */
export function postureInWords(identities: readonly ReportIdentity[]): string {
  const counted = countPostures(identities);
  const failing = failingInWords(counted);
  const counts = verdicts.map((v) => `${counted.held[v]} ${verdictTexts[v]}`).join(', ');
  return `how machine identities are held: ${counts}${failing.length === 0 ? '' : ` (${failing.join(', ')})`}`;
}
