import { type Job, resolve } from './job.ts';
import { child, textOf, type YamlValue } from './yaml-tree.ts';

const words: readonly (readonly [RegExp, string])[] = [
  [/^(preprod|preproduction|staging|stage|stg|uat)$/, 'staging'],
  [/^(prod|production|prd|live)$/, 'production'],
  [/^(dev|develop|development|sandbox)$/, 'development'],
  [/^(test|testing|qa)$/, 'test'],
];

/** The deployment environment of a job, as a node to point to and the names it can have (`*` where it is not known). */
export function deploymentEnvironment(
  job: Job,
): { readonly node: YamlValue; readonly written: string; readonly names: readonly string[] } | undefined {
  const node = child(job.entry.value, 'environment');
  const written = textOf(node) ?? textOf(child(node, 'name'));
  if (node === undefined || written === undefined || written === '') return undefined;
  return { node, written, names: resolve(written, job).map((r) => r.text) };
}

/** The kind of environment that a name clearly tells: `prod-eu` is production, `non-prod` and `pages` tell nothing. */
export function environmentKind(names: readonly string[]): string | undefined {
  const kinds = new Set(names.map(kindOf));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

function kindOf(name: string): string | undefined {
  const parts = name.toLowerCase().split(/[^a-z]+/);
  if (parts.some((part) => part === 'non' || part === 'not' || part === 'nonprod')) return undefined;
  if (parts.includes('pre')) return 'staging';
  for (const [pattern, kind] of words) if (parts.some((part) => pattern.test(part))) return kind;
  return undefined;
}
