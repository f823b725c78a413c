import { hash } from 'node:crypto';
import type { PolicyDocument } from './inventory/policy.ts';

/** The id of a document that many may hold, or that is kept: a hash of what it says. */
export function idOfContent({ version, statements }: Omit<PolicyDocument, 'id'>): string {
  return hash('sha256', JSON.stringify({ version, statements }), 'hex').slice(0, 32);
}

const numbered = 'own/';

let made = 0;

/**
 * An id that no other document of this run has. Inline policies come by the hundred thousand, hardly two alike: to write each down and
 * to hash it takes a tenth of the time of a scan.
 */
export function nextId(): string {
  made++;
  return `${numbered}${made}`;
}

/** Whether an id is good for one run only: nothing that is shown or kept may turn on it. */
export function isForOneRun(id: string): boolean {
  return id.startsWith(numbered);
}

/** The id that a document has in every run: equal for two that say the same. */
export function lastingIdOf({ id, version, statements }: PolicyDocument): string {
  return isForOneRun(id) ? idOfContent({ version, statements }) : id;
}
