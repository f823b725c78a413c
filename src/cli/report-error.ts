import { withoutKnownSecrets } from '../collectors/known-secrets.ts';
import { UserError } from '../user-error.ts';
import type { Io } from './io.ts';

/** Says what went wrong in one line: nobody is shown a stack trace. Answers with the exit code. */
export function reportError(thrown: unknown, io: Io): number {
  const error = isOutOfMemory(thrown) ? notEnoughMemory() : thrown;
  if (error instanceof UserError) io.stderr.write(`nhi: ${oneLine(error.message)}\n`);
  else {
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`nhi: internal error, please report it: ${oneLine(message)} (NHI_DEBUG=1 shows where)\n`);
    if (io.environment.NHI_DEBUG === '1' && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  }
  return 2;
}

/** Of a thread of the program (see roomy-thread.ts). */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function notEnoughMemory(): UserError {
  return new UserError(
    'the memory that Node may take does not suffice for this input; give it more: NODE_OPTIONS=--max-old-space-size=8192 (MiB)',
  );
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters of hostile names are what is to be removed
  return withoutKnownSecrets(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
}
