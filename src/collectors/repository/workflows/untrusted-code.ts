import { shown } from '../secrets/detect.ts';
import { environmentsOf, type Job, type Step } from './job.ts';
import { Noted } from './noted.ts';
import { type Reference, referencesIn, referencesOfScalar } from './references.ts';
import { child, textOf, type YamlScalar } from './yaml-tree.ts';

/**
 * Texts that people without write access choose
 * (https://docs.github.com/actions/concepts/security/script-injections). Numbers, ids and hashes are not among them.
 */
const untrustedContexts: readonly RegExp[] = [
  /^github\.head_ref$/,
  /^github\.event\.(issue|pull_request|discussion|comment|review|review_comment)(\.(title|body))?$/,
  /^github\.event\.pull_request\.head(\.(ref|label|repo\.(default_branch|description|homepage)))?$/,
  /^github\.event\.workflow_run(\.(head_branch|display_title|head_repository\.description|pull_requests\.\*\.head\.ref))?$/,
  /^github\.event\.(workflow_run\.)?head_commit(\.(message|author\.(name|email)|committer\.(name|email)))?$/,
  /^github\.event\.commits(\.\*(\.(message|author\.(name|email)|committer\.(name|email)))?)?$/,
  /^github\.event\.pages(\.\*(\.(page_name|title))?)?$/,
  /^github(\.event)?$/,
];

/** Inputs of actions that run their text as code. */
const scriptInputs: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'actions/github-script': ['script'],
    'appleboy/ssh-action': ['script'],
    'azure/cli': ['inlinescript'],
    'azure/powershell': ['inlinescript'],
    'jannekem/run-python-script-action': ['script'],
  }),
);

/** Untrusted texts that are expanded into scripts before these run, with the lines. */
export function injectionsOf(job: Job): Noted {
  const found = new Noted();
  for (const step of job.steps) {
    for (const script of scriptsOf(step)) {
      for (const reference of referencesOfScalar(script)) {
        if (!reference.flows) continue;
        const evidence = job.workflow.tree.evidence(script, reference.whole);
        for (const path of untrustedPaths(reference, job, step)) found.add(shown(path), evidence);
      }
    }
  }
  return found;
}

/** The untrusted contexts behind a reference: itself, or what a variable named `env.X` was filled with. */
export function untrustedPaths(reference: Reference, job: Job, step: Step): string[] {
  if (isUntrustedContext(reference)) return [reference.path];
  const [context, name] = reference.segments;
  if (context?.toLowerCase() !== 'env' || name === undefined) return [];
  const value = environmentsOf(job, step).flatMap((node) => textOf(child(node, name)) ?? [])[0];
  return value === undefined ? [] : referencesIn(value).flatMap((r) => (r.flows && isUntrustedContext(r) ? [r.path] : []));
}

function isUntrustedContext(reference: Reference): boolean {
  const path = reference.lower.replace(/\.\d+(?=\.|$)/g, '.*');
  return untrustedContexts.some((pattern) => pattern.test(path));
}

function scriptsOf(step: Step): YamlScalar[] {
  const inputs = step.uses === undefined ? [] : (scriptInputs.get(step.uses.action.name) ?? []);
  const values =
    step.inputs?.kind === 'map' ? step.inputs.entries.filter((e) => inputs.includes(e.key.text.toLowerCase())).map((e) => e.value) : [];
  return [step.run, ...values].filter((node) => node?.kind === 'scalar');
}

const pullRequestHead =
  /^github\.(head_ref|event\.pull_request\.(head\.(sha|ref|label)|merge_commit_sha)|event\.workflow_run\.(head_sha|head_branch|head_commit\.id|pull_requests\.\*\.head\.(sha|ref)))$/;
const pullRequestNumber =
  /^(github\.event\.(number|issue\.number|pull_request\.number|workflow_run\.pull_requests\.\*\.number)|env\.\w+|steps\..+|needs\..+|inputs\..+)$/;
const forkRepository = /^github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\.(full_name|html_url|clone_url)$/;

/**
 * Steps that check out what a pull request brings. Undefined where a checkout takes its ref from an earlier step, which
 * may hold the head of one.
 */
export function untrustedCheckouts(job: Job): { readonly places: Noted; readonly certain: boolean } {
  const places = new Noted();
  let certain = true;
  for (const step of job.steps) {
    const { tree } = job.workflow;
    if (step.run !== undefined) {
      const command = /\bgh\s+pr\s+checkout\b|\bgit\s+fetch\s[^\n]{0,200}\bpull\/|\bhub\s+pr\s+checkout\b/.exec(
        step.run.text.slice(0, 65_536),
      );
      if (command !== null) places.add('checkout', tree.evidence(step.run, command[0]));
    }
    if (step.uses?.action.name !== 'actions/checkout') continue;
    for (const input of ['ref', 'repository']) {
      const node = child(step.inputs, input);
      const text = textOf(node);
      if (node === undefined || text === undefined) continue;
      const references = referencesIn(text).map((r) => ({ ...r, lower: r.lower.replace(/\.\d+(?=\.|$)/g, '.*') }));
      const heads = references.some(
        (r) =>
          pullRequestHead.test(r.lower) ||
          forkRepository.test(r.lower) ||
          (/refs\/pull\//.test(text) && pullRequestNumber.test(r.lower)) ||
          untrustedPaths(r, job, step).length > 0,
      );
      if (heads) places.add('checkout', tree.evidence(node));
      else if (references.some((r) => /^(steps|needs|env|inputs)\./.test(r.lower))) certain = false;
    }
  }
  return { places, certain };
}
