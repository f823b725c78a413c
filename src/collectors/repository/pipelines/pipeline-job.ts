import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { PipelineJobKind } from '../../../inventory/pipeline-kinds.ts';
import type { OpenFile } from '../open-file.ts';
import type { Noted } from '../workflows/noted.ts';
import type { Place } from '../workflows/place.ts';
import type { NamedTarget } from '../workflows/targets.ts';
import type { Places, YamlScalar, YamlValue } from '../workflows/yaml-tree.ts';

/** What sets one CI system apart when its jobs are handed over. */
export interface PipelineSystem {
  readonly id: 'gitlab' | 'circleci' | 'azure-pipelines' | 'bitbucket' | 'jenkins';
  readonly name: string;
  readonly jobKind: PipelineJobKind;
  /** The kind of a stored secret that a job reads by name. */
  readonly secretKind: string;
  /** Variables that the system itself sets. */
  readonly ownVariables: RegExp;
  /** `$(X)` in a script is a variable, not a command. */
  readonly macros: boolean;
}

/** A variable of a job as the file sets it; the nearest one first where a name repeats. */
export interface Variable {
  readonly name: string;
  readonly value: YamlScalar;
}

/** One job, stage or step of a pipeline, brought to the shape that all systems have in common. */
export interface PipelineJob {
  /** Unique in the file. */
  readonly id: string;
  readonly evidence: Evidence;
  readonly scripts: readonly YamlScalar[];
  readonly variables: readonly Variable[];
  /** The values of a matrix, one map for each of its jobs. */
  readonly matrix?: readonly ReadonlyMap<string, string>[];
  /** The parts of the file that belong to it, searched for credentials written out. */
  readonly parts: readonly YamlValue[];
  readonly environment?: { readonly name: string; readonly evidence: Evidence };
  /** Stored secrets that the file names outright. */
  readonly secrets: Noted;
  readonly stored: Noted;
  readonly federated: Noted;
  readonly targets: readonly NamedTarget[];
  /** Secrets that a vault keeps and that are fetched for the job. */
  readonly fetched?: readonly Credential[];
  /** The token that scripts may present to clouds. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  /** Images, includes and packages of others that can change under their names. */
  readonly unpinned: Noted;
  /** Texts that strangers choose and that are put into a script before it runs. */
  readonly injections: Noted;
  readonly groups: Noted;
  readonly connections: Noted;
  readonly facts: Facts<'Ci'>;
  readonly factEvidence: Readonly<Record<string, readonly Evidence[]>>;
  /** Parts of its work are written in files that were not read. */
  readonly hidden: boolean;
}

/** What a reader of pipelines works with. */
export interface PipelineContext {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
  /** A file of the same checkout, by its path from the root. Undefined: not there, or not to be read. */
  readonly open: (path: string) => OpenFile | undefined;
  readonly placeOf: (file: OpenFile) => Place;
}

/** A file of a CI system, ready to be told about. */
export interface PipelineFile {
  readonly system: PipelineSystem;
  readonly places: Places;
  readonly place: Place;
  /** Something in it could not be read: that a thing is not there is not known. */
  readonly damaged: boolean;
}
