import type { Evidence } from '../../inventory/evidence.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import { type Member, readMember } from '../google-model/members.ts';
import { accountOfScope } from '../google-model/resource-names.ts';
import { becomingTrust, bindingOf, exchangeTrust, type GivenRole, roleGrant } from '../google-model/role-grants.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { below } from '../place-below.ts';
import { type Answer, isAnswer, listAt, textAt } from './answer.ts';
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
}

/** A role as a binding writes it. */
interface RoleName {
  readonly role: string | undefined;
  /** Its name says that there is a condition. */
  readonly isConditional: boolean;
  /** Whoever has it calls a service or function. */
  readonly opens: boolean;
}

const noRole: RoleName = { role: undefined, isConditional: false, opens: false };

/** Reads the allow policies of one source (https://cloud.google.com/iam/docs/reference/rest/v1/Policy). */
export class AllowPolicies {
  readonly #book: GoogleBook;
  /** Few members hold most roles: each is read once. */
  readonly #members = new Map<string, { readonly member: Member; readonly number: number }>();
  /** Those of the binding at hand: an array that grows takes more room than it needs. */
  readonly #holders: number[] = [];
  readonly #roles = new Map<string, RoleName>();
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
    const around = { scope, account, fullName: name };
    let n = 0;
    for (const binding of listAt(raw, 'bindings')) if (isAnswer(binding)) this.#binding(binding, around, placeOfBinding(at, n++));
  }

  /** The name of a bucket does not say in which project it lies; what its policy came with does. */
  #bucket(record: GoogleRecord, name: string): void {
    if (!/^\/\/storage\.googleapis\.com\/[^/]+$/.test(name)) return;
    const scope = this.#book.projectOf(record);
    if (scope === '') return;
    const id = `gcp:resource/${name.slice(2)}`;
    this.#book.emit({ type: 'resource', value: { id, plane: 'gcp', kind: 'gcp-bucket', name, scope, evidence: [record.at] } });
  }

  #binding(binding: Answer, { scope, account, fullName }: Surroundings, at: Evidence): void {
    // Read by their names, which are the same in every way of writing: there may be a million.
    const { role: written, members } = binding;
    const { role, isConditional, opens } =
      (typeof written === 'string' ? this.#roles.get(written) : undefined) ?? this.#role(textAt(binding, 'role'));
    const condition = conditionOf(binding) ?? (isConditional ? hiddenCondition : undefined);
    const until = condition === undefined ? undefined : this.#endOf(condition);
    if (!Array.isArray(members)) return;
    const holders = this.#holders;
    holders.length = 0;
    for (const text of members as readonly unknown[]) {
      const known = typeof text === 'string' ? (this.#members.get(text) ?? this.#member(text, at)) : undefined;
      if (known === undefined) {
        const detail = `${withoutKnownSecrets(String(text)).slice(0, 120)} is no member that this version knows`;
        this.#book.gap('member', { what: 'whom roles are given to', why: 'unsupported', detail, ...placeOf(at) });
        continue;
      }
      const { member, number } = known;
      if (role !== undefined && scope !== undefined) {
        if (account === undefined) holders.push(number);
        else {
          // What somebody may become is handed over right behind the grant that says so.
          this.#book.bindings.bind(bindingOf({ role, scope, condition, until, at, holders: [number] }));
        }
      } else {
        const grant = roleGrant({ member, role, scope, condition, at });
        this.#book.emit({ type: 'grant', value: until === undefined ? grant : { ...grant, until } });
      }
      if (opens && condition === undefined && text === 'allUsers') this.#book.openToAll.add(this.#book.plainName(fullName ?? ''));
      if (account !== undefined) this.#become(account, { member, role, scope, condition, at });
      else if (member.federated) this.#book.principals.set(member.holder, { member, at });
    }
    if (role !== undefined && scope !== undefined && holders.length > 0)
      this.#book.bindings.bind(bindingOf({ role, scope, condition, until, at, holders: holders.slice() }));
  }

  /** Reads the name of a role once. Of names with a number in them more may be known later. */
  #role(written: string | undefined): RoleName {
    if (written === undefined) return noRole;
    const bare = written.includes('_withcond_') ? written.replace(/_withcond_[0-9a-f]+$/, '') : written;
    const role = this.#book.plainName(bare);
    this.#book.rolesHeld.add(role);
    const name = { role, isConditional: bare !== written, opens: invokers.has(role) };
    if (!bare.includes('projects/')) this.#roles.set(written, name);
    return name;
  }

  /** Reads a member once, and notes whom it names. */
  #member(text: string, at: Evidence): { readonly member: Member; readonly number: number } | undefined {
    const member = readMember(text);
    if (member === undefined) return undefined;
    const known = { member, number: this.#book.bindings.numberOf(member.holder) };
    this.#members.set(text, known);
    if (member.email !== undefined) this.#book.nameAccount(member.email, at);
    if (member.deleted) this.#book.deleted.set(member.holder, { member, at });
    return known;
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

function conditionOf({ condition }: Answer): string | undefined {
  if (condition === undefined || condition === null) return undefined;
  return textAt(condition, 'expression') ?? hiddenCondition;
}

/** The time at which a condition that asks for nothing else ends (https://cloud.google.com/iam/docs/conditions-overview). */
function endOf(condition: string): string | undefined {
  const text = /^\s*request\.time\s*<=?\s*timestamp\(\s*["']([^"']+)["']\s*\)\s*$/.exec(condition)?.[1];
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
