import { isDayRange } from '../inventory/day-ranges.ts';
import { decisionStages, enforcements } from '../inventory/decision-point.ts';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import { gapReasons } from '../inventory/gap.ts';
import { natures, standings } from '../inventory/identity.ts';
import { ownerSources } from '../inventory/owner.ts';
import { planes } from '../inventory/plane.ts';
import type { DenyRule, PolicyStatement, RolePermission } from '../inventory/policy.ts';
import type { RbacRule } from '../inventory/rbac.ts';
import { recorders } from '../inventory/use.ts';
import { isObject } from '../plain-object.ts';
import { isBranchRules, isDeploymentGate, isRepositoryProfile, isStoredSecret } from './snapshot-github.ts';

/** A closed list stands for its words, a function for what it takes. */
type Form =
  | 'text'
  | 'time'
  | 'flag'
  | 'list'
  | 'texts'
  | 'tags'
  | 'lists'
  | 'condition'
  | 'facts'
  | 'found'
  | 'times'
  | 'places'
  | 'textLists'
  | 'counts'
  | 'days'
  | 'observed'
  | 'permissions'
  | 'denyRules'
  | 'vaultRules'
  | ((value: unknown) => boolean)
  | readonly string[];

/** Of every field that a record always has, the form; a table that asks for another field does not compile. */
type FormsOf<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]?: Form };

/** Of fields that a record may have, the form where it has them. */
type OptionalOf<T> = T extends unknown ? { readonly [K in keyof T as undefined extends T[K] ? K : never]?: Form } : never;

const policyKinds = [
  'aws-managed-policy',
  'aws-service-control-policy',
  'aws-resource-control-policy',
  'azure-role',
  'entra-role',
  'entra-permission',
  'gcp-role',
  'gcp-deny-policy',
  'gcp-access-boundary',
  'azure-deny-assignment',
  'kubernetes-role',
  'kubernetes-cluster-role',
  'vault-policy',
  'github-role',
  'github-permissions',
  'github-branch-protection',
  'github-ruleset',
] as const;

/** What every record of a kind must hold. A snapshot is a file like any other: people edit it, and others send it. */
const required = {
  identity: {
    id: 'text',
    plane: planes,
    kind: 'text',
    name: 'text',
    scope: 'text',
    nature: natures,
    standing: standings,
    agent: 'flag',
    evidence: 'list',
  },
  credential: { id: 'text', kind: 'text', name: 'text', static: 'flag', evidence: 'list' },
  policy: { id: 'text', kind: policyKinds, name: 'text', providerManaged: 'flag', evidence: 'list' },
  document: { id: 'text', version: 'text', statements: 'list' },
  grant: { id: 'text', holder: 'text', kind: ['attached', 'inline', 'boundary', 'scp', 'rcp', 'binding'], name: 'text', evidence: 'list' },
  membership: { identity: 'text', group: 'text' },
  provider: { id: 'text', kind: ['oidc', 'saml', 'aws', 'x509'], evidence: 'list' },
  resource: { id: 'text', plane: planes, kind: 'text', name: 'text', scope: 'text', evidence: 'list' },
  trust: {
    id: 'text',
    identity: 'text',
    kind: ['aws-role-trust', 'azure-federated-credential', 'gcp-trust', 'vault-role'],
    principal: 'text',
    principalKind: ['anyone', 'account', 'identity', 'service', 'oidc', 'saml', 'federated'],
    actions: 'texts',
    effect: ['Allow', 'Deny'],
    evidence: 'list',
  },
  workload: { id: 'text', kind: 'text', name: 'text', evidence: 'list' },
  'decision-point': {
    id: 'text',
    engine: 'text',
    decides: decisionStages,
    enforcement: enforcements,
    because: 'text',
    covers: 'texts',
    evidence: 'list',
  },
  link: { kind: ['uses', 'runs', 'holds', 'assumes', 'delegates', 'calls', 'owns', 'enters'], from: 'text', to: 'text', evidence: 'list' },
  use: { id: 'text', identity: 'text', recorder: recorders, services: 'times', actions: 'times', evidence: 'list' },
  scope: { id: 'text', plane: planes, name: 'text' },
  gap: { source: 'text', what: 'text', why: gapReasons, detail: 'text' },
} as const satisfies { [T in Fragment['type']]: FormsOf<Extract<Fragment, { readonly type: T }>['value']> };

