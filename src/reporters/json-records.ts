import type { Comparison, KnownFinding } from '../findings/baseline.ts';
import type { Finding, FrameworkReference } from '../findings/finding.ts';
import type { Edge, Path, Reach } from '../graph/graph.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';
import type { Workload } from '../inventory/workload.ts';
import { verdictInWords, verdictOf } from './posture.ts';
import { remedyOf } from './remedy.ts';
import type { PostureAnswer, ReportCredential, ReportIdentity, RuleOutcome } from './report.ts';

/**
 * The records of `nhi-report/1`. Each is built field by field, so that the order of keys never depends on how a value was
 * made and nothing is published that the schema does not name. Fields of a record are always there, null where not known;
 * parts of evidence, references and fixes that do not apply are left out.
 */

export function sourceRecord(s: SourceStatus): unknown {
  return {
    source: s.source,
    plane: s.plane,
    scope: s.scope,
    status: s.status,
    identities: s.identities,
    requests: s.requests,
    gaps: s.gaps.map(gapRecord),
  };
}

function gapRecord(g: Gap): unknown {
  return {
    what: g.what,
    why: g.why,
    detail: g.detail,
    permission: g.permission ?? null,
    partial: g.partial !== false,
    file: g.file,
    line: g.line,
    pointer: g.pointer,
  };
}

export function identityRecord(i: ReportIdentity): unknown {
  const { ownership, power, system, asAgent } = i;
  return {
    id: i.id,
    plane: i.plane,
    kind: i.kind,
    name: i.name,
    scope: i.scope,
    nature: i.nature,
    agent: i.agent,
    owner: i.owner,
    ...(ownership === undefined ? {} : { ownership: { from: ownership.from, evidence: ownership.evidence.map(evidenceRecord) } }),
    environment: i.environment,
    createdAt: i.createdAt,
    lastUsedAt: i.lastUsedAt,
    enabled: i.enabled,
    power: {
      level: power.level,
      read: power.read,
      write: power.write,
      execute: power.execute,
      grant: power.grant,
      secrets: power.secrets,
      conditional: power.conditional,
      scope: power.scope,
    },
    posture: postureRecord(i.posture),
    ...(system === undefined ? {} : { system: { members: system.members, posture: postureRecord(system.posture) } }),
    reach: reachRecord(i.reach),
    ...(asAgent === undefined ? {} : { asAgent: agentRecord(asAgent) }),
    evidence: i.evidence.map(evidenceRecord),
  };
}

function agentRecord(a: NonNullable<ReportIdentity['asAgent']>): unknown {
  return {
    runsAs: a.runsAs.map(({ identity, how }) => ({ identity, how })),
    tools: { read: a.tools.read, write: a.tools.write, execute: a.tools.execute, egress: a.tools.egress, secrets: a.tools.secrets },
    untrustedInput: a.untrustedInput,
    privateData: a.privateData,
    wayOut: a.wayOut,
    combination: a.combination,
    approval: a.approval,
  };
}

function postureRecord(posture: ReportIdentity['posture']): unknown {
  return {
    binding: answerRecord(posture.binding),
    lifetime: answerRecord(posture.lifetime),
    authorization: answerRecord(posture.authorization),
    revocation: answerRecord(posture.revocation),
    verdict: verdictOf(posture),
    verdictText: verdictInWords(posture),
  };
}

function answerRecord(a: PostureAnswer): unknown {
  return {
    answer: a.answer,
    because: a.because,
    ...(a.evidence === undefined || a.evidence.length === 0 ? {} : { evidence: a.evidence.slice(0, 5).map(evidenceRecord) }),
  };
}

function reachRecord(r: Reach): unknown {
  return { level: r.level, admin: r.admin, identities: r.identities, production: r.production };
}

