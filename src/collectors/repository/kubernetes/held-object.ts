import type { Evidence } from '../../../inventory/evidence.ts';
import type { ClusterObject } from '../../kubernetes-objects/cluster-object.ts';
import { type Plain, withoutOpenParts } from '../../kubernetes-objects/plain.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { redactPointer } from '../secrets/detect.ts';
import { recordCredentials } from '../secrets/record.ts';
import type { ManifestObject } from './manifest-documents.ts';

/** The namespace of what names none: where `kubectl apply` puts it. */
const defaultNamespace = 'default';

/** An object of a file, until all of the tree is read. */
export interface HeldObject {
  /** Without its text. */
  readonly file: OpenFile;
  readonly manifest: ManifestObject;
  readonly object: Plain;
  readonly namespace: string;
  readonly partial: boolean;
  readonly origin: string;
}

export function holdObject(file: OpenFile, manifest: ManifestObject): HeldObject {
  return {
    file: { ...file, text: '' },
    manifest,
    object: manifest.object,
    namespace: defaultNamespace,
    partial: manifest.damaged,
    origin: file.path,
  };
}

/** The same as the shared normalisation takes it. */
export function toClusterObject(out: Gathering, held: HeldObject, applicationOf: (path: string) => string): ClusterObject {
  const { file, manifest } = held;
  const placeOf = (pointer: string): Evidence => {
    const spot = manifest.spotOf(pointer);
    return evidenceIn(file, spot && { ...spot, pointer: redactPointer(spot.pointer) });
  };
  return {
    object: held.object,
    namespace: held.namespace,
    partial: held.partial,
    origin: held.origin,
    placeOf,
    judge: (literals, holder) => {
      const candidates = literals.map(({ key, value, pointer, position }) => ({
        key,
        // An unknown part is a reference: what it becomes stands elsewhere.
        value: withoutOpenParts(value, '{{ }}'),
        spot: manifest.spotOf(pointer) ?? { line: 1, column: 1, pointer: '' },
        position,
      }));
      const recorded = recordCredentials(out, file, holder ?? (() => applicationOf(file.path)), candidates);
      return recorded.map((r) => r.candidate.key);
    },
  };
}
