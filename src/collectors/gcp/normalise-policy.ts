import { Binding, type BindingPlace, type GivenRole, placeOfBinding } from '../../inventory/binding.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import { type Member, readMember } from '../google-model/members.ts';
import { accountOfScope } from '../google-model/resource-names.ts';
import { becomingTrust, exchangeTrust, givenRole, type MemberRole, roleGrant } from '../google-model/role-grants.ts';
import { isPlain, withoutKnownSecrets } from '../known-secrets.ts';
import { type Answer, isAnswer, listAt, textAt } from './answer.ts';
import { readAuditConfigs } from './audit-logs.ts';
import type { GoogleBook } from './book.ts';
import { placeOf } from './normalise-account.ts';
import { RecentTexts } from './recent-texts.ts';
import type { GoogleRecord } from './record.ts';

/** Stands for a condition that an answer of an old version leaves out. */
const hiddenCondition = 'a condition that the answer does not show';

const invokers: ReadonlySet<string> = new Set(['roles/run.invoker', 'roles/cloudfunctions.invoker', 'roles/run.servicesInvoker']);

const buckets = '//storage.googleapis.com/';

/** Conditions under which one role is given that are remembered. */
const mostConditions = 10_000;

/** What a binding stands in. */
interface Surroundings {
  readonly at: Evidence;
  /** Absent where it is not known what the policy is attached to. */
  readonly on: BindingPlace | undefined;
  /** The service account that the scope is. */
  readonly account: string | undefined;
  readonly fullName: string | undefined;
}

/** A role as a binding writes it. */
interface RoleName {
  /** As it is written. */
  readonly text: string;
  readonly role: string | undefined;
  /** Its name says that there is a condition. */
  readonly isConditional: boolean;
  /** Whoever has it calls a service or function. */
  readonly opens: boolean;
  /** As it is given without a condition. */
  readonly plain: GivenRole | undefined;
  /** As it is given, by the condition. */
  readonly given: Map<string, GivenRole>;
}

/** A member that was read. */
interface KnownMember {
  readonly text: string;
  readonly member: Member;
  readonly number: number;
  /** The holders of a binding that names nobody else: most bindings. */
  readonly alone: readonly number[];
  readonly federated: boolean;
}

const noRole: RoleName = { text: '', role: undefined, isConditional: false, opens: false, plain: undefined, given: new Map() };

