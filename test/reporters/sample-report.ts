import type { KnownFinding } from '../../src/findings/baseline.ts';
import type { Finding, FrameworkReference } from '../../src/findings/finding.ts';
import type { Edge, Path } from '../../src/graph/graph.ts';
import type { Facet } from '../../src/permissions/power.ts';
import type { PostureAnswer, Report, ReportCredential, ReportIdentity, RuleOutcome } from '../../src/reporters/report.ts';

/** One invented report that holds something of everything: paths, gaps, unknowns, a suppression, names that mean harm. */

export const hostileName = '\u001b[2J\u001b[31mred\u202e<script>alert(1)</script>\n::error::owned ##[error]x \u{e0041}';

const account = '210987654321';
const gaad = 'dumps/gaad.json';

const yes = (because: string): PostureAnswer => ({ answer: 'yes', because });
const no = (because: string): PostureAnswer => ({ answer: 'no', because });
const notKnown = (because: string): PostureAnswer => ({ answer: 'unknown', because });

function power(level: ReportIdentity['power']['level'], facets: readonly [Facet, Facet, Facet, Facet, Facet]): ReportIdentity['power'] {
  const [read, write, execute, grant, secrets] = facets;
  return { level, read, write, execute, grant, secrets, conditional: level === 'sensitive', scope: level === 'unknown' ? '' : account };
}

const ciDeploy: ReportIdentity = {
  id: `aws:user/${account}/ci-deploy`,
  plane: 'aws',
  kind: 'aws-iam-user',
  name: 'ci-deploy',
  scope: account,
  nature: 'workload',
  agent: false,
  owner: 'platform-team',
  environment: 'production',
  createdAt: '2023-02-01T08:00:00Z',
  lastUsedAt: '2026-11-18T21:00:00Z',
  enabled: true,
  power: power('escalate', ['some', 'some', 'some', 'some', 'none']),
  posture: {
    binding: no('held by two workloads and an MCP server'),
    lifetime: no('an access key that never expires'),
    authorization: no('its grants stand without a condition'),
    revocation: yes('its key is held for it alone'),
  },
  reach: { level: 'admin', admin: true, identities: 1, production: true },
  evidence: [{ source: gaad, file: gaad, line: 212, column: 5, pointer: '/UserDetailList/3' }],
};

const releaseRole: ReportIdentity = {
  id: `aws:role/${account}/release`,
  plane: 'aws',
  kind: 'aws-iam-role',
  name: 'release',
  scope: account,
  nature: 'workload',
  agent: false,
  owner: null,
  environment: 'production',
  createdAt: '2026-05-02T10:30:00Z',
  lastUsedAt: '2026-11-19T02:10:00Z',
  enabled: true,
  power: power('admin', ['all', 'all', 'all', 'all', 'all']),
  posture: {
    binding: yes('assumed by GitHub jobs only'),
    lifetime: yes('sessions of an hour'),
    authorization: no('its grants stand without a condition'),
    revocation: yes('its sessions can be revoked alone'),
  },
  reach: { level: 'none', admin: false, identities: 0, production: false },
  evidence: [{ source: gaad, file: gaad, line: 640 }],
};

const auditRole: ReportIdentity = {
  id: `aws:role/${account}/vendor-audit`,
  plane: 'aws',
  kind: 'aws-iam-role',
  name: 'vendor-audit',
  scope: account,
  nature: 'third-party',
  agent: false,
  owner: 'security',
  environment: null,
  createdAt: '2022-09-12T00:00:00Z',
  lastUsedAt: 'never',
  enabled: true,
  power: power('sensitive', ['all', 'none', 'none', 'none', 'some']),
  posture: {
    binding: notKnown('who uses it is outside this account'),
    lifetime: yes('sessions of an hour'),
    authorization: yes('needs an external id'),
    revocation: yes('its sessions can be revoked alone'),
  },
  reach: { level: 'none', admin: false, identities: 0, production: false },
  evidence: [{ source: gaad, file: gaad, line: 812 }],
};

