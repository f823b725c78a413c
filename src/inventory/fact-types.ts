import { agentFacts } from './facts/agent.ts';
import { awsFacts } from './facts/aws.ts';
import { azureCredentialFacts, azureFacts } from './facts/azure.ts';
import { cardFacts } from './facts/card.ts';
import { ciFacts } from './facts/ci.ts';
import { entraFacts } from './facts/entra.ts';
import { gcpFacts } from './facts/gcp.ts';
import { githubCredentialFacts, githubFacts } from './facts/github.ts';
import { kubernetesFacts } from './facts/kubernetes.ts';
import { mcpFacts } from './facts/mcp.ts';
import { scopeFacts, scopeSettingsFacts } from './facts/scope.ts';
import { spiffeFacts } from './facts/spiffe.ts';
import { useFacts } from './facts/use.ts';
import { vaultFacts } from './facts/vault.ts';
import { workloadFacts } from './facts/workload.ts';

/**
 * The vocabulary of facts: the names and types that rules may use. Collectors fill the attribute groups (`Ci`, `Mcp`,
 * `Agent`, `Aws`...), posture fills the rest; the engine declares all of it to CEL, so a misspelt name fails at load.
 * Every field is optional at run time: an absent field is a fact that is not known.
 *
 * A type is `string`, `bool`, `double`, `list<string>`, `map<string, string>` or the name of another group.
 */
