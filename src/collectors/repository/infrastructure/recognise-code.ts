import type { Wants } from '../first-look.ts';
import { isTerragrunt } from './terraform/terragrunt.ts';

/** Whether a file may hold infrastructure code, by its name. Of YAML and JSON only a look inside tells. */
export function mayBeInfrastructure(path: string): boolean {
  return (
    /\.(?:tf|tfvars|tfstate|json|ya?ml|template|bicep|bicepparam)$/i.test(path) &&
    !/(?:^|\/)(?:package-lock|tsconfig|composer|pnpm-lock)[^/]*$/.test(path)
  );
}

const jsonMarks = ['AWS::', 'urn:pulumi:', 'terraform_version', '.azure.com/'] as const;

/** What a file must hold to be infrastructure code, by its name. */
export function wantsInfrastructure(path: string): Wants {
  if (isTerragrunt(path)) return 'any';
  if (!mayBeInfrastructure(path)) return 'none';
  return /\.json$/i.test(path) && !isInfrastructure(path) ? jsonMarks : 'any';
}

/** Whether its name alone says that it is infrastructure code: then what cannot be read of it is told. */
export function isInfrastructure(path: string): boolean {
  return /\.(?:tf|tfvars|tfstate|template|bicep|bicepparam)$|\.tf(?:vars)?\.json$|\.template\.(?:json|ya?ml)$|(?:^|\/)(?:serverless|Pulumi(?:\.[\w-]{1,100})?)\.ya?ml$/i.test(
    path,
  );
}

/** Whether a text looks like a CloudFormation or SAM template. A cheap look: what follows checks again. */
export function isTemplate(text: string): boolean {
  return text.includes('AWS::') && /["']?Resources["']?\s*:/.test(text) && /["']?Type["']?\s*:\s*["']?AWS::/.test(text);
}

/** Whether a JSON text is a template of Azure Resource Manager, by the schema that it names. */
export function isArmTemplate(text: string): boolean {
  return /"\$schema"\s{0,20}:\s{0,20}"https?:\/\/schema\.management\.azure\.com\/[^"]{0,100}deploymentTemplate\.json/i.test(
    text.slice(0, 65_536),
  );
}

/** Whether a file is the configuration of the Serverless Framework for AWS. */
export function isServerless(path: string, text: string): boolean {
  return /(?:^|\/)serverless\.ya?ml$/.test(path) && /^service[ \t]*:/m.test(text) && /\bname[ \t]*:[ \t]*["']?aws\b/.test(text);
}

/** Whether its name says that a file is Terraform code, or gives its variables values without being asked for. */
export function isTerraformCode(path: string): boolean {
  return /\.tf(?:\.json)?$|(?:^|\/)(?:terraform|[^/]*\.auto)\.tfvars(?:\.json)?$/.test(path);
}

/** Whether a JSON text is a state of Terraform, or a plan or state as `terraform show -json` prints it. */
export function isTerraformJson(text: string): boolean {
  const head = text.slice(0, 4096);
  return head.includes('"terraform_version"') && /"(?:lineage|format_version|serial)"/.test(head);
}

/** Whether a JSON text is a state of Pulumi: resources by their URNs. */
export function isPulumiState(text: string): boolean {
  return text.includes('"urn:pulumi:') && /"(?:deployment|checkpoint)"\s*:/.test(text);
}

/** Whether a file that was named is infrastructure code, by its name and what it begins with. */
export function isInfrastructureCode(path: string, head: string): boolean {
  if (/\.(?:tf(?:\.json)?|bicep|bicepparam)$|(?:^|[\\/])Pulumi(?:\.[\w-]{1,100})?\.ya?ml$/i.test(path)) return true;
  return (
    (path.endsWith('.json') && isArmTemplate(head)) ||
    isTerraformJson(head) ||
    isPulumiState(head) ||
    isServerless(path, head) ||
    (mayBeInfrastructure(path) && isTemplate(head))
  );
}
