import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { accountOfArn } from '../../inventory/id.ts';
import type { Identity, Nature } from '../../inventory/identity.ts';
import { environmentOf } from '../aws-policy/tag-meaning.ts';
import { readDate } from './dates.ts';
import type { NormaliseContext } from './normalise-context.ts';
import { isBedrockUser } from './normalise-user.ts';

/**
 * The credential report: one row per user, and one for the root user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export type ReportRow = Readonly<Record<string, string>>;

/** Columns without which a CSV file is no credential report. */
const requiredColumns = ['user', 'arn', 'password_enabled', 'access_key_1_active'] as const;

export function isCredentialReport(columns: readonly string[]): boolean {
  return requiredColumns.every((column) => columns.includes(column));
}

/** Hands over the user of a row, its password, access keys and signing certificates. */
export function normaliseReportRow(row: ReportRow, at: Evidence, fallbackAccount: string | undefined, context: NormaliseContext): void {
  const name = row.user ?? '';
  const account = accountOfArn(row.arn ?? '') ?? fallbackAccount;
  if (name === '' || account === undefined) {
    context.door.wrong('a row of the credential report', name === '' ? 'has no user' : 'has no account in its arn', at);
    return;
  }
  context.supplies.add(`${account}#credentials`);
  const root = name === '<root_account>';
  const id = root ? `aws:root/${account}` : `aws:user/${account}/${name}`;
  const read = new RowReader(row, at, context);
  const owner = root ? 'the root user' : name;

  const password = read.flag('password_enabled');
  const passwordUsed = read.use('password_last_used');
  const keys = ([1, 2] as const).map((n) => {
    const used = read.use(`access_key_${n}_last_used_date`);
    return { n, active: read.flag(`access_key_${n}_active`), createdAt: read.date(`access_key_${n}_last_rotated`), used };
  });
  const activeKeys = keys.every((k) => k.active !== undefined) ? keys.filter((k) => k.active).length : undefined;
  const lastUsedAt = latest([password === false ? null : passwordUsed, ...keys.map((k) => k.used)]);
  const createdAt = read.date('user_creation_time');
  const environment = root ? undefined : environmentOf(undefined, name);
  const mfa = read.flag('mfa_active');
  const identity: Identity = {
    id,
    plane: 'aws',
    kind: root ? 'aws-root' : 'aws-iam-user',
    name: root ? 'root' : name,
    scope: account,
    nature: root ? 'human' : isBedrockUser(name) ? 'workload' : natureOf(password, activeKeys),
    agent: false,
    standing: 'observed',
    enabled: true,
    ...(environment === undefined ? {} : { environment }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    aws: {
      account,
      ...(password === undefined ? {} : { console_password: password }),
      ...(mfa === undefined ? {} : { mfa }),
      ...(activeKeys === undefined ? {} : { active_keys: activeKeys }),
      ...(root ? {} : { bedrock_user: isBedrockUser(name) }),
    },
    evidence: [at],
  };
  context.emit({ type: 'identity', value: identity });
  if (!root) context.listed.set(id, context.listed.get(id) === true);

  const credential = (value: Omit<Credential, 'identity' | 'static' | 'provider' | 'purpose' | 'evidence'>): void =>
    context.emit({
      type: 'credential',
      value: { ...value, identity: id, static: true, provider: 'aws', purpose: 'cloud', evidence: [at] },
    });

  if (password === true) {
    const changed = read.date('password_last_changed');
    credential({
      id: `aws:password/${account}/${root ? '<root>' : name}`,
      kind: 'aws-console-password',
      name: `console password of ${owner}`,
      enabled: true,
      ...(changed === undefined ? {} : { createdAt: changed }),
      ...(passwordUsed === undefined ? {} : { lastUsedAt: passwordUsed }),
    });
  }
  let activeRootKeys = 0;
  for (const { n, active, createdAt: created, used } of keys) {
    if (active !== true && created === undefined) continue;
    const firstActive = root && active === true && ++activeRootKeys === 1;
    const key = root ? `aws:access-key/${account}/<root>@${created ?? n}` : accessKeyAlias(account, name, created ?? String(n));
    const twin = n === 2 && created !== undefined && keys.some((other) => other.n === 1 && other.createdAt === created);
    credential({
      id: twin ? `${key}/2` : key,
      ...(firstActive ? { aliases: [rootKeyAlias(account)] } : {}),
      kind: root ? 'aws-root-access-key' : 'aws-access-key',
      name: `access key ${n}`,
      ...(active === undefined ? {} : { enabled: active }),
      ...(created === undefined ? {} : { createdAt: created }),
      ...(used === undefined ? {} : { lastUsedAt: used }),
    });
  }
  for (const n of [1, 2] as const) {
    if (read.flag(`cert_${n}_active`) !== true) continue;
    const created = read.date(`cert_${n}_last_rotated`);
    credential({
      id: `aws:signing-certificate/${account}/${root ? '<root>' : name}/${n}`,
      kind: 'aws-signing-certificate',
      name: `signing certificate ${n} of ${owner}`,
      enabled: true,
      ...(created === undefined ? {} : { createdAt: created }),
    });
  }
}

/** The id by which an access key is known where its key id is not: whose it is, and when it was made. */
export function accessKeyAlias(account: string, user: string, created: string): string {
  return `aws:access-key/${account}/${user}@${created}`;
}

/** The id under which the account summary speaks of the root user's access key. */
export function rootKeyAlias(account: string): string {
  return `aws:root-access-key/${account}`;
}

class RowReader {
  readonly #row: ReportRow;
  readonly #at: Evidence;
  readonly #context: NormaliseContext;

  constructor(row: ReportRow, at: Evidence, context: NormaliseContext) {
    this.#row = row;
    this.#at = at;
    this.#context = context;
  }

  flag(column: string): boolean | undefined {
    switch (this.#row[column]?.toLowerCase()) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'not_supported':
      case 'n/a':
      case '':
      case undefined:
        return undefined;
      default:
        this.#context.door.wrong(`column ${column} of the credential report`, 'is neither true nor false', this.#at);
        return undefined;
    }
  }

  date(column: string): string | undefined {
    const value = this.#row[column];
    if (value === undefined || /^(?:n\/a|no_information|not_supported|)$/i.test(value)) return undefined;
    const date = readDate(value);
    if (date === undefined) this.#context.door.wrong(`column ${column} of the credential report`, 'is not a date', this.#at);
    return date;
  }

  /** When something was last used; null where the report says never (`N/A`, or `no_information` since tracking began). */
  use(column: string): string | null | undefined {
    return /^(?:n\/a|no_information)$/i.test(this.#row[column] ?? '') ? null : this.date(column);
  }
}

/** A password and no key is a person; a key and no password is a program. */
function natureOf(password: boolean | undefined, activeKeys: number | undefined): Nature {
  if (password === true && activeKeys === 0) return 'human';
  return password === false && activeKeys !== undefined && activeKeys > 0 ? 'workload' : 'unknown';
}

/** The latest of several uses; null when none was ever used; undefined when one of them is not known and none is dated. */
function latest(uses: readonly (string | null | undefined)[]): string | null | undefined {
  let best: string | undefined;
  for (const use of uses) if (typeof use === 'string' && (best === undefined || use > best)) best = use;
  return best ?? (uses.includes(undefined) ? undefined : null);
}
