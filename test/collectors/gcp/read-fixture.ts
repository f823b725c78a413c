import { fileURLToPath } from 'node:url';
import { collectGoogleFile } from '../../../src/collectors/gcp/file-dumps.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

/** What the collector makes of a file of `fixtures/gcp`. */
export async function readFixture(name: string): Promise<Reading> {
  const path = fileURLToPath(new URL(`../../../fixtures/gcp/${name}`, import.meta.url));
  return readFile(path, name);
}

export async function readFile(path: string, source = 'file.json'): Promise<Reading> {
  const fragments: Fragment[] = [];
  const { scope } = await collectGoogleFile(path, { source, emit: (f) => fragments.push(f), fingerprint: (s) => `fp-${s.length}` });
  return new Reading(fragments, scope);
}

type Value<T extends Fragment['type']> = Extract<Fragment, { readonly type: T }>['value'];

/** Fragments with questions to them. */
export class Reading {
  readonly fragments: readonly Fragment[];
  readonly scope: string;

  constructor(fragments: readonly Fragment[], scope: string) {
    this.fragments = fragments;
    this.scope = scope;
  }

  all<T extends Fragment['type']>(type: T): readonly Value<T>[] {
    return this.fragments.flatMap((f) => (f.type === type ? [f.value as Value<T>] : []));
  }

  /** The one record whose id contains a text. */
  one<T extends Exclude<Fragment['type'], 'gap' | 'link' | 'membership'>>(type: T, part: string): Value<T> {
    const found = this.all(type).filter((v) => 'id' in v && v.id.includes(part));
    if (found.length !== 1)
      throw new Error(`${found.length} of ${type} with ${part}: ${JSON.stringify(found.map((v) => 'id' in v && v.id))}`);
    return found[0] as Value<T>;
  }

  get gaps(): readonly string[] {
    return this.all('gap').map((g) => `${g.what}: ${g.detail}`);
  }
}
