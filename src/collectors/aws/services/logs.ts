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

/** What the trails of one input add up to. */
export interface TrailsSeen {
  readonly record: ServiceRecord;
  /** Whether each trail records the management events of every region; undefined where that is not known. */
  readonly whole: (boolean | undefined)[];
  /** The types of resources whose calls each trail records in every region; undefined where that is not known. */
  readonly calls: (readonly string[] | undefined)[];
}

/** That trails were listed, even where there is none. */
export function readTrailList(record: ServiceRecord): void {
  record.context.trails ??= { record, whole: [], calls: [] };
}

/**
 * A trail of DescribeTrails; the live source adds its state and selectors.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
 */
export function readTrail(record: ServiceRecord): void {
  record.context.trails ??= { record, whole: [], calls: [] };
  const { raw } = record;
  const parts = [
    raw.IsMultiRegionTrail === true,
    typeof raw.IsLogging === 'boolean' ? raw.IsLogging : undefined,
    recordsManagement(record),
  ];
  record.context.trails.whole.push(parts.includes(false) ? false : parts.includes(undefined) ? undefined : true);
  const [everywhere, running] = parts;
  record.context.trails.calls.push(
    everywhere === false || running === false ? [] : running === undefined ? undefined : recordedCalls(record),
  );
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
  const { record, whole, calls } = trails;
  if (!calls.includes(undefined)) emitLogs(record, { calls: [...new Set(calls.flatMap((c) => c ?? []))].sort() });
  if (whole.includes(true)) emitLogs(record, { trail: true });
  else if (!whole.includes(undefined)) emitLogs(record, { trail: false });
}

function emitLogs({ account, context }: ServiceRecord, logs: Logs): void {
  context.emit({ type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, logs } });
}
