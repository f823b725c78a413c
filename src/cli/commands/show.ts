import { didYouMean } from '../../engine/nearest.ts';
import { quoted } from '../../engine/quoted.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { World } from '../../posture/world.ts';
import type { Report, ReportIdentity } from '../../reporters/report.ts';
import { UserError } from '../../user-error.ts';
import { type CardDetails, identityCard } from '../card.ts';
import type { CommonOptions } from '../common-options.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readAndAnalyse } from '../prepare.ts';

/** `nhi show ID [SOURCE...]`: the identity card. ID is an id, an ARN or a name. */
export async function show(id: string, words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const { report, world } = await readAndAnalyse(words, options, io);
  const identity = findIdentity(report, id);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const card = identityCard(report, identity, details(world, identity.id), {
    color: wantsColor(io, options.color),
    ...(width === undefined ? {} : { width }),
  });
  await writeAll(io.stdout, [card]);
  return 0;
}

function findIdentity(report: Report, wanted: string): ReportIdentity {
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

function details(world: World, id: string): CardDetails {
  const power = world.permissions.powerOf(id);
  const edges = world.graph.edgesTo(id).map((e) => ({
    who: world.graph.nameOf(e.from),
    how: e.reason,
    certainty: e.certainty,
    evidence: e.evidence,
  }));
  const trusts = (world.inventory.trusts.get(id) ?? []).map((t) => ({
    who: t.principal,
    how: `${t.effect === 'Deny' ? 'denied ' : ''}${t.actions.join(', ')}${conditionText(t.condition)}`,
    evidence: t.evidence,
  }));
  return { because: power.because, unreadable: power.unreadable, trustedBy: [...trusts, ...edges] };
}

function conditionText(condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined): string {
  const parts = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    // An external id is shared with the third party alone, and people treat it as a secret.
    Object.entries(keys).map(
      ([key, values]) => `${key} ${operator} ${key.toLowerCase() === 'sts:externalid' ? '(set)' : values.join(' or ')}`,
    ),
  );
  return parts.length === 0 ? '' : `, when ${parts.join(' and ')}`;
}
