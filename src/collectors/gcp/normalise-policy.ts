import type { Evidence } from '../../inventory/evidence.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import { type Member, readMember } from '../google-model/members.ts';
import { accountOfScope } from '../google-model/resource-names.ts';
import { becomingTrust, exchangeTrust, type GivenRole, roleGrant } from '../google-model/role-grants.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { below } from '../place-below.ts';
import { type Answer, answersAt, field, textAt, textsAt } from './answer.ts';
import { readAuditConfigs } from './audit-logs.ts';
import type { GoogleBook } from './book.ts';
import { placeOf } from './normalise-account.ts';
import type { GoogleRecord } from './record.ts';

/** Stands for a condition that an answer of an old version leaves out. */
const hiddenCondition = 'a condition that the answer does not show';

const invokers: ReadonlySet<string> = new Set(['roles/run.invoker', 'roles/cloudfunctions.invoker', 'roles/run.servicesInvoker']);

/** Reads the allow policies of one source (https://cloud.google.com/iam/docs/reference/rest/v1/Policy). */
export class AllowPolicies {
  readonly #book: GoogleBook;
  /** Few members hold most roles: each is read once. */
  readonly #members = new Map<string, Member | undefined>();

  constructor(book: GoogleBook) {
    this.#book = book;
  }

  read(record: GoogleRecord): void {
    const { raw, at, name } = record;
    const book = this.#book;
    const scope = name === undefined ? undefined : book.scopeOf(name);
    if (scope === undefined) {
      book.gap('policy without a resource', {
        what: 'what the roles of a policy are given on',
        why: 'not-given',
        detail:
          'the answer does not say it; a file name that does (project-acme.json, folder-123.json, organization-456.json) is understood',
        permission: 'gcloud asset search-all-iam-policies, or gcloud projects get-ancestors-iam-policy',
        ...placeOf(at),
      });
    } else {
      book.policiesRead.add(scope);
      readAuditConfigs(record, scope, book);
    }
    answersAt(raw, 'bindings').forEach((binding, n) => {
      this.#binding(binding, scope, name, below(at, `/bindings/${n}`));
    });
  }

  #binding(binding: Answer, scope: string | undefined, fullName: string | undefined, place: Evidence): void {
    const written = textAt(binding, 'role');
    const role = written?.replace(/_withcond_[0-9a-f]+$/, '');
    const condition = conditionOf(binding) ?? (role === written ? undefined : hiddenCondition);
    for (const text of textsAt(binding, 'members')) {
      const member = this.#member(text);
      if (member === undefined) {
        this.#book.gap('member', {
          what: 'whom roles are given to',
          why: 'unsupported',
          detail: `${withoutKnownSecrets(text).slice(0, 120)} is no member that this version knows`,
          ...placeOf(place),
        });
        continue;
      }
      this.#give({ member, role: role === undefined ? undefined : this.#book.plainName(role), scope, condition, at: place }, fullName);
    }
  }

  #member(text: string): Member | undefined {
    if (!this.#members.has(text)) this.#members.set(text, readMember(text));
    return this.#members.get(text);
  }

  #give(given: GivenRole, fullName: string | undefined): void {
    const book = this.#book;
    const { member, scope, condition, role, at } = given;
    const until = condition === undefined ? undefined : endOf(condition);
    const grant = roleGrant(given);
    book.emit({ type: 'grant', value: until === undefined ? grant : { ...grant, until } });
    if (member.email !== undefined) book.nameAccount(member.email, at);
    if (member.deleted) book.deleted.set(member.holder, { member, at });
    if (member.principalKind === 'anyone' && member.text === 'allUsers' && condition === undefined && invokers.has(role ?? ''))
      book.openToAll.add(book.plainName(fullName ?? ''));
    const account = scope === undefined ? undefined : accountOf(scope);
    if (account === undefined) {
      if (member.federated) book.principals.set(member.holder, { member, at });
      return;
    }
    const identity = account.includes('@') ? book.nameAccount(account, at) : serviceAccountId(account);
    const trust = becomingTrust(identity, given);
    if (trust !== undefined) book.emit({ type: 'trust', value: trust });
  }

  /** Identities of pools and agents are what the pool or Google makes of a token. */
  finish(): void {
    for (const { member, at } of this.#book.principals.values()) this.#book.emit({ type: 'trust', value: exchangeTrust({ member, at }) });
  }
}

/** The address of the service account that a scope is, or its unique id where only that is known. */
function accountOf(scope: string): string | undefined {
  return accountOfScope(scope) ?? /^\/\/iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(\d+)$/.exec(scope)?.[1];
}

function conditionOf(binding: Answer): string | undefined {
  const condition = field(binding, 'condition');
  if (condition === undefined || condition === null) return undefined;
  return textAt(condition, 'expression') ?? hiddenCondition;
}

/** The time at which a condition that asks for nothing else ends (https://cloud.google.com/iam/docs/conditions-overview). */
function endOf(condition: string): string | undefined {
  const text = /^\s*request\.time\s*<=?\s*timestamp\(\s*["']([^"']+)["']\s*\)\s*$/.exec(condition)?.[1];
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
