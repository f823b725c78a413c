import { type Answer, dig, field, textAt } from './answer.ts';
import type { GoogleKind } from './record.ts';

interface Shape {
  readonly kind: GoogleKind;
  /** What its resource name looks like. */
  readonly name?: RegExp;
  /** What it must hold besides, or in place of a name. */
  readonly holds?: (answer: Answer) => boolean;
}

const has = (answer: Answer, ...names: readonly string[]): boolean => names.every((name) => field(answer, name) !== undefined);
/** Whether an object says in which location of Google Cloud it runs. */
const isPlaced = (answer: Answer): boolean => {
  const labels = dig(answer, 'metadata.labels');
  return typeof labels === 'object' && labels !== null && 'cloud.googleapis.com/location' in labels;
};
const text = (answer: Answer, path: string): string => textAt(answer, path) ?? '';

/** What an answer is of, by what stands in it. The first that fits counts, so narrow ones stand before wide ones. */
const shapes: readonly Shape[] = [
  { kind: 'service-account-key', name: /^projects\/[^/]+\/serviceAccounts\/[^/]+\/keys\/[^/]+$/ },
  {
    kind: 'service-account',
    holds: (a) =>
      /@.+gserviceaccount\.com$/.test(text(a, 'email')) && (has(a, 'uniqueId') || text(a, 'name').includes('/serviceAccounts/')),
  },
  { kind: 'api-key', name: /^projects\/[^/]+\/locations\/global\/keys\/[^/]+$/ },
  { kind: 'hmac-key', holds: (a) => has(a, 'accessId', 'serviceAccountEmail') },
  { kind: 'pool-provider', name: /\/workloadIdentityPools\/[^/]+\/providers\/[^/]+$/ },
  { kind: 'pool', name: /^projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+$/ },
  { kind: 'workforce-provider', name: /^locations\/global\/workforcePools\/[^/]+\/providers\/[^/]+$/ },
  { kind: 'workforce-pool', name: /^locations\/global\/workforcePools\/[^/]+$/ },
  { kind: 'oauth-client', name: /\/locations\/global\/oauthClients\/[^/]+$/ },
  {
    kind: 'role',
    name: /^(?:(?:projects|organizations)\/[^/]+\/)?roles\/[^/]+$/,
    holds: (a) => has(a, 'includedPermissions') || has(a, 'title'),
  },
  { kind: 'deny-policy', name: /^policies\/.+\/denypolicies\/[^/]+$/ },
  { kind: 'access-boundary', name: /\/principalAccessBoundaryPolicies\/[^/]+$/ },
  { kind: 'boundary-binding', name: /\/policyBindings\/[^/]+$/ },
  { kind: 'entitlement', name: /\/locations\/global\/entitlements\/[^/]+$/ },
  { kind: 'insight', name: /\/insightTypes\/google\.iam\.[\w.]+\/insights\/[^/]+$/ },
  { kind: 'account-activity', holds: (a) => /^serviceAccount(?:Key)?LastAuthentication$/.test(text(a, 'activityType')) },
  { kind: 'org-policy', name: /^(?:projects|folders|organizations)\/[^/]+\/policies\/[\w.]+$/, holds: (a) => has(a, 'spec') },
  { kind: 'org-policy', holds: (a) => /^constraints\//.test(text(a, 'constraint')) },
  { kind: 'organization', name: /^organizations\/\d+$/ },
  { kind: 'folder', name: /^folders\/\d+$/ },
  {
    kind: 'project',
    holds: (a) => has(a, 'projectId') && (has(a, 'projectNumber') || has(a, 'lifecycleState') || /^projects\/\d+$/.test(text(a, 'name'))),
  },
  {
    kind: 'instance',
    holds: (a) => text(a, 'kind') === 'compute#instance' || /\/zones\/[^/]+\/instances\/[^/]+$/.test(text(a, 'selfLink')),
  },
  {
    kind: 'run-service',
    // Knative on a cluster of one's own writes the same; Cloud Run says where it runs.
    holds: (a) => /^serving\.knative\.dev\//.test(text(a, 'apiVersion')) && text(a, 'kind') === 'Service' && isPlaced(a),
  },
  { kind: 'run-job', holds: (a) => /^run\.googleapis\.com\//.test(text(a, 'apiVersion')) && text(a, 'kind') === 'Job' },
  { kind: 'run-service', name: /^projects\/[^/]+\/locations\/[^/]+\/services\/[^/]+$/, holds: (a) => has(a, 'template') },
  { kind: 'run-job', name: /^projects\/[^/]+\/locations\/[^/]+\/jobs\/[^/]+$/, holds: (a) => dig(a, 'template.template') !== undefined },
  { kind: 'function', name: /^projects\/[^/]+\/locations\/[^/]+\/functions\/[^/]+$/ },
  {
    kind: 'cluster',
    holds: (a) => has(a, 'nodePools') || /^https:\/\/container\.googleapis\.com\/.+\/clusters\/[^/]+$/.test(text(a, 'selfLink')),
  },
  { kind: 'build-trigger', name: /\/triggers\/[^/]+$/ },
  { kind: 'build-trigger', holds: (a) => /\/triggers\/[^/]+$/.test(text(a, 'resourceName')) },
  { kind: 'reasoning-engine', name: /\/reasoningEngines\/[^/]+$/ },
  { kind: 'custom-job', name: /\/customJobs\/[^/]+$/ },
  { kind: 'secret', name: /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/[^/]+$/ },
  { kind: 'enabled-service', name: /^projects\/[^/]+\/services\/[\w.-]+\.googleapis\.com$/, holds: (a) => has(a, 'state') },
  { kind: 'delegation', holds: (a) => /^\d{15,}$/.test(text(a, 'clientId')) && has(a, 'scopes') },
];

/** What an answer is of; undefined where it is nothing that is read. */
export function kindOfAnswer(answer: Answer): GoogleKind | undefined {
  const name = text(answer, 'name');
  return shapes.find((shape) => (shape.name?.test(name) ?? true) && (shape.holds?.(answer) ?? true))?.kind;
}
