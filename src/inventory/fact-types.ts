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
    binding: 'string', // workload | person | shared; absent when unknown
    lifetime: 'string', // short | static
    authorization: 'string', // runtime | deploy-time
    revocation: 'string', // alone | shared
  },
  Reach: {
    level: 'string', // the highest level reached over confirmed edges
    admin: 'bool', // admin is reached over confirmed edges, the identity itself not counted
    identities: 'double', // how many other identities it can act as
    production: 'bool', // reaches an identity of a production environment
  },
  Aws: {
    account: 'string',
    partition: 'string', // `aws-cn`, `aws-us-gov`; absent for `aws`
    path: 'string',
    unique_id: 'string', // `AIDA...` or `AROA...`: never given to another identity
    console_password: 'bool',
    mfa: 'bool',
    password_unused_days: 'double',
    active_keys: 'double',
    key_used_recently: 'bool', // an access key was used in the last 90 days
    service_linked: 'bool',
    trusted_services: 'list<string>', // service principals in the trust policy
    instance_profiles: 'list<string>',
    compute: 'bool', // trusted by a service that runs customers' code
    agent_runtime: 'bool', // trusted by Bedrock agents or AgentCore
    bedrock_user: 'bool', // an IAM user made for a Bedrock API key
  },
  Use: {
    observed_days: 'double', // days of recorded use that are known, of the longest record
    trail_days: 'double', // days that a trail shows
    longer_record: 'bool', // never known: what a rule lacks where the period is too short to say anything
    services: 'double', // services it may use of which it is known whether it does
    unused_services: 'list<string>', // of them, those it did not use in the last 90 days of the records
    unused_share: 'double', // unused_services as a share of services, 0 to 1
    unused_privileged: 'list<string>', // actions that hand out power, secrets or the audit trail, held and not used
    unused: 'string', // all of it for a person: `3 of 4 services in 400 recorded days (athena, glue, kms)`
    reported_unused: 'list<string>', // what IAM Access Analyzer reports as unused
    interactive: 'list<string>', // how people used it: `AWS console (12 events)`
    interactive_events: 'double',
    clients: 'list<string>', // kinds of client that used it
    networks: 'list<string>', // networks (IPv4 /16, IPv6 /48) that requests came from
    refused: 'double', // requests refused for lack of a permission
    without_mfa: 'double', // requests of sessions that say they had no MFA
  },
  Ci: {
    triggers: 'list<string>',
    untrusted_triggers: 'list<string>', // triggers that people without write access can set off
    gated: 'bool', // a condition or protected environment stands before the job
    permissions: 'map<string, string>', // token scope -> read | write | none; absent when not declared
    permissions_declared: 'bool',
    write_all: 'bool',
    write_scopes: 'list<string>',
    id_token: 'bool', // may mint an OIDC token
    id_token_workflow_wide: 'bool', // id-token: write stands at the top of the workflow
    environment: 'string',
    secrets: 'list<string>', // names of the secrets the job reads
    secrets_inherit: 'bool',
    all_secrets: 'bool', // toJSON(secrets)
    static_cloud_auth: 'list<string>', // aws, gcp, azure, docker...: authenticated with stored keys
    federated_cloud_auth: 'list<string>',
    registry_tokens: 'list<string>', // stored tokens used to publish packages
    secret_groups: 'list<string>', // named sets of secrets it is given: contexts, variable groups
    service_connections: 'list<string>', // stored connections to clouds, by name (Azure Pipelines)
    personal_tokens: 'list<string>', // stored tokens used in place of the job's own, by the names of their secrets
    app_token_excess: 'list<string>', // what does not limit the GitHub App tokens it makes
    checkout_untrusted: 'bool', // checks out the head of a pull request
    injections: 'list<string>', // untrusted expressions expanded into scripts
    unpinned_actions: 'list<string>', // third-party actions and images not pinned to a commit or digest
    self_hosted: 'bool',
    agent_actions: 'list<string>', // AI agent actions and CLIs the job runs
    agent_open_to: 'list<string>', // ways in which people without write access reach the agent
    agent_excess: 'list<string>', // tools or scopes the agent has beyond reading
    agent_unsafe: 'list<string>', // unsandboxed modes, full output
  },
  Mcp: {
    transport: 'string', // stdio | http | sse
    launcher: 'string', // npx, uvx, docker, node...
    package: 'string',
    unpinned: 'bool',
    url_host: 'string',
    plain_http: 'bool', // http:// to a host that is not loopback
    remote: 'bool',
    authenticated: 'bool', // a header, token or OAuth block is configured
    static_bearer: 'bool',
    token_in_url: 'bool',
    filesystem_root: 'list<string>', // home or root directories given to a file server
    host_mounts: 'list<string>', // docker socket, host root, privileged
    human_login: 'list<string>', // ambient logins of a person it borrows: AWS_PROFILE, ~/.kube/config...
    auto_approved: 'list<string>', // tools that run unasked; "*" is all of them
    auto_approve_all: 'bool',
    tool_allowlist: 'bool', // only named tools are enabled
    destructive_auto_approved: 'list<string>',
    disabled: 'bool',
    clients: 'list<string>', // the client programs that configure it
    registered: 'bool', // named in the configuration's registry; absent when there is no registry
    facets: 'list<string>', // read, write, execute, egress, secrets
    tools: 'list<string>', // as the server listed them; absent where no such list was read
    tools_changed: 'list<string>', // tools that are not as they were when they were locked; absent without a lock or a list
    tool_instructions: 'list<string>', // tools whose description tells a model what to do behind a person's back; absent without a list
  },
  Card: {
    url_host: 'string',
    plain_http: 'bool', // http:// to a host that is not loopback
    authenticated: 'bool', // callers must use one of its security schemes; absent where it has schemes and says nothing
    signed: 'bool',
    extended_card: 'bool', // it shows more to callers that are authenticated
  },
  Agent: {
    client: 'string', // claude-code, cursor, vscode, codex, gemini...
    bypass: 'list<string>', // settings that suppress every approval
    shell_rules: 'list<string>', // rules that allow any shell command
    broad_allows: 'list<string>',
    auto_approved_servers: 'list<string>', // MCP servers whose every tool is allowed
    sandbox_off: 'list<string>',
    project_mcp_auto: 'bool', // servers of the repository start without consent
    hooks: 'list<string>', // commands that run by themselves
    hooks_download: 'bool', // one of them fetches code
    helpers: 'list<string>', // apiKeyHelper and the like
    secret_paths_denied: 'bool', // credential files are denied
    subagents_inherit: 'list<string>', // sub-agents with no tool list
    plugins_unpinned: 'list<string>',
    codeowner: 'bool', // its configuration has a code owner; absent where there is no CODEOWNERS semantics
    hidden_text: 'list<string>', // instruction files with invisible characters
    world_writable: 'list<string>', // configuration others can change
    scope: 'string', // project | user
    registered: 'bool',
    untrusted_input: 'bool',
    private_data: 'bool',
    egress: 'bool',
    telemetry: 'bool',
    limited: 'bool', // a limit of turns, time or cost is set
    tools: 'list<string>', // of an agent that is built: the tools it is given, where all of them are known
    facets: 'list<string>', // what those tools amount to: read, write, execute, egress, secrets; what is known of them
    approval: 'string', // of an agent that is built: each | some | none of its tools wait for a person
    guardrail: 'bool', // of an agent of Bedrock: a guardrail stands before its model
    code_execution: 'list<string>', // ways in which what its model writes runs, unasked and in no sandbox
  },
  Kubernetes: {
    namespace: 'string',
    default_account: 'bool', // the account that pods run as where they name none
    automount: 'bool', // its token is put into pods unless they say otherwise; absent where its own record was not read
    bindings: 'list<string>', // roles bound to it itself, by name
    secrets_read: 'list<string>', // where it reads every secret: `the whole cluster`, `namespace web`
    role_changes: 'list<string>', // escalate, bind and impersonate, with where
    creates_workloads: 'list<string>', // where it may start pods
    mints_tokens: 'list<string>', // where it may make tokens of any service account
    node_ways: 'list<string>', // exec, node proxy, approval of certificates, webhooks: those that cover the cluster
  },
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
    owner: 'string',
    owned: 'bool', // an owner is known; absent where tags could not be read
    owner_from: 'string', // configuration | tag | annotation | label | codeowners | commit
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
    changed_days: 'double', // since its value was last changed
    wide_readers: 'double', // identities of its account, administrators aside, that may read every secret there
    outside_readers: 'list<string>', // whom its own policy lets read it beside the known accounts: `anyone`, account ids
    owner_known: 'bool', // the identity it belongs to is in the inventory
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
    holder_kind: 'string', // of a binding: service-account | user | group
    holder_group: 'string', // of a binding: the group that holds it
    namespace: 'string', // of a binding: where it counts: `namespace web`, `the whole cluster`
    declared: 'bool', // stands in infrastructure code
    wildcards: 'list<string>', // what it leaves open without a condition: `s3:*`, `everything but iam:*` (not `*`, which is admin); of a role of Kubernetes: `every verb on secrets`
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
    identity: 'Identity', // who may be become
  },
  Workload: {
    id: 'string',
    name: 'string',
    kind: 'string',
    scope: 'string', // the account
    region: 'string',
    has_role: 'bool', // runs as a role; absent where that is not known
    public: 'bool', // anyone may call it
    imds_v1: 'bool', // its metadata service answers requests without a token
    pipeline_source: 'bool', // a build project whose builds take their source from CodePipeline
    env_secrets: 'list<string>', // variables whose value is a secret; absent where they could not be read
    authorizer: 'string', // of a gateway or agent runtime: NONE, AWS_IAM, CUSTOM_JWT, AUTHENTICATE_ONLY
    jwt_bound: 'bool', // tokens must be meant for it: an audience or a client is asked for
    policy_mode: 'string', // of a gateway's policy engine: NONE, LOG_ONLY, ENFORCE
    credential_types: 'list<string>', // what a gateway presents to a target: GATEWAY_IAM_ROLE, OAUTH, API_KEY
    network_mode: 'string', // of a tool that runs generated code: PUBLIC, SANDBOX, VPC
    exec: 'bool', // of containers: a shell can be opened in them
    issuer: 'string', // of a cluster: the OIDC issuer of its service accounts, host and path
    guardrail: 'string', // of a Bedrock agent: the id of its guardrail, or NONE
    account_guardrail: 'bool', // of an agent: its account makes every model call of the region use a guardrail; absent where that is not known
    memory: 'string', // ARN of the memory that an agent is given
    memory_agents: 'list<string>', // of a memory: roles of agents that may both read and write it; absent where that is not known
    bucket: 'string', // ARN of the bucket that a knowledge base reads
    knowledge_base: 'string', // ARN of the knowledge base of a data source
    host_access: 'list<string>', // what opens the machine it runs on: privileged, hostPath /..., the docker socket
    automount: 'bool', // of a pod: what it says of its token itself
    token_mounted: 'bool', // its identity's token is put into it; absent where that is not known
    token_doubts: 'list<string>', // tokens it asks for that last long
    runs_agent: 'bool', // an AI agent or an MCP server runs in it
    person_logins: 'list<string>', // a person's logins that are mounted into it: ~/.aws, ~/.kube
    memory_writers: 'list<string>', // of a memory of agents: those that write to it
    agent_writers: 'list<string>', // roles that may ask the knowledge base and write to its bucket, and outsiders that the bucket's policy lets write; absent where that is not known
    identity: 'Identity',
  },
  Path: {
    id: 'string',
    length: 'double',
    certainty: 'string', // confirmed | conditional | possible
    level: 'string', // level of the end
    techniques: 'list<string>',
    from: 'Identity',
    to: 'Identity',
  },
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
