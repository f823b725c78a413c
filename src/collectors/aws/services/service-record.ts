import type { Evidence } from '../../../inventory/evidence.ts';
import { awsIdentityId } from '../../../inventory/id.ts';
import type { Workload, WorkloadSettings } from '../../../inventory/workload.ts';
import { environmentOf } from '../../aws-policy/tag-meaning.ts';
import type { Draft } from '../../place-below.ts';
import type { Raw } from '../door.ts';
import type { NormaliseContext } from '../normalise-context.ts';

/** One thing that a service answered, and where it lives. */
export interface ServiceRecord {
  readonly raw: Raw;
  readonly at: Evidence;
  readonly account: string;
  /** Absent where neither the thing nor the input says it. */
  readonly region: string | undefined;
  readonly context: NormaliseContext;
}

/** An id of this account and region. */
export function localId(record: ServiceRecord, kind: string, path: string): string {
  return `aws:${kind}/${record.account}/${record.region ?? '-'}/${path}`;
}

export interface WorkloadDraft {
  readonly kind: string;
  /** What names it in its account and region. */
  readonly path: string;
  readonly name: string;
  /** The ARN of its role; null where it has none, undefined where the answer does not say. */
  readonly role: string | null | undefined;
  readonly app?: string | undefined;
  readonly through?: string;
  readonly settings?: WorkloadSettings;
}

/** Hands over something that runs as a role. Returns the id of the role, where it has one. */
export function emitWorkload(record: ServiceRecord, draft: WorkloadDraft): string | undefined {
  const identity = draft.role ? nameRole(record, draft.role) : undefined;
  const value: Draft<Workload> = {
    id: localId(record, draft.kind.replace(/^aws-/, ''), draft.path),
    kind: draft.kind,
    name: draft.name,
    scope: record.account,
    evidence: [record.at],
  };
  if (identity !== undefined) value.identity = identity;
  if (record.region !== undefined) value.region = record.region;
  if (draft.app !== undefined) value.app = draft.app;
  if (draft.through !== undefined) value.through = draft.through;
  const settings = { ...draft.settings };
  if (draft.role === null) settings.has_role = false;
  else if (draft.role !== undefined || draft.through !== undefined) settings.has_role = true;
  if (Object.keys(settings).length > 0) value.settings = settings;
  record.context.emit({ type: 'workload', value });
  return identity;
}

/** The id of a role, which is said to exist; undefined where the text is no role's ARN. */
export function nameRole(record: ServiceRecord, arn: string): string | undefined {
  const id = awsIdentityId(arn);
  if (!id?.startsWith('aws:role/')) {
    record.context.door.wrong('the role of a workload', 'is not the ARN of a role', record.at);
    return undefined;
  }
  const { rolesNamed, emit } = record.context;
  if (rolesNamed.has(id)) return id;
  rolesNamed.add(id);
  const [, scope = '', name = ''] = id.split('/');
  const environment = environmentOf(undefined, name);
  emit({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: 'aws-iam-role',
      name,
      scope,
      nature: 'workload',
      agent: false,
      standing: 'named',
      ...(environment === undefined ? {} : { environment }),
      aws: { account: scope },
      evidence: [record.at],
    },
  });
  return id;
}

/** A text of the record; undefined, with a gap, where it is something else. */
export function textOf(record: ServiceRecord, key: string, what: string): string | undefined {
  return record.context.door.text(record.raw, key, what, record.at);
}

/** The role of a record under a key: null where the answer has none. */
export function roleOf(record: ServiceRecord, key: string, what: string): string | null {
  return textOf(record, key, what) || null;
}

export function objectIn(raw: Raw | undefined, key: string): Raw | undefined {
  const value = raw?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}

export function objectsIn(raw: Raw | undefined, key: string): readonly Raw[] {
  const value = raw?.[key];
  return Array.isArray(value) ? value.filter((v): v is Raw => typeof v === 'object' && v !== null && !Array.isArray(v)) : [];
}

export function textIn(raw: Raw | undefined, key: string): string | undefined {
  const value = raw?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Tag keys that say which application a thing is part of, strongest first. */
const applicationKeys = ['application', 'app', 'service', 'project', 'aws:cloudformation:stack-name', 'aws:autoscaling:groupname'];

/** The application that tags name; tags as a list of key and value, in any spelling that AWS uses for them. */
export function applicationOf(tags: readonly Raw[]): string | undefined {
  let best = applicationKeys.length;
  let answer: string | undefined;
  for (const tag of tags) {
    const key = textIn(tag, 'Key') ?? textIn(tag, 'key');
    const value = textIn(tag, 'Value') ?? textIn(tag, 'value');
    const rank = key === undefined ? -1 : applicationKeys.indexOf(key.toLowerCase());
    if (rank < 0 || rank >= best || value === undefined) continue;
    best = rank;
    answer = value;
  }
  return answer;
}
