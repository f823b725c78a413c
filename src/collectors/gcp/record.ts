import type { Evidence } from '../../inventory/evidence.ts';
import type { Answer } from './answer.ts';

/** What answers of Google Cloud are of, as far as they are read. */
export const googleKinds = [
  'access-boundary',
  'allow-policy',
  'api-key',
  'account-activity',
  'boundary-binding',
  'build-trigger',
  'cluster',
  'custom-job',
  'delegation',
  'deny-policy',
  'enabled-service',
  'entitlement',
  'folder',
  'function',
  'group-member',
  'hmac-key',
  'insight',
  'instance',
  'oauth-client',
  'org-policy',
  'organization',
  'pool',
  'pool-provider',
  'project',
  'reasoning-engine',
  'role',
  'run-job',
  'run-service',
  'secret',
  'service-account',
  'service-account-key',
  'workforce-pool',
  'workforce-provider',
] as const;

export type GoogleKind = (typeof googleKinds)[number];

/** One thing that an answer describes: as the API of its service writes it, whatever it came wrapped in. */
export interface GoogleRecord {
  readonly kind: GoogleKind;
  readonly raw: Answer;
  readonly at: Evidence;
  /** Its full resource name (`//iam.googleapis.com/...`), or that of what a policy is attached to. */
  readonly name?: string | undefined;
  /** What it lies in, innermost first: `projects/123`, `folders/5`, `organizations/9`. */
  readonly ancestors?: readonly string[] | undefined;
  /** It came in a list of assets, or of search results, and not as the answer of its own service. */
  readonly listed?: 'asset' | 'search' | undefined;
}
