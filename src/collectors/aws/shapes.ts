import type { Evidence } from '../../inventory/evidence.ts';
import { environmentByTags, ownerOf } from '../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Door, Raw } from './door.ts';

/**
 * The parts of IAM's answers that are read. Absent fields were not in the input (or were unreadable, which the door noted).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
interface PrincipalShape {
  readonly name: string;
  /** `AIDA...`, `AROA...`, `AGPA...`. */
  readonly uniqueId: string | undefined;
  /** Where it is not `aws`. */
  readonly partition: string | undefined;
  readonly path: string | undefined;
  readonly createdAt: string | undefined;
  readonly inline: readonly InlinePolicyShape[];
  readonly attached: readonly AttachedPolicyShape[];
  /** Every list that AWS always gives is there and could be read: what is not in them is not granted. */
  readonly grantsListed: boolean;
}

export interface UserShape extends PrincipalShape {
  readonly groups: readonly string[] | undefined;
  readonly boundary: string | undefined;
  readonly tags: Tags | undefined;
  readonly passwordLastUsed: string | undefined;
}

export type GroupShape = PrincipalShape;

export interface RoleShape extends PrincipalShape {
  readonly boundary: string | undefined;
  readonly tags: Tags | undefined;
  /** As it stands: an object or encoded text; undefined when not given. */
  readonly trustPolicy: unknown;
  /** null: never used in the tracked period. */
  readonly lastUsedAt: string | null | undefined;
  readonly instanceProfiles: readonly string[] | undefined;
  /** Seconds; given by ListRoles and GetRole. */
  readonly maxSession: number | undefined;
}

export interface InlinePolicyShape {
  readonly name: string;
  readonly document: unknown;
  /** Place in the list, for the pointer. */
  readonly index: number;
}

export interface AttachedPolicyShape {
  readonly name: string;
  /** Absent where it could not be read: what is attached is then not known. */
  readonly arn: string | undefined;
}

export interface ManagedPolicyShape {
  readonly arn: string;
  readonly name: string;
  readonly defaultVersion?: string;
  /** The document of the default version, when given, and the pointer below the record. */
  readonly document?: { readonly raw: unknown; readonly pointer: string };
  /** The documents of the versions that are not in force; only where all of a customer's policy are given. */
  readonly otherVersions?: readonly unknown[];
}

interface PrincipalKind {
  readonly what: 'user' | 'group' | 'role';
  readonly nameKey: string;
  readonly idKey: string;
  readonly inlineKey: string;
  /** Lists that GetAccountAuthorizationDetails gives even where they are empty. */
  readonly always: readonly string[];
}

/** A user without inline policies has no UserPolicyList in what AWS answers. */
const userKind: PrincipalKind = {
  what: 'user',
  nameKey: 'UserName',
  idKey: 'UserId',
  inlineKey: 'UserPolicyList',
  always: ['AttachedManagedPolicies', 'GroupList'],
};
const groupKind: PrincipalKind = {
  what: 'group',
  nameKey: 'GroupName',
  idKey: 'GroupId',
  inlineKey: 'GroupPolicyList',
  always: ['AttachedManagedPolicies', 'GroupPolicyList'],
};
const roleKind: PrincipalKind = {
  what: 'role',
  nameKey: 'RoleName',
  idKey: 'RoleId',
  inlineKey: 'RolePolicyList',
  always: ['AttachedManagedPolicies', 'RolePolicyList'],
};

const principalArn = /^arn:[\w-]+:iam::(?:\d{12}|aws)?:(?:user|role|group)\/(?:.*\/)?([^/]+)$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const uniqueId = /^A[A-Z]{3}[A-Z0-9]{12,28}$/;

/** The part that users, groups and roles share; undefined when the record does not say its name. */
function readPrincipal(raw: Raw, kind: PrincipalKind, detail: boolean, at: Evidence, door: Door): PrincipalShape | undefined {
  const { what, nameKey, idKey, inlineKey } = kind;
  const arn = door.text(raw, 'Arn', what, at);
  const name = door.text(raw, nameKey, what, at) ?? principalArn.exec(arn ?? '')?.[1];
  if (name === undefined || name === '') {
    door.wrong(`a ${what} record`, 'has no name', at);
    return undefined;
  }
  const path = door.text(raw, 'Path', what, at);
  const createdAt = door.date(raw, 'CreateDate', what, at);
  const inline = readInline(raw, inlineKey, what, at, door);
  const attached = readAttached(raw, what, at, door);
  return {
    name,
    uniqueId: typeof raw[idKey] === 'string' && uniqueId.test(raw[idKey]) ? raw[idKey] : undefined,
    partition: /^arn:(aws-[\w-]+):/.exec(arn ?? '')?.[1],
    path: path === '' ? '/' : path,
    createdAt,
    inline: inline ?? [],
    attached: attached ?? [],
    grantsListed: isListOrAbsent(raw[inlineKey]) && hasLists(raw, kind, detail || (inline ?? attached) !== undefined, at, door),
  };
}

