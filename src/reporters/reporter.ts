import type { FailLevel } from '../findings/gate.ts';
import type { Report } from './report.ts';

/** What the page of the HTML report needs besides the report. */
export interface PageParts {
  /** JavaScript, to stand in the page. */
  readonly script: string;
  /** Text to base64 of its gzip. */
  readonly pack: (text: string) => string;
}

export interface RenderOptions {
  /** Columns of the terminal; undefined when the output is not a terminal. */
  readonly width?: number;
  readonly color: boolean;
  /** Every finding in full where the format would show a selection. */
  readonly all?: boolean;
  /** From which severity on findings that a baseline holds fail the run; absent: none does. */
  readonly failOnKnown?: FailLevel;
  /** Asked for by formats that are pages. */
  readonly page?: () => PageParts;
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