/** What a record may hold besides, and what is then asked of it. */
const optional = {
  identity: {
    aliases: 'texts',
    owner: 'text',
    ownerFrom: ownerSources,
    ownerless: 'flag',
    reviewedAt: 'text',
    environment: 'text',
    createdAt: 'text',
    lastUsedAt: 'time',
    enabled: 'flag',
    tags: 'tags',
    providerManaged: 'flag',
    grantsListed: 'flag',
    actsAs: 'text',
    aws: 'facts',
    ci: 'facts',
    mcp: 'facts',
    kubernetes: 'facts',
    gcp: 'facts',
    azure: 'facts',
    entra: 'facts',
    github: 'facts',
    spiffe: 'facts',
    vault: 'facts',
    card: 'facts',
    settings: 'facts',
    factEvidence: 'lists',
  },
  credential: {
    aliases: 'texts',
    identity: 'text',
    enabled: 'flag',
    createdAt: 'text',
    lastUsedAt: 'time',
    expiresAt: 'time',
    provider: 'text',
    purpose: ['cloud', 'model', 'code', 'database', 'registry', 'other'],
    rotation: 'flag',
    declared: 'flag',
    limits: 'texts',
    scope: 'text',
    changedAt: 'text',
    resource: 'text',
    github: 'facts',
    azure: 'facts',
    fingerprint: 'text',
    found: 'found',
  },
  policy: {
    permissions: 'texts',
    document: 'text',
    allows: 'permissions',
    denies: 'denyRules',
    limitedTo: 'texts',
    paths: 'vaultRules',
    labels: 'tags',
    aggregates: 'list',
    branchRules: isBranchRules,
    declared: 'flag',
    places: 'list',
  },
  document: { rules: 'list' },
  grant: {
    policy: 'text',
    document: 'text',
    scope: 'text',
    role: 'text',
    namespace: 'text',
    condition: 'text',
    eligible: 'flag',
    activation: 'texts',
    until: 'text',
    assumed: 'flag',
    declared: 'flag',
    places: 'list',
  },
  membership: {},
  provider: {
    issuer: 'text',
    audiences: 'texts',
    mapping: 'tags',
    condition: 'time',
    enabled: 'flag',
    createdAt: 'text',
    expiresAt: 'text',
  },
  trust: { condition: 'condition', declared: 'flag' },
  resource: { policy: 'text', stored: isStoredSecret, declared: 'flag' },
  workload: { identity: 'text', scope: 'text', region: 'text', app: 'text', through: 'text', settings: 'facts' },
  'decision-point': {},
  link: {},
  use: {
    days: 'days',
    refused: 'counts',
    clients: 'counts',
    clientEvidence: 'places',
    keys: 'textLists',
    networks: 'texts',
    regions: 'texts',
    mfa: 'counts',
    reported: 'texts',
    firstAt: 'text',
    lastAt: 'text',
  },
  scope: {
    supplies: 'texts',
    memberAccounts: 'texts',
    management: 'flag',
    organizationId: 'text',
    parent: 'text',
    number: 'text',
    environment: 'text',
    repository: isRepositoryProfile,
    gate: isDeploymentGate,
    settings: 'facts',
    evidence: 'list',
    attached: 'texts',
    delegated: 'texts',
    observed: 'observed',
  },
  gap: { permission: 'text', file: 'text', pointer: 'text', partial: 'flag', settledBy: 'text' },
} as const satisfies { [T in Fragment['type']]: OptionalOf<Extract<Fragment, { readonly type: T }>['value']> };

const requiredOfStatement = { effect: ['Allow', 'Deny'] } as const satisfies FormsOf<PolicyStatement>;

const optionalOfStatement = {
  sid: 'text',
  action: 'texts',
  notAction: 'texts',
  resource: 'texts',
  notResource: 'texts',
  principal: 'lists',
  notPrincipal: 'lists',
  condition: 'condition',
  unread: 'texts',
} as const satisfies OptionalOf<PolicyStatement>;

const optionalOfRule = {
  apiGroups: 'texts',
  resources: 'texts',
  resourceNames: 'texts',
  nonResourceURLs: 'texts',
} as const satisfies OptionalOf<RbacRule>;

const requiredOfPermission = {
  actions: 'texts',
  notActions: 'texts',
  dataActions: 'texts',
  notDataActions: 'texts',
} as const satisfies FormsOf<RolePermission>;

const requiredOfDeny = { principals: 'texts', exceptPrincipals: 'texts' } as const satisfies FormsOf<DenyRule>;

const optionalOfDeny = {
  permissions: 'texts',
  exceptPermissions: 'texts',
  denies: 'permissions',
  condition: 'text',
  here: 'flag',
} as const satisfies OptionalOf<DenyRule>;

