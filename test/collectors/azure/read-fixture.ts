import { fileURLToPath } from 'node:url';
import { collectAzureFile } from '../../../src/collectors/azure/read-file.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

export const fixtures = fileURLToPath(new URL('../../../fixtures/azure', import.meta.url));

/** What a file hands over, and the secrets that it asked to be hashed. */
export async function readAzureFile(
  path: string,
): Promise<{ readonly fragments: readonly Fragment[]; readonly hashed: readonly string[] }> {
  const fragments: Fragment[] = [];
  const hashed: string[] = [];
  await collectAzureFile(path, {
    source: path.slice(path.lastIndexOf('/') + 1),
    emit: (fragment) => fragments.push(fragment),
    fingerprint: (secret) => {
      hashed.push(secret);
      return `hash-${hashed.length}`;
    },
  });
  return { fragments, hashed };
}

/** A fragment as one line: its kind, its value without evidence. */
export function lineOf({ type, value }: Fragment): string {
  const { evidence: _, ...rest } = value as { readonly evidence?: unknown };
  return `${type} ${JSON.stringify(rest)}`;
}
