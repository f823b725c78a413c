import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { awsIdentityId } from '../inventory/id.ts';
import type { Report, ReportIdentity } from '../reporters/report.ts';
import { UserError } from '../user-error.ts';

/** The identity that a person means by an id, an ARN or a name. @throws UserError where there is none or several. */
export function findIdentity(report: Report, wanted: string): ReportIdentity {
  const arn = awsIdentityId(wanted);
  const exact = report.identities.find((i) => i.id === wanted || i.id === arn);
  if (exact) return exact;
  const named = report.identities.filter((i) => i.name.toLowerCase() === wanted.toLowerCase());
  const found = named.length > 0 ? named : report.identities.filter((i) => i.id.endsWith(`/${wanted}`));
  if (found.length === 1) return found[0] as ReportIdentity;
  if (found.length > 1) {
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
