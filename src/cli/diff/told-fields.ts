import type { Credential } from '../../inventory/credential.ts';
import type { DecisionPoint } from '../../inventory/decision-point.ts';
import type { Fragment, Scope } from '../../inventory/fragment.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Link } from '../../inventory/link.ts';
import type { Policy } from '../../inventory/policy.ts';
import type { Provider } from '../../inventory/provider.ts';
import type { Resource } from '../../inventory/resource.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Workload } from '../../inventory/workload.ts';

/**
 * How `nhi diff` tells that a field of a record changed. Every field of the inventory stands in a table below: a new one does not
 * compile until somebody decides.
 */
export type Treatment =
  /** `words`: what the field is called; '' where its value says it. */
  | {
      readonly words: string;
      /** Without it nothing is said of the record, rather than that it is not known: its coming and going are changes too. */
      readonly none?: true;
      /** What a greater value means: a later day, `true`, an entry more in a list. Without it a change is neither more nor less. */
      readonly rising?: 'more' | 'less';
      /** The value tells a person nothing; that it changed does. */
      readonly opaque?: true;
    }
  /** Another part of the diff tells it. */
  | { readonly told: string }
  /** Deliberately not told, and why. */
  | { readonly untold: string };

type Table<T> = { readonly [K in keyof Required<T>]: Treatment };

const key = { untold: 'records are found by it' } as const;
const place = { untold: 'where it was read, not what it is' } as const;
const reading = { untold: 'how well it was read, not what it is' } as const;
const use = { untold: 'what was done, not what may be done: it changes with every run' } as const;
const lines = { told: 'what is gained and lost' } as const;

