import type { Evidence } from '../../../../inventory/evidence.ts';
import type { Facts } from '../../../../inventory/fact-types.ts';
import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { isUnpinnedImage } from '../../workflows/action-reference.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, entriesOf, entry, textOf, YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { emitPipelineJob } from '../emit-job.ts';
import { itemsOf } from '../items.ts';
import { emitProblems } from '../pipeline-gap.ts';
import type { PipelineContext, PipelineJob, PipelineSystem, Variable } from '../pipeline-job.ts';
import { readSteps } from './steps.ts';
import { Templates } from './templates.ts';

export const azurePipelines: PipelineSystem = {
  id: 'azure-pipelines',
  name: 'Azure Pipelines',
  jobKind: 'azure-pipelines-job',
  secretKind: 'azure-pipelines-variable',
  ownVariables: /^(?:(?:Agent|Build|Pipeline|System|Environment|Strategy|Release|Checks)\.[\w.]+|SYSTEM_\w+|BUILD_\w+|AGENT_\w+)$/i,
  macros: true,
};

/** Reads all of a repository's pipelines: what one of them takes in as a template is none by itself. */
export function readAzurePipelines(files: readonly OpenFile[], context: PipelineContext): void {
  const taken = new Set<string>();
  // Pipelines by their name come first; a file of the folder may be a template of theirs.
  const named = files.filter((file) => /(?:^|\/)azure-pipelines[^/]*\.ya?ml$/.test(file.path));
  for (const file of [...named, ...files.filter((f) => !named.includes(f))]) if (!taken.has(file.path)) readPipeline(file, taken, context);
}

function readPipeline(file: OpenFile, taken: Set<string>, context: PipelineContext): void {
  const place = context.placeOf(file);
  const tree = new YamlTree(file.text, place);
  emitProblems(context, tree, place);
  const templates = new Templates(tree, context, taken);
  const root = extended(tree, file.path, templates);
  const triggers = triggersOf(root.node, tree);
  let first = true;
  for (const found of jobsIn(root.node, root.file, tree, templates)) {
    const job = describe(found, root.node, triggers, tree, templates, first);
    const damaged = tree.problems.length > 0 || templates.damaged;
    emitPipelineJob(
      { system: azurePipelines, places: tree, place, damaged },
      { ...job, hidden: job.hidden || root.hidden },
      context.emit,
      context.fingerprint,
    );
    first = false;
  }
}

/** `extends: template`: the pipeline is what the template says, with the triggers of the file. */
function extended(
  tree: YamlTree,
  file: string,
  templates: Templates,
): { readonly node: YamlValue | undefined; readonly file: string; readonly hidden: boolean } {
  const extension = child(tree.root, 'extends');
  const template = child(extension, 'template');
  const name = textOf(template);
  if (template === undefined || name === undefined) return { node: tree.root, file, hidden: false };
  const opened = templates.open(name, child(extension, 'parameters'), file, tree, template);
  if (opened === undefined) return { node: tree.root, file, hidden: true };
  const own = entriesOf(tree.root).filter((e) => ['trigger', 'pr', 'schedules', 'resources', 'variables'].includes(e.key.text));
  return {
    node: { kind: 'map', pointer: '', start: 0, end: 0, entries: [...entriesOf(opened.root), ...own] },
    file: opened.file,
    hidden: false,
  };
}

interface FoundJob {
  readonly id: string;
  readonly at: Evidence;
  readonly body: YamlValue;
  readonly steps: readonly YamlValue[];
  readonly above: readonly YamlValue[];
  readonly file: string;
  readonly hidden: boolean;
}

const mostJobs = 2000;

function jobsIn(root: YamlValue | undefined, file: string, tree: YamlTree, templates: Templates): FoundJob[] {
  const jobs: FoundJob[] = [];
  const fromJobs = (list: YamlValue | undefined, prefix: string, above: readonly YamlValue[], from: string): void => {
    const { items, hidden } = templates.items(list, 'jobs', from, tree);
    for (const { node, file: own } of items) {
      if (jobs.length >= mostJobs) return;
      const key = entry(node, 'job') ?? entry(node, 'deployment');
      const name = textOf(key?.value) ?? `job${jobs.length + 1}`;
      const steps = templates.items(stepsOf(node), 'steps', own, tree);
      jobs.push({
        id: prefix + name,
        at: tree.evidence(key?.key ?? node),
        body: node,
        steps: steps.items.map((s) => s.node),
        above,
        file: own,
        hidden: hidden || steps.hidden,
      });
    }
  };
  const stages = child(root, 'stages');
  if (stages !== undefined) {
    for (const { node, file: own } of templates.items(stages, 'stages', file, tree).items) {
      const name = textOf(child(node, 'stage')) ?? 'stage';
      fromJobs(child(node, 'jobs') ?? (child(node, 'steps') === undefined ? undefined : node), `${name}/`, [node], own);
    }
  } else if (child(root, 'jobs') !== undefined) fromJobs(child(root, 'jobs'), '', [], file);
  else if (root !== undefined && child(root, 'steps') !== undefined) fromJobs(root, '', [], file);
  return jobs;
}

