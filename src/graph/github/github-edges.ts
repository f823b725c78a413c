import { organizationId } from '../../inventory/github-id.ts';
import type { GithubRepository } from '../../inventory/github-repository.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Controls } from '../../permissions/github/controls.ts';
import { fullRef, shortRef } from '../../permissions/github/ref.ts';
import type { JobContext } from '../../permissions/github/token-kind.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { inDoubt } from '../aws/trust.ts';
import { githubAdminClass, githubJobClass } from '../class-node.ts';
import type { Edge } from '../graph.ts';
import { type CloudTarget, CloudTargets } from './cloud-targets.ts';
import { Crowd, type Way, type Writers, type Written } from './crowd.ts';
import { contextWords } from './job-context.ts';

/**
 * Who acts by way of repositories: whoever changes a workflow on a ref becomes the jobs that run for it, and what clouds give to
 * tokens of such jobs, whether a workflow asks for it today or not. A class node stands for what jobs of a repository for one branch,
 * environment or the like are given.
 */
export function githubEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const { github } = permissions;
  if (github === undefined) return [];
  const edges = administrators(inventory, permissions);
  const { held } = github;
  if (held.repositories.size === 0) return edges;
  const targets = new CloudTargets(inventory);
  const jobs = jobsByRepository(inventory);
  const crowd = new Crowd(inventory, held);
  for (const repository of held.repositories.values()) {
    const controls = held.controlsOf(repository);
    const leads = [
      ...targets.of(repository, controls).map((target) => toCloud(inventory, repository, target)),
      ...(jobs.get(repository.name.toLowerCase()) ?? []).flatMap((job) => toJob(repository, controls, job)),
    ];
    if (leads.length === 0) continue;
    edges.push(...leads.map(({ edge }) => edge), ...writers(repository, [...new Set(leads.map((l) => l.written))], crowd));
  }
  return [...edges, ...crowd.memberEdges()];
}

/** Administrators of an organization decide over the rules of its repositories. */
function administrators(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  return [...inventory.identities.values()].flatMap((identity): Edge[] => {
    if (identity.plane !== 'github') return [];
    const { level, because } = permissions.powerOf(identity.id);
    const organization = identity.github?.organization ?? identity.scope;
    if (level !== 'admin') return [];
    return [
      {
        from: identity.id,
        to: githubAdminClass(organization),
        kind: 'member',
        certainty: 'confirmed',
        reason: `is administrator of organization ${organization}`,
        evidence: because.flatMap((b) => b.evidence),
      },
    ];
  });
}

function toCloud(inventory: Inventory, { name }: GithubRepository, { identity, context, admission }: CloudTarget): Inside {
  const lets = admission.certainty === 'confirmed' ? 'lets in' : 'may let in';
  return inside(name, context, {
    to: identity,
    kind: 'federates',
    certainty: admission.certainty,
    reason: `the trust of ${inventory.identities.get(identity)?.name ?? identity} ${lets} jobs of ${name} for ${contextWords(context)}${inDoubt(admission)}`,
    evidence: admission.evidence,
  });
}

/**
 * A job is what its workflow's file says on the default branch; one with an environment runs behind its gate. What it runs may be code
 * of that branch, which more may change than workflows.
 */
function toJob({ name }: GithubRepository, { profile }: Controls, job: Identity): readonly Inside[] {
  const { environment } = job.ci ?? {};
  const branch = profile.defaultBranch === undefined ? undefined : fullRef(profile.defaultBranch);
  const gated = environment !== undefined && !environment.includes('$');
  const context: JobContext | undefined = gated ? `environment:${environment}` : branch === undefined ? undefined : `ref:${branch}`;
  const member = { to: job.id, kind: 'member', evidence: job.evidence } as const;
  return [
    ...(context === undefined
      ? []
      : [inside(name, context, { ...member, certainty: 'confirmed', reason: `${job.name} runs for ${contextWords(context)}` })]),
    ...(branch === undefined
      ? []
      : [inside(name, `code:${branch}`, { ...member, certainty: 'conditional', reason: `${job.name} may run it` })]),
  ];
}

/** A way on from what is written. */
interface Inside {
  readonly written: Written;
  readonly edge: Edge;
}

function inside(repository: string, written: Written, edge: Omit<Edge, 'from'>): Inside {
  return { written, edge: { ...edge, from: githubJobClass(repository, written) } };
}

function writers(repository: GithubRepository, what: readonly Written[], crowd: Crowd): Edge[] {
  const edges: Edge[] = [];
  const organization = repository.organization?.scope.id.slice(organizationId('').length);
  for (const written of what) {
    const to = githubJobClass(repository.name, written);
    if (organization !== undefined)
      edges.push({
        from: githubAdminClass(organization),
        to,
        kind: 'member',
        certainty: 'confirmed',
        reason: 'an administrator of the organization decides what its repositories let in',
        evidence: repository.scope.evidence?.slice(0, 1) ?? [],
      });
  }
  for (const writer of crowd.of(repository, what)) edges.push(...writer.answers.map((answer) => writes(repository, writer, answer)));
  return edges;
}

function writes(repository: GithubRepository, { from, evidence }: Writers, { written, certainty, reasons }: Way): Edge {
  const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return {
    from,
    to: githubJobClass(repository.name, written),
    kind: 'escalates',
    certainty,
    technique: written.startsWith('code:') ? 'github-code' : 'github-workflow',
    reason: `${certainty === 'confirmed' ? 'writes' : 'may write'} ${writtenWords(repository.name, written)}${because}`,
    evidence: mergeList(evidence, repository.scope.evidence?.slice(0, 1) ?? []),
  };
}

function writtenWords(repository: string, written: Written): string {
  return written.startsWith('code:')
    ? `code of ${repository} on ${shortRef(written.slice('code:'.length))}`
    : `a workflow of ${repository} for ${contextWords(written as JobContext)}`;
}

function jobsByRepository(inventory: Inventory): ReadonlyMap<string, readonly Identity[]> {
  const jobs = new Map<string, Identity[]>();
  for (const identity of inventory.identities.values()) {
    if (identity.kind !== 'github-workflow-job') continue;
    const key = identity.scope.toLowerCase();
    const list = jobs.get(key);
    if (list === undefined) jobs.set(key, [identity]);
    else list.push(identity);
  }
  return jobs;
}
