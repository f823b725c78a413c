import type { World } from '../../posture/world.ts';
import { type CardDetails, identityCard } from '../card.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
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