export function credentialRecord(c: ReportCredential): unknown {
  return {
    id: c.id,
    kind: c.kind,
    name: c.name,
    identity: c.identity,
    provider: c.provider,
    enabled: c.enabled,
    static: c.static,
    createdAt: c.createdAt,
    lastUsedAt: c.lastUsedAt,
    expiresAt: c.expiresAt,
    holders: c.holders,
    found: c.found.map((f) => ({ file: f.file, position: f.position, key: f.key, line: f.line, committed: f.committed })),
    evidence: c.evidence.map(evidenceRecord),
  };
}

export function workloadRecord(w: Workload): unknown {
  return {
    id: w.id,
    kind: w.kind,
    name: w.name,
    identity: w.identity ?? null,
    scope: w.scope ?? null,
    region: w.region ?? null,
    evidence: w.evidence.map(evidenceRecord),
  };
}

export function edgeRecord(e: Edge): Record<string, unknown> {
  return {
    from: e.from,
    to: e.to,
    kind: e.kind,
    certainty: e.certainty,
    technique: e.technique ?? null,
    reason: e.reason,
    evidence: e.evidence.map(evidenceRecord),
  };
}

/** A step of a path names the statements it uses besides, and what takes it away. */
function stepRecord(e: Edge): unknown {
  const fix = remedyOf(e);
  const statements = e.statements?.map((s) => ({ action: s.action, policy: s.policy, statement: s.statement, through: s.through ?? null }));
  return { ...edgeRecord(e), ...(statements === undefined ? {} : { statements }), ...(fix === undefined ? {} : { fix }) };
}

export function pathRecord(p: Path): unknown {
  return { from: p.from, to: p.to, level: p.level, certainty: p.certainty, steps: p.steps.map(stepRecord) };
}

export function findingRecord(f: Finding): unknown {
  return {
    fingerprint: f.fingerprint,
    rule: f.rule,
    severity: f.severity,
    confidence: f.confidence,
    status: f.status,
    title: f.title,
    message: f.message,
    identity: f.identity ?? null,
    subject: f.subject,
    subjectKind: f.subjectKind,
    path: f.path === undefined ? null : pathRecord(f.path),
    evidence: f.evidence.map(evidenceRecord),
    frameworks: byFramework(f.frameworks),
    why: f.why,
    fix: { summary: f.fix.summary, cli: f.fix.cli, terraform: f.fix.terraform },
    suppression:
      f.suppression === undefined
        ? null
        : { reason: f.suppression.reason, owner: f.suppression.owner ?? null, expires: f.suppression.expires ?? null },
    change: f.change ?? null,
    missing: f.missing ?? [],
  };
}

function byFramework(references: readonly FrameworkReference[]): Record<string, unknown[]> {
  const frameworks: Record<string, unknown[]> = {};
  for (const { framework, id, title, url } of references) {
    frameworks[framework] ??= [];
    frameworks[framework].push({ id, title, url });
  }
  return frameworks;
}

export function evidenceRecord(e: Evidence): unknown {
  return { source: e.source, file: e.file, line: e.line, column: e.column, pointer: e.pointer, note: e.note };
}

export function comparisonRecord(c: Comparison): unknown {
  return {
    baseline: c.baseline,
    baselineNow: c.baselineNow,
    new: c.new,
    worse: c.worse,
    known: c.known,
    gone: c.gone.map(knownRecord),
    unseen: c.unseen.map(knownRecord),
  } satisfies { [K in keyof Comparison]: unknown };
}

function knownRecord(f: KnownFinding): unknown {
  const { fingerprint, rule, severity, title, subject, identity, plane, scope } = f;
  return { fingerprint, rule, severity, title, subject, identity, plane, scope };
}

export function ruleRecord(r: RuleOutcome): unknown {
  const frameworks = r.frameworks.map(({ framework, id }) => ({ framework, id }));
  return { id: r.id, title: r.title, severity: r.severity, pass: r.pass, fail: r.fail, unknown: r.unknown, frameworks };
}
