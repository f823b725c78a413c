import { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import type { CollectContext } from '../collector.ts';
import type { GapCounter } from '../gap-counter.ts';
import type { Directory } from './directory.ts';

/** Hands over what entries of a tool say of Azure's resources and roles, with what the directory knows of who holds them. */
export function emitArm(
  { armEntries, principals, users, groups }: Directory,
  context: Pick<CollectContext, 'emit' | 'fingerprint'>,
  gaps: GapCounter,
): void {
  if (armEntries.length === 0) return;
  const normaliser = new ArmNormaliser(context.emit, context.fingerprint);
  for (const [type, known] of [
    ['ServicePrincipal', principals],
    ['User', users],
    ['Group', groups],
  ] as const)
    for (const id of known.keys()) normaliser.knowPrincipal(id, type);
  for (const { kind, data, at } of armEntries) {
    // An entry may also list nobody.
    if (normaliser.addWithin(data, at) > 0 || isEmptyList(data)) continue;
    gaps.add(`azure ${kind}`, {
      source: at.source,
      what: 'an entry about a resource of Azure',
      why: 'unsupported',
      detail: `an entry of kind ${kind} holds nothing that is known`,
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
    });
  }
  normaliser.finish();
}

/** `{"virtualMachineId": "…", "owners": null}`. */
function isEmptyList(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((v) => v === null || (Array.isArray(v) && v.length === 0));
}
