/** What a command may write to, and how. The caller wires it to the streams. */
export interface CommandIo {
  /** Writes to standard output, as it is: lines end with their own `\n`. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  readonly color: boolean;
  /** Columns of the terminal; undefined when the output is not a terminal. */
  readonly width?: number;
}