/** Steps of a job, or those of all the hooks of a deployment's strategy. */
function stepsOf(job: YamlValue): YamlValue | undefined {
  const own = child(job, 'steps');
  if (own !== undefined) return own;
  const items = entriesOf(child(job, 'strategy')).flatMap((strategy) =>
    entriesOf(strategy.value).flatMap((hook) => [
      ...itemsOf(child(hook.value, 'steps')),
      ...entriesOf(hook.value).flatMap((inner) => itemsOf(child(inner.value, 'steps'))),
    ]),
  );
  return { kind: 'list', items, pointer: job.pointer, start: job.start, end: job.end };
}

function describe(
  { id, at, body, steps, above, file, hidden }: FoundJob,
  root: YamlValue | undefined,
  triggers: Noted,
  tree: YamlTree,
  templates: Templates,
  first: boolean,
): PipelineJob {
  const read = readSteps(steps, tree);
  const groups = new Noted();
  const variables: Variable[] = [...read.variables];
  for (const node of [body, ...above, root]) noteVariables(child(node, 'variables'), file, tree, templates, variables, groups);
  const environment = environmentOf(body, tree);
  const pool = [body, ...above, root].map((node) => entry(node, 'pool')).find((e) => e !== undefined);
  const hosted = isHosted(pool?.value);
  const unpinned = new Noted();
  if (first) for (const name of templates.unpinned.texts) for (const where of templates.unpinned.placesOf(name)) unpinned.add(name, where);
  const container = child(body, 'container');
  const image = container?.kind === 'map' ? child(container, 'image') : container;
  const text = textOf(image);
  if (image !== undefined && text !== undefined && /[/:]/.test(text) && !text.includes('$') && isUnpinnedImage(text))
    unpinned.add(shown(text), tree.evidence(image));
  const facts: Facts<'Ci'> = { triggers: triggers.texts, ...(hosted === undefined ? {} : { self_hosted: !hosted }) };
  return {
    id,
    evidence: at,
    scripts: read.scripts,
    variables,
    parts: [body, ...steps, ...(first && root !== undefined ? [child(root, 'variables')].flatMap((v) => v ?? []) : [])],
    ...(environment === undefined ? {} : { environment }),
    secrets: new Noted(),
    stored: new Noted(),
    federated: new Noted(),
    targets: [],
    unpinned,
    injections: read.injections,
    groups,
    connections: read.connections,
    facts,
    factEvidence: {
      'ci.triggers': triggers.evidence,
      ...(pool === undefined || hosted === undefined ? {} : { 'ci.self_hosted': [tree.evidence(pool.key)] }),
    },
    hidden,
  };
}

/** A map of names and values, or a list that also names groups and templates. */
function noteVariables(
  node: YamlValue | undefined,
  file: string,
  tree: YamlTree,
  templates: Templates,
  variables: Variable[],
  groups: Noted,
): void {
  const pairs = (map: YamlValue | undefined): void => {
    for (const { key, value } of entriesOf(map)) if (value.kind === 'scalar' && !value.isNull) variables.push({ name: key.text, value });
  };
  if (node?.kind === 'map') pairs(node);
  else if (node?.kind === 'list') {
    for (const { node: item } of templates.items(node, 'variables', file, tree).items) {
      const group = child(item, 'group');
      const name = textOf(group);
      const value = child(item, 'value');
      if (group !== undefined && name !== undefined) groups.add(shown(name), tree.evidence(group));
      else if (value?.kind === 'scalar') variables.push({ name: textOf(child(item, 'name')) ?? '', value });
      else if (child(item, 'name') === undefined) pairs(item);
    }
  }
}

function environmentOf(body: YamlValue, tree: YamlTree): PipelineJob['environment'] {
  const node = child(body, 'environment');
  const name = textOf(node) ?? textOf(child(node, 'name'));
  // `production.cluster` is a resource of the environment.
  return node === undefined || name === undefined ? undefined : { name: name.split('.', 1)[0] ?? name, evidence: tree.evidence(node) };
}

/** https://learn.microsoft.com/azure/devops/pipelines/agents/pools-queues: another pool may be the owner's machines, or a managed pool. */
function isHosted(pool: YamlValue | undefined): boolean | undefined {
  const name = textOf(pool) ?? textOf(child(pool, 'name'));
  if (child(pool, 'vmImage') !== undefined || name === 'Azure Pipelines') return true;
  return name === 'Default' ? false : undefined;
}

/** `trigger` is on unless it says `none`; `pr` is read where it stands, since a code host may ignore it. */
function triggersOf(root: YamlValue | undefined, tree: YamlTree): Noted {
  const triggers = new Noted();
  const at = tree.evidence(tree.root ?? { pointer: '', start: 0, end: 0 });
  const push = entry(root, 'trigger');
  if (textOf(push?.value) !== 'none') triggers.add('push', push === undefined ? at : tree.evidence(push.key));
  const pull = entry(root, 'pr');
  if (pull !== undefined && textOf(pull.value) !== 'none') triggers.add('pull_request', tree.evidence(pull.key));
  const schedules = entry(root, 'schedules');
  if (schedules !== undefined) triggers.add('schedule', tree.evidence(schedules.key));
  if (triggers.isEmpty) triggers.add('manual', push === undefined ? at : tree.evidence(push.key));
  return triggers;
}
