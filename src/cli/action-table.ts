import { existsSync, readFileSync } from 'node:fs';
import type { ActionTable } from '../permissions/aws/action-table.ts';

/**
 * The AWS action table that the build wrote: `dist/permissions/aws/actions.json`, found whether this file runs from
 * `dist/` or from `src/` (tests).
 */
export function readActionTable(): ActionTable {
  const places = ['../permissions/aws/actions.json', '../../dist/permissions/aws/actions.json'];
  for (const place of places) {
    const url = new URL(place, import.meta.url);
    if (existsSync(url)) return JSON.parse(readFileSync(url, 'utf8')) as ActionTable;
  }
  throw new Error('The AWS action table is missing: run `npm run build`.');
}
