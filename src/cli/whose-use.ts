import type { InventoryBuilder } from '../inventory/inventory.ts';
import { ActionUniverse } from '../permissions/aws/action-universe.ts';
import { AwsPermissions } from '../permissions/aws/aws-permissions.ts';
import { levels } from '../permissions/power.ts';
import { readActionTable } from './action-table.ts';

/** `--use`: identities with privileged power, or all. */
export const whoseUses = ['privileged', 'all'] as const;
export type WhoseUse = (typeof whoseUses)[number];

/** Users and roles whose recorded use is worth its requests, of what was read so far: the most powerful first. Not those of AWS itself. */
export function whoseUse(whose: WhoseUse, builder: InventoryBuilder, now: Date): () => readonly string[] {
  return () => {
    const inventory = builder.finish([]);
    const permissions = new AwsPermissions(inventory, new ActionUniverse(readActionTable()), now);
    const candidates = [...inventory.identities.values()].filter(
      (i) => (i.kind === 'aws-iam-role' || i.kind === 'aws-iam-user') && i.standing === 'observed' && i.providerManaged !== true,
    );
    const ranked = candidates.map(({ id }) => {
      const { level } = permissions.powerOf(id);
      // What could not be read may be anything.
      return { id, rank: level === 'unknown' ? levels.indexOf('escalate') : levels.indexOf(level) };
    });
    return ranked
      .filter(({ rank }) => whose === 'all' || rank >= levels.indexOf('escalate'))
      .sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  };
}
