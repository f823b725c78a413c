import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { matchesGlob } from '../../../glob.ts';
import type { GapReason } from '../../../inventory/gap.ts';
import { reasonOf } from '../files/walk.ts';

const mostNames = 2000;

/** The files that are there of a list of places. Only folders in which a place has a `*` are listed; nothing else is looked at. */
export function findPlaces(
  home: string,
  places: readonly string[],
  onGap: (path: string, why: GapReason, detail: string) => void,
): string[] {
  const found = new Set<string>();
  const look = (path: string, rest: readonly string[]): void => {
    const [segment, ...more] = rest;
    if (segment === undefined) {
      if (isFile(join(home, path))) found.add(path);
      return;
    }
    if (!segment.includes('*')) {
      look(path === '' ? segment : `${path}/${segment}`, more);
      return;
    }
    for (const name of namesIn(home, path, onGap)) if (matchesGlob(segment, name)) look(`${path}/${name}`, more);
  };
  for (const place of places) look('', place.split('/'));
  return [...found];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function namesIn(home: string, path: string, onGap: (path: string, why: GapReason, detail: string) => void): readonly string[] {
  try {
    return readdirSync(join(home, path)).sort().slice(0, mostNames);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') onGap(path, reasonOf(error), 'the directory cannot be listed');
    return [];
  }
}
