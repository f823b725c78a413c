import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const deepest = 12;
const mostRefs = 500_000;

/** The ids that branches, tags, remotes, the stash and HEAD point to, sorted. A reference to another reference is one of those. */
export function readRefs(common: string, own: string): readonly string[] {
  const ids = new Set<string>();
  const take = (text: string | undefined): void => {
    const id = /^(?:[0-9a-f]{64}|[0-9a-f]{40})(?=\s|$)/.exec(text ?? '')?.[0];
    if (id !== undefined && ids.size < mostRefs) ids.add(id);
  };
  for (const line of (readText(join(common, 'packed-refs')) ?? '').split('\n')) take(line.replace(/^\^/, ''));
  const walk = (directory: string, depth: number): void => {
    if (depth > deepest || lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    for (const entry of list(directory)) {
      if (entry.isDirectory()) walk(join(directory, entry.name), depth + 1);
      else if (entry.isFile()) take(readText(join(directory, entry.name), 4096));
    }
  };
  walk(join(common, 'refs'), 0);
  for (const directory of new Set([common, own])) take(readText(join(directory, 'HEAD'), 4096));
  return [...ids].sort();
}

function list(directory: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(directory);
  } catch {
    return [];
  }
}

function readEntries(directory: string) {
  return readdirSync(directory, { withFileTypes: true });
}

function readText(path: string, most = 256 * 1024 * 1024): string | undefined {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= most ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
