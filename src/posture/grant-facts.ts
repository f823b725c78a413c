import type { Facts } from '../inventory/fact-types.ts';
import type { Grant } from '../inventory/grant.ts';
import type { Policy, PolicyStatement } from '../inventory/policy.ts';
import { clusterGroupId, clusterOf, clusterRoleId, namespaceScopeId, type RbacRule, readServiceAccountId } from '../inventory/rbac.ts';
import { isOfAzure } from '../permissions/azure/assignments.ts';
import { builtInRoles, harmlessRoles } from '../permissions/kubernetes/built-in-roles.ts';
import { azureGrantFacts } from './azure-facts.ts';
import { identityFacts } from './identity-facts.ts';
import { placeName } from './kubernetes-facts.ts';
import type { World } from './world.ts';

/**
 * What a grant and its policy say without their document, one object for all that say the same; undefined for bindings and roles of
 * Azure, of which more is told.
 */
export function grantAtAGlance({ inventory }: World, grant: Grant): Facts<'Grant'> | undefined {
  if (grant.kind === 'binding' || isOfAzure(grant)) return undefined;
  const { kind, provider_managed, declared } = ownFacts(
    grant,
    grant.policy === undefined ? undefined : inventory.policies.get(grant.policy),
  );
  const key = `${kind} ${provider_managed} ${declared}`;
  const glance = glances.get(key) ?? { kind, provider_managed, declared };
  glances.set(key, glance);
  return glance;
}

const glances = new Map<string, Facts<'Grant'>>();

function ownFacts(grant: Grant, policy: Policy | undefined): Facts<'Grant'> {
  return {
    id: grant.id,
    kind: grant.kind,
    policy: grant.name,
    provider_managed: grant.policy === undefined ? false : (policy?.providerManaged ?? grant.policy.includes(':iam::aws:')),
    declared: grant.declared === true || policy?.declared === true,
  };
}

/** What rules may know of a grant. */
export function grantFacts(world: World, grant: Grant): Facts<'Grant'> {
  const { inventory } = world;
  const policy = grant.policy === undefined ? undefined : inventory.policies.get(grant.policy);
  const document = inventory.documents.get(grant.document ?? policy?.document ?? '');
  const facts: Facts<'Grant'> = {
    ...ownFacts(grant, policy),
    admin: document?.statements.some(
      (s) => s.effect === 'Allow' && s.action?.includes('*') === true && s.resource?.includes('*') === true && s.condition === undefined,
    ),
    wildcards: document === undefined ? undefined : wildcardsIn(document.statements),
    conditional: document?.statements.some((s) => s.condition !== undefined),
    identity: identityFacts(world, grant.holder),
  };
  if (grant.kind === 'binding') return { ...facts, ...bindingFacts(grant, document?.rules), ...holderFacts(world, grant) };
  return isOfAzure(grant) ? { ...facts, ...azureGrantFacts(world, grant) } : facts;
}

/** What a binding of a Kubernetes role leaves open with `*`, where it counts, and which group holds it. */
function bindingFacts(grant: Grant, rules: readonly RbacRule[] | undefined): Facts<'Grant'> {
  const group = clusterGroupId(clusterOf(grant.holder), '');
  const wildcards = rules?.flatMap((rule) =>
    (['verbs', 'resources', 'apiGroups'] as const).flatMap((key) => (rule[key]?.includes('*') ? [wildcardName(key, rule)] : [])),
  );
  return {
    admin: rules?.some(
      (r) =>
        grant.namespace === undefined && [r.verbs, r.resources, r.apiGroups].every((l) => l?.includes('*')) && !r.resourceNames?.length,
    ),
    wildcards: wildcards && [...new Set(wildcards)],
    namespace: placeName(grant.namespace ?? '*'),
    holder_kind: grant.holder.slice('kubernetes:'.length, grant.holder.indexOf('/')),
    ...(grant.policy !== undefined && isBuiltIn(grant.policy) ? { provider_managed: true } : {}),
    ...(grant.holder.startsWith(group) ? { holder_group: grant.holder.slice(group.length) } : {}),
  };
}

/** Whether the service account that holds a binding is there, and lives in the environment that the binding counts in. */
function holderFacts({ inventory }: World, { holder, namespace }: Grant): Facts<'Grant'> {
  const account = readServiceAccountId(holder);
  if (account === undefined) return {};
  const { cluster, namespace: home } = account;
  const identity = inventory.identities.get(holder);
  const isListed = inventory.scopes.get(`kubernetes:cluster/${cluster}`)?.supplies?.includes('service-accounts') === true;
  // Its own record says this of every service account; a binding alone names one that need not be there.
  const isThere = identity?.kubernetes?.automount !== undefined;
  const environmentOf = (name: string): string | undefined => inventory.scopes.get(namespaceScopeId(cluster, name))?.environment;
  const [own, other] = [environmentOf(home) ?? identity?.environment, namespace === undefined ? undefined : environmentOf(namespace)];
  const isAtHome = namespace === undefined || namespace === home;
  return {
    orphaned: isThere ? false : isListed ? true : undefined,
    crosses_environments: isAtHome ? false : own === undefined || other === undefined ? undefined : isWeaker(own, other),
  };
}

/** Environments by how well they are kept, the least first. */
const environments = ['development', 'test', 'staging', 'production'];

/** Whether what gets into one environment gets on into a better kept one. Of two that nobody ranks, whether they differ. */
function isWeaker(own: string, other: string): boolean {
  const [from, to] = [environments.indexOf(own), environments.indexOf(other)];
  return from < 0 && to < 0 ? own !== other : to === environments.length - 1 ? from !== to : from >= 0 && to > from;
}

/** Whether every cluster has the role, and nothing of it stands in what was read. */
function isBuiltIn(id: string): boolean {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return id === clusterRoleId(clusterOf(id), name) && (builtInRoles.has(name) || harmlessRoles.has(name) || name.startsWith('system:'));
}

function wildcardName(key: 'verbs' | 'resources' | 'apiGroups', rule: RbacRule): string {
  const what = (list: readonly string[] | undefined): string => (list ?? []).slice(0, 3).join(', ');
  if (key === 'verbs') return `every verb on ${what(rule.resources) || what(rule.nonResourceURLs)}`;
  return key === 'resources'
    ? `every resource of ${what(rule.apiGroups) || 'the core group'}`
    : `${what(rule.resources)} of every API group`;
}

const noWildcards: readonly string[] = [];

/** What statements allow on everything, whatever the request: all of a service, or all but some actions. */
function wildcardsIn(statements: readonly PolicyStatement[]): readonly string[] {
  let found: Set<string> | undefined;
  for (const { effect, action, notAction, resource, condition } of statements) {
    if (effect !== 'Allow' || condition !== undefined || resource?.some(isEverything) !== true) continue;
    found ??= new Set();
    if (notAction !== undefined) found.add(`everything but ${notAction.slice(0, 5).join(', ')}`);
    for (const one of action ?? []) if (/^[a-z0-9-]+:\*$/i.test(one)) found.add(one.toLowerCase());
  }
  return found === undefined ? noWildcards : [...found].sort();
}

function isEverything(resource: string): boolean {
  // Nearly all end otherwise, and there are many.
  return resource === '*' || (resource.endsWith(':*') && /^arn:aws[\w-]*:[\w-]+:\*?:\*?:\*$/.test(resource));
}
