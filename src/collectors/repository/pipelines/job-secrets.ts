import { isIdentifierName } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { secretKind } from '../secrets/key-names.ts';
import { isWrittenOut, storedCloud } from '../workflows/cloud-login.ts';
import { Noted } from '../workflows/noted.ts';
import type { YamlScalar } from '../workflows/yaml-tree.ts';
import type { PipelineFile, PipelineJob } from './pipeline-job.ts';
import { assignedIn, variablesIn } from './script-text.ts';

/**
 * The stored secrets that a job reads: those the file names outright, and variables named like a secret that neither the
 * file, nor the system, nor the script itself sets.
 */
export function secretsOf({ system, places }: PipelineFile, job: PipelineJob): Noted {
  const found = new Noted();
  for (const name of job.secrets.texts) for (const place of job.secrets.placesOf(name)) found.add(name, place);
  const set = new Map(job.variables.map((v) => [v.name, v.value]));
  const assigned = new Set(job.scripts.flatMap((script) => [...assignedIn(script.text)]));
  const look = (scalar: YamlScalar): void => {
    for (const { name, whole } of variablesIn(scalar.text, system.macros)) {
      if (system.ownVariables.test(name) || assigned.has(name) || !namesSecret(name)) continue;
      // A variable that the file sets is looked into where it stands.
      if (set.has(name) && set.get(name)?.text !== `$${name}`) continue;
      found.add(shown(name), places.evidence(scalar, whole));
    }
  };
  for (const script of job.scripts) look(script);
  for (const { value } of job.variables) look(value);
  return found;
}

function namesSecret(name: string): boolean {
  return !isIdentifierName(name) && (secretKind(name) !== undefined || storedCloud(name) !== undefined);
}

/** Clouds whose stored key is written out in a variable of the file. */
export function writtenKeys({ places }: PipelineFile, job: PipelineJob): Noted {
  const found = new Noted();
  for (const { name, value } of job.variables) {
    const cloud = storedCloud(name);
    if (cloud !== undefined && !value.text.includes('$') && isWrittenOut(value)) found.add(cloud, places.evidence(value));
  }
  return found;
}