const requiredOfSource = { source: 'text', plane: planes, scope: 'text', status: ['complete', 'partial', 'failed'], gaps: 'list' } as const;

/** A fragment out of a snapshot, or undefined where it is none. */
export function readFragment(value: unknown): Fragment | undefined {
  if (!isObject(value) || typeof value.type !== 'string' || !Object.hasOwn(required, value.type)) return undefined;
  const type = value.type as Fragment['type'];
  return holds(value.value, required[type], optional[type]) ? (value as Fragment) : undefined;
}

/** A source's status out of a snapshot, or undefined where it is none. */
export function readStatus(value: unknown): SourceStatus | undefined {
  return holds(value, requiredOfSource, {}) && (value as { gaps: unknown[] }).gaps.every((gap) => holds(gap, required.gap, optional.gap))
    ? (value as SourceStatus)
    : undefined;
}

type Forms = Readonly<Record<string, Form>>;

function holds(value: unknown, always: Forms, sometimes: Forms): boolean {
  if (!isObject(value) || !Object.entries(always).every(([key, form]) => has(value[key], form))) return false;
  if (!Object.entries(sometimes).every(([key, form]) => value[key] === undefined || has(value[key], form))) return false;
  const {
    evidence = [],
    statements = [],
    rules = [],
    aggregates = [],
  } = value as Readonly<Record<'evidence' | 'statements' | 'rules' | 'aggregates', readonly unknown[] | undefined>>;
  return (
    evidence.every(isEvidence) &&
    statements.every((s) => holds(s, requiredOfStatement, optionalOfStatement)) &&
    rules.every((r) => holds(r, { verbs: 'texts' }, optionalOfRule)) &&
    aggregates.every(isSelector)
  );
}

function isSelector(value: unknown): boolean {
  if (!holds(value, {}, { matchLabels: 'tags', matchExpressions: 'list' })) return false;
  const { matchExpressions = [] } = value as { readonly matchExpressions?: readonly unknown[] };
  return matchExpressions.every((e) => holds(e, { key: 'text', operator: 'text', values: 'texts' }, {}));
}

function isEvidence(value: unknown): boolean {
  return isObject(value) && typeof value.source === 'string';
}

function has(value: unknown, form: Form): boolean {
  if (typeof form === 'function') return form(value);
  if (typeof form !== 'string') return typeof value === 'string' && form.includes(value);
  switch (form) {
    case 'permissions':
      return Array.isArray(value) && value.every((one) => holds(one, requiredOfPermission, { condition: 'text' }));
    case 'vaultRules':
      return Array.isArray(value) && value.every((one) => holds(one, { path: 'text', capabilities: 'texts' }, { limited: 'flag' }));
    case 'denyRules':
      return Array.isArray(value) && value.every((one) => holds(one, requiredOfDeny, optionalOfDeny));
    case 'text':
      return typeof value === 'string';
    case 'time':
      return value === null || typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'texts':
      return Array.isArray(value) && value.every((v) => typeof v === 'string');
    case 'tags':
      return isObject(value) && Object.values(value).every((v) => typeof v === 'string');
    case 'lists':
      return isObject(value) && Object.values(value).every(Array.isArray);
    case 'places':
      return isObject(value) && Object.values(value).every((list) => Array.isArray(list) && list.every(isEvidence));
    case 'textLists':
      return isObject(value) && Object.values(value).every((list) => has(list, 'texts'));
    case 'times':
      return isObject(value) && Object.values(value).every((v) => has(v, 'time'));
    case 'counts':
      return isObject(value) && Object.values(value).every((v) => typeof v === 'number' && Number.isFinite(v));
    case 'days':
      return Array.isArray(value) && value.every((v) => typeof v === 'string' && isDayRange(v));
    case 'observed':
      return (
        isObject(value) && has(value.days, 'days') && has(value.reads, 'flag') && has(value.kms, 'flag') && has(value.regions, 'texts')
      );
    case 'condition':
      return isObject(value) && Object.values(value).every((keys) => isObject(keys) && Object.values(keys).every((v) => has(v, 'texts')));
    case 'facts':
      return isObject(value) && Object.values(value).every(isFact);
    case 'found':
      return Array.isArray(value) && value.every((v) => isObject(v) && typeof v.file === 'string' && isEvidence(v.evidence));
  }
}

function isFact(value: unknown): boolean {
  if (Array.isArray(value)) return has(value, 'texts');
  return value === null || typeof value !== 'object' || has(value, 'tags');
}
