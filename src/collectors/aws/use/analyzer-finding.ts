import { accountOfArn, awsIdentityId } from '../../../inventory/id.ts';
import { isObject } from '../../../plain-object.ts';
import type { Raw } from '../door.ts';
import { type NormaliseContext, placed } from '../normalise-context.ts';
import type { AwsRecord } from '../records.ts';
import { namedIdentity } from './named-identity.ts';

const what = 'analyzer finding';
const namespaceForm = /^[a-z0-9-]{1,64}$/;
const actionForm = /^[a-z0-9-]{1,64}:\w{1,128}$|^\w{1,128}$/;

/** Of unused-access findings about a whole credential or role, what they say. */
const wholes: Readonly<Record<string, string>> = {
  UnusedIAMRole: 'unused role',
  UnusedIAMUserAccessKey: 'unused access key',
  UnusedIAMUserPassword: 'unused password',
};

/**
 * A finding of IAM Access Analyzer about a user or role: unused access, or access from outside. Findings that are
 * resolved or archived, and those about other resources, say nothing here.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_GetFindingV2.html
 */
export function normaliseAnalyzerFinding(record: AwsRecord, context: NormaliseContext): void {
  const { door } = context;
  const raw = door.object(record.raw, what, record.at);
  if (!raw || door.text(raw, 'status', what, record.at) !== 'ACTIVE') return;
  const arn = door.text(raw, 'resource', what, record.at);
  const id = arn === undefined || accountOfArn(arn) === undefined ? undefined : awsIdentityId(arn);
  const identity = id === undefined ? undefined : namedIdentity(id, record.at);
  const type = door.text(raw, 'findingType', what, record.at) ?? '';
  if (id === undefined || identity === undefined) return;
  const details = door.objects(raw, 'findingDetails', what, record.at);
  const reported = reportedBy(type, details);
  if (details === undefined && type === 'UnusedPermission') {
    const detail = 'a list of findings does not say which permissions are unused; save get-finding-v2 of each as well';
    context.gaps.add('analyzer details', {
      ...placed(record.at),
      what: 'the unused permissions that the analyzer found',
      why: 'not-given',
      detail,
      permission: 'aws accessanalyzer get-finding-v2',
      partial: false,
    });
  }
  context.emit({ type: 'identity', value: identity });
  if (reported.length === 0) return;
  context.emit({
    type: 'use',
    value: {
      id: `${id}#use/access-analyzer`,
      identity: id,
      recorder: 'access-analyzer',
      services: {},
      actions: {},
      reported,
      evidence: [record.at],
    },
  });
}

function reportedBy(type: string, details: readonly Raw[] | undefined): readonly string[] {
  const whole = wholes[type];
  if (whole !== undefined) return [whole];
  const found = new Set<string>();
  for (const detail of details ?? []) {
    for (const text of unusedIn(detail.unusedPermissionDetails)) found.add(text);
    for (const text of outsideIn(detail.externalAccessDetails)) found.add(text);
  }
  if (found.size === 0 && type === 'ExternalAccess') found.add('external access');
  return [...found].sort();
}

function unusedIn(value: unknown): readonly string[] {
  if (!isObject(value) || typeof value.serviceNamespace !== 'string' || !namespaceForm.test(value.serviceNamespace)) return [];
  const service = value.serviceNamespace;
  const actions = Array.isArray(value.actions) ? value.actions : [];
  const names = actions.flatMap((one: unknown) =>
    isObject(one) && typeof one.action === 'string' && actionForm.test(one.action) ? [one.action] : [],
  );
  if (names.length === 0) return [`unused ${service}:*`];
  return names.map((name) => `unused ${name.includes(':') ? name : `${service}:${name}`}`);
}

function outsideIn(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  if (value.isPublic === true) return ['external access by anyone'];
  const principals = isObject(value.principal) ? Object.values(value.principal).filter((p) => typeof p === 'string') : [];
  return principals.map((principal) => `external access by ${principal.slice(0, 256)}`);
}
