import type { Evidence } from '../inventory/evidence.ts';
import { plain } from './escape.ts';

/** Where to look, as people write it: `deploy.yml:12:5`, `gaad.json /RoleDetailList/3`, `aws:prod /Roles/3`. */
export function place(evidence: Evidence): string {
  const line = evidence.line === undefined ? '' : `:${evidence.line}`;
  const column = evidence.line === undefined || evidence.column === undefined ? '' : `:${evidence.column}`;
  const pointer = evidence.line !== undefined || evidence.pointer === undefined ? '' : ` ${plain(evidence.pointer)}`;
  return `${plain(evidence.file ?? evidence.source)}${line}${column}${pointer}`;
}

/** The place, with what is to be seen there. */
export function placeAndNote(evidence: Evidence): string {
  return evidence.note === undefined ? place(evidence) : `${place(evidence)}: ${plain(evidence.note)}`;
}
