import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectEntraFiles } from '../../../src/collectors/entra/file-dumps.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

/** The files of a folder of `fixtures/`, as sources. */
export function fixture(folder: string): readonly { readonly path: string; readonly source: string }[] {
  const path = fileURLToPath(new URL(`../../../fixtures/${folder}/`, import.meta.url));
  return readdirSync(path)
    .sort()
    .map((name) => ({ path: join(path, name), source: name }));
}

/** What files say, read together. */
export async function readFiles(files: readonly { readonly path: string; readonly source: string }[]): Promise<readonly Fragment[]> {
  const fragments: Fragment[] = [];
  await collectEntraFiles(files, {
    emit: (fragment) => fragments.push(fragment),
    now: new Date('2026-12-01T00:00:00Z'),
    fingerprint: () => 'f',
  });
  return fragments;
}

/** The records of each type without where they stand, sorted by id. */
export function summaryOf(fragments: readonly Fragment[]): Readonly<Record<Fragment['type'], readonly unknown[]>> {
  const of = (type: Fragment['type']): readonly unknown[] =>
    fragments
      .filter((f) => f.type === type)
      .map(({ value }) => {
        const { evidence: _, ...rest } = value as { readonly evidence?: unknown };
        return rest;
      })
      .map((rest) => [JSON.stringify(rest), rest] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, rest]) => rest);
  const types = ['identity', 'credential', 'policy', 'grant', 'membership', 'trust', 'link', 'scope', 'gap'] as const;
  return Object.fromEntries(types.map((type) => [type, of(type)])) as unknown as Readonly<Record<Fragment['type'], readonly unknown[]>>;
}
