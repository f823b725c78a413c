import type { Entry, Framework } from './entry.ts';

/** A benchmark at one version. Control numbers move between versions, so a control is always named with its version. */
interface Benchmark {
  readonly name: string;
  readonly version: string;
  readonly page: string;
  /** Control number -> its subject in a few words of our own: the benchmarks' text is not free to copy. */
  readonly controls: Readonly<Record<string, string>>;
}

/** By the key that rules use. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  aws: {
    name: 'AWS',
    version: '7.0.0',
    page: 'amazon_web_services',
    controls: {
      '2.1.2': 'Organization guardrails',
      '2.1.4': 'Organizational units by environment',
      '2.4': 'Root access key',
      '2.11': 'Unused credentials',
      '2.12': 'Access key rotation',
      '2.14': 'Full administrative policies',
      '2.16': 'Instance roles',
      '2.19': 'Central management of users',
      '2.21': 'Wildcard principals in resource policies',
      '6.7': 'Instance metadata version 2',
    },
  },
  azure: {
    name: 'Azure',
    version: '6.0.0',
    page: 'azure',
    controls: {
      '5.3.3': 'User Access Administrator role',
      '5.3.4': 'Review of privileged role assignments',
      '5.4': 'Custom subscription administrator roles',
      '6.1.1.7': 'Microsoft Graph activity logs',
      '6.1.1.8': 'Microsoft Entra activity logs',
      '6.1.4': 'Resource logging',
      '8.3.3': 'Expiry of Key Vault secrets',
      '8.3.9': 'Key Vault key rotation',
      '9.3.1.2': 'Storage account key rotation',
      '9.3.1.3': 'Storage account key access',
    },
  },
  gcp: {
    name: 'Google Cloud',
    version: '5.0.0',
    page: 'google_cloud_computing_platform',
    controls: {
      '1.1.3': 'Folders by environment',
      '1.1.4': 'Central organization policies',
      '1.5': 'User-managed service account keys',
      '1.6': 'Service account admin privileges',
      '1.7': 'Project-wide token creators',
      '1.8': 'Service account key rotation',
      '1.14': 'API key hosts and apps',
      '1.15': 'API key services',
      '1.16': 'API key rotation',
      '2.1': 'Cloud audit logging',
      '4.1': 'Default service account',
      '4.2': 'Default service account with full scope',
    },
  },
  'google-workspace': {
    name: 'Google Workspace',
    version: '1.3.0',
    page: 'google_workspace',
    controls: { '4.2.1.4': 'Domain-wide delegation' },
  },
  github: {
    name: 'GitHub',
    version: '1.2.0',
    page: 'github',
    controls: {
      '1.1.6': 'Code owners of sensitive code',
      '1.1.7': 'Review by code owners',
      '1.4.2': 'Stale applications',
      '1.4.3': 'Application permissions',
      '1.4.4': 'Secured webhooks',
      '1.5.1': 'Sensitive data in code',
      '1.5.2': 'Insecure pipeline instructions',
      '1.5.3': 'Insecure infrastructure code',
      '2.2.1': 'Clean build workers',
      '2.3.8': 'Sensitive data in pipelines',
      '3.1.7': 'Pinned dependencies',
    },
  },
  kubernetes: {
    name: 'Kubernetes',
    version: '2.0.1',
    page: 'kubernetes',
    controls: {
      '1.2.16': 'Audit log',
      '1.2.30': 'Service account token extension',
      '3.1.2': 'Service account tokens used by people',
      '5.1.1': 'cluster-admin role',
      '5.1.2': 'Access to secrets',
      '5.1.3': 'Wildcards in roles',
      '5.1.4': 'Creation of pods',
      '5.1.5': 'Default service accounts',
      '5.1.6': 'Mounted service account tokens',
      '5.1.8': 'Bind, impersonate and escalate',
      '5.1.10': 'Node proxy',
      '5.1.11': 'Approval of certificate requests',
      '5.1.12': 'Webhook configuration',
      '5.1.13': 'Creation of service account tokens',
      '5.2.2': 'Privileged containers',
      '5.6.1': 'Boundaries by namespace',
    },
  },
  m365: {
    name: 'Microsoft 365',
    version: '7.0.0',
    page: 'microsoft_365',
    controls: {
      '5.1.5.1': 'User consent to apps',
      '5.1.5.2': 'Admin consent workflow',
      '5.1.5.3': 'Password credentials on apps',
      '5.1.5.4': 'Client secret lifetime',
      '5.1.5.6': 'Certificate lifetime',
      '5.2.2.3': 'Legacy authentication',
      '5.3.1': 'Privileged role activation',
    },
  },
};

/** The id under which a control is shown: `AWS 7.0.0 2.12`. */
export function controlId(benchmark: string, version: string, control: string): string {
  return `${benchmarks[benchmark]?.name ?? benchmark} ${version} ${control}`;
}

export const cis: Framework = {
  name: 'CIS Benchmarks',
  version: '',
  entries: Object.entries(benchmarks).flatMap(([key, { version, page, controls }]) =>
    Object.entries(controls).map(
      ([control, title]): Entry => ({
        id: controlId(key, version, control),
        title,
        url: `https://www.cisecurity.org/benchmark/${page}`,
      }),
    ),
  ),
};