export const toldFields = {
  identity: {
    id: key,
    aliases: key,
    plane: key,
    kind: { words: 'kind' },
    name: { words: 'name' },
    scope: { words: 'home' },
    nature: { words: 'nature' },
    agent: { words: 'acts for an AI agent', rising: 'more' },
    standing: reading,
    owner: { words: 'owner' },
    ownerFrom: place,
    ownerless: reading,
    environment: { words: 'environment' },
    reviewedAt: { untold: 'a review changes nothing of what it may do' },
    createdAt: { words: 'was made anew: made' },
    lastUsedAt: use,
    enabled: { told: 'was enabled, was disabled' },
    tags: { words: 'tag' },
    providerManaged: { words: "the provider's own" },
    grantsListed: reading,
    actsAs: { told: 'ways' },
    aws: { words: '' },
    ci: { words: '' },
    mcp: { words: '' },
    card: { words: '' },
    settings: { words: '' },
    kubernetes: { words: '' },
    gcp: { words: '' },
    azure: { words: '' },
    entra: { words: '' },
    github: { words: '' },
    spiffe: { words: '' },
    vault: { words: '' },
    evidence: place,
    factEvidence: place,
  } satisfies Table<Identity>,
  credential: {
    id: key,
    aliases: key,
    kind: { words: 'kind' },
    name: { words: 'name' },
    identity: { words: 'belongs to' },
    scope: { words: 'home' },
    enabled: { told: 'was enabled, was disabled' },
    static: { words: 'never expires by itself', rising: 'more' },
    createdAt: { words: 'was replaced: made' },
    lastUsedAt: use,
    expiresAt: { words: 'expires', rising: 'more' },
    provider: { words: 'issuer' },
    purpose: { words: 'purpose' },
    rotation: { words: 'renewed by itself', rising: 'less' },
    limits: { words: 'limits', rising: 'less' },
    changedAt: { words: 'its value was replaced:' },
    resource: { told: 'the policy of the resource' },
    github: { words: '' },
    azure: { words: '' },
    declared: reading,
    fingerprint: { words: 'its value was replaced', opaque: true },
    found: { words: 'stands in', rising: 'more' },
    evidence: place,
  } satisfies Table<Credential>,
  workload: {
    id: key,
    kind: { words: 'kind' },
    name: { words: 'name' },
    identity: { words: 'runs as', none: true },
    scope: { words: 'home' },
    region: { words: 'region' },
    app: { untold: 'whose part it is says nothing of what it may do' },
    through: { words: 'gets its identity through' },
    settings: { words: '' },
    evidence: place,
  } satisfies Table<Workload>,
  trust: {
    id: key,
    identity: key,
    kind: key,
    effect: lines,
    principalKind: lines,
    principal: lines,
    pool: { words: 'pool', none: true },
    actions: { words: 'to', rising: 'more' },
    condition: { told: 'conditions' },
    version: { words: 'policy version', none: true },
    unread: reading,
    declared: reading,
    evidence: place,
  } satisfies Table<Trust>,
  grant: {
    id: key,
    holder: key,
    kind: lines,
    name: lines,
    policy: lines,
    namespace: lines,
    document: lines,
    scope: lines,
    role: lines,
    condition: lines,
    eligible: lines,
    activation: lines,
    until: { words: 'ends', none: true, rising: 'more' },
    assumed: reading,
    declared: reading,
    places: place,
    evidence: place,
  } satisfies Table<Grant>,
  link: {
    kind: key,
    from: key,
    to: key,
    claims: { words: 'presents', none: true },
    evidence: place,
  } satisfies Table<Link>,
  policy: {
    id: key,
    kind: key,
    name: key,
    providerManaged: { words: "the provider's own" },
    permissions: lines,
    document: lines,
    labels: { words: 'label' },
    aggregates: { words: 'takes over the rules of' },
    otherVersions: { untold: 'not in force; whoever may put one in force has a way' },
    allows: lines,
    denies: { words: 'denies', rising: 'less' },
    limitedTo: { words: 'limits to', rising: 'more' },
    paths: lines,
    branchRules: { words: '', none: true },
    declared: reading,
    places: place,
    evidence: place,
  } satisfies Table<Policy>,
  provider: {
    id: key,
    kind: { words: 'kind' },
    issuer: { words: 'issuer' },
    audiences: { words: 'audiences', rising: 'more' },
    mapping: { words: 'mapping' },
    condition: { words: 'condition' },
    account: { words: 'account' },
    enabled: { words: 'enabled', rising: 'more' },
    createdAt: { words: 'was made anew: made' },
    expiresAt: { words: 'ends', rising: 'more' },
    evidence: place,
  } satisfies Table<Provider>,
  resource: {
    id: key,
    plane: key,
    kind: { words: 'kind' },
    name: { words: 'name' },
    scope: { words: 'home' },
    policy: { told: 'the policy of the resource' },
    stored: { words: 'given to' },
    declared: reading,
    evidence: place,
  } satisfies Table<Resource>,
  'decision-point': {
    id: key,
    engine: { words: 'engine' },
    decides: { words: 'decides about' },
    enforcement: { words: 'enforcement' },
    because: { untold: 'words; what they say is the enforcement' },
    covers: { words: 'stands before', rising: 'less' },
    evidence: place,
  } satisfies Table<DecisionPoint>,
  scope: {
    id: key,
    plane: key,
    name: { untold: 'a name for people' },
    logs: { words: 'logs' },
    memberAccounts: { words: 'accounts of the organization' },
    supplies: reading,
    management: { words: 'management account' },
    organizationId: { words: 'organization' },
    parent: { words: 'hangs under' },
    number: key,
    environment: { words: 'environment' },
    repository: { words: '' },
    gate: { words: 'gate' },
    settings: { words: '' },
    evidence: place,
    attached: { told: 'what limits it' },
    delegated: { words: 'the services it administers for its organization' },
    observed: use,
  } satisfies Table<Scope>,
} as const;

export type RecordKind = keyof typeof toldFields;

/** Records that are told with others, or not. */
export const otherRecords = {
  membership: lines,
  document: lines,
  use,
  gap: reading,
} as const satisfies Record<Exclude<Fragment['type'], RecordKind>, Treatment>;

/** Facts of the groups above that are not told as they stand, and why. */
export const untoldFacts: Readonly<Record<string, string>> = {
  'aws.password_unused_days': use.untold,
  'aws.key_used_recently': use.untold,
  'mcp.facets': 'often not known; told with the tools',
  'mcp.auto_approved': lines.told,
  'mcp.clients': 'ways tell who uses it',
  'settings.bypass': lines.told,
  'settings.shell_rules': lines.told,
  'settings.auto_approved_servers': lines.told,
  'settings.egress': lines.told,
};

/** What a fact is called where its name says too little, and those without which there is none of it. */
export const factWords: Readonly<Record<string, Treatment>> = {
  'mcp.launcher': { words: 'program', none: true },
  'mcp.package': { words: 'package', none: true },
  'mcp.url_host': { words: 'address', none: true },
  'mcp.started_by': { words: 'its program, its arguments or its address changed', opaque: true },
  'aws.unique_id': { words: 'was deleted and made anew under the same name', opaque: true },
  'gcp.unique_id': { words: 'was deleted and made anew under the same name', opaque: true },
};
