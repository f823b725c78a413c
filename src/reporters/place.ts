import type { Evidence } from '../inventory/evidence.ts';
import { plain } from './escape.ts';

/**
 * Where to look, as people write it: `deploy.yml:12:5`, `aws:prod /Roles/3`, `gaad.json:70 /RoleDetailList/3`. A line without a
 * column is the one where the record around the place begins.
 */
export function place(evidence: Evidence): string {
  const line = evidence.line === undefined ? '' : `:${evidence.line}`;
  const column = evidence.line === undefined || evidence.column === undefined ? '' : `:${evidence.column}`;
  const pointer = evidence.column !== undefined || !evidence.pointer ? '' : ` ${plain(evidence.pointer)}`;
  return `${plain(evidence.file ?? evidence.source)}${line}${column}${pointer}`;
}

/** The place, with what is to be seen there. */
export function placeAndNote(evidence: Evidence): string {
  return evidence.note === undefined ? place(evidence) : `${place(evidence)}: ${plain(evidence.note)}`;
}
