import { isPlain, listIn, mapIn, type Plain, recordIn, textIn } from '../kubernetes-objects/plain.ts';

/**
 * What a list of secrets is asked for as: their names, types and labels, and no values. A server that does not know the form
 * refuses, since no other is accepted (https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables).
 */
export const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

/** Types of secrets that prove an identity by themselves; of others nothing is asked. */
export const secretTypes = ['kubernetes.io/service-account-token', 'kubernetes.io/dockerconfigjson', 'bootstrap.kubernetes.io/token'];

/** The one annotation that is kept: others may hold the secret as it was last applied. */
const accountOfToken = 'kubernetes.io/service-account.name';

/** The secrets of a table, without what it says of them besides; undefined where the table is of something else. */
export function secretsOfTable(table: Plain): readonly Plain[] | undefined {
  const columns = listIn(table, 'columnDefinitions').map((column) => textIn(column, 'name'));
  if (columns.slice(0, 4).join() !== 'Name,Type,Data,Age') return undefined;
  return listIn(table, 'rows').flatMap((row) => {
    const { cells } = isPlain(row) ? row : {};
    const metadata = recordIn(row, 'object', 'metadata');
    const type: unknown = Array.isArray(cells) ? cells[1] : undefined;
    if (metadata === undefined || typeof type !== 'string') return [];
    const account = mapIn(metadata, 'annotations')[accountOfToken];
    const annotations = account === undefined ? {} : { [accountOfToken]: account };
    const { name, namespace, labels, creationTimestamp } = metadata;
    return [{ apiVersion: 'v1', kind: 'Secret', type, metadata: { name, namespace, labels, creationTimestamp, annotations } }];
  });
}