/** Whether every list is there that AWS always gives; says which one is not where the input is to list policies at all. */
function hasLists(raw: Raw, { what, always }: PrincipalKind, expected: boolean, at: Evidence, door: Door): boolean {
  for (const key of always) {
    if (expected && (raw[key] === undefined || raw[key] === null)) door.wrong(`${key} of a ${what}`, 'is missing', at);
  }
  return always.every((key) => Array.isArray(raw[key]));
}

/** A user. `detail`: of an answer that lists policies; so for groups and roles. */
export function readUser(value: unknown, detail: boolean, at: Evidence, door: Door): UserShape | undefined {
  const raw = door.object(value, 'user', at);
  const shared = raw && readPrincipal(raw, userKind, detail, at, door);
  if (!raw || !shared) return undefined;
  const groups = door.list(raw, 'GroupList', 'user', at);
  const tags = readTags(raw, 'user', at, door);
  const passwordLastUsed = door.date(raw, 'PasswordLastUsed', 'user', at);
  return {
    name: shared.name,
    uniqueId: shared.uniqueId,
    partition: shared.partition,
    path: shared.path,
    createdAt: shared.createdAt,
    inline: shared.inline,
    attached: shared.attached,
    grantsListed: shared.grantsListed,
    groups: groups?.filter((g): g is string => typeof g === 'string'),
    boundary: readBoundary(raw, 'user', at, door),
    tags,
    passwordLastUsed,
  };
}

export function readGroup(value: unknown, detail: boolean, at: Evidence, door: Door): GroupShape | undefined {
  const raw = door.object(value, 'group', at);
  return raw && readPrincipal(raw, groupKind, detail, at, door);
}

export function readRole(value: unknown, detail: boolean, at: Evidence, door: Door): RoleShape | undefined {
  const raw = door.object(value, 'role', at);
  const shared = raw && readPrincipal(raw, roleKind, detail, at, door);
  if (!raw || !shared) return undefined;
  const tags = readTags(raw, 'role', at, door);
  const profiles = door.objects(raw, 'InstanceProfileList', 'role', at);
  const used = door.field(raw, 'RoleLastUsed', 'role', at);
  const lastUsedAt = used === undefined ? undefined : used.LastUsedDate === undefined ? null : door.date(used, 'LastUsedDate', 'role', at);
  return {
    name: shared.name,
    uniqueId: shared.uniqueId,
    partition: shared.partition,
    path: shared.path,
    createdAt: shared.createdAt,
    inline: shared.inline,
    attached: shared.attached,
    grantsListed: shared.grantsListed,
    trustPolicy: raw.AssumeRolePolicyDocument,
    boundary: readBoundary(raw, 'role', at, door),
    tags,
    lastUsedAt,
    instanceProfiles: profiles?.map((p) => p.InstanceProfileName).filter((n): n is string => typeof n === 'string'),
    maxSession: maxSessionOf(raw),
  };
}

