import { projectOfServiceAccount, serviceAccountId } from '../../../../inventory/id.ts';
import type { Trust } from '../../../../inventory/trust.ts';

/** One member of an IAM policy (https://cloud.google.com/iam/docs/principal-identifiers). */
export interface Member {
  readonly text: string;
  /** Who holds what it is given. */
  readonly holder: string;
  readonly principalKind: Trust['principalKind'];
  /** A service account's address. */
  readonly email?: string;
  /** Identities of a workload identity pool. */
  readonly federated?: true;
}

const longest = 1000;

/** What a member means; undefined where it is none, or one that is gone. */
export function readMember(text: string): Member | undefined {
  if (text.length > longest) return undefined;
  if (text === 'allUsers' || text === 'allAuthenticatedUsers') return { text, holder: `gcp:${text}`, principalKind: 'anyone' };
  if (/^principal(?:Set)?:\/\//.test(text)) return { text, holder: `gcp:principal/${text}`, principalKind: 'federated', federated: true };
  const [, type = '', name = ''] = /^(\w+):(.+)$/s.exec(text) ?? [];
  switch (type) {
    case 'serviceAccount': {
      // A workload of GKE by the names of its cluster's project, namespace and service account.
      if (/\.svc\.id\.goog\[[^\]]*\]$/.test(name))
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
    default:
      return undefined;
  }
}

/** Addresses of accounts that Google makes and acts as itself (https://cloud.google.com/iam/docs/service-agents). */
const agents =
  /^service-[^@]+@|@(?:cloudservices|cloudbuild|system|container-engine-robot|compute-system|serverless-robot-prod|gcf-admin-robot|gs-project-accounts|gcp-sa-[\w-]+)\.(?:iam\.)?gserviceaccount\.com$/;

/** Whether an account is a service agent. Cloud Build's old account runs what its users build, so it is none. */
export function isServiceAgent(email: string): boolean {
  return agents.test(email) && !email.endsWith('@cloudbuild.gserviceaccount.com');
}

/** The account that a project's machines run as where nothing else is said. */
export function isDefaultAccount(email: string): boolean {
  return /-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(email);
}

/** The project of an account as its scope; empty where the address does not tell. */
export function scopeOfAccount(email: string): string {
  return projectOfServiceAccount(email) ?? '';
}
