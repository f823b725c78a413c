import type { Facts } from '../../inventory/fact-types.ts';
import type { Identity } from '../../inventory/identity.ts';
import { environmentByName } from '../aws-policy/tag-meaning.ts';
import type { Draft } from '../place-below.ts';
import type { NormaliseContext } from './normalise-context.ts';
import { emitGrants } from './normalise-grants.ts';
import type { AwsRecord } from './records.ts';
import { readGroup, readUser } from './shapes.ts';

/** IAM users that AWS makes to hold a Bedrock API key (https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html). */
export function isBedrockUser(name: string): boolean {
  return name.startsWith('BedrockAPIKey-');
}

/** A user of GetAccountAuthorizationDetails, ListUsers or GetUser. */
export function normaliseUser(record: AwsRecord, account: string, context: NormaliseContext): void {
  const user = readUser(record.raw, record.detail === true, record.at, context.door);
  if (!user) return;
  const id = `aws:user/${account}/${user.name}`;
  const owner = user.tags?.owner;
  const environment = user.tags?.environment ?? environmentByName(user.name);
  const bedrock = isBedrockUser(user.name);
  const aws: Facts<'Aws'> = { account, bedrock_user: bedrock };
  if (user.path !== undefined) aws.path = user.path;
  if (user.partition !== undefined) aws.partition = user.partition;
  if (user.uniqueId !== undefined) aws.unique_id = user.uniqueId;
  const identity: Draft<Identity> = {
    id,
    plane: 'aws',
    kind: 'aws-iam-user',
    name: user.name,
    scope: account,
    // Whether a person or a program uses it shows in the credential report.
    nature: bedrock ? 'workload' : 'unknown',
    agent: false,
    standing: 'observed',
    enabled: true,
    aws,
    evidence: [record.at],
  };
  if (owner !== undefined) identity.owner = owner;
  if (environment !== undefined) identity.environment = environment;
  if (user.createdAt !== undefined) identity.createdAt = user.createdAt;
  if (user.tags !== undefined) identity.tags = user.tags.values;
  if (user.grantsListed) {
    identity.grantsListed = true;
    context.supplies.add(`${account}#grants`);
  }
  context.emit({ type: 'identity', value: identity });
  context.listed.set(id, user.grantsListed || context.listed.get(id) === true);
  emitGrants(context, id, 'user', user, record.at);
  for (const group of user.groups ?? []) {
    const groupId = `aws:group/${account}/${group}`;
    if (!context.groupsNamed.has(groupId)) context.groupsNamed.set(groupId, record.at);
    context.emit({ type: 'membership', value: { identity: id, group: groupId } });
  }
  if (user.passwordLastUsed === undefined) return;
  context.emit({
    type: 'credential',
    value: {
      id: `aws:password/${account}/${user.name}`,
      kind: 'aws-console-password',
      name: `console password of ${user.name}`,
      identity: id,
      static: true,
      lastUsedAt: user.passwordLastUsed,
      provider: 'aws',
      purpose: 'cloud',
      evidence: [record.at],
    },
  });
}

/** A group: only its grants are of interest, they come to its members. */
export function normaliseGroup(record: AwsRecord, account: string, context: NormaliseContext): void {
  const group = readGroup(record.raw, record.detail === true, record.at, context.door);
  if (!group) return;
  const id = `aws:group/${account}/${group.name}`;
  if (group.grantsListed) context.groupsSeen.add(id);
  emitGrants(context, id, 'group', group, record.at);
}
