import type { Fragment } from '../../inventory/fragment.ts';
import { placeholderGrant } from '../../inventory/grant.ts';
import { accountOfArn } from '../../inventory/id.ts';
import { normaliseReportRow } from './credential-report.ts';
import { NormaliseContext, placed } from './normalise-context.ts';
import { normaliseAccessKey, normaliseAccessKeyLastUsed, normaliseServiceSpecific, normaliseSummary } from './normalise-credential.ts';
import { normalisePolicy, normalisePolicyVersion } from './normalise-policy.ts';
import { normaliseProvider } from './normalise-provider.ts';
import { normaliseResourcePolicy } from './normalise-resource.ts';
import { normaliseRole, normaliseRoleSession } from './normalise-role.ts';
import { normaliseGroup, normaliseUser } from './normalise-user.ts';
import { OrganizationReader } from './organization.ts';
import type { AwsRecord } from './records.ts';
import { finishKeyGrants } from './services/key-grants.ts';
import { finishTrails } from './services/logs.ts';
import { placeOf, readService } from './services/read-service.ts';
import { isServiceKind } from './services/service-kinds.ts';
import { normaliseAnalyzerFinding } from './use/analyzer-finding.ts';
import { normaliseLastAccessed } from './use/last-accessed.ts';
import { TrailReader } from './use/trail-reader.ts';

/** Turns the records of one source into fragments, in any order. Keeps names and distinct documents, not records. */
export class AwsNormaliser {
  readonly #context: NormaliseContext;
  readonly #organization: OrganizationReader;
  readonly #trail: TrailReader;
  readonly #source: string;
  readonly #fallback: string | undefined;
  #account: string | undefined;
  readonly #accounts = new Set<string>();
  /** Records that wait until some record tells the account. */
  #waiting: AwsRecord[] = [];

  /** `account`: taken for records that do not tell theirs, where no record of the source tells one. */
  constructor(
    emit: (fragment: Fragment, isBare?: boolean) => void,
    options: {
      readonly source: string;
      readonly account?: string;
      readonly fingerprint: (secret: string) => string;
      /** Inline policies get ids for one run, see `nextId`. */
      readonly numbersDocuments?: true;
    },
  ) {
    this.#context = new NormaliseContext(emit, options.fingerprint, options.numbersDocuments);
    this.#organization = new OrganizationReader(this.#context);
    this.#trail = new TrailReader(this.#context);
    this.#source = options.source;
    this.#fallback = options.account;
  }

  /** Takes one record. Never throws for what the record holds. */
  add(record: AwsRecord): void {
    const own = ownAccount(record);
    if (own !== undefined) this.#learn(own);
    const account = own ?? record.account ?? this.#account;
    if (account === undefined && (needsAccount.has(record.kind) || isServiceKind(record.kind))) this.#waiting.push(record);
    else this.#read(record, account);
  }

  /** The account that everything read so far is of; undefined where there are several or none. */
  get onlyAccount(): string | undefined {
    return this.#accounts.size === 1 ? this.#account : undefined;
  }