export const factTypes = {
  Power: {
    level: 'string', // admin | escalate | sensitive | write | read | none; absent when unknown
    read: 'string', // all | some | none; absent when unknown
    write: 'string',
    execute: 'string',
    grant: 'string',
    secrets: 'string',
    conditional: 'bool', // some of the power depends on a condition
    standing: 'bool', // the highest level is held without any condition or expiry
    full_access_policies: 'list<string>', // attached managed policies named *FullAccess or AdministratorAccess
    boundary: 'bool', // a permissions boundary is set
  },
  Posture: {
    binding: 'string', // workload | person; absent when unknown, as below
    lifetime: 'string', // short | static: within the limit of its class, or not
    authorization: 'string', // runtime | deploy-time: by a condition that is judged when it acts, or not
    revocation: 'string', // alone | shared
  },
  Reach: {
    level: 'string', // the highest level reached over confirmed edges
    admin: 'bool', // admin is reached over confirmed edges, the identity itself not counted
    identities: 'double', // how many other identities it can act as
    production: 'bool', // reaches an identity of a production environment
  },
  Aws: awsFacts,
  Use: useFacts,
  Ci: ciFacts,
  Mcp: mcpFacts,
  Card: cardFacts,
  Agent: agentFacts,
  Kubernetes: kubernetesFacts,
  Gcp: gcpFacts,
  Azure: azureFacts,
  Entra: entraFacts,
  Github: githubFacts,
  GithubCredential: githubCredentialFacts,
  AzureCredential: azureCredentialFacts,
  Spiffe: spiffeFacts,
  Vault: vaultFacts,
  Identity: {
    id: 'string',
    name: 'string',
    plane: 'string',
    kind: 'string',
    scope: 'string',
    nature: 'string', // workload | agent | third-party | service-agent | human | unknown
    machine: 'bool', // not a person and not the provider's own; absent when the nature is unknown
    agent: 'bool', // an agent, or bound to one; absent for a role whose trust was not read
    observed: 'bool', // seen in a source that describes it, not only named by another
    described: 'bool', // its provider describes it; false for what only stands in code
    owner: 'string',
    owned: 'bool', // an owner is known; absent where tags could not be read
    owner_from: 'string', // configuration | directory | tag | annotation | label | codeowners | commit
    owner_departed: 'bool', // everybody named as its owner left; absent without a list of people who left
    owner_departed_on: 'string', // the day, for a person
    reviewed_days: 'double', // since it was last reviewed, by a tag or the configuration; absent where nobody wrote it down
    register_missing: 'list<string>', // of an agent, what the register of agents lacks: `entry`, or fields; absent without a register
    gained: 'list<string>', // what it can do more than at an earlier time that was given: `power write -> admin`; absent without one
    strong_ways: 'list<string>', // how workloads prove that they may act as it: identity providers, services; of a job, clouds it logs in to by token
    weak_ways: 'list<string>', // keys that also let one act as it, for whoever has them
    egress: 'bool', // of an agent: it has a tool that sends something out
    reaches_data: 'bool', // of an agent: its reach has the level sensitive or a higher one
    drives: 'list<string>', // of an agent: other agents that it may set to work unconditionally and that reach higher than itself
    stop_steps: 'double', // of an agent: credentials that must be revoked one by one to stop it
    stops: 'list<string>', // their names
    stops_with: 'list<string>', // who else would stop
    environment: 'string', // production, staging, development...; absent when unknown
    enabled: 'bool',
    age_days: 'double',
    unused_days: 'double', // since last use, or since creation when never used
    never_used: 'bool',
    idle: 'string', // for a person: `was last used 40 days ago`, `has no recorded use since it was made 90 days ago`
    provider_managed: 'bool',
    external_trust: 'bool', // somebody outside the known accounts may become it
    privileged: 'bool', // level admin or escalate
    static_credentials: 'double', // active credentials that do not expire by themselves
    workloads: 'double', // distinct workloads that run as it or hold its credentials
    shared_by: 'list<string>', // distinct applications that run as it; absent where fewer than two were seen and not every service was read
    agents_as: 'list<string>', // Bedrock agents and AgentCore runtimes that run as it; absent as above
    public_workloads: 'list<string>', // workloads that run as it and that anyone may call, of those seen
    audit_missing: 'list<string>', // for an agent of AWS: the logs that are not kept of what it does; absent where that is not known
    escalations: 'list<string>', // techniques whose permissions it has: `iam:PutRolePolicy on itself (iam-005)`
    escalation_certainty: 'string', // confirmed; conditional or possible where what they are used on is so; absent without a technique
    held_by: 'list<string>', // names of the identities that hold one of its credentials
    reached_from_agents: 'list<string>',
    reached_from_ci: 'list<string>',
    tags: 'map<string, string>',
    power: 'Power',
    posture: 'Posture',
    reach: 'Reach',
    aws: 'Aws',
    use: 'Use', // absent where no record of use was read that speaks of it
    ci: 'Ci',
    mcp: 'Mcp',
    card: 'Card',
    settings: 'Agent',
    kubernetes: 'Kubernetes',
    gcp: 'Gcp',
    azure: 'Azure',
    entra: 'Entra',
    github: 'Github',
    spiffe: 'Spiffe',
    vault: 'Vault',
  },
  Credential: {
    id: 'string',
    name: 'string', // never the value
    kind: 'string',
    enabled: 'bool',
    static: 'bool', // does not expire by itself
    age_days: 'double',
    unused_days: 'double', // since last use, or since creation when never used
    never_used: 'bool',
    expires_in_days: 'double',
    never_expires: 'bool',
    lasts: 'string', // for a person: `40 more days`, `for ever`; empty where that is not known
    provider: 'string', // aws, github, openai...
    purpose: 'string', // cloud | model | code | database | registry | other
    declared: 'bool', // infrastructure code makes it
    found: 'bool', // its value was read in a file
    committed: 'bool', // in a file that git tracks; absent outside a git checkout
    file: 'string', // the first of `files`
    files: 'list<string>', // that hold the value; those that git tracks first
    exposed_files: 'list<string>', // of them, those that git tracks or may track
    committed_files: 'list<string>', // of them, those that git tracks
    history: 'list<string>', // places in git's history alone: `deploy/.env in commit 0123456789ab`; empty where none was read
    whose: 'string', // for a person: the name of the identity that it proves, or that this is not known
    belonging: 'string', // for a person, of a value that was found: `; it belongs to ci (admin-level power, never used, owner ops)`; empty where that is not known
    idle: 'string', // for a person: `was last used 40 days ago`, `has no recorded use since it was made 90 days ago`
    position: 'string', // env | header | argument | url | file | setting
    places: 'double', // distinct files that hold it
    holders: 'list<string>', // names of identities that hold it
    holder_count: 'double',
    agent_holders: 'double',
    networks: 'list<string>', // networks (IPv4 /16, IPv6 /48) that used it; absent where no trail was read
    networks_count: 'double',
    holder_environments: 'list<string>',
    environment: 'string', // of the identity it belongs to, or of the file
    rotation: 'bool', // a stored secret is renewed by itself
    limits: 'list<string>', // what limits an API key's use: apis, ips, referrers, apps
    model_services: 'list<string>', // of an API key of Google Cloud: model APIs that its project has turned on; absent where that was not asked
    changed_days: 'double', // since its value was last changed
    wide_readers: 'double', // identities of its account, administrators aside, that may read every secret there
    outside_readers: 'list<string>', // whom its own policy lets read it beside the known accounts: `anyone`, account ids
    owner_known: 'bool', // the identity it belongs to is in the inventory
    github: 'GithubCredential',
    azure: 'AzureCredential',
    identity: 'Identity', // the identity it belongs to; absent when not known
  },
  Grant: {
    id: 'string',
    kind: 'string', // attached | inline | boundary | scp | binding
    policy: 'string',
    provider_managed: 'bool',
    through: 'string', // the group it comes through
    admin: 'bool', // allows everything on everything without a condition
    conditional: 'bool',
    holder_kind: 'string', // of a binding: service-account | user | group; of a role of Azure: managed-identity | service-principal | user | group
    holder_name: 'string', // of a role of Azure
    holder_group: 'string', // of a binding: the group that holds it
    namespace: 'string', // of a binding: where it counts: `namespace web`, `the whole cluster`
    declared: 'bool', // stands in infrastructure code
    wildcards: 'list<string>', // what it leaves open without a condition: `s3:*`, `everything but iam:*` (not `*`, which is admin); of a role of Kubernetes: `every verb on secrets`
    holder_agent: 'bool', // of a role of Azure: its holder is an agent, or what agents act as
    scope_kind: 'string', // of a role of Azure: root | management-group | subscription | resource-group | resource
    role_scope: 'string', // of a role of Azure, for a person: `subscription shop`
    role_level: 'string', // of a role of Azure: the level of whoever has it on a whole subscription, conditions counted; absent where that is not known
    role_all: 'bool', // of a role of Azure: it allows every action but those that it names
    role_writes_data: 'bool', // of a role of Azure: it changes all of a kind of data
    gives_roles: 'string', // of a role of Azure: which roles its holder may give itself: any | some | none
    open_actions: 'list<string>', // of a custom role of Azure: what a star leaves open: `*`, `Microsoft.Authorization/*`
    eligible: 'bool', // of a role of Azure: it counts only once it is activated
    orphaned: 'bool', // of a role of Azure: its holder is gone from the directory; of a binding: its service account is not there; absent where that is not known
    crosses_environments: 'bool', // of a binding: a service account has a role in a namespace of an environment that is kept better than its own; absent where either's is not known
    identity: 'Identity',
  },
  Trust: {
    id: 'string',
    kind: 'string', // aws-role-trust | azure-federated-credential | gcp-trust
    declared: 'bool', // stands in infrastructure code
    principal_kind: 'string', // anyone | account | identity | service | oidc | saml | federated
    principal: 'string',
    account: 'string', // the trusted account
    external: 'bool', // outside the known accounts; absent when the known accounts are not told apart
    vendor: 'string', // a known third party
    party: 'string', // own-account | own-organization | vendor | unknown-account | public | aws-service | identity-provider
    who: 'string', // for a person: `Observa (account 999900001111)`, `account 999900001111`, `any AWS account`, else the principal
    external_id: 'bool', // requires sts:ExternalId
    organization_bound: 'bool', // requires aws:PrincipalOrgID or the like
    limited: 'bool', // any condition that limits who or whence
    condition_keys: 'list<string>',
    service: 'string',
    source_bound: 'bool', // aws:SourceAccount or aws:SourceArn
    source_binding_supported: 'bool', // the service sends them
    issuer: 'string', // OIDC issuer host and path
    subjects: 'list<string>',
    subject_bound: 'bool', // a subject or an equivalent claim is required
    audience_bound: 'bool', // absent where the provider of the account's own checks it, and was not read
    builtin_provider: 'bool', // its tokens are for everybody's applications: no provider of the account's own stands between
    subject_broad: 'list<string>', // the patterns that let in more than one repository, branch or environment
    mutable_claims: 'list<string>', // renameable names, unsafe set operators
    recyclable: 'list<string>', // subjects that go by names alone, which others may register once they are given up
    never_matches: 'list<string>', // subjects with a wildcard that is compared as it stands
    stops_matching: 'list<string>', // subjects that tokens no longer have once names carry ids
    member: 'string', // Google Cloud: as the policy names it
    pool_members: 'string', // Google Cloud: pool (every identity of a workload identity pool), owner (all of one owner's), some, none
    unconditioned: 'bool', // Google Cloud: the provider that makes these identities of tokens has no condition, or one that every token meets
    open_issuer: 'bool', // Google Cloud: anybody can get tokens of the provider's issuer
    place_bound: 'bool', // Google Cloud: a token has to be of one repository, project or subject
    identity: 'Identity', // who may be become
  },
  Workload: workloadFacts,
  Path: {
    id: 'string',
    length: 'double',
    certainty: 'string', // confirmed | conditional | possible
    level: 'string', // level of the end
    techniques: 'list<string>',
    reviewed: 'bool', // of a job of GitHub: its first step takes its repository's tokens only for environments whose reviewers must approve; absent where that is not known
    from: 'Identity',
    to: 'Identity',
  },
  Scope: scopeFacts,
  ScopeSettings: scopeSettingsFacts,
  Source: {
    id: 'string',
    name: 'string',
    plane: 'string',
    scope: 'string',
    status: 'string', // complete | partial | failed
    gaps: 'double',
    organization_policies: 'bool', // service control policies that limit its account were given; false for the second and later sources of an account
    denied_everywhere: 'list<string>', // actions that a service control policy denies
    model_unlogged: 'list<string>', // regions with agents in which model invocations are not logged; absent where that is not known
    trails_unvalidated: 'list<string>', // trails whose log files are not signed; absent where no trail was read
    data_events: 'list<string>', // kinds of resource of which a trail records who uses them; absent where that is not known of every trail
    organization_trail: 'bool', // a trail of the organization records the account; absent where no trail was read
    mcp_deny: 'bool', // a service control policy denies something to requests that come through AWS's own MCP servers
  },
} as const;

export type FactGroup = keyof typeof factTypes;

type FactOf<T> = T extends 'string'
  ? string
  : T extends 'bool'
    ? boolean
    : T extends 'double'
      ? number
      : T extends 'list<string>'
        ? readonly string[]
        : T extends 'map<string, string>'
          ? Readonly<Record<string, string>>
          : T extends FactGroup
            ? Facts<T>
            : never;

/** The run-time shape of a group: every field may be absent (not known). */
export type Facts<G extends FactGroup> = {
  -readonly [K in keyof (typeof factTypes)[G]]?: FactOf<(typeof factTypes)[G][K]> | undefined;
};
