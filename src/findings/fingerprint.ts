import { hash } from 'node:crypto';

/**
 * The stable name of a finding: rule and subject, nothing else. Line numbers, message, order and clock do not change it.
 * @param rule the rule's first id: where a rule was renamed, the oldest of its aliases, so that baselines survive the renaming.
 */
export function fingerprintOf(rule: string, subject: string): string {
  return hash('sha256', `${rule}\u0000${subject}`, 'hex').slice(0, 16);
}