  /** Reads what waited, says what is missing and tells the account (the first one seen; empty when none was). */
  finish(): { readonly account: string; readonly accounts: readonly string[] } {
    if (this.#fallback !== undefined && this.#waiting.length > 0) this.#learn(this.#fallback);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const record of waiting) this.#readWithoutAccount(record);
    finishTrails(this.#context.trails);
    finishKeyGrants(this.#context);
    for (const account of this.#accounts) {
      const supplies = ['credentials', 'grants'].filter((supply) => this.#context.supplies.has(`${account}#${supply}`));
      const scope = { id: `aws:account/${account}`, plane: 'aws', name: account, ...(supplies.length > 0 ? { supplies } : {}) } as const;
      this.#context.emit({ type: 'scope', value: scope });
    }
    this.#organization.finish([...this.#accounts]);
    const trailed = this.#trail.finish();
    this.#sayWhatIsMissing();
    this.#nameKeyHolders();
    this.#context.gaps.flush(this.#context.emit);
    return { account: this.#account ?? trailed[0] ?? '', accounts: [...this.#accounts] };
  }

  #learn(account: string): void {
    this.#accounts.add(account);
    if (this.#account !== undefined) return;
    this.#account = account;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const record of waiting) this.#read(record, account);
  }

  #read(record: AwsRecord, account: string | undefined): void {
    const context = this.#context;
    context.isBare = record.isBare === true;
    this.#readKind(record, account);
    context.isBare = false;
  }

  #readKind(record: AwsRecord, account: string | undefined): void {
    const context = this.#context;
    switch (record.kind) {
      case 'user-detail':
        normaliseUser(record, account ?? 'unknown', context);
        break;
      case 'group-detail':
        normaliseGroup(record, account ?? 'unknown', context);
        break;
      case 'role-detail':
        normaliseRole(record, account ?? 'unknown', context);
        break;
      case 'role-session':
        normaliseRoleSession(record, account ?? 'unknown', context);
        break;
      case 'policy-detail':
        normalisePolicy(record, context);
        break;
      case 'policy-version':
        normalisePolicyVersion(record, context);
        break;
      case 'credential-report-row':
        normaliseReportRow(record.raw, record.at, account, context);
        break;
      case 'access-key':
        normaliseAccessKey(record, account, context);
        break;
      case 'access-key-last-used':
        normaliseAccessKeyLastUsed(record, account, context);
        break;
      case 'service-specific-credential':
        normaliseServiceSpecific(record, account, context);
        break;
      case 'account-summary':
        normaliseSummary(record, account ?? 'unknown', context);
        break;
      case 'trail-event':
        this.#trail.add(record);
        break;
      case 'last-accessed':
        normaliseLastAccessed(record, this.#context);
        break;
      case 'analyzer-finding':
        normaliseAnalyzerFinding(record, this.#context);
        break;
      case 'resource-policy':
        normaliseResourcePolicy(record, account ?? this.#fallback, context);
        break;
      case 'organization-policy':
        this.#organization.policy(record);
        break;
      case 'organization':
      case 'organization-account':
      case 'organization-root':
      case 'organization-unit':
      case 'organization-child':
      case 'organization-parent':
      case 'organization-target':
      case 'organization-delegate':
        this.#organization.place(record);
        break;
      case 'oidc-provider':
      case 'saml-provider':
        normaliseProvider(record, account, context);
        break;
      default:
        readService(record, account ?? 'unknown', context);
    }
  }

  #readWithoutAccount(record: AwsRecord): void {
    if (record.kind === 'account-summary') {
      this.#context.gaps.add('account of the summary', {
        ...placed(record.at),
        what: 'the root user',
        why: 'not-given',
        detail: 'the account summary does not say of which account it is; put the account id in the file name',
        permission: 'aws iam get-credential-report',
      });
      return;
    }
    if (isServiceKind(record.kind)) {
      this.#context.gaps.add('account of services', {
        ...placed(record.at),
        what: 'what runs in an account',
        why: 'not-given',
        detail: 'the input does not say of which account it is; put the account id in the file name',
      });
      return;
    }
    // Some exports write `aws` where the account stands.
    const detail = record.kind === 'user-detail' || record.kind === 'group-detail' || record.kind === 'role-detail';
    if (detail) {
      this.#read(record, /:iam::aws:/.test(arnOf(record)) ? 'aws' : 'unknown');
      return;
    }
    if (record.kind === 'credential-report-row') {
      this.#read(record, undefined);
      return;
    }
    this.#context.gaps.add('account of credentials', {
      ...placed(record.at),
      what: 'which account credentials belong to',
      why: 'not-given',
      detail: 'the input does not say of which account it is; put the account id in the file name',
    });
    this.#read(record, undefined);
  }

  /** Identities and groups whose policies nobody listed get a placeholder, so that they do not look powerless. */
  #sayWhatIsMissing(): void {
    const { emit, gaps, listed, groupsNamed, groupsSeen, policiesNamed, policiesSeen } = this.#context;
    for (const [id, complete] of listed) {
      if (complete) continue;
      const evidence = { source: this.#source };
      emit({ type: 'grant', value: placeholderGrant(id, [evidence]) });
      gaps.add('policies of identities', {
        source: this.#source,
        what: 'the permissions of users and roles',
        why: 'not-given',
        detail: `the input does not list the policies of ${id}`,
        permission: 'aws iam get-account-authorization-details',
        partial: false,
        settledBy: `aws:account/${id.split('/')[1]}#grants`,
      });
    }
    for (const [group, at] of groupsNamed) {
      if (groupsSeen.has(group)) continue;
      emit({ type: 'grant', value: placeholderGrant(group, [at]) });
      const detail = `users are members of ${group}, whose policies are not in the input`;
      const permission = 'aws iam get-account-authorization-details';
      gaps.add('policies of groups', { ...placed(at), what: 'the policies of groups', why: 'not-given', detail, permission });
    }
    for (const [arn, at] of policiesNamed) {
      if (policiesSeen.has(arn)) continue;
      const detail = `the input attaches ${arn} but does not hold its document`;
      const permission = 'aws iam get-account-authorization-details';
      gaps.add('managed policies', { ...placed(at), what: 'the documents of managed policies', why: 'not-given', detail, permission });
    }
  }

  /** Listed access keys tell how many a user has, even where nothing else describes the user. */
  #nameKeyHolders(): void {
    for (const [id, { count, at }] of this.#context.activeKeys) {
      const [, account = '', name = ''] = /^aws:user\/([^/]+)\/(.*)$/s.exec(id) ?? [];
      this.#context.emit({
        type: 'identity',
        value: {
          id,
          plane: 'aws',
          kind: 'aws-iam-user',
          name,
          scope: account,
          nature: 'unknown',
          agent: false,
          standing: 'named',
          aws: { account, active_keys: count },
          evidence: [at],
        },
      });
    }
  }
}

/** Kinds of which nothing useful can be said before the account is known. */
const needsAccount: ReadonlySet<AwsRecord['kind']> = new Set<AwsRecord['kind']>([
  'user-detail',
  'group-detail',
  'role-detail',
  'role-session',
  'access-key',
  'access-key-last-used',
  'service-specific-credential',
  'account-summary',
  'credential-report-row',
]);

function ownAccount(record: AwsRecord): string | undefined {
  switch (record.kind) {
    case 'user-detail':
    case 'group-detail':
    case 'role-detail':
    case 'role-session':
      return accountOfArn(arnOf(record));
    case 'credential-report-row':
      return accountOfArn(record.raw.arn ?? '');
    default:
      return isServiceKind(record.kind) ? placeOf(record.kind, record.raw).account : undefined;
  }
}

function arnOf(record: AwsRecord): string {
  const raw = record.raw;
  return typeof raw === 'object' && raw !== null && 'Arn' in raw && typeof raw.Arn === 'string' ? raw.Arn : '';
}
