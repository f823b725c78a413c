import type { Evidence } from './evidence.ts';

export const resourceKinds = [
  's3-bucket',
  'kms-key',
  'secret',
  'sqs-queue',
  'sns-topic',
  'lambda-function',
  'ecr-repository',
  'other',
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Something that identities act on and that has a policy of its own, saying who may. */
export interface Resource {
  /** The ARN. */
  readonly id: string;
  readonly kind: ResourceKind;
  /** The account that owns it; absent where neither the ARN nor the source says. */
  readonly account?: string;
  /** The `PolicyDocument.id` of its policy; null where it has none; absent where that is not known. */
  readonly document?: string | null;
  readonly evidence: readonly Evidence[];
}

/** What an ARN names, among the resources that have policies of their own. */
export function resourceKindOf(arn: string): ResourceKind {
  const [, , service, , , rest = ''] = arn.split(':');
  switch (service) {
    case 's3':
      return 's3-bucket';
    case 'kms':
      return 'kms-key';
    case 'secretsmanager':
      return 'secret';
    case 'sqs':
      return 'sqs-queue';
    case 'sns':
      return 'sns-topic';
    case 'lambda':
      return rest === 'function' ? 'lambda-function' : 'other';
    case 'ecr':
      return 'ecr-repository';
    default:
      return 'other';
  }
}
