import type { FileHead } from '../collector.ts';
import { delegationColumns } from './delegation.ts';

/** What only answers and exports of Google Cloud hold, as far as the head of a file shows it. */
const marks: readonly RegExp[] = [
  /"asset_?[tT]ype"\s*:\s*"[a-z][\w-]*\.googleapis\.com\//,
  /"name"\s*:\s*"projects\/[^/"]+\/(?:serviceAccounts|secrets|roles)\//,
  /"name"\s*:\s*"projects\/[^/"]+\/services\/[\w.-]+\.googleapis\.com"/,
  /"name"\s*:\s*"(?:projects|folders|organizations)\/[^/"]+\/policies\/[\w.]+"/,
  /"name"\s*:\s*"(?:(?:projects|folders|organizations)\/[^/"]+\/)?locations\/[^/"]+\/(?:keys|workloadIdentityPools|workforcePools|oauthClients|principalAccessBoundaryPolicies|policyBindings|entitlements|insightTypes|reasoningEngines|customJobs|services|jobs|functions|triggers)\//,
  /"name"\s*:\s*"organizations\/\d+(?:\/roles\/[^"]+)?"/,
  /"name"\s*:\s*"folders\/\d+"/,
  /"name"\s*:\s*"policies\/cloudresourcemanager\.googleapis\.com/,
  /"kind"\s*:\s*"(?:compute#instance|compute#instanceList|compute#instanceAggregatedList|storage#hmacKey\w*)"/,
  /"selfLink"\s*:\s*"https:\/\/container\.googleapis\.com\//,
  /"cloud\.googleapis\.com\/location"/,
  /"resourceName"\s*:\s*"projects\/[^"]+\/triggers\//,
  /"serviceAccount(?:Key)?LastAuthentication"/,
  /"constraint"\s*:\s*"constraints\/[\w.]+"/,
];

/** What tells them only together. */
const together: readonly (readonly RegExp[])[] = [
  [/"name"\s*:\s*"roles\/[\w.]+"/, /"includedPermissions"/],
  [/"bindings"\s*:\s*\[/, /"role"\s*:\s*"(?:roles\/|projects\/[^/"]+\/roles\/|organizations\/\d+\/roles\/)/],
  [/"projectId"/, /"projectNumber"/],
  [/"clientId"\s*:\s*"\d{15,}"/, /"scopes"/],
  [/"email"\s*:\s*"[^"@]+@[\w.-]*gserviceaccount\.com"/, /"uniqueId"/],
];

/** Files that name the same things and are something else: states and plans of infrastructure code, key files, reports, code. */
const others = /"(?:terraform_version|format_version|private_key|pulumi\w*|schema|\$schema|apiVersion|openapi|swagger)"\s*:/;

/** Whether a file is an answer or an export of Google Cloud, or the list of domain-wide delegation. */
export function recognisesGoogleFile(head: FileHead): boolean {
  if (head.format === 'csv') return isDelegationList(head.text);
  if (head.format !== 'json') return false;
  // Terraform in JSON.
  if (head.keys.includes('terraform') || (head.keys.includes('resource') && head.keys.includes('provider'))) return false;
  const start = head.text.slice(0, 2000);
  if (others.test(start) && !/"cloud\.googleapis\.com\/location"|"asset_?[tT]ype"/.test(head.text)) return false;
  return marks.some((mark) => mark.test(head.text)) || together.some((all) => all.every((mark) => mark.test(head.text)));
}

function isDelegationList(text: string): boolean {
  const [header = '', first = ''] = text.split(/\r?\n/);
  const columns = delegationColumns(header.split(',').map((c) => c.trim().replace(/^"|"$/g, '')));
  return columns !== undefined && /(?:^|[,"\s])\d{15,}(?:[,"\s]|$)/.test(first);
}
