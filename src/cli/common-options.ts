import { UserError } from '../user-error.ts';

/** Options of the commands that read sources, as commander hands them over. */
export interface CommonOptions {
  readonly config?: string;
  readonly rules?: readonly string[];
  readonly now?: string;
  readonly roleArn?: string;
  /** `--home`: also the places of AI agents in the home directory. */
  readonly home?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly format?: string;
  readonly report?: readonly string[];
  readonly failOn?: string;
  readonly allowGaps?: boolean;
  readonly all?: boolean;
  readonly plane?: string;
  readonly nature?: string;
  readonly level?: string;
  readonly ai?: boolean;
  readonly sort?: string;
}

/** `--now`, or undefined where it was not given. */
export function parseNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new UserError(`--now "${text}" is not a time; write it like 2026-11-22 or 2026-11-22T10:00:00Z`);
  }
  return new Date(text);
}