/** Reads the allow policies of one source (https://cloud.google.com/iam/docs/reference/rest/v1/Policy). */
export class AllowPolicies {
  readonly #book: GoogleBook;
  /** Few members hold most roles: each is read once. */
  readonly #members = new Map<string, KnownMember>();
  readonly #recent = new RecentTexts<KnownMember>();
  /** Those of the binding at hand: an array that grows takes more room than it needs. */
  readonly #holders: number[] = [];
  readonly #roles = new Map<string, RoleName>();
  readonly #recentRoles = new RecentTexts<RoleName>();

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
    const around = { at, on: scope === undefined ? undefined : { scope, at }, account, fullName: name };
    let row = 0;
    for (const binding of listAt(raw, 'bindings')) if (isAnswer(binding)) this.#binding(binding, around, row++);
  }

  /** The name of a bucket does not say in which project it lies; what its policy came with does. */
  #bucket(record: GoogleRecord, name: string): void {
    if (!name.startsWith(buckets) || name.length === buckets.length || name.includes('/', buckets.length)) return;
    const scope = this.#book.projectOf(record);
    if (scope === '') return;
    const id = `gcp:resource/${name.slice(2)}`;
    const isBare = isPlain(scope) && isPlain(name) && this.#book.plainPlaces.has(record.at);
    this.#book.emit({ type: 'resource', value: { id, plane: 'gcp', kind: 'gcp-bucket', name, scope, evidence: [record.at] } }, isBare);
  }

  #binding(binding: Answer, around: Surroundings, row: number): void {
    const { on, account } = around;
    // Read by their names, which are the same in every way of writing: there may be a million.
    const { role: written, members } = binding;
    const roleText = typeof written === 'string' && written !== '' ? written : textAt(binding, 'role');
    const name = (roleText === undefined ? noRole : this.#recentRoles.get(roleText)) ?? this.#role(roleText);
    const condition = conditionOf(binding) ?? (name.isConditional ? hiddenCondition : undefined);
    if (!Array.isArray(members)) return;
    const given = on === undefined ? undefined : condition === undefined ? name.plain : givenBy(name, condition);
    const holders = this.#holders;
    holders.length = 0;
    let last: KnownMember | undefined;
    for (const text of members as readonly unknown[]) {
      const known = typeof text === 'string' ? (this.#recent.get(text) ?? this.#known(text, around, row)) : undefined;
      if (known === undefined) {
        const shown = typeof text === 'string' ? withoutKnownSecrets(text).slice(0, 120) : 'what is no text';
        const detail = `${shown} is no member that this version knows`;
        const at = placeOf(placeOfBinding(around.at, row));
        this.#book.gap('member', { what: 'whom roles are given to', why: 'unsupported', detail, ...at });
        continue;
      }
      last = known;
      if (given === undefined || on === undefined) this.#grant(known, name.role, condition, around, row);
      else if (account === undefined) holders.push(known.number);
      // What somebody may become is handed over right behind the grant that says so.
      else this.#book.bindings.bind(new Binding(given, on, row, known.alone));
      if (name.opens && condition === undefined && text === 'allUsers')
        this.#book.openToAll.add(this.#book.plainName(around.fullName ?? ''));
      if (account !== undefined) {
        const at = placeOfBinding(around.at, row);
        this.#become(account, { member: known.member, role: name.role, scope: on?.scope, condition, at });
      } else if (known.federated)
        this.#book.principals.set(known.member.holder, { member: known.member, at: placeOfBinding(around.at, row) });
    }
    if (given !== undefined && on !== undefined && last !== undefined && holders.length > 0)
      this.#book.bindings.bind(new Binding(given, on, row, holders.length === 1 ? last.alone : holders.slice()));
  }

  /** A role of which something is not known, by itself. */
  #grant({ member }: KnownMember, role: string | undefined, condition: string | undefined, around: Surroundings, row: number): void {
    const grant = roleGrant({ member, role, scope: around.on?.scope, condition, at: placeOfBinding(around.at, row) });
    const until = condition === undefined ? undefined : endOf(condition);
    this.#book.emit({ type: 'grant', value: until === undefined ? grant : { ...grant, until } });
  }

  /** Reads the name of a role once. Of those with a project's number in them more may be known later. */
  #role(written: string | undefined): RoleName {
    if (written === undefined) return noRole;
    const present = this.#roles.get(written);
    if (present !== undefined) {
      this.#recentRoles.put(present);
      return present;
    }
    const bare = written.includes('_withcond_') ? written.replace(/_withcond_[0-9a-f]+$/, '') : written;
    const role = this.#book.plainName(bare);
    this.#book.rolesHeld.add(role);
    const plain = givenRole(role, undefined, undefined);
    const name = { text: written, role, isConditional: bare !== written, opens: invokers.has(role), plain, given: new Map() };
    if (!/(?:^|\/)projects\/\d/.test(role)) this.#roles.set(written, name);
    return name;
  }

  #known(text: string, around: Surroundings, row: number): KnownMember | undefined {
    const known = this.#members.get(text) ?? this.#member(text, around, row);
    if (known !== undefined) this.#recent.put(known);
    return known;
  }

  /** Reads a member once, and notes whom it names. */
  #member(text: string, around: Surroundings, row: number): KnownMember | undefined {
    const member = readMember(text);
    if (member === undefined) return undefined;
    const number = this.#book.bindings.numberOf(member.holder);
    const known: KnownMember = { text, member, number, alone: [number], federated: member.federated === true };
    this.#members.set(text, known);
    if (member.email === undefined && !member.deleted) return known;
    const at = placeOfBinding(around.at, row);
    if (member.email !== undefined) this.#book.nameAccount(member.email, at, member.holder);
    if (member.deleted) this.#book.deleted.set(member.holder, { member, at });
    return known;
  }

  #become(account: string, given: MemberRole): void {
    const book = this.#book;
    const { member, condition, at } = given;
    const identity = account.includes('@') ? book.nameAccount(account, at) : serviceAccountId(account);
    const isBare = book.isPlainId(identity) && (member.email === undefined ? isPlain(member.text) : book.isPlainId(member.holder));
    const trust = becomingTrust(identity, given, isBare);
    if (trust !== undefined) book.emit({ type: 'trust', value: trust }, isBare && condition === undefined && book.plainPlaces.has(at));
  }

  /** Identities of pools and agents are what the pool or Google makes of a token. */
  finish(): void {
    for (const { member, at } of this.#book.principals.values()) this.#book.emit({ type: 'trust', value: exchangeTrust({ member, at }) });
  }
}

/** A role as bindings give it under a condition. */
function givenBy({ role, given }: RoleName, condition: string): GivenRole | undefined {
  if (role === undefined) return undefined;
  const present = given.get(condition);
  if (present !== undefined) return present;
  const made = givenRole(role, condition, endOf(condition));
  if (given.size < mostConditions) given.set(condition, made);
  return made;
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
