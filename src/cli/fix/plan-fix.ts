import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import type { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../permissions/aws/aws-permissions.ts';
import { widerInEffect, widerInWriting } from '../../permissions/aws/never-wider.ts';
import { type PolicySource, PolicySources } from '../../permissions/aws/policy-sources.ts';
import { type Need, PolicyShrinker } from '../../permissions/aws/smaller-policy.ts';
import type { RecordedUse } from '../../posture/recorded-use.ts';
import type { World } from '../../posture/world.ts';
import { UserError } from '../../user-error.ts';
import { needNotes, nothingHeld, useNotes } from './fix-notes.ts';

/** A smaller policy for one identity, and what it takes the place of. */
export interface FixPlan {
  readonly identity: Identity;
  readonly statements: readonly PolicyStatement[];
  /** What gives it its permissions now. */
  readonly attached: readonly { readonly name: string; readonly arn: string }[];
  readonly inline: readonly string[];
  readonly groups: readonly string[];
  /** Known actions it may do before and after. */
  readonly before: number;
  readonly after: number;
  /** Recorded use takes nothing away. */
  readonly same: boolean;
  /** What cannot be known, and what a person should look at before. */
  readonly notes: readonly string[];
  /** The inventory with the smaller policy in place. */
  readonly inventory: Inventory;
}

export interface FixWish {
  /** Without needs, recorded use decides. */
  readonly needs: readonly Need[];
  /** An action counts as unused when it was not used for so many days, all of them recorded. */
  readonly days: number;
}

/**
 * Works out a smaller policy from recorded use or from declared needs.
 * @throws UserError where it cannot be made, or cannot be shown to be within what is held now.
 */
export function planFix(world: World, universe: ActionUniverse, identity: Identity, wish: FixWish): FixPlan {
  const { inventory } = world;
  const groups = inventory.memberships.get(identity.id) ?? [];
  const reader = new PolicySources(inventory, universe);
  const sources = [...reader.own(identity.id).filter(gives), ...groups.flatMap((group) => reader.ofGroup(group)).filter(gives)];
  refuseUnfit(world, identity, sources);
  const held = sources.flatMap((s) => s.document?.statements ?? []).map((s) => s.source);
  const shrinker = new PolicyShrinker(universe);
  const record = wish.needs.length > 0 ? undefined : recordFor(world, identity, wish.days);
  const smaller =
    record === undefined ? shrinker.byNeed(held, wish.needs) : shrinker.byUse(held, (action) => record.ofAction(action) !== 'unused');
  const statements = smaller.statements.some((s) => s.effect === 'Allow') ? smaller.statements : [];
  // An empty policy is an answer where nothing was used; where something is needed it would take that away.
  if (record === undefined && statements.length === 0) throw new UserError(nothingHeld(identity.name, wish.needs, universe));
  const changed = withPolicy(inventory, identity.id, statements);
  const permissions = new AwsPermissions(changed, universe, new Date(world.settings.now));
  const wider = widerInWriting(held, statements) ?? widerInEffect(identity.id, world.permissions, permissions, universe);
  if (wider !== undefined) throw new UserError(`no smaller policy can be shown for ${identity.name}: ${wider}`);
  const before = world.permissions.actionsOf?.(identity.id) ?? new Map();
  const after = permissions.actionsOf(identity.id);
  return {
    identity,
    statements,
    attached: grantsOf(inventory, identity.id, 'attached').flatMap((g) =>
      g.policy === undefined ? [] : [{ name: g.name, arn: g.policy }],
    ),
    inline: grantsOf(inventory, identity.id, 'inline').map((g) => g.name),
    groups: groups.map((group) => group.slice(group.lastIndexOf('/') + 1)),
    before: countOf(before),
    after: countOf(after),
    same: record !== undefined && countOf(before) === countOf(after),
    notes: [
      ...(record === undefined
        ? needNotes(wish.needs, before, permissions, identity.id, universe)
        : useNotes({ world, identity, record, days: wish.days, after, unknownActions: smaller.unknownActions })),
    ],
    inventory: changed,
  };
}

function gives({ kind }: PolicySource): boolean {
  return kind === 'attached' || kind === 'inline';
}

function grantsOf(inventory: Inventory, id: string, kind: Grant['kind']): readonly Grant[] {
  return (inventory.grants.get(id) ?? []).filter((g) => g.kind === kind);
}

function refuseUnfit(world: World, identity: Identity, sources: readonly PolicySource[]): void {
  const { name, kind } = identity;
  if (kind !== 'aws-iam-role' && kind !== 'aws-iam-user')
    throw new UserError(
      `${name} is neither an IAM role nor an IAM user: ${kind}; nhi fix makes policies of AWS, and roles of Google Cloud and Azure`,
    );
  if (identity.providerManaged === true) throw new UserError(`${name} is a role of AWS itself; only AWS changes what it may do`);
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw new UserError(`${identity.id}: the name holds characters that IAM does not allow`);
  const unread = sources.filter((s) => s.document === undefined).map((s) => s.name);
  if (unread.length > 0 || identity.grantsListed !== true) {
    const what = unread.length > 0 ? `the policy ${unread[0]}` : 'its policies';
    throw new UserError(
      `${name}: ${what} could not be read, so no smaller one can be made; give aws iam get-account-authorization-details`,
    );
  }
  const odd = sources.find((s) => s.document?.version === 'unknown');
  if (odd !== undefined) throw new UserError(`${name}: the policy ${odd.name} has a Version that is not known, so what it allows is not`);
  if (sources.length === 0) throw new UserError(`${name} holds no policy, so there is nothing to make smaller`);
  const { documents, grants, policies } = world.inventory;
  const texts = sources.flatMap((s) => (s.document?.statements ?? []).map((one) => JSON.stringify(one.source)));
  // A value that looked like a secret was not kept; a policy without it would say something else.
  if (texts.some((text) => text.includes('redacted'))) {
    throw new UserError(`${name}: a policy holds what looks like a secret, which is not kept; take it out of the policy first`);
  }
  const holders = [identity.id, ...(world.inventory.memberships.get(identity.id) ?? [])];
  for (const grant of holders.flatMap((holder) => grants.get(holder) ?? [])) {
    const document = documents.get(grant.document ?? policies.get(grant.policy ?? '')?.document ?? '');
    if (document !== undefined && document.version !== '2012-10-17' && JSON.stringify(document.statements).includes('${')) {
      throw new UserError(
        `${name}: the policy ${grant.name} is of version ${document.version} and holds \${, which means something else today`,
      );
    }
  }
}

function recordFor(world: World, identity: Identity, days: number): RecordedUse {
  const record = world.use.recordOf(identity, days);
  if (record === undefined) {
    throw new UserError(
      `no record of use of ${identity.name} was read: give CloudTrail files or its service last accessed details, or say what it needs with --need`,
    );
  }
  if (record.observedDays === undefined) {
    throw new UserError(`${identity.name}: since when its use is recorded is not known, or the record ended long ago`);
  }
  if (record.observedDays < days) {
    throw new UserError(
      `${identity.name}: its use is recorded for ${record.observedDays} days and ${days} are asked for; give older records, or --days ${Math.max(1, record.observedDays)}`,
    );
  }
  return record;
}

/** The inventory where an identity holds one policy and nothing else; boundaries stay. */
function withPolicy(inventory: Inventory, id: string, statements: readonly PolicyStatement[]): Inventory {
  const document = { id: `smaller policy of ${id}`, version: '2012-10-17', statements };
  const evidence = inventory.identities.get(id)?.evidence ?? [];
  const grant: Grant = { id: `${id}#inline/nhi-fix`, holder: id, kind: 'inline', name: 'nhi-fix', document: document.id, evidence };
  const kept = (inventory.grants.get(id) ?? []).filter((g) => g.kind === 'boundary');
  const memberships = new Map(inventory.memberships);
  memberships.delete(id);
  return {
    ...inventory,
    documents: new Map(inventory.documents).set(document.id, document),
    grants: new Map(inventory.grants).set(id, statements.length === 0 ? kept : [...kept, grant]),
    memberships,
  };
}

function countOf(actions: ReadonlyMap<string, readonly string[]>): number {
  return [...actions.values()].reduce((sum, list) => sum + list.length, 0);
}
