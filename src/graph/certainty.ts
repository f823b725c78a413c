import type { Answer } from '../permissions/power.ts';
import { type Certainty, certainties } from './graph.ts';

/** 0 for confirmed, 1 for conditional, 2 for possible: lower is more certain. */
export function tierOf(certainty: Certainty): number {
  return certainties.indexOf(certainty);
}

/** The least certain of two: a chain is as certain as its weakest part. */
export function weakest(a: Certainty, b: Certainty): Certainty {
  return tierOf(a) >= tierOf(b) ? a : b;
}

/** How certain a step is that needs this answer; undefined where the answer forbids it. */
export function certaintyOf(answer: Answer): Certainty | undefined {
  switch (answer) {
    case 'allowed':
      return 'confirmed';
    case 'conditional':
      return 'conditional';
    case 'unknown':
      return 'possible';
    case 'denied':
      return undefined;
  }
}
