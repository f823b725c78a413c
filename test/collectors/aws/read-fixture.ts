import { fileURLToPath } from 'node:url';
import { collectAwsFile, recognisesAwsFile } from '../../../src/collectors/aws/file-dumps.ts';
import type { Collected } from '../../../src/collectors/collector.ts';
import { readHead } from '../../../src/collectors/files.ts';
import { LastingIds } from '../../../src/collectors/lasting-ids.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../../fixtures/aws/${name}`, import.meta.url));
}

export interface FixtureRead {
  readonly fragments: readonly Fragment[];
  readonly collected: Collected;
  readonly recognised: boolean;
}

/** Reads one fixture as `nhi scan` would. */
export async function readFixture(name: string): Promise<FixtureRead> {
  const fragments: Fragment[] = [];
  const collected = await collectAwsFile(fixture(name), {
    source: name,
    fingerprint: (s) => `${s.length}`,
    emit: (f) => fragments.push(f),
  });
  return { fragments, collected, recognised: recognisesAwsFile(await readHead(fixture(name))) };
}

/** Fragments as they are kept, with ids that do not turn on what else was read. */
export function lasting(fragments: readonly Fragment[]): readonly Fragment[] {
  const ids = new LastingIds();
  return fragments.flatMap((fragment) => ids.of(fragment) ?? []);
}

/** Reads fixtures into one inventory. */
export async function inventoryOf(...names: string[]): Promise<Inventory> {
  const builder = new InventoryBuilder();
  for (const name of names) for (const fragment of (await readFixture(name)).fragments) builder.add(fragment);
  return builder.finish([]);
}

export type FragmentOf<T extends Fragment['type']> = Extract<Fragment, { readonly type: T }>['value'];

export function valuesOf<T extends Fragment['type']>(read: FixtureRead, type: T): FragmentOf<T>[] {
  return read.fragments.filter((f): f is Extract<Fragment, { readonly type: T }> => f.type === type).map((f) => f.value as FragmentOf<T>);
}
