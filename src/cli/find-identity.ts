import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { awsIdentityId } from '../inventory/id.ts';
import { UserError } from '../user-error.ts';

/** The identity that a person named by id, ARN or name. @throws UserError where none or several are meant. */
export function findIdentity<T extends { readonly id: string; readonly name: string }>(identities: readonly T[], wanted: string): T {
  const arn = awsIdentityId(wanted);
  const exact = identities.find((i) => i.id === wanted || i.id === arn);
  if (exact) return exact;
  const named = identities.filter((i) => i.name.toLowerCase() === wanted.toLowerCase());
  const found = named.length > 0 ? named : identities.filter((i) => i.id.endsWith(`/${wanted}`));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1) {
    const ids = found.slice(0, 5).map((i) => i.id);
    throw new UserError(
      `${quoted(wanted, 200)} names ${found.length} identities: ${ids.join(', ')}${found.length > 5 ? ', ...' : ''}; give the whole id`,
    );
  }
  const meant = didYouMean(
    wanted,
    identities.map((i) => i.name),
  );
  throw new UserError(`no identity ${quoted(wanted, 200)} in what was read${meant} (nhi list shows them)`);
}
