import { environmentKindOf } from '../../environment-words.ts';
import { type Job, resolve } from './job.ts';
import { child, textOf, type YamlValue } from './yaml-tree.ts';

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
  const kinds = new Set(names.map(environmentKindOf));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}
