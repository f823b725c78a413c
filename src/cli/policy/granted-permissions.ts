import type { Identity } from '../../inventory/identity.ts';
import type { Answer } from '../../permissions/power.ts';
import type { AgentProfile } from '../../posture/agent-profile.ts';
import { few } from '../../posture/few.ts';
import type { World } from '../../posture/world.ts';

/** A permission that an identity which an agent acts as holds without a condition. */
export interface GrantedPermission {
  /** The id of that identity. */
  readonly identity: string;
  /** `s3:GetObject` */
  readonly permission: string;
  /** What it is held on: patterns with `*`. */
  readonly targets: readonly string[];
}

/** More than a person reads is no list of what a task needs. */
const mostPermissions = 200;

/** What the identities that an agent acts as may do, as far as it is known by name. */
export function grantedPermissions(
  world: World,
  runsAs: AgentProfile['runsAs'],
  agent: Identity,
): { readonly permissions: readonly GrantedPermission[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const ids = new Set(runsAs.flatMap(({ identity }) => identity ?? []));
  if (agent.actsAs !== undefined) ids.add(agent.actsAs);
  for (const { identity, how } of runsAs)
    if (identity === null) notes.push(`It also acts as ${how}: what that allows is not in this policy.`);
  const permissions = [...ids].sort().flatMap((id) => {
    const { name, power, actions, conditional = [] } = heldBy(world, id);
    if (power === 'none') return [];
    if (actions === undefined) {
      notes.push(`What ${name} may do is not written down by permission here (power: ${power}).`);
      return [];
    }
    if (actions.length > mostPermissions) {
      notes.push(
        `${name} may do ${actions.length} kinds of things, which is no allow-list: make it smaller first (nhi fix), then this policy again.`,
      );
      return [];
    }
    if (power === 'admin' || power === 'escalate')
      notes.push(`${name} has ${power}-level power, which is carried over as it is: nhi path shows where that leads.`);
    if (conditional.length > 0) notes.push(`What ${name} may do under a condition is left out: ${few(conditional, 5)}.`);
    return actions.flatMap((permission) => {
      const patterns = world.permissions.resourcesFor(id, permission).filter((r) => !r.conditional);
      // A variable or a `?` means something in the provider's policies that engines here would match otherwise.
      const targets = [...new Set(patterns.map((r) => r.pattern))].filter((p) => !/[?]|\$\{/.test(p)).sort();
      if (targets.length === 0)
        notes.push(`${permission} of ${name} is left out: it is held on a pattern with ? or a variable, or under a condition.`);
      return targets.length === 0 ? [] : [{ identity: id, permission, targets }];
    });
  });
  return { permissions, notes };
}

interface Held {
  readonly name: string;
  readonly power: string;
  /** Absent where they are not known by name. */
  readonly actions?: readonly string[];
  /** Those that hold only under a condition. */
  readonly conditional?: readonly string[];
}

function heldBy(world: World, id: string): Held {
  const name = world.graph.nameOf(id);
  const power = world.permissions.powerOf(id).level;
  const known = world.permissions.actionsOf?.(id);
  if (known === undefined || known.size === 0) return { name, power };
  const all = [...known.values()].flat();
  if (all.length > mostPermissions) return { name, power, actions: all };
  const answers = all.map((action) => ({
    action,
    answer: world.permissions.answerOf?.(id, action) ?? world.permissions.decide(id, action).answer,
  }));
  const which = (answer: Answer): readonly string[] => answers.flatMap((a) => (a.answer === answer ? [a.action] : [])).sort();
  return { name, power, actions: which('allowed'), conditional: which('conditional') };
}
