import { type SecretStore, secretId, secretStores, storedId } from '../../inventory/github-id.ts';
import type { StoredSecret } from '../../inventory/github-repository.ts';
import { isIdentifierName, meaningOf } from '../secret-names.ts';
import type { Book } from './book.ts';
import { known, type Raw, textOf, timeOf } from './raw.ts';
import { fullNameIn } from './read-installation.ts';
import { keeperOf, type Reader, type Spot } from './spot.ts';

/** A stored secret: its name and dates are all that the API tells (https://docs.github.com/rest/actions/secrets). */
function readSecret(store: SecretStore): Reader {
  return (raw, spot, book) => {
    const name = textOf(raw.name);
    if (name === undefined) return;
    const { id: keeper, scope, level } = keeperOf(spot);
    const resource = storeIt(raw, spot, book, store, name);
    // Role ARNs, client ids and the like are no proof of anybody.
    if (isIdentifierName(name)) return;
    const changedAt = timeOf(raw.updated_at);
    book.emit({
      type: 'credential',
      value: {
        id: secretId(store, keeper, name),
        kind: store === 'private-registries' ? 'github-private-registry-secret' : `github-${store}-secret`,
        name,
        scope,
        static: true,
        enabled: true,
        ...known('createdAt', timeOf(raw.created_at)),
        ...known('changedAt', changedAt),
        ...meaningOf(name),
        resource,
        github: { store, keeper: level, ...known('visibility', visibilityOf(raw, level)) },
        evidence: [spot.at],
      },
    });
  };
}

/** A variable: no secret by what people mean it to be. Its value is not kept. */
function readVariable(store: SecretStore): Reader {
  return (raw, spot, book) => {
    const name = textOf(raw.name);
    if (name !== undefined) storeIt(raw, spot, book, store, name, true);
  };
}

function storeIt(raw: Raw, spot: Spot, book: Book, store: SecretStore, name: string, variable?: true): string {
  const { id: keeper, scope, level } = keeperOf(spot);
  const kind = variable === true ? 'variable' : 'secret';
  const id = storedId(kind, store, keeper, name);
  const stored: StoredSecret = { store, keeper, ...known('variable', variable), ...known('visibility', visibilityOf(raw, level)) };
  book.store({ id, plane: 'github', kind: `github-${kind}`, name, scope, stored, evidence: [spot.at] });
  return id;
}

function visibilityOf(raw: Raw, level: string): StoredSecret['visibility'] {
  const word = textOf(raw.visibility);
  return level === 'organization' && (word === 'all' || word === 'private' || word === 'selected') ? word : undefined;
}

/** A repository that is given a secret or variable of its organization. */
function readSelected(kind: 'secret' | 'variable', store: SecretStore): Reader {
  return (raw, spot, book) => {
    const repository = fullNameIn(raw);
    if (spot.subject === undefined) return;
    const { id: keeper } = keeperOf(spot);
    book.select(storedId(kind, store, keeper, spot.subject), repository === undefined ? undefined : `repository:${repository}`);
  };
}

type Forms = Readonly<Record<SecretStore, Reader>>;

function forStores(make: (store: SecretStore) => Reader): Forms {
  return Object.fromEntries(secretStores.map((store) => [store, make(store)])) as Forms;
}

export const secretReaders = forStores(readSecret);
export const variableReaders = forStores(readVariable);
export const selectedForSecret = forStores((store) => readSelected('secret', store));
export const selectedForVariable = forStores((store) => readSelected('variable', store));
