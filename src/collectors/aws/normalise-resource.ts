import { accountOfArn } from '../../inventory/id.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import { kindOfResource } from '../aws-policy/resource-kind.ts';
import { below } from '../place-below.ts';
import { type NormaliseContext, placed } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';

/** A resource with its policy, or without one. A policy that cannot be read leaves no record: it is then not known. */
export function normaliseResourcePolicy(
  record: AwsRecord & { readonly kind: 'resource-policy' },
  account: string | undefined,
  context: NormaliseContext,
): void {
  const { arn: given, named, policy: raw, key } = record.raw;
  const place = below(record.at, `/${key}`);
  const document =
    raw === undefined
      ? undefined
      : context.document(
          raw,
          'resource',
          () => `the policy of ${given ?? 'a resource'}`,
          () => place,
        );
  if (raw !== undefined && document === undefined) return;
  const arn = given ?? resourceOf(context.policies.read(raw, 'resource').document?.statements ?? []) ?? named;
  if (arn === undefined) {
    context.gaps.add('resource of a policy', {
      ...placed(record.at),
      what: 'the resource that a policy is of',
      why: 'not-given',
      detail: 'the policy does not name one resource by its ARN, and the answer does not say of which it is',
      partial: false,
    });
    return;
  }
  context.emit({
    type: 'resource',
    value: {
      id: `aws:resource/${arn}`,
      plane: 'aws',
      kind: kindOfResource(arn),
      name: arn,
      scope: accountOfArn(arn) ?? account ?? '',
      ...(document === undefined ? {} : { policy: document }),
      evidence: [place],
    },
  });
}

/** The one bucket, function or other resource that a policy's statements are about. */
function resourceOf(statements: readonly PolicyStatement[]): string | undefined {
  const arns = new Set(statements.flatMap((s) => [...(s.resource ?? []), ...(s.notResource ?? [])]).map(wholeOf));
  const [only] = arns;
  return arns.size === 1 ? only : undefined;
}

/** An object's bucket, a version's function; undefined where a pattern may stand for several. */
function wholeOf(arn: string): string | undefined {
  const [start, , service] = arn.split(':', 3);
  const whole = service === 's3' ? arn.split('/', 1)[0] : service === 'lambda' ? arn.split(':').slice(0, 7).join(':') : arn;
  return start === 'arn' && whole !== undefined && !/[*?$]/.test(whole) ? whole : undefined;
}
