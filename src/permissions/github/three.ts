/** An answer that may not be known. */
export type Three = 'yes' | 'no' | 'unknown';

export function any(answers: readonly Three[]): Three {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

export function every(answers: readonly Three[]): Three {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}
