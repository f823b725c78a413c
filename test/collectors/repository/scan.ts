import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fingerprinter } from '../../../src/collectors/fingerprint.ts';
import { collector } from '../../../src/collectors/repository/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';

export interface Scanned {
  readonly scope: string;
  readonly fragments: readonly Fragment[];
  readonly inventory: Inventory;
}

/** Writes files into a directory of their own, named `shop`, that goes when the test ends. */
export function write(files: Readonly<Record<string, string | Buffer>>): string {
  const base = mkdtempSync(join(tmpdir(), 'nhi-repository-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, 'shop');
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** What a test may set of the surroundings. */
interface Around {
  readonly blame?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export async function scan(root: string, around: Around = {}): Promise<Scanned> {
  return collectWith((context) =>
    collector.collectDirectory?.(root, {
      ...context,
      ...(around.blame === true ? { environment: { PATH: process.env.PATH } } : {}),
      ...around,
    }),
  );
}

export async function scanWithHistory(root: string, history = true): Promise<Scanned> {
  return collectWith((context) => collector.collectDirectory?.(root, { ...context, history }));
}

export async function scanHome(home: string): Promise<Scanned> {
  return collectWith((context) => collector.collectHome?.(home, context));
}

export async function scanFile(path: string): Promise<Scanned> {
  return collectWith((context) => collector.collectFile?.(path, context));
}

async function collectWith(
  collect: (
    context: Parameters<NonNullable<typeof collector.collectDirectory>>[1],
  ) => ReturnType<NonNullable<typeof collector.collectDirectory>> | undefined,
): Promise<Scanned> {
  const fragments: Fragment[] = [];
  const collected = await collect({
    source: '.',
    emit: (fragment) => fragments.push(fragment),
    environment: {},
    now: new Date('2026-01-01T00:00:00Z'),
    progress: () => {},
    fingerprint: fingerprinter('test'),
    foundAccessKeyIds: () => [],
  });
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  return { scope: collected?.scope ?? '', fragments, inventory: builder.finish([]) };
}
