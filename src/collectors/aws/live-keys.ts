import { GetAccessKeyLastUsedCommand, type IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { accountOfKeyId } from '../aws-key-account.ts';
import { asPrinted } from './live-answer.ts';
import { type Failure, lacksPermission } from './live-failure.ts';
import type { LiveReader } from './live-reader.ts';

/**
 * Asks whose the keys are that other sources found, then reads the keys of those users: that tells which key of the credential report
 * each one is. Keys whose ids tell another account are not asked about; AWS refuses questions about others of other accounts, and that is no gap.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export async function readFoundKeys(
  iam: IAMClient,
  reader: LiveReader,
  found: readonly string[],
  account: string | undefined,
): Promise<void> {
  const keyIds = found.filter((id) => account === undefined || (accountOfKeyId(id) ?? account) === account);
  const permission = 'iam:GetAccessKeyLastUsed';
  const foreign = (failure: Failure): boolean => failure.why === 'not-found' || (failure.why === 'denied' && !lacksPermission(failure));
  const answers = await reader.askEach(
    permission,
    keyIds,
    (AccessKeyId) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })),
    foreign,
  );
  const owners = new Set<string>();
  for (const [index, keyId] of keyIds.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    if (answer.UserName !== undefined) owners.add(answer.UserName);
    reader.record(permission, { kind: 'access-key-last-used', raw: asPrinted(answer), keyId }, '');
  }
  await readKeysOf(iam, reader, [...owners].sort());
}

/** Reads the access keys of users: two at most for each. */
export async function readKeysOf(iam: IAMClient, reader: LiveReader, users: readonly string[]): Promise<void> {
  const permission = 'iam:ListAccessKeys';
  // The root user's keys cannot be listed by others, and a user may be deleted while we read.
  const gone = (failure: Failure): boolean => failure.why === 'not-found';
  const answers = await reader.askEach(permission, users, (UserName) => iam.send(new ListAccessKeysCommand({ UserName })), gone);
  for (const answer of answers) {
    for (const [index, raw] of (answer?.AccessKeyMetadata ?? []).entries()) {
      reader.record(permission, { kind: 'access-key', raw: asPrinted(raw) }, `/AccessKeyMetadata/${index}`);
    }
  }
}
