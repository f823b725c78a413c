import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { awsIdentityId } from '../inventory/id.ts';
import type { Report, ReportIdentity } from '../reporters/report.ts';
import { UserError } from '../user-error.ts';

/** The identity that a word names by id, ARN or name. @throws UserError where none or several bear that name. */
export function findIdentity(report: Report, wanted: string): ReportIdentity {
  const found = identitiesNamed(report, wanted);
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
    report.identities.map((i) => i.name),
  );
  throw new UserError(`no identity ${quoted(wanted, 200)} in what was read${meant} (nhi list shows them)`);
}

/** The identities that a word may mean: the one with that id or ARN, else those of that name, else those whose id ends so. */
export function identitiesNamed(report: Report, wanted: string): readonly ReportIdentity[] {
  const arn = awsIdentityId(wanted);
  const exact = report.identities.find((i) => i.id === wanted || i.id === arn);
  if (exact) return [exact];
  const named = report.identities.filter((i) => i.name.toLowerCase() === wanted.toLowerCase());
  return named.length > 0 ? named : report.identities.filter((i) => i.id.endsWith(`/${wanted}`));
}
