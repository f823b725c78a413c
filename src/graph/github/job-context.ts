import { fresh, isTag, shortRef } from '../../permissions/github/ref.ts';
import type { JobContext } from '../../permissions/github/token-kind.ts';

/** What a job runs for, in words: `main`, `a new branch`, `environment production`. */
export function contextWords(context: JobContext): string {
  if (context === 'pull_request') return 'a pull request';
  if (context === '*') return 'any branch';
  if (!context.startsWith('ref:')) return context.replace(':', ' ').replaceAll(fresh, '*');
  const ref = context.slice('ref:'.length);
  const name = (isTag(ref) ? ref.slice('refs/tags/'.length) : shortRef(ref)).replaceAll(fresh, '*');
  const kind = isTag(ref) ? 'tag' : 'branch';
  if (name === '*') return `a new ${kind}`;
  if (name.includes('*')) return `a ${kind} ${name}`;
  return isTag(ref) ? `tag ${name}` : name;
}
