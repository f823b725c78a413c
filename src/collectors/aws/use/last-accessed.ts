import { rangeBetween } from '../../../inventory/day-ranges.ts';
import { awsIdentityId } from '../../../inventory/id.ts';
import type { Identity } from '../../../inventory/identity.ts';
import type { Use } from '../../../inventory/use.ts';
import type { Raw } from '../door.ts';
import type { NormaliseContext } from '../normalise-context.ts';
import { placed } from '../normalise-context.ts';
import type { AwsRecord } from '../records.ts';
import { namedIdentity } from './named-identity.ts';

/**
 * How far back IAM keeps service and action last accessed information
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html#access_policies_last-accessed_tracking-period).
 */
const trackedDays = 400;

const what = 'last accessed answer';

/**
 * An answer of GetServiceLastAccessedDetails, or of GetServiceLastAccessedDetailsWithEntities. Neither says what it was
 * asked about: `Arn` and `ServiceNamespace` are read where somebody added them; without, an answer about a user or role
 * that was used names it as the entity of every use.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export function normaliseLastAccessed(record: AwsRecord, context: NormaliseContext): void {
  const { door } = context;
  const raw = door.object(record.raw, what, record.at);
  if (!raw) return;
  if (door.text(raw, 'JobStatus', what, record.at) === 'IN_PROGRESS') {
    notRead(record, context, 'the job was still running when the answer was saved; ask again with the same job id');
    return;
  }
  if (raw.EntityDetailsList !== undefined) readEntities(raw, record, context);
  else readServices(raw, record, context);
  if (raw.IsTruncated === true && raw.ServicesLastAccessed === undefined) {
    notRead(record, context, 'the answer stops after its first page; ask for the rest with --marker');
  }
}

function readServices(raw: Raw, record: AwsRecord, context: NormaliseContext): void {
  const { door } = context;
  const services = door.objects(raw, 'ServicesLastAccessed', what, record.at) ?? [];
  const arn = door.text(raw, 'Arn', what, record.at) ?? onlyEntity(services);
  const id = arn === undefined ? undefined : awsIdentityId(arn);
  const identity = id === undefined ? undefined : namedIdentity(id, record.at);
  if (id === undefined || identity === undefined) {
    notRead(record, context, 'the answer does not say which user or role it is about; add its ARN as "Arn" at the top');
    return;
  }
  const completed = door.date(raw, 'JobCompletionDate', what, record.at);
  const used = new Map<string, string | null>();
  const actions = new Map<string, string | null>();
  let last: string | undefined;
  for (const service of services) {
    const namespace = door.text(service, 'ServiceNamespace', what, record.at);
    if (namespace === undefined || !/^[a-z0-9-]{1,64}$/.test(namespace)) continue;
    const at = timeIn(service, 'LastAuthenticated', record, context);
    if (at === undefined) continue;
    used.set(namespace, at);
    if (at !== null && (last === undefined || at > last)) last = at;
    for (const action of door.objects(service, 'TrackedActionsLastAccessed', what, record.at) ?? []) {
      const name = door.text(action, 'ActionName', what, record.at);
      const accessed = timeIn(action, 'LastAccessedTime', record, context);
      if (name !== undefined && /^\w{1,128}$/.test(name) && accessed !== undefined) actions.set(`${namespace}:${name}`, accessed);
    }
  }
  // Who was never used is not told here: use of a role by others' services is not tracked to its day.
  const recorded = { lastUsedAt: last, completed, services: Object.fromEntries(used), actions: Object.fromEntries(actions) };
  emitUse(identity, recorded, record, context);
}

/** The form with entities says who used one service. */
function readEntities(raw: Raw, record: AwsRecord, context: NormaliseContext): void {
  const { door } = context;
  const namespace = door.text(raw, 'ServiceNamespace', what, record.at);
  const completed = door.date(raw, 'JobCompletionDate', what, record.at);
  if (namespace === undefined || !/^[a-z0-9-]{1,64}$/.test(namespace)) {
    notRead(record, context, 'the answer with entities does not say which service it is about; add it as "ServiceNamespace" at the top');
    return;
  }
  for (const entity of door.objects(raw, 'EntityDetailsList', what, record.at) ?? []) {
    const info = door.field(entity, 'EntityInfo', what, record.at);
    const arn = info && door.text(info, 'Arn', what, record.at);
    const id = arn === undefined ? undefined : awsIdentityId(arn);
    const identity = id === undefined ? undefined : namedIdentity(id, record.at);
    const at = timeIn(entity, 'LastAuthenticated', record, context);
    if (id === undefined || identity === undefined || at === undefined) continue;
    emitUse(identity, { lastUsedAt: at ?? undefined, completed, services: { [namespace]: at }, actions: {} }, record, context);
  }
}

/** What one answer records of one identity's use. */
interface Recorded extends Pick<Use, 'services' | 'actions'> {
  readonly lastUsedAt: string | undefined;
  /** When the record was made; absent where the answer does not say. */
  readonly completed: string | undefined;
}

function emitUse(identity: Identity, recorded: Recorded, record: AwsRecord, context: NormaliseContext): void {
  const { lastUsedAt, completed, services, actions } = recorded;
  context.emit({ type: 'identity', value: { ...identity, ...(lastUsedAt === undefined ? {} : { lastUsedAt }) } });
  context.emit({
    type: 'use',
    value: {
      id: `${identity.id}#use/last-accessed`,
      identity: identity.id,
      recorder: 'last-accessed',
      ...(completed === undefined ? {} : { days: trackedUntil(completed) }),
      services,
      actions,
      ...(lastUsedAt === undefined ? {} : { lastAt: lastUsedAt }),
      evidence: [record.at],
    },
  });
}

/** A time; null where AWS gives none, which says that there was no use in the tracked period; undefined where it is not one. */
function timeIn(raw: Raw, key: string, record: AwsRecord, context: NormaliseContext): string | null | undefined {
  return raw[key] === undefined || raw[key] === null ? null : context.door.date(raw, key, what, record.at);
}

/** Of a user or role the entity of every use is the user or role itself; of a group or policy there may be several. */
function onlyEntity(services: readonly Raw[]): string | undefined {
  const entities = new Set(services.map((s) => s.LastAuthenticatedEntity).filter((e) => typeof e === 'string'));
  const several = services.some((s) => typeof s.TotalAuthenticatedEntities === 'number' && s.TotalAuthenticatedEntities > 1);
  return entities.size === 1 && !several ? [...entities][0] : undefined;
}

function trackedUntil(completed: string): readonly string[] {
  const from = new Date(Date.parse(completed) - (trackedDays - 1) * 86_400_000).toISOString();
  return rangeBetween(from, completed);
}

function notRead(record: AwsRecord, context: NormaliseContext, detail: string): void {
  const permission = 'aws iam get-service-last-accessed-details';
  const gap = { ...placed(record.at), what: 'when services were last used', why: 'not-given', detail, permission, partial: false } as const;
  context.gaps.add(`last accessed ${detail}`, gap);
}
