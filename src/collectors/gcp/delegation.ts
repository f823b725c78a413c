import type { Evidence } from '../../inventory/evidence.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { textAt, textsAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import { oauthClientId } from './normalise-account.ts';
import type { GoogleRecord } from './record.ts';

/** Columns of the list of domain-wide delegation that administrators of Google Workspace see, in lower case without spaces. */
const clientColumns = ['clientid', 'client'];
const scopeColumns = ['scopes', 'scope', 'oauthscopes', 'apiscopes'];
const nameColumns = ['name', 'appname', 'clientname'];

export interface DelegationColumns {
  readonly client: number;
  readonly scopes: number;
  readonly name: number;
}

/** Where a table says what; undefined where it is no such list. */
export function delegationColumns(columns: readonly string[]): DelegationColumns | undefined {
  const plain = columns.map((c) => c.toLowerCase().replace(/[^a-z]/g, ''));
  const at = (names: readonly string[]): number => plain.findIndex((c) => names.includes(c));
  const [client, scopes] = [at(clientColumns), at(scopeColumns)];
  return client < 0 || scopes < 0 ? undefined : { client, scopes, name: at(nameColumns) };
}

/** A client that may act as users of Google Workspace (https://support.google.com/a/answer/162106). */
export function readDelegation({ raw, at }: GoogleRecord, book: GoogleBook): void {
  const listed = textsAt(raw, 'scopes');
  emitDelegation(
    textAt(raw, 'clientId') ?? '',
    listed.length > 0 ? listed : scopesIn(textAt(raw, 'scopes') ?? ''),
    textAt(raw, 'name') ?? textAt(raw, 'clientName'),
    at,
    book,
  );
}

/** Scopes as one text: parted by commas, spaces or line breaks. */
export function scopesIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((scope) => scope !== '');
}

/** A service account of the same run that has this client id takes the record over, by its alias. */
export function emitDelegation(client: string, scopes: readonly string[], name: string | undefined, at: Evidence, book: GoogleBook): void {
  book.scope('gcp:workspace').supplies = ['delegations'];
  book.emit({
    type: 'identity',
    value: {
      id: oauthClientId(client),
      plane: 'gcp',
      kind: 'gcp-oauth-client',
      name: withoutKnownSecrets(name === undefined || name === '' ? `client ${client}` : name).slice(0, 200),
      scope: '',
      nature: 'unknown',
      agent: false,
      standing: 'declared',
      gcp: { delegated_scopes: [...new Set(scopes)].sort() },
      evidence: [{ ...at, note: `may act as users with ${scopes.length === 1 ? '1 scope' : `${scopes.length} scopes`}` }],
    },
  });
}
