import type { Credential } from '../../../inventory/credential.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { shown } from '../secrets/detect.ts';
import { type Job, readJobs, type Workflow } from './job.ts';
import { emitJob } from './job-fragments.ts';
import { literalCredentials } from './literal-credentials.ts';
import type { Place } from './place.ts';
import { readTriggers } from './triggers.ts';
import { child, entriesOf, YamlTree } from './yaml-tree.ts';

type Emit = (fragment: Fragment) => void;

/**
 * Reads a GitHub Actions workflow file (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax):
 * each job becomes an identity with what it holds, becomes and runs. What cannot be read becomes a gap; nothing is thrown.
 */
export function readWorkflow(text: string, place: Place, emit: Emit, fingerprint: (secret: string) => string): void {
  const tree = new YamlTree(text, place);
  emitProblems(tree, place, 'workflow', emit);
  const triggers = readTriggers(tree);
  const workflow: Workflow = { tree, place, triggers, callable: triggers.some((t) => t.event === 'workflow_call') };
  const jobs = new Map<string, Job>(readJobs(workflow).map((job) => [job.id, job]));
  const written = entriesOf(child(tree.root, 'jobs'));
  if (written.length === 0 && tree.problems.length === 0) emitGap(place, 'the workflow', 'it has no jobs', 1, emit);
  for (const { key, value } of written) {
    if (value.kind !== 'map') emitGap(place, `job ${shown(key.text)} of the workflow`, 'it is not a map', tree.evidence(key).line, emit);
  }
  const wide = emitLiteral(tree, ['name', 'run-name', 'on', 'env', 'defaults', 'concurrency'], place, emit, fingerprint);
  for (const job of jobs.values()) emitJob(job, jobs, wide, emit, fingerprint);
}

/**
 * Reads the metadata file of a local action (`action.yml`) for credentials written into it. Its steps run inside the jobs
 * that use it, so it is no identity of its own.
 */
export function readAction(text: string, place: Place, emit: Emit, fingerprint: (secret: string) => string): void {
  const tree = new YamlTree(text, place);
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
