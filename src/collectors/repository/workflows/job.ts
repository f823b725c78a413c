import type { Evidence } from '../../../inventory/evidence.ts';
import { type ActionReference, parseActionReference } from './action-reference.ts';
import { expressionsIn } from './expression.ts';
import type { LocalFile, LocalFiles } from './local-files.ts';
import type { Place } from './place.ts';
import { substitute } from './substitute.ts';
import type { Trigger } from './triggers.ts';
import { child, entriesOf, textOf, textsOf, type YamlEntry, type YamlScalar, type YamlTree, type YamlValue } from './yaml-tree.ts';

/** What all jobs of a file share. */
export interface Workflow {
  readonly tree: YamlTree;
  /** The document; of a called workflow as it reads with what the caller passed. */
  readonly root: YamlValue | undefined;
  readonly place: Place;
  /** The repository's other workflows and its actions, where these were read too. */
  readonly locals?: LocalFiles;
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
  /** Variables of the step that uses the local action this one stands in. */
  readonly outer?: readonly YamlValue[];
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
  /** The job that calls the workflow this one stands in, and the jobs beside it. */
  readonly caller?: Caller;
}

export interface Caller {
  readonly job: Job;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** The jobs of a workflow; what is not a job's shape is left out. */
export function readJobs(workflow: Workflow, caller?: Caller): Job[] {
  const { tree, root } = workflow;
  return entriesOf(child(root, 'jobs')).flatMap((entry) => {
    if (entry.value.kind !== 'map') return [];
    const call = reference(child(entry.value, 'uses'));
    const condition = textOf(child(entry.value, 'if'));
    return [
      {
        workflow,
        id: entry.key.text,
        entry,
        steps: readSteps(child(entry.value, 'steps'), workflow.locals, []),
        needs: textsOf(child(entry.value, 'needs')),
        evidence: tree.evidence(entry.key),
        ...(call === undefined ? {} : { call }),
        ...(condition === undefined ? {} : { condition }),
        ...(caller === undefined ? {} : { caller }),
      },
    ];
  });
}

/** GitHub lets composite actions use each other to this depth. */
const mostNested = 10;

/** `within` are the actions whose steps are being read. */
function readSteps(list: YamlValue | undefined, locals: LocalFiles | undefined, within: readonly LocalFile[]): Step[] {
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((node) => {
    if (node.kind !== 'map') return [];
    const uses = reference(child(node, 'uses'));
    const run = child(node, 'run');
    const condition = textOf(child(node, 'if'));
    const inside =
      uses?.action.kind === 'local' && locals !== undefined ? compositeSteps(uses.action.name, node, locals, within) : undefined;
    if (inside !== undefined) return inside;
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

/** The steps of a local composite action as they run inside the step that uses it. */
function compositeSteps(uses: string, step: YamlValue, locals: LocalFiles, within: readonly LocalFile[]): Step[] | undefined {
  const action = within.length < mostNested ? locals.composite(uses) : undefined;
  const steps = child(child(action?.tree.root, 'runs'), 'steps');
  if (action === undefined || steps === undefined || within.includes(action)) return undefined;
  const given = passed(child(step, 'with'), child(action.tree.root, 'inputs'));
  // An action sees no secrets but those it is passed.
  const copied = substitute(steps, action.tree, (context, name) => (context === 'inputs' ? given(name) : undefined), locals.budget);
  if (copied === undefined) return undefined;
  const env = child(step, 'env');
  const outer = textOf(child(step, 'if'));
  return readSteps(copied, locals, [...within, action]).map((inner) => ({
    ...inner,
    ...(env === undefined ? {} : { outer: [...(inner.outer ?? []), env] }),
    ...(outer === undefined ? {} : { condition: inner.condition === undefined ? outer : both(outer, inner.condition) }),
  }));
}

/** What a caller passes for an input: its text, else the default that the callee declares, else nothing. */
export function passed(inputs: YamlValue | undefined, declared: YamlValue | undefined): (name: string) => string {
  return (name) => textOf(child(inputs, name)) ?? textOf(child(child(declared, name), 'default')) ?? '';
}

/** Two conditions as one. One that is not a lone expression is always true, or cannot be read: the outer then decides. */
function both(outer: string, inner: string): string {
  const [a, b] = [outer, inner].map((text) => (text.includes('${{') ? /^\$\{\{(.*)\}\}$/s.exec(text)?.[1] : text));
  return a === undefined || b === undefined || a.includes('${{') || b.includes('${{') ? outer : `(${a}) && (${b})`;
}

function reference(node: YamlValue | undefined): { readonly action: ActionReference; readonly node: YamlScalar } | undefined {
  return node?.kind === 'scalar' && !node.isNull ? { action: parseActionReference(node.text), node } : undefined;
}

/** The variables that a step sees, the nearest first: its own, the job's, the workflow's. */
export function environmentsOf(job: Job, step?: Step): YamlValue[] {
  const all = [step?.env, ...(step?.outer ?? []), child(job.entry.value, 'env'), child(job.workflow.root, 'env')];
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
  // What a caller passed speaks of the caller's matrix.
  if (values.length === 0 && job.caller !== undefined) return valuesOf(expression, job.caller.job, undefined);
  if (values.length === 0 || values.some((value) => value.includes('${{'))) return unknown;
  return values.map((value) => ({ text: value, complete: true }));
}
