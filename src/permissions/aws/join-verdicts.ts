import type { Verdict } from './decide.ts';

/** The answer where all have to allow: the first refusal decides, then what is not known, then conditions. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const refusal = verdicts.find((v) => v.answer === 'denied');
  if (refusal) return refusal;
  const answer = verdicts.some((v) => v.answer === 'unknown')
    ? 'unknown'
    : verdicts.some((v) => v.answer === 'conditional')
      ? 'conditional'
      : 'allowed';
  return { ...joined(verdicts), answer };
}

/** The answer where one that allows is enough. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  for (const answer of ['allowed', 'conditional', 'unknown'] as const) {
    const best = verdicts.filter((v) => v.answer === answer);
    if (best.length > 0) return { ...joined(best), answer };
  }
  return verdicts[0] ?? denied;
}

export const denied: Verdict = { answer: 'denied', statements: [], conditionKeys: [], problems: [] };

function joined(verdicts: readonly Verdict[]): Omit<Verdict, 'answer'> {
  return {
    statements: verdicts.flatMap((v) => v.statements),
    conditionKeys: [...new Set(verdicts.flatMap((v) => v.conditionKeys))].sort(),
    problems: [...new Set(verdicts.flatMap((v) => v.problems))].sort(),
  };
}
