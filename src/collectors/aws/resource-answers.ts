import type { Evidence } from '../../inventory/evidence.ts';
import type { AwsRecord } from './records.ts';

type ResourcePolicy = Extract<AwsRecord, { readonly kind: 'resource-policy' }>;

/**
 * Answers that hold the policy of one resource, put together from the top-level keys of a page: `s3api get-bucket-policy`,
 * `kms get-key-policy`, `lambda get-policy` (Policy), `secretsmanager get-resource-policy` (ARN, ResourcePolicy),
 * `sqs get-queue-attributes`, `sns get-topic-attributes` (Attributes), `ecr get-repository-policy` (policyText).
 */
export class ResourceAnswers {
  #arn: string | undefined;
  #policy: { readonly raw: string; readonly key: string; readonly at: Evidence } | undefined;

  /** Attributes that hold no policy: the resource has none. */
  #none: Evidence | undefined;

  /** Takes a value if it is of such an answer. */
  take(key: string, value: unknown, at: Evidence): boolean {
    if (key === 'ARN' && typeof value === 'string') this.#arn = value;
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
    this.#arn = this.#policy = this.#none = undefined;
    if (policy === undefined)
      return arn !== undefined && none ? { kind: 'resource-policy', raw: { arn, key: 'Attributes' }, at: top(none) } : undefined;
    const raw = { ...(arn === undefined ? {} : { arn }), policy: policy.raw, key: policy.key };
    return { kind: 'resource-policy', raw, at: top(policy.at) };
  }
}

/** The place of the page that a key stands in. */
function top(at: Evidence): Evidence {
  return { ...at, pointer: (at.pointer ?? '').replace(/\/[^/]*$/, '') };
}
