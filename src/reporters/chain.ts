import type { Path } from '../graph/graph.ts';
import { plain } from './escape.ts';

/**
 * A path as one line: the names on it, with an escalation's technique between who uses it and what is gained:
 * `Claude Code → aws-admin → ci-deploy → (iam-008 iam:AttachUserPolicy on itself) → administrator of 123456789012`.
 */
export function chain(path: Path, nameOf: (id: string) => string, arrow: string): string {
  const parts = [plain(nameOf(path.from))];
  for (const step of path.steps) {
    if (step.technique !== undefined) parts.push(`(${plain(step.technique)} ${plain(step.reason)})`);
    parts.push(plain(nameOf(step.to)));
  }
  const end = path.level === 'unknown' || path.to.startsWith('class:') ? '' : ` (${path.level})`;
  return `${parts.join(` ${arrow} `)}${end}`;
}
