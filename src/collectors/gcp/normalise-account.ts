import type { Credential } from '../../inventory/credential.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import { isDefaultAccount, isServiceAgent } from '../google-model/members.ts';
import { accountIdentity } from '../google-model/role-grants.ts';
import type { Draft } from '../place-below.ts';
import { dig, lastOf, textAt, timeAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
export function readAccount({ raw, at }: GoogleRecord, book: GoogleBook): void {
  const email = textAt(raw, 'email') ?? lastOf(textAt(raw, 'name') ?? '');
  if (!email.includes('@')) {
    book.gap('account', { what: 'a service account', why: 'unreadable', detail: 'it has no address', ...placeOf(at) });
    return;
  }
  const project = textAt(raw, 'projectId') ?? /^projects\/([^/-][^/]*)\//.exec(textAt(raw, 'name') ?? '')?.[1];
  const uniqueId = textAt(raw, 'uniqueId');
  const clientId = textAt(raw, 'oauth2ClientId') ?? uniqueId;
  const isDefault = isDefaultAccount(email);
  const aliases = [
    ...(uniqueId === undefined ? [] : [serviceAccountId(uniqueId)]),
    ...(clientId === undefined ? [] : [oauthClientId(clientId)]),
    // Code knows a project by its id alone.
    ...(isDefault && project !== undefined && email.endsWith('-compute@developer.gserviceaccount.com')
      ? [serviceAccountId(`${project}-compute@developer.gserviceaccount.com`)]
      : []),
  ].filter((alias) => alias !== serviceAccountId(email) && book.isAliasOf(alias, email));
  if (uniqueId !== undefined) book.learnAccount(uniqueId, email);
  const number = /^(\d+)-compute@developer/.exec(email)?.[1];
  if (project !== undefined) book.learnProject(project, number);
  const agent = isServiceAgent(email);
  const scope = project === undefined ? undefined : book.projectId(project);
  book.accounts.set(email, {
    id: serviceAccountId(email),
    ...accountIdentity(email, at),
    ...(scope === undefined ? {} : { scope }),
    ...(aliases.length === 0 ? {} : { aliases }),
    nature: agent ? 'service-agent' : 'workload',
    standing: 'observed',
    enabled: dig(raw, 'disabled') !== true,
    ...(agent ? { providerManaged: true } : {}),
    gcp: {
      ...(scope === undefined ? {} : { project: scope }),
      ...(uniqueId === undefined ? {} : { unique_id: uniqueId }),
      default_account: isDefault,
    },
  });
}

/** An OAuth client by its id: a service account is one as well, and Workspace knows it by that alone. */
export function oauthClientId(clientId: string): string {
  return `gcp:oauth-client/${clientId}`;
}

/**
 * Keys that people made. Google's own are rotated by Google and never leave it
 * (https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys).
 */
export function readAccountKey(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  // A list of assets that holds keys holds all of them; those that Google keeps are always there.
  if (record.listed === 'asset') book.keysListed.add(`gcp:project/${book.projectOf(record)}`);
  if (textAt(raw, 'keyType') === 'SYSTEM_MANAGED') return;
  const [, email = '', id = ''] = /\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(textAt(raw, 'name') ?? '') ?? [];
  if (id === '') {
    book.gap('key', { what: 'a key of a service account', why: 'unreadable', detail: 'its name does not say which it is', ...placeOf(at) });
    return;
  }
  const disabled = dig(raw, 'disabled') === true;
  const reason = textAt(raw, 'disableReason')?.replace(/^SERVICE_ACCOUNT_KEY_DISABLE_REASON_/, '');
  const notes = [
    ...(at.note === undefined ? [] : [at.note]),
    ...(textAt(raw, 'keyOrigin') === 'USER_PROVIDED' ? ['uploaded'] : []),
    ...(disabled ? [`disabled${reason === undefined ? '' : ` (${reason})`}`] : []),
    ...exposuresOf(raw),
  ];
  const expires = timeAt(raw, 'validBeforeTime');
  const created = timeAt(raw, 'validAfterTime');
  const key: Draft<Credential> = {
    id: `gcp:service-account-key/${id}`,
    kind: 'gcp-service-account-key',
    name: id,
    identity: email.includes('@') ? book.nameAccount(email, at) : serviceAccountId(email),
    enabled: !disabled,
    static: true,
    provider: 'gcp',
    purpose: 'cloud',
    evidence: [notes.length === 0 ? at : { ...at, note: notes.join('; ') }],
  };
  if (created !== undefined) key.createdAt = created;
  if (!disabled) book.keys.push({ id, email, createdAt: created });
  // What never ends is written as the last year that there is.
  if (expires !== undefined) key.expiresAt = expires.startsWith('9999') ? null : expires;
  book.emit({ type: 'credential', value: key });
}

/** What Google says of a key besides: that it was found exposed, or is taken for compromised. */
function exposuresOf(raw: GoogleRecord['raw']): readonly string[] {
  const list = dig(raw, 'extendedStatus');
  if (!Array.isArray(list)) return [];
  return list.flatMap((status) => {
    const key = textAt(status, 'key');
    return key === undefined ? [] : [key.replace(/^SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_/, '').toLowerCase()];
  });
}

/**
 * When an account or a key last authenticated (https://cloud.google.com/policy-intelligence/docs/activity-analyzer). Days are
 * those of US Pacific time; attempts that failed count.
 */
export function readActivity({ raw, at }: GoogleRecord, book: GoogleBook): void {
  const last = timeAt(raw, 'activity.lastAuthenticatedTime');
  const [start, end] = [timeAt(raw, 'observationPeriod.startTime'), timeAt(raw, 'observationPeriod.endTime')];
  if (last === undefined) return;
  const period = start === undefined || end === undefined ? '' : ` (observed from ${start.slice(0, 10)} to ${end.slice(0, 10)})`;
  const evidence = [{ ...at, note: `last authenticated ${last.slice(0, 10)}${period}` }];
  const keyName = textAt(raw, 'activity.serviceAccountKey.fullResourceName') ?? textAt(raw, 'fullResourceName') ?? '';
  const keyId = /\/keys\/([^/]+)$/.exec(keyName)?.[1];
  if (keyId !== undefined) {
    const value: Credential = {
      id: `gcp:service-account-key/${keyId}`,
      kind: 'gcp-service-account-key',
      name: keyId,
      static: true,
      provider: 'gcp',
      purpose: 'cloud',
      lastUsedAt: last,
      evidence,
    };
    book.emit({ type: 'credential', value });
    return;
  }
  const name = textAt(raw, 'activity.serviceAccount.fullResourceName') ?? textAt(raw, 'fullResourceName') ?? '';
  const who = lastOf(name);
  const account = who.includes('@') ? who : book.emailOf(who);
  if (account === undefined) {
    // Described in another file, by the same unique id.
    if (!/^\d+$/.test(who)) return;
    const identity = {
      id: serviceAccountId(who),
      ...accountIdentity(who, at),
      nature: 'unknown',
      standing: 'named',
      lastUsedAt: last,
      evidence,
    } as const;
    book.emit({ type: 'identity', value: identity });
    return;
  }
  book.usedAt(account, last, evidence[0] ?? at);
}

export function placeOf({ file, line, pointer }: GoogleRecord['at']): { file?: string; line?: number; pointer?: string } {
  return {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(pointer === undefined ? {} : { pointer }),
  };
}
