import { projectOfServiceAccount, serviceAccountId } from '../../inventory/id.ts';
import type { Trust } from '../../inventory/trust.ts';

/** One member of an IAM policy (https://cloud.google.com/iam/docs/principal-identifiers). */
export interface Member {
  readonly text: string;
  /** Who holds what it is given. */
  readonly holder: string;
  readonly principalKind: Trust['principalKind'];
  /** A service account's address. */
  readonly email?: string;
  /** Identities of a workload identity pool, or of an agent. */
  readonly federated?: true;
  /** It was deleted, and holds what it is given once it is restored. */
  readonly deleted?: true;
}

const longest = 1000;

/** What a member means; undefined where it is none. */
export function readMember(text: string): Member | undefined {
  if (text.length > longest) return undefined;
  if (text === 'allUsers' || text === 'allAuthenticatedUsers') return { text, holder: `gcp:${text}`, principalKind: 'anyone' };
  if (text.startsWith('principal://') || text.startsWith('principalSet://'))
    return { text, holder: `gcp:principal/${text}`, principalKind: 'federated', federated: true };
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (colon < 0 || name === '') return undefined;
  const type = text.slice(0, colon);
  switch (type) {
    case 'serviceAccount': {
      // A workload of GKE by the names of its cluster's project, namespace and service account.
      if (name.endsWith(']') && /\.svc\.id\.goog\[[^\]]*\]$/.test(name))
        return { text, holder: `gcp:principal/${text}`, principalKind: 'federated', federated: true };
      return name.includes('@') ? { text, holder: serviceAccountId(name), principalKind: 'identity', email: name } : undefined;
    }
    case 'user':
    case 'group':
    case 'domain':
      return { text, holder: `gcp:${type}/${name}`, principalKind: type === 'user' ? 'identity' : 'account' };
    case 'projectOwner':
    case 'projectEditor':
    case 'projectViewer':
      return { text, holder: `gcp:${type}/${name}`, principalKind: 'account' };
    case 'deleted':
      return /^(?:serviceAccount|user|group):.|^principal(?:Set)?:\/\//.test(name)
        ? { text, holder: `gcp:deleted/${name}`, principalKind: 'identity', deleted: true }
        : undefined;
    default:
      return undefined;
  }
}

/** What stands after `@` in the addresses of accounts that Google makes and acts as itself, without its own domain. */
const agentDomains: ReadonlySet<string> = new Set([
  'bigquery-data-connectors',
  'bigquery-encryption',
  'cloud-filer',
  'cloud-ml.google.com',
  'cloud-redis',
  'cloud-tpu',
  'cloudcomposer-accounts',
  'cloudservices',
  'compute-system',
  'container-analysis',
  'container-engine-robot',
  'dataflow-service-producer-prod',
  'dataproc-accounts',
  'endpoints-portal',
  'firebase-rules',
  'gae-api-prod.google.com',
  'gcf-admin-robot',
  'gcp-gae-service',
  'genomics-api',
  'gs-project-accounts',
  'remotebuildexecution',
  'security-center-api',
  'serverless-robot-prod',
  'sourcerepo-service-accounts',
  'system',
]);

/**
 * Whether an account is a service agent (https://cloud.google.com/iam/docs/service-agents). People may call an account
 * `service-...` too, but not by a project's number. Cloud Build's old account runs what its users build, so it is none.
 */
export function isServiceAgent(email: string): boolean {
  const at = email.indexOf('@');
  if (at < 0 || !email.endsWith('.gserviceaccount.com')) return false;
  const domain = email.slice(at + 1);
  if (domain === 'cloudbuild.gserviceaccount.com' || domain.includes('@')) return false;
  const own = domain.slice(0, -(domain.endsWith(ofAccounts) ? ofAccounts : '.gserviceaccount.com').length);
  return (
    own.startsWith('gcp-sa-') || (email.startsWith('service-') && /^service-(?:(?:org|folder)-)?\d+@/.test(email)) || agentDomains.has(own)
  );
}

const ofAccounts = '.iam.gserviceaccount.com';

/** The account that a project's machines run as where nothing else is said. */
export function isDefaultAccount(email: string): boolean {
  return email.endsWith('-compute@developer.gserviceaccount.com') || email.endsWith('@appspot.gserviceaccount.com');
}

/** The project of an account as its scope; empty where the address does not tell. */
export function scopeOfAccount(email: string): string {
  return projectOfServiceAccount(email) ?? '';
}
