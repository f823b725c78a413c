import type { Evidence } from '../../../inventory/evidence.ts';
import { type ActionReference, parseActionReference } from './action-reference.ts';
import { expressionsIn } from './expression.ts';
import type { Place } from './place.ts';
import type { Trigger } from './triggers.ts';
import { child, entriesOf, textOf, textsOf, type YamlEntry, type YamlScalar, type YamlTree, type YamlValue } from './yaml-tree.ts';

/** What all jobs of a file share. */
export interface Workflow {
  readonly tree: YamlTree;
  readonly place: Place;
  readonly triggers: readonly Trigger[];
  /** `on: workflow_call`: other workflows start it, and decide its token and who sets it off. */
  readonly callable: boolean;
}

export interface Step {
  readonly node: YamlValue;
  readonly uses?: { readonly action: ActionReference; readonly node: YamlScalar };
  readonly run?: YamlScalar;
  readonly inputs: YamlValue | undefined;
  readonly env: YamlValue | undefined;
  readonly condition?: string;
}

export interface Job {
  readonly workflow: Workflow;
  readonly id: string;
  readonly entry: YamlEntry;
  readonly steps: readonly Step[];
  /** A reusable workflow that the job calls instead of running steps. */
  readonly call?: { readonly action: ActionReference; readonly node: YamlScalar };
  readonly condition?: string;
  readonly needs: readonly string[];
  /** Where the job is written. */
  readonly evidence: Evidence;
}

/** The jobs of a workflow; what is not a job's shape is left out. */
export function readJobs(workflow: Workflow): Job[] {
  const { tree } = workflow;
  return entriesOf(child(tree.root, 'jobs')).flatMap((entry) => {
    if (entry.value.kind !== 'map') return [];
    const call = reference(child(entry.value, 'uses'));
    const condition = textOf(child(entry.value, 'if'));
    return [
      {
        workflow,
        id: entry.key.text,
        entry,
        steps: readSteps(child(entry.value, 'steps')),
        needs: textsOf(child(entry.value, 'needs')),
        evidence: tree.evidence(entry.key),
        ...(call === undefined ? {} : { call }),
        ...(condition === undefined ? {} : { condition }),
      },
    ];
  });
}

function readSteps(list: YamlValue | undefined): Step[] {
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((node) => {
    if (node.kind !== 'map') return [];
    const uses = reference(child(node, 'uses'));
    const run = child(node, 'run');
    const condition = textOf(child(node, 'if'));
    return [
      {
        node,
        inputs: child(node, 'with'),
        env: child(node, 'env'),
        ...(uses === undefined ? {} : { uses }),
        ...(run?.kind === 'scalar' && !run.isNull ? { run } : {}),
        ...(condition === undefined ? {} : { condition }),
      },
    ];
  });
}

function reference(node: YamlValue | undefined): { readonly action: ActionReference; readonly node: YamlScalar } | undefined {
  return node?.kind === 'scalar' && !node.isNull ? { action: parseActionReference(node.text), node } : undefined;
}

/** The variables that a step sees, the nearest first: its own, the job's, the workflow's. */
export function environmentsOf(job: Job, step?: Step): YamlValue[] {
  const all = [step?.env, child(job.entry.value, 'env'), child(job.workflow.tree.root, 'env')];
  return all.filter((node) => node !== undefined);
}

/** A text after what the file itself can say about its `${{ }}`: `env.X` and `matrix.x`. What stays unknown is `*`. */
export interface Resolved {
  readonly text: string;
  readonly complete: boolean;
}

const maxVariants = 24;

/** The texts that a text can stand for, one for each value of the matrix. */
export function resolve(text: string, job: Job, step?: Step): readonly Resolved[] {
  let variants: Resolved[] = [{ text: '', complete: true }];
  let from = 0;
  const append = (values: readonly Resolved[]): void => {
    variants = variants
      .flatMap((v) => values.map((w) => ({ text: v.text + w.text, complete: v.complete && w.complete })))
      .slice(0, maxVariants);
  };
  for (const { whole, inner } of expressionsIn(text)) {
    const at = text.indexOf(whole, from);
    append([{ text: text.slice(from, at), complete: true }]);
    append(valuesOf(inner, job, step));
    from = at + whole.length;
  }
  append([{ text: text.slice(from), complete: true }]);
  return variants;
}

function valuesOf(expression: string, job: Job, step: Step | undefined): Resolved[] {
  const unknown = [{ text: '*', complete: false }];
  const [context, name, ...rest] = expression.split('.');
  if (name === undefined || rest.length > 0) return unknown;
  if (context === 'env') {
    const value = environmentsOf(job, step).flatMap((node) => textOf(child(node, name)) ?? [])[0];
    return value === undefined || value.includes('${{') ? unknown : [{ text: value, complete: true }];
  }
  if (context !== 'matrix') return unknown;
  const matrix = child(child(job.entry.value, 'strategy'), 'matrix');
  const include = child(matrix, 'include');
  const included = include?.kind === 'list' ? include.items.flatMap((item) => textOf(child(item, name)) ?? []) : [];
  const values = [...new Set([...textsOf(child(matrix, name)), ...included])];
  if (values.length === 0 || values.some((value) => value.includes('${{'))) return unknown;
  return values.map((value) => ({ text: value, complete: true }));
}
