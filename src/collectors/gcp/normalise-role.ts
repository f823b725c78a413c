import { withoutKnownSecrets } from '../known-secrets.ts';
import { dig, textAt, textsAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import { placeOf } from './normalise-account.ts';
import type { GoogleRecord } from './record.ts';

/**
 * A role with its permissions (https://cloud.google.com/iam/docs/reference/rest/v1/roles). Lists leave the permissions out
 * unless they are asked for; a role that is turned off or deleted gives nothing.
 */
export function readRole(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const name = book.resourceName(record) || (textAt(raw, 'name') ?? '');
  if (name === '') return;
  const gone = dig(raw, 'deleted') === true || textAt(raw, 'stage') === 'DISABLED';
  const listed = dig(raw, 'includedPermissions') !== undefined;
  if (!listed && !gone) {
    book.gap('role', {
      what: 'the permissions of roles',
      why: 'not-given',
      detail: `${withoutKnownSecrets(name)} is listed without its permissions`,
      permission: 'gcloud iam roles describe, or the role as an asset',
      ...placeOf(at),
    });
    return;
  }
  book.rolesRead.add(name);
  book.emit({
    type: 'policy',
    value: {
      id: `gcp:role/${name}`,
      kind: 'gcp-role',
      name: withoutKnownSecrets(name),
      providerManaged: name.startsWith('roles/'),
      permissions: gone ? [] : textsAt(raw, 'includedPermissions').map(plainPermission),
      evidence: [gone ? { ...at, note: 'deleted or turned off' } : at],
    },
  });
}

/** Permissions of workload identity pools are written with and without the service in front. */
export function plainPermission(permission: string): string {
  return permission.startsWith('iam.googleapis.com/') ? `iam.${permission.slice('iam.googleapis.com/'.length)}` : permission;
}
