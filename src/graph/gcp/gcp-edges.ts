import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import { shownScope } from '../../permissions/gcp/gcp-permissions.ts';
import type { HeldRole } from '../../permissions/gcp/held-role.ts';
import type { Ability } from '../../permissions/gcp/roles.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { weakest } from '../certainty.ts';
import { nameOfClass, projectAdminClass } from '../class-node.ts';
import type { Certainty, Edge } from '../graph.ts';

/** One way from a role on a service account, or on all of a project, to the account. */
interface Way {
  readonly ability: Ability;
  readonly technique?: string;
  readonly does: string;
}

/** https://cloud.google.com/iam/docs/service-account-permissions */
const ways: readonly Way[] = [
  { ability: 't', does: 'takes tokens of' },
  { ability: 'k', technique: 'gcp-key', does: 'makes keys of' },
  { ability: 'i', technique: 'gcp-set-iam', does: 'says who may become' },
];

/**
 * Edges between identities of Google Cloud: who can become a service account by a role on it or on its project, and who can
 * give itself any role. Accounts of a project are a class, so that edges stay few.
 */
export function gcpEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const accounts = [...inventory.identities.values()].filter((i) => i.kind === 'gcp-service-account');
  if (accounts.length === 0) return [];
  const edges: Edge[] = [];
  const projects = new Set<string>();
  const administrated = new Set<string>();
  for (const [holder] of inventory.grants) {
    const identity = holder.startsWith('gcp:') ? inventory.identities.get(holder) : undefined;
    if (identity === undefined || identity.enabled === false || identity.providerManaged === true) continue;
    const roles = permissions.rolesOf?.(holder) ?? [];
    const acting = actAs(roles);
    for (const role of roles) {
      const target = targetOf(role.grant.scope);
      if (target === undefined) continue;
      // Nobody gets in as an account that is turned off.
      if (inventory.identities.get(target.node)?.enabled === false) continue;
      const reach = ways.filter((way) => role.abilities?.has(way.ability));
      for (const way of reach) edges.push(edgeTo(identity, target.node, role.grant, way, []));
      const deploys = role.abilities?.has('u') ? acting(target.project) : undefined;
      if (deploys !== undefined) {
        const does = { ability: 'u' as const, technique: 'gcp-act-as', does: 'runs code as' };
        edges.push(edgeTo(identity, target.node, role.grant, does, [deploys.grant]));
      }
      if (target.node.startsWith('class:') && (reach.length > 0 || deploys !== undefined)) projects.add(target.project);
      if (role.broad && role.abilities?.has('p') && role.grant.condition === undefined) {
        edges.push(administrator(identity, target.project, role.grant));
        administrated.add(target.project);
      }
    }
  }
  for (const project of administrated) edges.push(...administered(accounts, project));
  for (const project of projects)
    for (const account of accounts)
      if (account.scope === project && account.enabled !== false && account.providerManaged !== true)
        edges.push(member(`class:gcp-service-accounts/${project}`, account.id));
  return edges;
}

/** What a role is about: one account, or all of a project. What lies in a folder or organization is not known here. */
function targetOf(scope: string | undefined): { readonly node: string; readonly project: string } | undefined {
  const email = /\/serviceAccounts\/(.+@.+)$/.exec(scope ?? '')?.[1];
  if (email !== undefined)
    return { node: `gcp:service-account/${email}`, project: /@([^.@]+(?:\.[^@]*)?)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? '' };
  const project = /^gcp:project\/(.+)$/.exec(scope ?? '')?.[1];
  return project === undefined ? undefined : { node: `class:gcp-service-accounts/${project}`, project };
}

/** By project, a role that makes what runs as an account. */
function actAs(roles: readonly HeldRole[]): (project: string) => HeldRole | undefined {
  const makers = roles.filter((r) => r.broad && r.abilities?.has('d'));
  return (project) =>
    makers.find((r) => r.grant.scope === `gcp:project/${project}` && r.grant.condition === undefined) ??
    makers.find((r) => r.grant.scope === `gcp:project/${project}`);
}

function edgeTo(identity: Identity, to: string, grant: Grant, way: Way, also: readonly Grant[]): Edge {
  const grants = [grant, ...also];
  const whom = to.startsWith('class:') ? nameOfClass(to) : shownScope(grant.scope);
  const certainty = grants.reduce<Certainty>(
    (worst, g) => weakest(worst, g.condition === undefined ? 'confirmed' : 'conditional'),
    'confirmed',
  );
  return {
    from: identity.id,
    to,
    kind: way.technique === undefined ? 'assumes' : 'escalates',
    certainty,
    ...(way.technique === undefined ? {} : { technique: way.technique }),
    reason: `${way.does} ${whom} by ${[...new Set(grants.map((g) => g.name))].join(' and ')}`,
    evidence: grants.reduce<readonly Evidence[]>((all, g) => mergeList(all, g.evidence), []),
  };
}

function administrator({ id }: Identity, project: string, grant: Grant): Edge {
  return {
    from: id,
    to: projectAdminClass(project),
    kind: 'member',
    certainty: 'confirmed',
    reason: `is administrator of ${project} by ${grant.name}`,
    evidence: grant.evidence,
  };
}

function administered(accounts: readonly Identity[], project: string): readonly Edge[] {
  return accounts
    .filter((a) => a.scope === project && a.providerManaged !== true)
    .map((a) => ({
      ...member(projectAdminClass(project), a.id),
      reason: 'an administrator can become any service account of the project',
    }));
}

function member(from: string, to: string): Edge {
  return { from, to, kind: 'member', certainty: 'confirmed', reason: '', evidence: [] };
}
