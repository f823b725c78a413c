import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { awsIdentityId } from '../inventory/id.ts';
import { UserError } from '../user-error.ts';

/** What people name an identity by. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** The identity that a word names by id, ARN or name. @throws UserError where none or several bear that name. */
export function findIdentity<T extends Named>(identities: readonly T[], wanted: string): T {
  const found = identitiesNamed(identities, wanted);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (first !== undefined) {
    const ids = found.slice(0, 5).map((i) => i.id);
    throw new UserError(
      `${quoted(wanted, 200)} names ${found.length} identities: ${ids.join(', ')}${found.length > 5 ? ', ...' : ''}; give the whole id`,
    );
  }
  const meant = didYouMean(
    wanted,
    identities.map((i) => i.name),
  );
  throw new UserError(
    `no identity ${quoted(wanted, 200)} in what was read${meant} (nhi list shows them; sources stand after the name, else it is the current directory)`,
  );
}

/** The identities that a word may mean: the one with that id or ARN, else those of that name, else those whose address or id begins or ends so. */
export function identitiesNamed<T extends Named>(identities: readonly T[], wanted: string): readonly T[] {
  const arn = awsIdentityId(wanted);
  const exact = identities.find((i) => i.id === wanted || i.id === arn);
  if (exact) return [exact];
  const named = identities.filter((i) => i.name.toLowerCase() === wanted.toLowerCase());
  return named.length > 0 ? named : identities.filter((i) => i.id.endsWith(`/${wanted}`) || i.name.startsWith(`${wanted}@`));
}
