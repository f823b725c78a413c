import type { Evidence } from '../../../inventory/evidence.ts';
import { isJobToken } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { environmentsOf, type Job } from './job.ts';
import { Noted } from './noted.ts';
import { referencesOfScalar } from './references.ts';
import { child, entry, scalarsBelow, textOf, type YamlScalar, type YamlTree, type YamlValue } from './yaml-tree.ts';

export interface SecretUse {
  /** Names of stored secrets, in upper case as GitHub compares them. */
  readonly names: Noted;
  /** Places that hand over every secret: `toJSON(secrets)`, `secrets[name]`. */
  readonly all: Noted;
}

/** The stored secrets that parts of a file read. */
export function secretsIn(tree: YamlTree, nodes: readonly (YamlValue | undefined)[]): SecretUse {
  const names = new Noted();
  const all = new Noted();
  for (const node of nodes) {
    for (const { scalar } of scalarsBelow(node)) {
      for (const { name, evidence } of usesIn(tree, scalar)) {
        if (name === undefined) all.add('secrets', evidence);
        else names.add(name, evidence);
      }
    }
  }
  return { names, all };
}

interface Use {
  /** Undefined: all of them. */
  readonly name: string | undefined;
  readonly evidence: Evidence;
}

/** Kept with the scalar, since the workflow's variables are read again for every job. */
const kept = new WeakMap<YamlScalar, readonly Use[]>();

function usesIn(tree: YamlTree, scalar: YamlScalar): readonly Use[] {
  const known = kept.get(scalar);
  if (known !== undefined) return known;
  const uses = secretReferences(scalar).flatMap(({ segments, whole }) => {
    const name = segments[1];
    if (name !== undefined && isJobToken(name)) return [];
    return [{ name: name === undefined || name === '*' ? undefined : shown(name.toUpperCase()), evidence: tree.evidence(scalar, whole) }];
  });
  kept.set(scalar, uses);
  return uses;
}

/** The stored secrets that a job reads, those in the workflow's variables included. */
export function secretsOfJob(job: Job): SecretUse {
  return secretsIn(job.workflow.tree, [job.entry.value, child(job.workflow.root, 'env')]);
}

/** `secrets: inherit` of a call: the called workflow gets every secret. */
export function inheritsSecrets(job: Job): YamlValue | undefined {
  const secrets = entry(job.entry.value, 'secrets');
  return textOf(secrets?.value) === 'inherit' ? secrets?.key : undefined;
}

/** Whether a value is filled from a stored secret (not from the job's own token). */
export function readsStoredSecret(node: YamlValue | undefined): boolean {
  return node?.kind === 'scalar' && secretReferences(node).some(({ segments }) => segments[1] !== undefined && !isJobToken(segments[1]));
}

/** The same, looking through `env.X` at the variable of the job. */
export function comesFromSecret(node: YamlValue | undefined, job: Job, step?: Job['steps'][number]): boolean {
  if (node?.kind !== 'scalar') return false;
  if (readsStoredSecret(node)) return true;
  return referencesOfScalar(node).some(
    ({ segments }) =>
      segments[0]?.toLowerCase() === 'env' && environmentsOf(job, step).some((env) => readsStoredSecret(child(env, segments[1] ?? ''))),
  );
}

function secretReferences(scalar: YamlScalar) {
  return referencesOfScalar(scalar).filter(({ segments }) => segments[0]?.toLowerCase() === 'secrets');
}
