import type { Finding, Severity } from '../findings/finding.ts';
import { compareFindings } from '../findings/order.ts';
import type { Path } from '../graph/graph.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Identity } from '../inventory/identity.ts';
import { isOutsider } from '../inventory/outsider.ts';
import { planesWithPower } from '../inventory/plane.ts';
import type { World } from '../posture/world.ts';
import type { Report, ReportCredential, RuleOutcome, Summary } from '../reporters/report.ts';
import { ReportedIdentity } from './reported-identity.ts';

export interface RunFacts {
  readonly version: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly now: string;
  readonly rules: readonly RuleOutcome[];
  /** Unknown findings that were counted but not kept. */
  readonly unknownCounted: number;
}

/** Puts what was found into the shape that reporters see. Every array is sorted by id, findings and paths worst first. */
export function assembleReport(world: World, findings: readonly Finding[], paths: readonly Path[], run: RunFacts): Report {
  const { inventory } = world;
  const identities = [...inventory.identities.values()].sort(byId);
  return {
    tool: { name: 'nhi', version: run.version, url: 'https://www.npmjs.com/package/nhi' },
    scan: { startedAt: run.startedAt, finishedAt: run.finishedAt, now: run.now, sources: inventory.sources },
    summary: summarise(world, identities, findings, paths, run),
    identities: identities.map((identity) => new ReportedIdentity(world, identity)),
    credentials: [...inventory.credentials.values()].sort(byId).map((credential) => reportCredential(world, credential)),
    workloads: [...inventory.workloads.values()].sort(byId),
    // There may be very many, and few reports list them.
    get edges() {
      return world.graph.edges;
    },
    paths,
    findings: [...findings].sort(compareFindings),
    rules: run.rules,
    nameOf: (id) => world.graph.nameOf(id),
  };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reportCredential(world: World, credential: Credential): ReportCredential {
  const orNever = (time: string | null | undefined): string | 'never' | null => (time === null ? 'never' : (time ?? null));
  return {
    id: credential.id,
    kind: credential.kind,
    name: credential.name,
    identity: credential.identity ?? null,
    provider: credential.provider ?? null,
    enabled: credential.enabled ?? null,
    static: credential.static,
    createdAt: credential.createdAt ?? null,
    lastUsedAt: orNever(credential.lastUsedAt),
    expiresAt: orNever(credential.expiresAt),
    holders: world.holdings.holdersOf(credential.id),
    found: (credential.found ?? []).map((f) => ({
      file: f.file,
      position: f.position,
      key: f.key,
      line: f.evidence.line ?? null,
      committed: f.committed ?? null,
    })),
    evidence: credential.evidence,
  };
}

function summarise(
  world: World,
  identities: readonly Identity[],
  findings: readonly Finding[],
  paths: readonly Path[],
  run: RunFacts,
): Summary {
  const { byPlane, byNature, byLevel, ...counted } = countIdentities(world, identities);
  const failed: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const f of findings) if (f.status === 'fail') failed[f.severity]++;
  return {
    identities: identities.length,
    byPlane: inOrder(byPlane),
    byNature: inOrder(byNature),
    byLevel: inOrder(byLevel),
    agents: counted.agents,
    credentials: world.inventory.credentials.size,
    findings: failed,
    unknown: findings.filter((f) => f.status === 'unknown').length + run.unknownCounted,
    suppressed: findings.filter((f) => f.status === 'suppressed').length,
    gaps: world.inventory.sources.reduce((n, s) => n + s.gaps.filter((g) => g.partial !== false).length, 0),
    privileged: {
      assessed: counted.assessed,
      privileged: counted.privileged,
      notAssessable: counted.insiders - counted.assessed,
    },
    chokePoints: world.graph.chokePoints(paths.flatMap((p) => (p.certainty === 'confirmed' ? [p.from] : []))),
    rules: {
      run: run.rules.length,
      failed: run.rules.filter((r) => r.fail > 0).length,
      passed: run.rules.filter((r) => r.fail === 0 && r.unknown === 0 && r.pass > 0).length,
      unknown: run.rules.filter((r) => r.fail === 0 && r.unknown > 0).length,
    },
  };
}

type Counts = Map<string, number>;

interface IdentityCounts {
  readonly byPlane: Counts;
  readonly byNature: Counts;
  readonly byLevel: Counts;
  agents: number;
  insiders: number;
  assessed: number;
  privileged: number;
}

/** In one go: there may be very many, and each is looked up in memory anew. */
function countIdentities(world: World, identities: readonly Identity[]): IdentityCounts {
  const [byPlane, byNature, byLevel]: readonly [Counts, Counts, Counts] = [new Map(), new Map(), new Map()];
  const out: IdentityCounts = { byPlane, byNature, byLevel, agents: 0, insiders: 0, assessed: 0, privileged: 0 };
  for (const identity of identities) {
    const { id, actsAs, plane, nature, agent } = identity;
    const { level } = world.permissions.powerOf(actsAs ?? id);
    add(byPlane, plane);
    add(byNature, nature);
    add(byLevel, level);
    if (agent) out.agents++;
    if (!isOutsider(identity)) out.insiders++;
    if (level === 'unknown' || !planesWithPower.has(plane)) continue;
    out.assessed++;
    if (level === 'admin' || level === 'escalate') out.privileged++;
  }
  return out;
}

function add(counts: Counts, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function inOrder(counts: Counts): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => compare(a, b)));
}
