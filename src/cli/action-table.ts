import { existsSync, readFileSync } from 'node:fs';
import type { ActionTable } from '../permissions/aws/action-table.ts';
import type { ActionsWithoutResource } from '../permissions/aws/without-resource.ts';

/** The AWS action table that the build wrote. */
export function readActionTable(): ActionTable {
  return readBuilt('actions.json') as ActionTable;
}

/** The actions of that table without resource types. */
export function readActionsWithoutResource(): ActionsWithoutResource {
  return readBuilt('actions-without-resource.json') as ActionsWithoutResource;
}

/** A file of `dist/permissions/aws/`, found whether this file runs from `dist/` or from `src/` (tests). */
function readBuilt(name: string): unknown {
  const places = [`../permissions/aws/${name}`, `../../dist/permissions/aws/${name}`];
  for (const place of places) {
    const url = new URL(place, import.meta.url);
    if (existsSync(url)) return JSON.parse(readFileSync(url, 'utf8'));
  }
  throw new Error('The AWS action table is missing: run `npm run build`.');
}
