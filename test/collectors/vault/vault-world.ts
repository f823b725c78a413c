import type { CollectContext } from '../../../src/collectors/collector.ts';
import { collector } from '../../../src/collectors/vault/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

export type Fragments = readonly Fragment[];

export function contextFor(
  fragments: Fragment[],
  environment: CollectContext['environment'] = {},
): CollectContext & { readonly source: string } {
  return {
    source: 'vault',
    emit: (fragment) => fragments.push(fragment),
    environment,
    now: new Date('2026-11-22T09:00:00Z'),
    progress: () => {},
    fingerprint: () => '',
    foundAccessKeyIds: () => [],
  };
}

/** Reads a directory of saved answers. */
export async function readSaved(root: string): Promise<{ readonly fragments: Fragments; readonly scope: string }> {
  const fragments: Fragment[] = [];
  const files = (await collector.findTree?.(root)) ?? [];
  const collected = await collector.collectTree?.(root, files, contextFor(fragments));
  return { fragments, scope: collected?.scope ?? '' };
}

type ValueOf<T extends Fragment['type']> = Extract<Fragment, { readonly type: T }>['value'];

export function valuesOf<T extends Fragment['type']>(fragments: Fragments, type: T): readonly ValueOf<T>[] {
  return fragments.filter((f) => f.type === type).map((f) => f.value as ValueOf<T>);
}
