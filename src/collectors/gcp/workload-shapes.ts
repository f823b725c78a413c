import type { GoogleKind } from './record.ts';

/** What runs as a service account, by the kind of the answer. The first path that leads to something counts. */
export interface WorkloadShape {
  readonly kind: GoogleKind;
  /** The kind of the workload, as code that declares one calls it. */
  readonly what: string;
  readonly account: readonly string[];
  /** Whom it runs as where it names nobody. Absent: nobody, or an account of Google's own. */
  readonly otherwise?: 'compute' | 'appspot';
  /** The scopes that its tokens are limited to. */
  readonly scopes?: string;
  /** Anybody may be allowed to call it. */
  readonly callable?: true;
}

export const workloadShapes: readonly WorkloadShape[] = [
  // A machine without an account has none at all.
  { kind: 'instance', what: 'gcp-compute-instance', account: ['serviceAccounts.email'], scopes: 'serviceAccounts.scopes' },
  {
    kind: 'run-service',
    what: 'gcp-run-service',
    account: ['template.serviceAccount', 'spec.template.spec.serviceAccountName', 'spec.template.spec.serviceAccount'],
    otherwise: 'compute',
    callable: true,
  },
  {
    kind: 'run-job',
    what: 'gcp-run-job',
    account: ['template.template.serviceAccount', 'spec.template.spec.template.spec.serviceAccountName'],
    otherwise: 'compute',
  },
  {
    kind: 'function',
    what: 'gcp-cloud-function',
    account: ['serviceConfig.serviceAccountEmail', 'serviceAccountEmail'],
    otherwise: 'compute',
    callable: true,
  },
  { kind: 'build-trigger', what: 'gcp-build-trigger', account: ['serviceAccount'] },
  { kind: 'custom-job', what: 'gcp-custom-job', account: ['jobSpec.serviceAccount'] },
];
