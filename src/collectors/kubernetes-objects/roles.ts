import { createHash } from 'node:crypto';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Policy } from '../../inventory/policy.ts';
import {
  clusterGroupId,
  clusterRoleId,
  clusterUserId,
  type LabelSelector,
  type RbacRule,
  roleId,
  serviceAccountId,
} from '../../inventory/rbac.ts';
import type { Draft } from '../place-below.ts';
import { asClaim, type Cluster, type ClusterObject, kindOf, knownName, nameOf, namespaceOf } from './cluster-object.ts';
import { isOpen, isPlain, listIn, mapIn, recordIn, textIn, textsIn } from './plain.ts';
import { accountOf } from './service-account.ts';

/** Hands over a Role or ClusterRole. */
export function readRole(cluster: Cluster, of: ClusterObject): void {
  const name = nameOf(of);
  if (name === undefined) return;
  const isWide = kindOf(of) === 'ClusterRole';
  const rules = listIn(of.object, 'rules').map(readRule);
  const known = rules.filter((r) => r !== undefined);
  const selectors =
    recordIn(of.object, 'aggregationRule') === undefined ? undefined : listIn(of.object.aggregationRule, 'clusterRoleSelectors');
  const policy: Draft<Policy> = {
    id: isWide ? clusterRoleId(cluster.id, name) : roleId(cluster.id, namespaceOf(of), name),
    kind: isWide ? 'kubernetes-cluster-role' : 'kubernetes-role',
    name: asClaim(name),
    providerManaged: mapIn(of.object, 'metadata', 'labels')['kubernetes.io/bootstrapping'] === 'rbac-defaults',
    evidence: [of.placeOf('/metadata/name')],
  };
  // With a part of them not known, what the role does not allow is not known either.
  if (of.partial !== true && known.length === rules.length) policy.document = emitRules(cluster, known);
  if (isWide) policy.labels = mapIn(of.object, 'metadata', 'labels');
  if (selectors !== undefined) policy.aggregates = selectors.map(readSelector);
  if (cluster.standing === 'declared') policy.declared = true;
  policy.places = known.map((_, i) => of.placeOf(`/rules/${i}`));
  cluster.emit({ type: 'policy', value: policy });
}

function emitRules(cluster: Cluster, rules: readonly RbacRule[]): string {
  const id = `rbac:${createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 32)}`;
  if (!cluster.documents.has(id)) {
    cluster.documents.add(id);
    cluster.emit({ type: 'document', value: { id, version: 'rbac.authorization.k8s.io/v1', statements: [], rules } });
  }
  return id;
}

/** A rule of which every part is known. */
function readRule(value: unknown): RbacRule | undefined {
  const rule: Draft<RbacRule> = { verbs: textsIn(value, 'verbs') };
  for (const key of ['apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const) {
    if (listIn(value, key).length > 0) rule[key] = textsIn(value, key);
  }
  const keys = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
  const isKnown = isPlain(value) && keys.every((key) => listIn(value, key).every((v) => typeof v === 'string' && !isOpen(v)));
  const isBare = isPlain(value) && keys.some((key) => value[key] !== undefined && value[key] !== null && !Array.isArray(value[key]));
  return isKnown && !isBare ? rule : undefined;
}

function readSelector(value: unknown): LabelSelector {
  return {
    matchLabels: mapIn(value, 'matchLabels'),
    matchExpressions: listIn(value, 'matchExpressions').map((e) => ({
      key: textIn(e, 'key') ?? '',
      operator: textIn(e, 'operator') ?? '',
      values: textsIn(e, 'values'),
    })),
  };
}

/** Whether a binding tells all of whom it binds to what. */
export function isKnownBinding(of: ClusterObject): boolean {
  const role = textIn(of.object.roleRef, 'name');
  const subjects = listIn(of.object, 'subjects');
  return of.partial !== true && knownName(of, role) !== undefined && subjects.every((s) => knownName(of, textIn(s, 'name')) !== undefined);
}

/** Hands over a RoleBinding or ClusterRoleBinding: a grant for each of its subjects. */
export function readBinding(cluster: Cluster, of: ClusterObject): void {
  const name = nameOf(of) ?? 'unnamed binding';
  const role = knownName(of, textIn(of.object.roleRef, 'name'));
  if (role === undefined) return;
  const isWide = kindOf(of) === 'ClusterRoleBinding';
  const namespace = namespaceOf(of);
  const toRole = textIn(of.object.roleRef, 'kind') === 'Role' && !isWide;
  const policy = toRole ? roleId(cluster.id, namespace, role) : clusterRoleId(cluster.id, role);
  for (const [i, subject] of listIn(of.object, 'subjects').entries()) {
    const place = of.placeOf(`/subjects/${i}`);
    const holder = holderOf(cluster, of, subject, isWide ? undefined : namespace, place);
    if (holder === undefined) continue;
    if (isController(subject, role)) cluster.emit({ type: 'identity', value: controllerOf(cluster, subject, place) });
    const grant: Draft<Grant> = {
      id: `${holder}#binding/${isWide ? '*' : namespace}/${name}`,
      holder,
      kind: 'binding',
      name: asClaim(role),
      policy,
      evidence: [place],
    };
    if (!isWide) grant.namespace = namespace;
    if (cluster.standing === 'declared') grant.declared = true;
    cluster.emit({ type: 'grant', value: grant });
  }
}

/**
 * Whether a subject is a controller of Kubernetes itself, with the role that every cluster gives it
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles).
 */
function isController(subject: unknown, role: string): boolean {
  return (
    textIn(subject, 'kind') === 'ServiceAccount' &&
    textIn(subject, 'namespace') === 'kube-system' &&
    role === `system:controller:${textIn(subject, 'name') ?? ''}`
  );
}

function controllerOf(cluster: Cluster, subject: unknown, place: Evidence): Identity {
  return { ...accountOf(cluster, 'kube-system', textIn(subject, 'name') ?? '', place), nature: 'service-agent', providerManaged: true };
}

function holderOf(
  cluster: Cluster,
  of: ClusterObject,
  subject: unknown,
  namespace: string | undefined,
  place: Evidence,
): string | undefined {
  const kind = textIn(subject, 'kind');
  const written = textIn(subject, 'name');
  // A service account's own name for itself counts as well.
  const user = kind === 'User' ? /^system:serviceaccount:([^:]+):([^:]+)$/.exec(written ?? '') : null;
  if (kind === 'ServiceAccount' || user !== null) {
    const name = knownName(of, user?.[2] ?? written);
    // Without a namespace it is one of the binding's own, and of none where that has none.
    const home = knownName(of, user?.[1] ?? textIn(subject, 'namespace')) ?? namespace;
    if (name === undefined || home === undefined) return undefined;
    cluster.emit({ type: 'identity', value: accountOf(cluster, home, name, place) });
    return serviceAccountId(cluster.id, home, name);
  }
  const name = knownName(of, written);
  if (name === undefined) return undefined;
  if (kind === 'Group') return clusterGroupId(cluster.id, name);
  if (kind !== 'User') return undefined;
  const id = clusterUserId(cluster.id, name);
  cluster.emit({
    type: 'identity',
    value: {
      id,
      plane: 'kubernetes',
      kind: 'kubernetes-user',
      name,
      scope: cluster.id,
      nature: 'unknown',
      agent: false,
      standing: 'named',
      evidence: [place],
    },
  });
  return id;
}
