import type { Evidence } from '../../../../inventory/evidence.ts';
import { shown } from '../../secrets/detect.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, type Places, textOf, textsOf, type YamlValue } from '../../workflows/yaml-tree.ts';
import { itemsOf } from '../items.ts';

/** What sets a job off, and on which refs: `branch:main`, `tag:*`. */
export interface Runs {
  readonly triggers: Noted;
  readonly refs: readonly string[];
}

/** Without rules a job runs in every kind of pipeline but those of merge requests (https://docs.gitlab.com/ci/jobs/job_rules/). */
const usual = ['push', 'web', 'schedule', 'api', 'trigger'];

const anyRef = ['branch:*', 'tag:*'];

/** Words of `only:` that name kinds of pipelines (https://docs.gitlab.com/ci/yaml/deprecated_keywords/#onlyrefs--exceptrefs). */
const onlyWords: Readonly<Record<string, { readonly triggers: readonly string[]; readonly ref?: string }>> = {
  merge_requests: { triggers: ['merge_request_event'], ref: 'branch:*' },
  branches: { triggers: ['push'], ref: 'branch:*' },
  tags: { triggers: ['push'], ref: 'tag:*' },
  schedules: { triggers: ['schedule'], ref: 'branch:*' },
  pushes: { triggers: ['push'] },
  web: { triggers: ['web'] },
  api: { triggers: ['api'] },
  triggers: { triggers: ['trigger'] },
  pipelines: { triggers: ['pipeline'] },
  external_pull_requests: { triggers: ['external_pull_request_event'], ref: 'branch:*' },
};

/** Reads `rules`, else `only`, else the rules of the whole pipeline. */
export function runsOf(job: YamlValue, workflow: YamlValue | undefined, places: Places, at: Evidence): Runs {
  const rules = child(job, 'rules');
  if (rules !== undefined) return runsOfRules(rules, places);
  const only = child(job, 'only');
  if (only !== undefined) return runsOfOnly(child(only, 'refs') ?? only, places);
  const wide = child(workflow, 'rules');
  if (wide !== undefined) return runsOfRules(wide, places);
  const triggers = new Noted();
  for (const trigger of usual) triggers.add(trigger, at);
  return { triggers, refs: anyRef };
}

function runsOfRules(rules: YamlValue, places: Places): Runs {
  const triggers = new Noted();
  const refs = new Set<string>();
  for (const rule of flatItems(rules)) {
    if (textOf(child(rule, 'when')) === 'never') continue;
    const condition = textOf(child(rule, 'if'))?.slice(0, 4096) ?? '';
    const evidence = places.evidence(rule);
    const sources = [...condition.matchAll(/\$CI_PIPELINE_SOURCE\s{0,5}==\s{0,5}["'](\w{1,40})["']/g)].map((m) => m[1] ?? '');
    const isMerge = /\$CI_MERGE_REQUEST_(?:I?ID|EVENT_TYPE)\b/.test(condition);
    const isTag = /\$CI_COMMIT_TAG\b(?!\s{0,5}==\s{0,5}null)/.test(condition);
    const branches = [...condition.matchAll(/\$CI_COMMIT_(?:BRANCH|REF_NAME)\s{0,5}==\s{0,5}["']([^"']{1,200})["']/g)].map(
      (m) => m[1] ?? '',
    );
    const named = [...sources, ...(isMerge ? ['merge_request_event'] : [])];
    for (const trigger of named.length > 0 ? named : isTag || branches.length > 0 ? ['push'] : usual)
      triggers.add(shown(trigger), evidence);
    if (isTag) refs.add('tag:*');
    for (const branch of branches) refs.add(`branch:${shown(branch)}`);
    if (branches.length === 0 && !isTag)
      for (const ref of /\$CI_COMMIT_BRANCH\b/.test(condition) || isMerge ? ['branch:*'] : anyRef) refs.add(ref);
  }
  return { triggers, refs: refs.size === 0 ? anyRef : [...refs] };
}

function flatItems(node: YamlValue): readonly YamlValue[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'list' ? item.items : [item]));
}

function runsOfOnly(only: YamlValue, places: Places): Runs {
  const triggers = new Noted();
  const refs = new Set<string>();
  for (const word of textsOf(only).slice(0, 100)) {
    const row = Object.hasOwn(onlyWords, word) ? onlyWords[word] : undefined;
    for (const trigger of row?.triggers ?? ['push']) triggers.add(trigger, places.evidence(only));
    if (row === undefined) refs.add(word.startsWith('/') ? 'branch:*' : `branch:${shown(word)}`);
    else if (row.ref !== undefined) refs.add(row.ref);
  }
  return { triggers, refs: refs.size === 0 ? anyRef : [...refs] };
}
