import { environmentOf } from '../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { lastOf, textAt, textMapAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/** Projects, folders and organizations (https://cloud.google.com/resource-manager/reference/rest): older and newer answers write them differently. */
export function readScope(record: GoogleRecord, book: GoogleBook): void {
  const { kind, raw, at, name: fullName = '' } = record;
  const name = textAt(raw, 'name') ?? fullName;
  const id = kind === 'project' ? (textAt(raw, 'projectId') ?? lastOf(fullName)) : lastOf(name);
  if (id === '') return;
  if (kind === 'project') book.learnProject(id, textAt(raw, 'projectNumber') ?? /^projects\/(\d+)$/.exec(name)?.[1]);
  const scope = book.scope(`gcp:${kind}/${id}`);
  const display = textAt(raw, 'displayName') ?? (kind === 'project' && !name.includes('/') ? name : undefined);
  if (display !== undefined && display !== '') scope.name = withoutKnownSecrets(display);
  const labels = textMapAt(raw, 'labels');
  const environment = kind === 'organization' ? undefined : environmentOf(labels, id === scope.name ? id : `${id} ${scope.name}`);
  if (environment !== undefined) scope.environment = environment;
  scope.evidence = [...(scope.evidence ?? []), at];
  if (kind === 'organization') return;
  const type = textAt(raw, 'parent.type');
  const parent = type === undefined ? textAt(raw, 'parent') : `${type}s/${textAt(raw, 'parent.id')}`;
  // Only a project may have no parent.
  if (parent !== undefined || (kind === 'project' && (record.ancestors?.length ?? 1) <= 1)) book.learnParent(`${kind}s/${id}`, parent);
}

/** A model API that a project has turned on: keys without restriction reach it. */
export function readEnabledService(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const service = lastOf(book.resourceName(record));
  const project = book.projectOf(record);
  if (project === '' || service === '') return;
  book.listedServices = true;
  if (textAt(raw, 'state') !== 'DISABLED') book.turnedOn(project, service, at);
}
