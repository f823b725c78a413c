import type { Report } from './report.ts';

export interface RenderOptions {
  /** Columns of the terminal; undefined when the output is not a terminal. */
  readonly width?: number;
  readonly color: boolean;
  /** Every finding in full where the format would show a selection. */
  readonly all?: boolean;
}

/**
 * One output format: a pure function from a report to text, in pieces so that large outputs are streamed. Each file
 * `reporters/<format>.ts` exports one, named `reporter`.
 */
export interface Reporter {
  readonly format: string;
  readonly summary: string;
  render(report: Report, options: RenderOptions): Iterable<string>;
}
