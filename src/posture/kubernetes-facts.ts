import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { podCreation, secretReading, tokenCreation, type WayOn, waysOn } from '../permissions/kubernetes/ways-on.ts';
import type { World } from './world.ts';

/** What rules may know of an identity of a cluster: its own record, and where it may do what leads on. */
export function kubernetesFacts(world: World, identity: Identity): Facts<'Kubernetes'> | undefined {
  if (identity.plane !== 'kubernetes') return undefined;
  const bindings = (world.inventory.grants.get(identity.id) ?? []).filter((g) => g.kind === 'binding');
  return { ...identity.kubernetes, bindings: [...new Set(bindings.map((g) => g.name))], ...abilities(world, identity.id) };
}

const shared = new WeakMap<World, Map<string, Facts<'Kubernetes'>>>();

/** What it may do that leads on; the same for all that hold the same. */
function abilities(world: World, id: string): Facts<'Kubernetes'> {
  const known = shared.get(world) ?? new Map<string, Facts<'Kubernetes'>>();
  shared.set(world, known);
  const key = world.permissions.shareKey(id);
  const present = known.get(key) ?? readAbilities(world, id);
  known.set(key, present);
  return present;
}

function readAbilities(world: World, id: string): Facts<'Kubernetes'> {
  const { level, unreadable } = world.permissions.powerOf(id);
  const where = (actions: readonly string[], isMeant: (namespace: string, name: string) => boolean = isWhole): readonly string[] => [
    ...new Set(
      actions.flatMap((action) =>
        world.permissions.resourcesFor(id, action).flatMap(({ pattern }) => {
          const [namespace = '*', name = '*'] = pattern.split('/', 2);
          return isMeant(namespace, name) ? [placeName(namespace)] : [];
        }),
      ),
    ),
  ];
  // What a role that is not known may add is not known: none was found, or not looked at.
  const known = (list: readonly string[]): readonly string[] | undefined =>
    list.length > 0 || (level !== 'unknown' && unreadable.length === 0) ? list : undefined;
  const changes = roleChanges.flatMap((action) => where([action]).map((place) => `${withoutGroup(action)} (${place})`));
  const nodeWays = waysOn.flatMap((way) =>
    nodeKinds.has(way.kind) && (way.with === undefined || where([way.with], isAnywhere).length > 0)
      ? way.actions.filter((action) => where([action], isEverywhere).length > 0).map(withoutGroup)
      : [],
  );
  return {
    secrets_read: known(where(secretReading)),
    role_changes: known(changes),
    creates_workloads: known(where(podCreation)),
    mints_tokens: known(where([tokenCreation])),
    node_ways: known([...new Set(nodeWays)]),
  };
}

const actionsOf = (...kinds: readonly WayOn['kind'][]): readonly string[] =>
  waysOn.flatMap((way) => (kinds.includes(way.kind) ? way.actions : []));

const roleChanges = actionsOf('role-change', 'impersonation');
const nodeKinds: ReadonlySet<WayOn['kind']> = new Set(['exec', 'node', 'certificate', 'webhook']);
const nodeActions = actionsOf(...nodeKinds);

/** What each of the facts asks about. */
const asked: Readonly<Record<string, readonly string[]>> = {
  secrets_read: secretReading,
  role_changes: roleChanges,
  creates_workloads: podCreation,
  mints_tokens: [tokenCreation],
  node_ways: nodeActions,
};

/** Where a person can check one of these facts: the bindings, and the rules that allow it. */
export function kubernetesEvidence(world: World, identity: Identity, fact: string): readonly Evidence[] {
  if (fact === 'bindings') return (world.inventory.grants.get(identity.id) ?? []).flatMap((g) => g.evidence);
  const statements = (asked[fact] ?? []).flatMap((action) => world.permissions.resourcesFor(identity.id, action).map((r) => r.statement));
  return [...new Set(statements)].flatMap((s) => s.evidence);
}

function isEverywhere(namespace: string, name: string): boolean {
  return namespace === '*' && name === '*';
}

function isAnywhere(): boolean {
  return true;
}

/** Not limited to objects by their names. */
function isWhole(_: string, name: string): boolean {
  return name === '*';
}

/** A namespace for people; `*` is every one. */
export function placeName(namespace: string): string {
  if (namespace === '*') return 'the whole cluster';
  return namespace.startsWith('~') ? `the namespace of ${namespace.slice(1)}` : `namespace ${namespace}`;
}

function withoutGroup(action: string): string {
  return action.replace(/\.[a-z0-9.]+$/, '');
}
