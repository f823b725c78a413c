import type { Credential } from '../../../inventory/credential.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { isJobToken } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { type Caller, type Job, passed, readJobs, type Workflow } from './job.ts';
import { emitJob } from './job-fragments.ts';
import { literalCredentials } from './literal-credentials.ts';
import type { LocalFile, LocalFiles } from './local-files.ts';
import type { Place } from './place.ts';
import { type Given, substitute } from './substitute.ts';
import { readTriggers } from './triggers.ts';
import { child, entriesOf, textOf, YamlTree } from './yaml-tree.ts';

type Emit = (fragment: Fragment) => void;
type Fingerprint = (secret: string) => string;

/**
 * Reads a GitHub Actions workflow file (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax):
 * each job becomes an identity with what it holds, becomes and runs. What cannot be read becomes a gap; nothing is thrown.
 */
export function readWorkflow(text: string, place: Place, emit: Emit, fingerprint: Fingerprint): void {
  const file: LocalFile = { tree: new YamlTree(text, place), place };
  emitOwn(file, emit);
  emitJobs(file, undefined, emit, fingerprint);
}

/**
 * Reads all workflows of a repository together: a job that calls another of its workflows is read with the jobs of that
 * one, and a step that uses a local composite action with its steps. A workflow that only others call, and that one here
 * calls, runs as part of its callers and is no start of its own.
 */
export function readWorkflows(files: readonly LocalFile[], locals: LocalFiles, emit: Emit, fingerprint: Fingerprint): void {
  for (const file of files) emitOwn(file, emit);
  const isCallee = ({ tree }: LocalFile): boolean => {
    const triggers = readTriggers(tree);
    return triggers.length > 0 && triggers.every((t) => t.event === 'workflow_call');
  };
  const callees = files.filter(isCallee);
  for (const file of files) if (!callees.includes(file)) emitJobs(file, locals, emit, fingerprint);
  for (const file of callees) if (!locals.taken.has(file.place.file)) emitJobs(file, locals, emit, fingerprint);
}

/** What a workflow file says whoever runs it: what is wrong with it. */
function emitOwn({ tree, place }: LocalFile, emit: Emit): void {
  emitProblems(tree, place, 'workflow', emit);
  const written = entriesOf(child(tree.root, 'jobs'));
  if (written.length === 0 && tree.problems.length === 0) emitGap(place, 'the workflow', 'it has no jobs', 1, emit);
  for (const { key, value } of written) {
    if (value.kind !== 'map') emitGap(place, `job ${shown(key.text)} of the workflow`, 'it is not a map', tree.evidence(key).line, emit);
  }
}

function emitJobs({ tree, place }: LocalFile, locals: LocalFiles | undefined, emit: Emit, fingerprint: Fingerprint): void {
  const triggers = readTriggers(tree);
  const callable = triggers.some((t) => t.event === 'workflow_call');
  const workflow: Workflow = { tree, root: tree.root, place, triggers, callable, ...(locals === undefined ? {} : { locals }) };
  emitAll(workflow, undefined, emit, fingerprint);
}

const wideKeys = ['name', 'run-name', 'on', 'env', 'defaults', 'concurrency'];

function emitAll(workflow: Workflow, caller: Caller | undefined, emit: Emit, fingerprint: Fingerprint): void {
  const jobs = new Map<string, Job>(readJobs(workflow, caller).map((job) => [job.id, job]));
  const wide = emitLiteral(workflow.tree, wideKeys, workflow.place, emit, fingerprint);
  for (const job of jobs.values()) {
    emitJob(job, jobs, wide, emit, fingerprint);
    const called = calledWorkflow(job);
    if (called !== undefined) emitAll(called, { job, jobs }, emit, fingerprint);
  }
}

/** GitHub lets workflows call each other to this depth. */
const mostNested = 10;

/** The local workflow that a job calls, as it reads with what the job passes: its inputs, and its secrets or none. */
function calledWorkflow(job: Job): Workflow | undefined {
  const { locals } = job.workflow;
  const file = job.call?.action.kind === 'local' ? locals?.workflow(job.call.action.name) : undefined;
  if (file?.tree.root === undefined || locals === undefined || isRefused(job, file.tree)) return undefined;
  const call = child(child(file.tree.root, 'on'), 'workflow_call');
  const input = passed(child(job.entry.value, 'with'), child(call, 'inputs'));
  const secrets = child(job.entry.value, 'secrets');
  const given: Given = (context, name) => {
    if (context === 'inputs') return input(name);
    return textOf(secrets) === 'inherit' || isJobToken(name) ? undefined : (textOf(child(secrets, name)) ?? '');
  };
  const root = substitute(file.tree.root, file.tree, given, locals.budget);
  if (root === undefined) return undefined;
  locals.taken.add(file.place.file);
  const { triggers, callable } = job.workflow;
  return { tree: file.tree, root, place: file.place, triggers, callable, locals };
}

/** Whether a job stands too deep in calls, or in a call of the same file: such runs are refused. */
function isRefused(job: Job, tree: YamlTree, depth = 1): boolean {
  if (job.workflow.tree === tree || depth >= mostNested) return true;
  return job.caller !== undefined && isRefused(job.caller.job, tree, depth + 1);
}

/**
 * Reads the metadata file of a local action (`action.yml`) for credentials written into it. Its steps run inside the jobs
 * that use it, so it is no identity of its own.
 */
export function readAction({ tree, place }: LocalFile, emit: Emit, fingerprint: Fingerprint): void {
  emitProblems(tree, place, 'action', emit);
  emitLiteral(tree, ['inputs', 'runs'], place, emit, fingerprint);
}

function emitLiteral(
  tree: YamlTree,
  keys: readonly string[],
  place: Place,
  emit: Emit,
  fingerprint: (secret: string) => string,
): Credential[] {
  const found = keys.flatMap((key) => literalCredentials(tree, child(tree.root, key), place, fingerprint));
  for (const credential of found) emit({ type: 'credential', value: credential });
  return found;
}

function emitProblems(tree: YamlTree, place: Place, kind: string, emit: Emit): void {
  for (const { detail, line } of tree.problems) emitGap(place, `a part of the ${kind}`, detail, line, emit);
}

function emitGap(place: Place, what: string, problem: string, line: number | undefined, emit: Emit): void {
  const where = line === undefined ? place.file : `${place.file}:${line}`;
  const value = {
    source: place.source,
    what,
    why: 'unreadable',
    detail: `${where}: ${problem}`,
    file: place.file,
    ...(line === undefined ? {} : { line }),
  } as const;
  emit({ type: 'gap', value });
}
