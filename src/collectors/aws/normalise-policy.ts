import type { Evidence } from '../../inventory/evidence.ts';
import { statementList } from '../aws-policy/statement-list.ts';
import { below } from '../place-below.ts';
import { type NormaliseContext, placed } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';
import { readManagedPolicy } from './shapes.ts';

/** A managed policy; without its versions (ListPolicies) it stays without a document. */
export function normalisePolicy(record: AwsRecord, context: NormaliseContext): void {
  const policy = readManagedPolicy(record.raw, record.at, context.door);
  if (!policy) return;
  const { arn, name, document, otherVersions } = policy;
  const place = document ? below(record.at, document.pointer) : record.at;
  emitPolicy(arn, name, document ? { raw: document.raw } : undefined, place, context, otherVersions);
}

/** One version of a managed policy (GetPolicyVersion); only the default version is in force. */
export function normalisePolicyVersion(record: AwsRecord & { readonly kind: 'policy-version' }, context: NormaliseContext): void {
  const raw = context.door.object(record.raw, 'policy version', record.at);
  if (!raw || raw.IsDefaultVersion === false) return;
  const arn = record.policyArn;
  if (arn === undefined) {
    context.gaps.add('policy version without its policy', {
      ...placed(record.at),
      what: 'the policy that a policy version is of',
      why: 'not-given',
      detail: 'get-policy-version does not say of which policy its document is',
      permission: 'aws iam get-account-authorization-details',
    });
    return;
  }
  emitPolicy(arn, arn.slice(arn.lastIndexOf('/') + 1), { raw: raw.Document }, below(record.at, '/Document'), context);
}

function emitPolicy(
  arn: string,
  name: string,
  given: { readonly raw: unknown } | undefined,
  at: Evidence,
  context: NormaliseContext,
  otherVersions?: readonly unknown[],
): void {
  // A version that cannot be read is one that is not known.
  const others = otherVersions?.map((raw) => context.documentIfRead(raw, 'identity'));
  const document =
    given &&
    context.document(
      given.raw,
      'identity',
      () => `managed policy ${name}`,
      () => at,
    );
  // One that is there and unreadable has its own gap.
  if (given) context.policiesSeen.add(arn);
  context.emit({
    type: 'policy',
    value: {
      id: arn,
      kind: 'aws-managed-policy',
      name,
      providerManaged: /^arn:[\w-]+:iam::aws:policy\//.test(arn),
      ...(document === undefined ? {} : { document }),
      ...(others?.every((id) => id !== undefined) ? { otherVersions: others } : {}),
      evidence: [document === undefined ? at : below(at, statementList(given?.raw))],
    },
  });
}