const hostileRole: ReportIdentity = {
  ...auditRole,
  id: `aws:role/${account}/${hostileName}`,
  name: hostileName,
  nature: 'unknown',
  owner: null,
  createdAt: null,
  lastUsedAt: null,
  enabled: null,
  power: power('unknown', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']),
};

const releaseJob: ReportIdentity = {
  id: 'repository:job/shop/.github/workflows/release.yml#publish',
  plane: 'repository',
  kind: 'github-workflow-job',
  name: 'release.yml publish',
  scope: 'shop',
  nature: 'workload',
  agent: false,
  owner: 'web-team',
  environment: null,
  createdAt: null,
  lastUsedAt: null,
  enabled: true,
  power: power('unknown', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']),
  posture: {
    binding: yes('one job of one workflow'),
    lifetime: yes('a token per run'),
    authorization: notKnown('the repository settings were not read'),
    revocation: yes('it ends with the run'),
  },
  reach: { level: 'admin', admin: true, identities: 1, production: true },
  evidence: [{ source: '.', file: '.github/workflows/release.yml', line: 9 }],
};

const claude: ReportIdentity = {
  id: 'agent:client/shop/claude-code',
  plane: 'agent',
  kind: 'agent',
  name: 'Claude Code',
  scope: 'shop',
  nature: 'agent',
  agent: true,
  owner: null,
  environment: null,
  createdAt: null,
  lastUsedAt: null,
  enabled: true,
  power: power('unknown', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']),
  posture: {
    binding: no('it runs as the person who starts it'),
    lifetime: notKnown('its login was not read'),
    authorization: no('approvals are switched off'),
    revocation: no('it shares the login of a person'),
  },
  reach: { level: 'admin', admin: true, identities: 3, production: true },
  asAgent: {
    runsAs: [
      { identity: null, how: 'whoever starts it' },
      { identity: ciDeploy.id, how: 'holds AKIAEXAMPLE0000000001 of ci-deploy' },
    ],
    tools: { read: true, write: true, execute: true, egress: null, secrets: null },
    untrustedInput: true,
    privateData: true,
    wayOut: null,
    combination: null,
    approval: 'none',
  },
  evidence: [{ source: '.', file: '.claude/settings.json', line: 2 }],
};

const server: ReportIdentity = {
  ...claude,
  id: 'agent:mcp/shop/aws-admin',
  kind: 'mcp-server',
  name: 'aws-admin',
  power: power('unknown', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']),
  reach: { level: 'admin', admin: true, identities: 2, production: true },
  evidence: [{ source: '.', file: '.mcp.json', line: 4, pointer: '/mcpServers/aws-admin' }],
};

const credentials: readonly ReportCredential[] = [
  {
    id: 'aws:access-key/AKIAEXAMPLE0000000001',
    kind: 'aws-access-key',
    name: 'AKIAEXAMPLE0000000001',
    identity: ciDeploy.id,
    provider: 'aws',
    enabled: true,
    static: true,
    createdAt: '2023-02-01T08:05:00Z',
    lastUsedAt: '2026-11-18T21:00:00Z',
    expiresAt: 'never',
    holders: [server.id],
    found: [{ file: '.mcp.json', position: 'env', key: 'AWS_SECRET_ACCESS_KEY', line: 9, committed: true }],
    evidence: [{ source: gaad, file: gaad, line: 230 }],
  },
  {
    id: 'secret:0a1b2c3d4e5f',
    kind: 'api-key',
    name: 'OPENAI_API_KEY',
    identity: null,
    provider: 'openai',
    enabled: null,
    static: true,
    createdAt: null,
    lastUsedAt: null,
    expiresAt: null,
    holders: [releaseJob.id],
    found: [{ file: 'deploy notes/.env', position: 'file', key: 'OPENAI_API_KEY', line: 3, committed: null }],
    evidence: [{ source: '.', file: 'deploy notes/.env', line: 3 }],
  },
];

const admin = `class:aws-admin/${account}`;

const edges: readonly Edge[] = [
  {
    from: claude.id,
    to: server.id,
    kind: 'uses',
    certainty: 'confirmed',
    reason: 'the project starts the server without asking',
    evidence: [{ source: '.', file: '.claude/settings.json', line: 5 }],
  },
  {
    from: server.id,
    to: ciDeploy.id,
    kind: 'authenticates',
    certainty: 'confirmed',
    reason: 'holds its access key',
    evidence: [{ source: '.', file: '.mcp.json', line: 9 }],
  },
  {
    from: ciDeploy.id,
    to: admin,
    kind: 'escalates',
    certainty: 'confirmed',
    technique: 'iam-008',
    reason: 'iam:AttachUserPolicy on itself',
    evidence: [{ source: gaad, file: gaad, line: 260, note: 'policy deploy-extra, statement 2' }],
  },
  {
    from: releaseJob.id,
    to: releaseRole.id,
    kind: 'federates',
    certainty: 'conditional',
    reason: 'the trust asks for a branch that is not known here',
    evidence: [{ source: gaad, file: gaad, line: 655 }],
  },
  {
    from: hostileRole.id,
    to: releaseRole.id,
    kind: 'assumes',
    certainty: 'possible',
    reason: `trusts ${hostileName}`,
    evidence: [{ source: 'aws:prod', pointer: '/Roles/7' }],
  },
];

function path(certainty: Path['certainty'], to: string, ...steps: readonly (Edge | undefined)[]): Path {
  const known = steps.filter((step) => step !== undefined);
  return { from: known[0]?.from ?? '', to, level: 'admin', steps: known, certainty };
}

const paths: readonly Path[] = [
  path('confirmed', admin, edges[0], edges[1], edges[2]),
  path('confirmed', admin, edges[1], edges[2]),
  path('confirmed', admin, edges[2]),
  path('conditional', releaseRole.id, edges[3]),
  path('possible', releaseRole.id, edges[4]),
  path('possible', releaseRole.id, edges[4], edges[3]),
];

const nhi7: FrameworkReference = { framework: 'owasp_nhi', id: 'NHI7', title: 'Long-Lived Secrets', url: 'https://owasp.org/nhi7' };
const nhi5: FrameworkReference = { framework: 'owasp_nhi', id: 'NHI5:2025', title: 'Overprivileged NHI' };
const asi03: FrameworkReference = { framework: 'owasp_agentic', id: 'ASI03', title: 'Identity and Privilege Abuse' };

function fingerprint(n: number): string {
  return `${n}`.repeat(16);
}

const findings: readonly Finding[] = [
  {
    fingerprint: fingerprint(1),
    rule: 'agent-reaches-admin',
    severity: 'critical',
    confidence: 'high',
    status: 'fail',
    change: 'new',
    title: 'An agent can become administrator',
    message: 'Claude Code becomes administrator of 210987654321 in 3 steps, all confirmed',
    identity: claude.id,
    subject: `path:${claude.id}->${admin}`,
    subjectKind: 'path',
    path: path('confirmed', admin, edges[0], edges[1], edges[2]),
    evidence: [
      { source: '.', file: '.mcp.json', line: 9, column: 7 },
      { source: gaad, file: gaad, line: 260, note: 'policy deploy-extra, statement 2' },
    ],
    frameworks: [nhi5, asi03],
    fix: {
      summary: 'Take the key out of the server and give the server a role of its own that reads only',
      cli: 'aws iam delete-access-key --user-name ci-deploy --access-key-id AKIAEXAMPLE0000000001',
      terraform: 'resource "aws_iam_role" "mcp" {\n  name = "mcp-read"\n}',
    },
    why: 'Whoever steers the agent steers the account. Prompt injection is enough.',
  },
  ...[1, 2, 3, 4, 5].map(
    (n): Finding => ({
      fingerprint: fingerprint(2) + n,
      rule: 'aws-iam-key-old',
      severity: n === 1 ? 'high' : 'medium',
      confidence: 'high',
      status: 'fail',
      change: 'worse',
      title: 'IAM access key older than 90 days',
      message: `AKIAEXAMPLE000000000${n} of ci-deploy is ${1380 + n} days old`,
      identity: ciDeploy.id,
      subject: `aws:access-key/AKIAEXAMPLE000000000${n}`,
      subjectKind: 'credential',
      evidence: [{ source: gaad, file: gaad, line: 229 + n }],
      frameworks: n === 1 ? [nhi7, asi03] : [nhi7],
      fix: { summary: 'Replace the key by a role; until then rotate it', cli: 'aws iam create-access-key --user-name ci-deploy' },
      why: 'A key that never changes is good for whoever ever saw it.',
    }),
  ),
  {
    fingerprint: fingerprint(3),
    rule: 'aws-role-unowned',
    severity: 'low',
    confidence: 'medium',
    status: 'fail',
    change: 'known',
    title: 'Role without an owner',
    message: `${hostileName} has no owner [read more](https://example.com)`,
    identity: hostileRole.id,
    subject: hostileRole.id,
    subjectKind: 'identity',
    evidence: [{ source: 'aws:prod', pointer: '/Roles/7' }],
    frameworks: [],
    fix: { summary: 'Tag it with an owner' },
    why: 'Nobody answers for it, so nobody will <b>remove</b> it.',
  },
  {
    fingerprint: fingerprint(4),
    rule: 'aws-role-unused',
    severity: 'medium',
    confidence: 'high',
    status: 'unknown',
    title: 'Role unused for 90 days',
    message: 'Whether release is used is not known',
    identity: releaseRole.id,
    subject: releaseRole.id,
    subjectKind: 'identity',
    evidence: [],
    frameworks: [nhi5],
    fix: { summary: 'Remove the role' },
    why: 'What is not used is only there for others.',
    missing: ['identity.unused_days'],
  },
  {
    fingerprint: fingerprint(5),
    rule: 'aws-key-unused',
    severity: 'medium',
    confidence: 'high',
    status: 'unknown',
    title: 'Access key unused for 90 days',
    message: 'Whether the key is used is not known',
    subject: 'aws:access-key/AKIAEXAMPLE0000000003',
    subjectKind: 'credential',
    evidence: [{ source: gaad, file: gaad, line: 231 }],
    frameworks: [],
    fix: { summary: 'Remove the key' },
    why: 'What is not used is only there for others.',
    missing: ['credential.unused_days'],
  },
  {
    fingerprint: fingerprint(6),
    rule: 'aws-vendor-no-condition',
    severity: 'high',
    confidence: 'medium',
    status: 'suppressed',
    title: 'Third party trusted without a condition',
    message: 'vendor-audit may be assumed by 999999999999 on no condition',
    identity: auditRole.id,
    subject: `${auditRole.id}#trust/account/999999999999`,
    subjectKind: 'trust',
    evidence: [{ source: gaad, file: gaad, line: 815 }],
    frameworks: [nhi5],
    fix: { summary: 'Ask for an external id' },
    why: 'Anyone whom the vendor can be talked into serving gets in.',
    suppression: { reason: 'the contract ends in December', owner: 'security', expires: '2026-12-31' },
  },
];

const identities = [claude, server, hostileRole, releaseRole, auditRole, ciDeploy, releaseJob];
const names = new Map<string, string>([...identities.map((i) => [i.id, i.name] as const), [admin, `administrator of ${account}`]]);

function rule(id: string, severity: RuleOutcome['severity'], counts: Partial<RuleOutcome>): RuleOutcome {
  const frameworks = [{ framework: 'owasp_nhi', id: 'NHI5:2025' }];
  return { id, title: `Title of ${id}`, severity, pass: 0, fail: 0, unknown: 0, frameworks, ...counts };
}

function knownFinding(n: number): KnownFinding {
  return {
    fingerprint: fingerprint(n),
    rule: 'aws-key-old',
    severity: 'medium',
    title: 'Access key older than 90 days',
    subject: `aws:access-key/${hostileName}`,
    identity: null,
    plane: 'aws',
    scope: '',
  };
}

export const sampleReport: Report = {
  tool: { name: 'nhi', version: '0.1.0', url: 'https://example.com/nhi' },
  scan: {
    startedAt: '2026-11-20T09:00:00Z',
    finishedAt: '2026-11-20T09:00:00Z',
    now: '2026-11-20T09:00:00Z',
    sources: [
      {
        source: '.',
        plane: 'repository',
        scope: 'shop',
        status: 'complete',
        identities: 3,
        requests: 0,
        gaps: [
          {
            source: '.',
            what: 'the repository settings',
            why: 'not-given',
            detail: 'a checkout does not hold them',
            permission: 'a GitHub source',
            partial: false,
          },
        ],
      },
      {
        source: gaad,
        plane: 'aws',
        scope: account,
        status: 'partial',
        identities: 3,
        requests: 0,
        gaps: [
          {
            source: gaad,
            what: 'a policy document',
            why: 'unreadable',
            detail: 'Unexpected end of JSON input',
            file: gaad,
            line: 902,
            pointer: '/Policies/12',
          },
        ],
      },
      {
        source: 'aws:prod',
        plane: 'aws',
        scope: '345678901234',
        status: 'partial',
        identities: 1,
        requests: 14,
        gaps: [
          {
            source: 'aws:prod',
            what: 'the credential report',
            why: 'denied',
            detail: 'AccessDenied: not authorized to perform iam:GenerateCredentialReport',
            permission: 'iam:GenerateCredentialReport',
          },
        ],
      },
    ],
  },
  summary: {
    identities: 7,
    byPlane: { agent: 2, aws: 4, repository: 1 },
    byNature: { agent: 2, 'third-party': 1, unknown: 1, workload: 3 },
    byLevel: { admin: 1, escalate: 1, sensitive: 1, unknown: 4 },
    agents: 2,
    credentials: 2,
    findings: { info: 0, low: 1, medium: 4, high: 1, critical: 1 },
    unknown: 2,
    suppressed: 1,
    gaps: 3,
    privileged: { assessed: 3, privileged: 2, notAssessable: 4 },
    chokePoints: {
      identities: 3,
      cuts: [
        {
          what: `the trust of ${hostileName}`,
          losing: 2,
          evidence: [{ source: gaad, file: gaad, line: 240, column: 5, pointer: '/RoleDetailList/0' }],
        },
        { what: 'statement 2 of policy release', losing: 3, evidence: [] },
      ],
    },
    rules: { run: 31, failed: 3, passed: 25, unknown: 2 },
  },
  identities,
  credentials,
  workloads: [
    {
      id: 'mcp:process/shop/aws-admin',
      kind: 'mcp-process',
      name: 'aws-admin',
      identity: server.id,
      evidence: [{ source: '.', file: '.mcp.json', line: 4 }],
    },
  ],
  edges,
  paths,
  findings,
  rules: [
    rule('agent-reaches-admin', 'critical', { pass: 1, fail: 1 }),
    rule('aws-iam-key-old', 'medium', { fail: 5 }),
    rule('aws-role-unused', 'medium', { unknown: 1 }),
    rule('aws-vendor-no-condition', 'high', { fail: 1 }),
    rule('cross-nhi-no-owner', 'low', { pass: 3, fail: 1 }),
  ],
  comparison: {
    baseline: 'base.json',
    baselineNow: '2026-11-01T00:00:00Z',
    new: 1,
    worse: 1,
    known: 1,
    gone: [knownFinding(7)],
    unseen: [knownFinding(8)],
  },
  nameOf: (id) => names.get(id) ?? id,
};

const { comparison: _, ...uncompared } = sampleReport;

/** A scan that found nothing wrong and saw all that it was promised. */
export const quietReport: Report = {
  ...uncompared,
  scan: { ...sampleReport.scan, sources: sampleReport.scan.sources.slice(0, 1).map((s) => ({ ...s, gaps: [] })) },
  summary: {
    ...sampleReport.summary,
    chokePoints: { identities: 0, cuts: [] },
    identities: 1,
    byPlane: { repository: 1 },
    agents: 0,
    credentials: 0,
    findings: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
    unknown: 0,
    suppressed: 0,
    gaps: 0,
    privileged: { assessed: 0, privileged: 0, notAssessable: 1 },
    rules: { run: 31, failed: 0, passed: 31, unknown: 0 },
  },
  identities: [releaseJob],
  credentials: [],
  workloads: [],
  edges: [],
  paths: [],
  findings: [],
};

/** The same report with a replaced text in every string that scanned data can decide. */
export function withEveryString(report: Report, replace: (text: string) => string): Report {
  const kept = new Set([
    'plane',
    'kind',
    'nature',
    'level',
    'certainty',
    'severity',
    'confidence',
    'status',
    'subjectKind',
    'why',
    'answer',
    'approval',
  ]);
  const facets = new Set(['read', 'write', 'execute', 'grant', 'secrets', 'position', 'createdAt', 'lastUsedAt', 'expiresAt', 'url']);
  const times = new Set(['startedAt', 'finishedAt', 'now', 'schema', 'version']);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return kept.has(key) || facets.has(key) || times.has(key) || value === 'nhi' ? value : replace(value);
    if (Array.isArray(value)) return value.map((v) => walk(v, key));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v, k)]));
    return value;
  };
  return { ...(walk({ ...report, nameOf: undefined }, '') as Report), nameOf: (id) => replace(id) };
}
