import type { Logs } from '../../../inventory/fragment.ts';
import { objectIn, objectsIn, type ServiceRecord, textIn } from './service-record.ts';

/**
 * Whether model invocations are logged in a region: without a bucket or log group they are not.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_LoggingConfig.html
 */
export function readModelLogging(record: ServiceRecord): void {
  const { region, raw } = record;
  if (region === undefined) {
    record.context.gaps.add('region of model logging', {
      source: record.at.source,
      what: 'where model invocations are logged',
      why: 'not-given',
      detail: 'the logging configuration does not say of which region it is; put the region in the file name',
      partial: false,
    });
    return;
  }
  const bucket = textIn(objectIn(raw, 's3Config'), 'bucketName');
  const group = textIn(objectIn(raw, 'cloudWatchConfig'), 'logGroupName');
  const logged = (bucket ?? group) !== undefined && raw.textDataDeliveryEnabled !== false;
  emitLogs(record, logged ? { modelRegions: [region] } : { modelRegionsOff: [region] });
}

/**
 * A guardrail that every model call of the account and region must use; an empty record says that the list was read.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListEnforcedGuardrailsConfiguration.html
 */
export function readEnforcedGuardrail(record: ServiceRecord): void {
  const { region, raw } = record;
  if (region === undefined) return;
  const guardrail = textIn(raw, 'guardrailArn') ?? textIn(raw, 'guardrailId');
  emitLogs(record, guardrail === undefined ? { guardrailRegionsOff: [region] } : { guardrailRegions: [region] });
}

/** What the trails of one input add up to. */
export interface TrailsSeen {
  readonly record: ServiceRecord;
  /** Whether each trail records the management events of every region; undefined where that is not known. */
  readonly whole: (boolean | undefined)[];
  /** Names of trails whose files are not signed. */
  readonly unvalidated: Set<string>;
  /** Kinds of resource of which a trail records who uses them. */
  readonly data: Set<string>;
  /** Of some trail it is not known what it records. */
  dataOpen: boolean;
  organization: boolean;
  /** The types of resources whose calls each trail records in every region; undefined where that is not known. */
  readonly calls: (readonly string[] | undefined)[];
}

/** That trails were listed, even where there is none. */
export function readTrailList(record: ServiceRecord): void {
  trailsOf(record);
}

function trailsOf(record: ServiceRecord): TrailsSeen {
  record.context.trails ??= {
    record,
    whole: [],
    calls: [],
    unvalidated: new Set(),
    data: new Set(),
    dataOpen: false,
    organization: false,
  };
  return record.context.trails;
}

/**
 * A trail of DescribeTrails; the live source adds its state and selectors.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
 */
export function readTrail(record: ServiceRecord): void {
  const trails = trailsOf(record);
  const { raw } = record;
  const parts = [
    raw.IsMultiRegionTrail === true,
    typeof raw.IsLogging === 'boolean' ? raw.IsLogging : undefined,
    recordsManagement(record),
  ];
  trails.whole.push(parts.includes(false) ? false : parts.includes(undefined) ? undefined : true);
  const [everywhere, running] = parts;
  trails.calls.push(everywhere === false || running === false ? [] : running === undefined ? undefined : recordedCalls(record));
  if (raw.LogFileValidationEnabled === false) trails.unvalidated.add(textIn(raw, 'Name') ?? textIn(raw, 'TrailARN') ?? '');
  trails.organization ||= raw.IsOrganizationTrail === true;
  if (raw.IsLogging === false) return;
  const known = raw.HasCustomEventSelectors === false || raw.EventSelectors !== undefined || raw.AdvancedEventSelectors !== undefined;
  if (known) for (const type of dataTypes(raw)) trails.data.add(type);
  else trails.dataOpen = true;
}

/** The answer of GetEventSelectors by itself, which does not say whether the trail is on. */
export function readSelectors(record: ServiceRecord): void {
  const trails = trailsOf(record);
  for (const type of dataTypes(record.raw)) trails.data.add(type);
  trails.dataOpen = true;
  // The trail is not among those listed.
  trails.whole.push(undefined);
  trails.calls.push(undefined);
}

