import type { Evidence } from '../inventory/evidence.ts';
import { plain } from './escape.ts';

/**
 * Where to look, as people write it: `deploy.yml:12:5`, `aws:prod /Roles/3`, `gaad.json:70 /RoleDetailList/3`. A line without a
 * column is the one where the record around the place begins.
 */
export function place(evidence: Evidence): string {
  const pointer = evidence.column !== undefined || !evidence.pointer ? '' : ` ${plain(evidence.pointer)}`;
  return `${fileAndLine(evidence)}${pointer}`;
}

/** The same, as short as it can be opened: the way into a record only where no line says where that begins. A file may be one line. */
export function shortPlace(evidence: Evidence): string {
  return evidence.line === undefined || evidence.line === 1 ? place(evidence) : fileAndLine(evidence);
}

/** The place, with what is to be seen there. */
export function placeAndNote(evidence: Evidence): string {
  return evidence.note === undefined ? place(evidence) : `${place(evidence)}: ${plain(evidence.note)}`;
}

function fileAndLine(evidence: Evidence): string {
  const line = evidence.line === undefined ? '' : `:${evidence.line}`;
  const column = evidence.line === undefined || evidence.column === undefined ? '' : `:${evidence.column}`;
  return `${plain(pathOf(evidence))}${line}${column}`;
}

/** From where the tool was started: in several directories there are files of one name. */
function pathOf({ source, file }: Evidence): string {
  if (file === undefined) return source;
  // A source that is a file has evidence whose file is that same file.
  if (source === '.' || source === '' || source === file || source.endsWith(`/${file}`)) return file;
  return `${source.replace(/[\\/]+$/, '')}/${file}`;
}
