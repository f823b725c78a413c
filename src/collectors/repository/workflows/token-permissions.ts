import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import type { Job } from './job.ts';
import { child, entry, textOf } from './yaml-tree.ts';

type TokenFacts = Pick<
  Facts<'Ci'>,
  'permissions' | 'permissions_declared' | 'write_all' | 'write_scopes' | 'id_token' | 'id_token_workflow_wide'
>;

/** Scopes of the job token (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions). */
const scopes = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
];

/** Scopes that cannot be written, so `write-all` does not write them. */
const readOnlyScopes = new Set(['models']);

/**
 * What the job's token may do: the job's own `permissions`, else the workflow's. Where neither declares any, the
 * repository's setting decides and is not known here; it never includes `id-token` though, unless a caller gives it.
 */
export function tokenFacts(job: Job): { readonly facts: TokenFacts; readonly evidence: Evidence } {
  const { tree, root, callable } = job.workflow;
  const top = entry(root, 'permissions');
  const own = entry(job.entry.value, 'permissions');
  const declared = own ?? top;
  // What a workflow grants its only job, it grants to that job.
  const isShared = jobCount(root) > 1;
  const workflowWide = isShared && top !== undefined && mayMint(textOf(top.value), textOf(child(top.value, 'id-token')));
  // A called workflow that declares nothing gets what its caller has.
  if (declared === undefined && job.caller !== undefined) return tokenFacts(job.caller.job);
  if (declared === undefined) {
    return {
      facts: { permissions_declared: false, id_token_workflow_wide: false, ...(callable ? {} : { id_token: false }) },
      evidence: job.evidence,
    };
  }
  const { value, key } = declared;
  const all = textOf(value);
  const permissions: Record<string, string> = {};
  if (value.kind === 'map') {
    for (const e of value.entries) {
      const level = textOf(e.value);
      if (/^[a-z-]+$/.test(e.key.text) && (level === 'read' || level === 'write' || level === 'none')) permissions[e.key.text] = level;
    }
  } else if (all === 'read-all' || all === 'write-all') {
    for (const scope of scopes) permissions[scope] = all === 'write-all' && !readOnlyScopes.has(scope) ? 'write' : 'read';
    if (all === 'read-all') permissions['id-token'] = 'none';
  }
  const facts: TokenFacts = {
    permissions,
    permissions_declared: true,
    write_all: all === 'write-all',
    write_scopes: Object.keys(permissions)
      .filter((scope) => permissions[scope] === 'write')
      .sort(),
    id_token: permissions['id-token'] === 'write',
    id_token_workflow_wide: workflowWide,
  };
  return { facts, evidence: tree.evidence(key) };
}

function jobCount(root: Job['workflow']['root']): number {
  const jobs = child(root, 'jobs');
  return jobs?.kind === 'map' ? jobs.entries.length : 0;
}

function mayMint(all: string | undefined, idToken: string | undefined): boolean {
  return all === 'write-all' || idToken === 'write';
}
