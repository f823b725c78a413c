import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Collector } from './collector.ts';

/**
 * Every folder beside this file that holds a `collector` module is a kind of source: nothing is registered anywhere.
 * The modules are light; SDKs load when a source is read.
 */
export async function discoverCollectors(): Promise<readonly Collector[]> {
  // By way of the parent: the build moves this module, and keeps how deep it lies.
  const here = new URL('../collectors/', import.meta.url);
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const found: Collector[] = [];
  for (const entry of readdirSync(fileURLToPath(here), { withFileTypes: true })) {
    const module = new URL(`${entry.name}/collector.${extension}`, here);
    if (!entry.isDirectory() || !existsSync(fileURLToPath(module))) continue;
    const { collector } = (await import(module.href)) as { readonly collector: Collector };
    found.push(collector);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
