import { entriesOf, textsOf, type YamlEntry, type YamlMap, type YamlScalar, type YamlValue } from '../../workflows/yaml-tree.ts';
import { flat, joined, over } from '../merge-keys.ts';

/** Keys at the top of a pipeline that are no jobs (https://docs.gitlab.com/ci/yaml/#global-keywords). */
const keywords = new Set(
  'default include stages variables workflow spec image services cache before_script after_script types pages:deploy <<'.split(' '),
);

/** A job as it runs: with what it extends, and what holds for all. */
export interface ResolvedJob {
  readonly key: YamlScalar;
  readonly body: YamlMap;
  /** It extends something that was not read. */
  readonly hidden: boolean;
}

/** Keys that `default:` and, in older files, the top level give to every job that has none of its own. */
const inherited = ['image', 'services', 'before_script', 'after_script', 'id_tokens', 'tags', 'cache'];

const mostLevels = 12;
const mostJobs = 3000;

/** The jobs of a pipeline's entries; names that begin with a dot are parts, not jobs. */
export function resolveJobs(entries: readonly YamlEntry[]): ResolvedJob[] {
  const byName = new Map<string, YamlEntry>();
  for (const e of entries) if (e.value.kind === 'map') byName.set(e.key.text, joined(byName.get(e.key.text), e));
  const shared = [...entriesOf(byName.get('default')?.value), ...entries.filter((e) => inherited.includes(e.key.text))];
  const jobs: ResolvedJob[] = [];
  for (const [name, { key, value }] of byName) {
    if (keywords.has(name) || name.startsWith('.') || value.kind !== 'map') continue;
    const { body, hidden } = extended(flat(value), byName, 0);
    const own = new Set(body.map((e) => e.key.text));
    if (!own.has('script') && !own.has('trigger') && !own.has('run') && !hidden) continue;
    const all = [...body, ...shared.filter((e) => inherited.includes(e.key.text) && !own.has(e.key.text))];
    jobs.push({ key, body: { ...value, entries: all }, hidden });
    if (jobs.length >= mostJobs) break;
  }
  return jobs;
}

/** https://docs.gitlab.com/ci/yaml/#extends */
function extended(
  entries: readonly YamlEntry[],
  byName: ReadonlyMap<string, YamlEntry>,
  depth: number,
): { readonly body: readonly YamlEntry[]; readonly hidden: boolean } {
  const names = textsOf(entries.findLast((e) => e.key.text === 'extends')?.value);
  let body: readonly YamlEntry[] = [];
  let hidden = false;
  for (const name of names.slice(0, 20)) {
    const parent = byName.get(name);
    if (parent === undefined || depth >= mostLevels) {
      hidden = true;
      continue;
    }
    const above = extended(flat(parent.value), byName, depth + 1);
    body = over(above.body, body);
    hidden ||= above.hidden;
  }
  return { body: over(entries, body), hidden };
}

/** The lines of a script: lists inside it are flat, and `!reference [job, script]` is what stands there. */
export function scriptsIn(node: YamlValue | undefined, entries: readonly YamlEntry[], depth = 0): YamlScalar[] {
  if (node === undefined || depth > mostLevels) return [];
  if (node.kind === 'scalar') return node.isNull ? [] : [node];
  if (node.kind === 'map') return [];
  const [first, second] = textsOf(node);
  const target = node.items.length === 2 && first !== undefined ? entries.findLast((e) => e.key.text === first) : undefined;
  if (target !== undefined && second !== undefined) {
    const value = flat(target.value).findLast((e) => e.key.text === second)?.value;
    if (value !== undefined) return scriptsIn(value, entries, depth + 1);
  }
  return node.items.flatMap((item) => scriptsIn(item, entries, depth + 1));
}
