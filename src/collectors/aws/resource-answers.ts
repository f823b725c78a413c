import type { Evidence } from '../../inventory/evidence.ts';
import type { AwsRecord } from './records.ts';

type ResourcePolicy = Extract<AwsRecord, { readonly kind: 'resource-policy' }>;

/**
 * Answers that hold the policy of one resource, put together from the top-level keys of a page: `s3api get-bucket-policy`,
 * `kms get-key-policy`, `lambda get-policy` (Policy), `secretsmanager get-resource-policy` (ARN, ResourcePolicy),
 * `sqs get-queue-attributes`, `sns get-topic-attributes` (Attributes), `ecr get-repository-policy` (policyText).
 */
export class ResourceAnswers {
  readonly #file: { readonly name: string; readonly region: string | undefined };
  #arn: string | undefined;
  #repository: { readonly account?: string; readonly name?: string } = {};
  #policy: { readonly raw: string; readonly key: string; readonly at: Evidence } | undefined;

  /** Attributes that hold no policy: the resource has none. */
  #none: Evidence | undefined;

  /** `name`, `region`: of the file, and in its name. */
  constructor(name: string, region: string | undefined) {
    this.#file = { name, region };
  }

  /** Takes a value if it is of such an answer. */
  take(key: string, value: unknown, at: Evidence): boolean {
    if (key === 'registryId' && typeof value === 'string') this.#repository = { ...this.#repository, account: value };
    else if (key === 'repositoryName' && typeof value === 'string') this.#repository = { ...this.#repository, name: value };
    else if (key === 'ARN' && typeof value === 'string') this.#arn = value;
    else if ((key === 'Policy' || key === 'ResourcePolicy' || key === 'policyText') && typeof value === 'string') {
      this.#policy = { raw: value, key, at };
    } else if (key === 'Attributes' && typeof value === 'object' && value !== null) {
      const { QueueArn, TopicArn, Policy } = value as Readonly<Record<string, unknown>>;
      const arn = QueueArn ?? TopicArn;
      if (typeof arn !== 'string') return false;
      this.#arn = arn;
      if (typeof Policy === 'string') this.#policy = { raw: Policy, key: 'Attributes/Policy', at };
      else this.#none = at;
    } else return false;
    return true;
  }

  /** The record of the page that ends, if it held one. */
  finish(): ResourcePolicy | undefined {
    const [arn, policy, none] = [this.#arn, this.#policy, this.#none];
    const named = policy?.key === 'policyText' ? this.#repositoryArn() : policy?.key === 'Policy' ? keyInName(this.#file) : undefined;
    this.#arn = this.#policy = this.#none = undefined;
    this.#repository = {};
    if (policy === undefined)
      return arn !== undefined && none ? { kind: 'resource-policy', raw: { arn, key: 'Attributes' }, at: top(none) } : undefined;
    const raw = { ...(arn === undefined ? {} : { arn }), ...(named === undefined ? {} : { named }), policy: policy.raw, key: policy.key };
    return { kind: 'resource-policy', raw, at: top(policy.at) };
  }

  /** An answer names a repository without its region. */
  #repositoryArn(): string | undefined {
    const { account, name } = this.#repository;
    const { region } = this.#file;
    return account && name && region ? `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}` : undefined;
  }
}

/** The KMS key of a file name with its id, account and region (`111122223333-eu-west-1-KEYID.json`): the answer does not say it. */
function keyInName({ name, region }: { readonly name: string; readonly region: string | undefined }): string | undefined {
  const id = /(?<![0-9a-z])(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-z])/.exec(name)?.[0];
  const account = id && /(?<!\d)\d{12}(?!\d)/.exec(name.replace(id, ''))?.[0];
  return account && region ? `arn:${partitionOf(region)}:kms:${region}:${account}:key/${id}` : undefined;
}

function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The place of the page that a key stands in. */
function top(at: Evidence): Evidence {
  return { ...at, pointer: (at.pointer ?? '').replace(/\/[^/]*$/, '') };
}
