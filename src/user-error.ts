/**
 * A person's mistake: a wrong flag, file, rule or config key. Shown as one line, exit code 2, never with a stack trace.
 * The message says what is wrong, where (file, line, pointer) and what to do.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