/**
 * An event data store of CloudTrail Lake: a trail without a bucket.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventDataStore.html
 */
export function readEventStore(record: ServiceRecord): void {
  const { raw } = record;
  if (textIn(raw, 'Status') !== 'ENABLED') return;
  const trails = trailsOf(record);
  for (const type of dataTypes(raw)) trails.data.add(type);
  trails.organization ||= raw.OrganizationEnabled === true;
  if (raw.MultiRegionEnabled !== true) return;
  if (recordsManagement(record) === true) trails.whole.push(true);
  trails.calls.push(recordedCalls(record) ?? []);
}

/** Of which kinds of resource the use is recorded (`AWS::S3::Object`), for all of them or for some. */
function dataTypes(raw: ServiceRecord['raw']): readonly string[] {
  const plain = objectsIn(raw, 'EventSelectors').flatMap((selector) =>
    objectsIn(selector, 'DataResources').flatMap((resource) => textIn(resource, 'Type') ?? []),
  );
  const advanced = objectsIn(raw, 'AdvancedEventSelectors').flatMap((selector) =>
    objectsIn(selector, 'FieldSelectors')
      .filter((field) => field.Field === 'resources.type' && Array.isArray(field.Equals))
      .flatMap((field) => (field.Equals as readonly unknown[]).filter((type): type is string => typeof type === 'string')),
  );
  return [...plain, ...advanced];
}

/** A trail without selectors of its own records all management events. */
function recordsManagement({ raw }: ServiceRecord): boolean | undefined {
  if (raw.HasCustomEventSelectors === false) return true;
  const plain = objectsIn(raw, 'EventSelectors');
  const advanced = objectsIn(raw, 'AdvancedEventSelectors');
  if (plain.length + advanced.length === 0) return undefined;
  const whole = (selector: Readonly<Record<string, unknown>>): boolean =>
    selector.IncludeManagementEvents !== false && (selector.ReadWriteType ?? 'All') === 'All';
  const isManagement = (selector: Readonly<Record<string, unknown>>): boolean => {
    const fields = objectsIn(selector, 'FieldSelectors');
    const category = fields.find((f) => f.Field === 'eventCategory');
    const equals = category?.Equals;
    return Array.isArray(equals) && equals.includes('Management') && !fields.some((f) => f.Field === 'readOnly');
  };
  return plain.some(whole) || advanced.some(isManagement);
}

/**
 * The types of resources whose data events a trail records, all of them: by default none
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html).
 */
function recordedCalls({ raw }: ServiceRecord): readonly string[] | undefined {
  if (raw.HasCustomEventSelectors === false) return [];
  const advanced = objectsIn(raw, 'AdvancedEventSelectors');
  if (objectsIn(raw, 'EventSelectors').length + advanced.length === 0) return undefined;
  return advanced.flatMap((selector) => {
    const fields = objectsIn(selector, 'FieldSelectors');
    const narrowed = fields.some((f) => f.Field !== 'eventCategory' && f.Field !== 'resources.type');
    const types = fields.find((f) => f.Field === 'resources.type')?.Equals;
    return narrowed || !Array.isArray(types) ? [] : types.filter((type): type is string => typeof type === 'string');
  });
}

/** Says at the end what the trails add up to. */
export function finishTrails(trails: TrailsSeen | undefined): void {
  if (trails === undefined) return;
  const { record, whole, calls, unvalidated, data, dataOpen, organization } = trails;
  const sorted = (values: ReadonlySet<string>): readonly string[] => [...values].sort();
  emitLogs(record, {
    ...(calls.includes(undefined) ? {} : { calls: sorted(new Set(calls.flatMap((c) => c ?? []))) }),
    ...(whole.includes(true) ? { trail: true } : whole.includes(undefined) ? {} : { trail: false }),
    ...(unvalidated.size > 0 ? { trailsUnvalidated: sorted(unvalidated) } : {}),
    dataEvents: sorted(data),
    ...(dataOpen ? {} : { dataEventsWhole: true }),
    ...(organization ? { organizationTrail: true } : {}),
  });
}

function emitLogs({ account, context }: ServiceRecord, logs: Logs): void {
  context.emit({ type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, logs } });
}
