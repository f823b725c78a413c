import type { Evidence } from '../../inventory/evidence.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import { type Member, readMember } from '../google-model/members.ts';
import { accountOfScope } from '../google-model/resource-names.ts';
import { becomingTrust, exchangeTrust, type GivenRole, roleGiver } from '../google-model/role-grants.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { below } from '../place-below.ts';
import { type Answer, answersAt, field, listAt, textAt } from './answer.ts';
import { readAuditConfigs } from './audit-logs.ts';
import type { GoogleBook } from './book.ts';
import { placeOf } from './normalise-account.ts';
import type { GoogleRecord } from './record.ts';

/** Stands for a condition that an answer of an old version leaves out. */
const hiddenCondition = 'a condition that the answer does not show';

const invokers: ReadonlySet<string> = new Set(['roles/run.invoker', 'roles/cloudfunctions.invoker', 'roles/run.servicesInvoker']);

const mostEnds = 10_000;

/** What a binding stands in. */
interface Surroundings {
  readonly scope: string | undefined;
  /** The service account that the scope is. */
  readonly account: string | undefined;
  readonly fullName: string | undefined;
  readonly at: Evidence;
}

/** Reads the allow policies of one source (https://cloud.google.com/iam/docs/reference/rest/v1/Policy). */
export class AllowPolicies {
  readonly #book: GoogleBook;
  /** Few members hold most roles: each is read once. */
  readonly #members = new Map<string, Member>();
  readonly #ends = new Map<string, string | undefined>();

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
      if (scope.startsWith('gcp:')) book.policiesRead.add(scope);
      this.#bucket(record, scope);
      readAuditConfigs(record, scope, book);
    }
    const account = scope === undefined ? undefined : accountOf(scope);
    answersAt(raw, 'bindings').forEach((binding, n) => {
      this.#binding(binding, { scope, account, fullName: name, at: placeOfBinding(at, n) });
    });
  }

  /** The name of a bucket does not say in which project it lies; what its policy came with does. */
  #bucket(record: GoogleRecord, name: string): void {
    if (!/^\/\/storage\.googleapis\.com\/[^/]+$/.test(name)) return;
    const scope = this.#book.projectOf(record);
    if (scope === '') return;
    const id = `gcp:resource/${name.slice(2)}`;
    this.#book.emit({ type: 'resource', value: { id, plane: 'gcp', kind: 'gcp-bucket', name, scope, evidence: [record.at] } });
  }

  #binding(binding: Answer, { scope, account, fullName, at }: Surroundings): void {
    const book = this.#book;
    const written = textAt(binding, 'role');
    const bare = written?.includes('_withcond_') === true ? written.replace(/_withcond_[0-9a-f]+$/, '') : written;
    const condition = conditionOf(binding) ?? (bare === written ? undefined : hiddenCondition);
    const role = bare === undefined ? undefined : book.plainName(bare);
    if (role !== undefined) book.rolesHeld.add(role);
    const until = condition === undefined ? undefined : this.#endOf(condition);
    const give = roleGiver({ role, scope, condition, at });
    for (const text of listAt(binding, 'members')) {
      const member = typeof text === 'string' ? this.#member(text, at) : undefined;
      if (member === undefined) {
        const detail = `${withoutKnownSecrets(String(text)).slice(0, 120)} is no member that this version knows`;
        book.gap('member', { what: 'whom roles are given to', why: 'unsupported', detail, ...placeOf(at) });
        continue;
      }
      const grant = give(member);
      book.emit({ type: 'grant', value: until === undefined ? grant : { ...grant, until } });
      if (member.text === 'allUsers' && condition === undefined && invokers.has(role ?? ''))
        book.openToAll.add(book.plainName(fullName ?? ''));
      if (account !== undefined) this.#become(account, { member, role, scope, condition, at });
      else if (member.federated) book.principals.set(member.holder, { member, at });
    }
  }

  /** Reads a member once, and notes whom it names. */
  #member(text: string, at: Evidence): Member | undefined {
    const known = this.#members.get(text);
    if (known !== undefined) return known;
    const member = readMember(text);
    if (member === undefined) return undefined;
    this.#members.set(text, member);
    if (member.email !== undefined) this.#book.nameAccount(member.email, at);
    if (member.deleted) this.#book.deleted.set(member.holder, { member, at });
    return member;
  }

  /** Few conditions stand in many bindings. */
  #endOf(condition: string): string | undefined {
    if (this.#ends.has(condition)) return this.#ends.get(condition);
    const end = endOf(condition);
    if (this.#ends.size < mostEnds) this.#ends.set(condition, end);
    return end;
  }

  #become(account: string, given: GivenRole): void {
    const identity = account.includes('@') ? this.#book.nameAccount(account, given.at) : serviceAccountId(account);
    const trust = becomingTrust(identity, given);
    if (trust !== undefined) this.#book.emit({ type: 'trust', value: trust });
  }

  /** Identities of pools and agents are what the pool or Google makes of a token. */
  finish(): void {
    for (const { member, at } of this.#book.principals.values()) this.#book.emit({ type: 'trust', value: exchangeTrust({ member, at }) });
  }
}

/** The places of the first bindings of an answer that stands by itself: few texts say nearly all of them. */
const pointers = Array.from({ length: 1000 }, (_, n) => `/bindings/${n}`);

/** Where a binding stands. A list of assets says of when it is; that goes with every role in it. */
function placeOfBinding(at: Evidence, n: number): Evidence {
  const { source, file, line, pointer, note } = at;
  const place = pointer === '' ? pointers[n] : undefined;
  if (place === undefined || file === undefined || line === undefined) {
    const inside = below(at, `/bindings/${n}`);
    return note === undefined ? inside : { ...inside, note };
  }
  // Made in one piece, for there are as many as roles are given.
  return note === undefined ? { source, file, line, pointer: place } : { source, file, line, pointer: place, note };
}

/** The address of the service account that a scope is, or its unique id where only that is known. */
function accountOf(scope: string): string | undefined {
  if (!scope.startsWith('//iam.')) return undefined;
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