export function maxSessionOf({ MaxSessionDuration: seconds }: Raw): number | undefined {
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

/** A managed policy. Of its versions only the default one is in force. */
export function readManagedPolicy(value: unknown, at: Evidence, door: Door): ManagedPolicyShape | undefined {
  const raw = door.object(value, 'policy', at);
  if (!raw) return undefined;
  const arn = door.text(raw, 'Arn', 'policy', at);
  if (arn === undefined || arn === '') {
    door.wrong('a policy record', 'has no Arn', at);
    return undefined;
  }
  const defaultVersion = door.text(raw, 'DefaultVersionId', 'policy', at);
  const versions = door.objects(raw, 'PolicyVersionList', 'policy', at) ?? [];
  const index = versions.findIndex((v) => (defaultVersion === undefined ? v.IsDefaultVersion === true : v.VersionId === defaultVersion));
  const version = versions[index];
  const ownVersions = Array.isArray(raw.PolicyVersionList) && version !== undefined && !arn.includes(':iam::aws:');
  const others = ownVersions ? versions.filter((v) => v !== version) : undefined;
  return {
    arn,
    name: door.text(raw, 'PolicyName', 'policy', at) ?? arn.slice(arn.lastIndexOf('/') + 1),
    ...(defaultVersion === undefined ? {} : { defaultVersion }),
    ...(version === undefined ? {} : { document: { raw: version.Document, pointer: `/PolicyVersionList/${index}/Document` } }),
    ...(others?.every((v) => v.Document !== undefined) ? { otherVersions: others.map((v) => v.Document) } : {}),
  };
}

/** Tags, and what they say of whatever bears them. */
export interface Tags {
  readonly values: Readonly<Record<string, string>>;
  readonly owner: string | undefined;
  readonly environment: string | undefined;
}

/** Tag keys that say that their value is a secret, whatever it looks like. */
const secretTag =
  /(?:^|[^a-zA-Z]|[a-z](?=[A-Z]))(?:[Pp]ass(?:word|wd|phrase)|[Ss]ecret|[Tt]oken|(?:[Aa]pi|[Aa]ccess|[Pp]rivate)[-_. ]?[Kk]ey)s?$|^[A-Z_-]*(?:PASS(?:WORD|WD|PHRASE)|SECRET|TOKEN|(?:API|ACCESS|PRIVATE)[-_. ]?KEY)S?$/;

/** Tags as AWS lists them, without what is secret in them: everybody who may list identities can read tags. */
function readTags(raw: Raw, what: string, at: Evidence, door: Door): Tags | undefined {
  const before = door.tags.find(raw.Tags);
  if (before !== undefined) return before;
  const list = door.objects(raw, 'Tags', what, at);
  if (list === undefined) return undefined;
  let isPlain = list.length === (raw.Tags as readonly unknown[]).length;
  const entries: [string, string][] = [];
  for (const tag of list) {
    if (typeof tag.Key === 'string' && typeof tag.Value === 'string')
      entries.push([withoutKnownSecrets(tag.Key), secretTag.test(tag.Key) ? 'redacted' : withoutKnownSecrets(tag.Value)]);
    else {
      isPlain = false;
      door.wrong(`a tag of a ${what}`, 'has no Key and Value in text', at);
    }
  }
  // fromEntries, because a tag may be called __proto__.
  const values: Tags['values'] = Object.fromEntries(entries);
  const tags = { values, owner: ownerOf(values), environment: environmentByTags(values) };
  // What is wrong is said each time.
  return isPlain ? door.tags.add(raw.Tags, tags) : tags;
}

function readInline(raw: Raw, key: string, what: string, at: Evidence, door: Door): readonly InlinePolicyShape[] | undefined {
  const list = door.list(raw, key, what, at);
  if (list === undefined) return undefined;
  return list.map((value, index) => {
    const policy = door.object(value, `${what}'s inline policy`, at);
    const name = policy && door.text(policy, 'PolicyName', `${what}'s inline policy`, at);
    // A policy that cannot be read is still there: it must be able to make the answer unknown.
    return { name: name ?? `inline policy ${index + 1}`, document: policy?.PolicyDocument, index };
  });
}

function readAttached(raw: Raw, what: string, at: Evidence, door: Door): readonly AttachedPolicyShape[] | undefined {
  const list = door.list(raw, 'AttachedManagedPolicies', what, at);
  if (list === undefined) return undefined;
  return list.map((value, index) => {
    const policy = door.object(value, `${what}'s attached policy`, at);
    const arn = (policy && door.text(policy, 'PolicyArn', `${what}'s attached policy`, at)) || undefined;
    const name = policy && door.text(policy, 'PolicyName', `${what}'s attached policy`, at);
    if (policy && (policy.PolicyArn ?? '') === '') door.wrong(`PolicyArn of a ${what}'s attached policy`, 'is missing', at);
    return { name: name ?? arn?.slice(arn.lastIndexOf('/') + 1) ?? `attached policy ${index + 1}`, arn };
  });
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

/** The ARN of the boundary; empty where one is set that cannot be read: it limits in a way that is not known. */
function readBoundary(raw: Raw, what: string, at: Evidence, door: Door): string | undefined {
  if (raw.PermissionsBoundary === undefined || raw.PermissionsBoundary === null) return undefined;
  const boundary = door.field(raw, 'PermissionsBoundary', what, at);
  return (boundary && door.text(boundary, 'PermissionsBoundaryArn', what, at)) ?? '';
}
