import { type BindingSink, grantOf } from '../../inventory/binding.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment, Scope } from '../../inventory/fragment.ts';
import type { Gap } from '../../inventory/gap.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Workload } from '../../inventory/workload.ts';
import { GapCounter } from '../gap-counter.ts';
import type { Member } from '../google-model/members.ts';
import { scopeOfName } from '../google-model/resource-names.ts';
import { namedAccount } from '../google-model/role-grants.ts';
import { isPlain } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { PlainPlaces } from '../plain-places.ts';
import { lastOf, textAt } from './answer.ts';
import type { AuditSaying } from './audit-logs.ts';
import { endOfNumber, projectIn, projectNumberAt, projectsPart } from './project-in-name.ts';
import type { GoogleRecord } from './record.ts';

/**
 * What is learnt while the records of one source pass by: names of one thing that stand for each other, what lies in what, and
 * what can be handed over only when everything was read.
 */
export class GoogleBook {
  /** As the user named it; of several files read together, the one at hand. */
  source: string;
  /** `isBare`: see `CollectContext.emit`. */
  readonly emit: (fragment: Fragment, isBare?: boolean) => void;
  readonly bindings: BindingSink;
  readonly fingerprint: (secret: string) => string;
  readonly accounts = new Map<string, Draft<Identity>>();
  /** Service accounts that were named, by id, and where. */
  readonly #named = new Map<string, Evidence>();
  /** Those of them in which a secret may stand. */
  readonly #doubtful = new Set<string>();
  #lastEmail = '';
  #lastId = '';
  /** Places in which no secret stands. */
  readonly plainPlaces = new PlainPlaces();
  /** Identities of pools and agents that hold roles themselves, by id. */
  readonly principals = new Map<string, { readonly member: Member; readonly at: Evidence }>();
  /** Members that were deleted and still hold roles. */
  readonly deleted = new Map<string, { readonly member: Member; readonly at: Evidence }>();
  readonly agents = new Map<string, Draft<Identity> & { readonly displayName?: string | undefined }>();
  /** Services and functions, which anybody may turn out to be allowed to call, by full name. */
  readonly callable = new Map<string, Draft<Workload>>();
  readonly lastUse = new Map<string, { readonly time: string; readonly at: Evidence }>();
  readonly openToAll = new Set<string>();
  /** What of data access the policy of a scope has logged. */
  readonly audits = new Map<string, AuditSaying>();
  /** Some policy says something of audit logs: the list that it came in does not leave them out. */
  auditsShown = false;
  /** Project -> services that it has turned on, of those asked for. */
  readonly services = new Map<string, Map<string, Evidence>>();
  /** Services were listed as such: what is not among them is off. */
  listedServices = false;
  /** Scopes of which all that runs in and below them was listed. */
  readonly workloadsWhole = new Set<string>();
  /** Projects of whose service accounts a list of assets holds the keys. */
  readonly keysListed = new Set<string>();
  readonly scopes = new Map<string, Draft<Scope>>();
  /** When accounts were made, by unique id or address: their own answer does not say it. */
  readonly made = new Map<string, string>();
  readonly keys: { readonly id: string; readonly email: string; readonly createdAt: string | undefined }[] = [];
  /** Names of roles that somebody holds, and of those whose permissions were read. */
  readonly rolesHeld = new Set<string>();
  readonly rolesRead = new Set<string>();
  /** Projects, folders and organizations that have had their allow policies read. */
  readonly policiesRead = new Set<string>();
  /** Scopes of which the policies of everything below were listed with their own. */
  readonly listedWhole = new Set<string>();
  /** What is read is an export: the policy of an organization stands in it only beside those of everything below. */
  isExport = false;
  /** A list broke off: that something does not stand in it says nothing. */
  isBroken = false;
  readonly #gaps = new GapCounter();
  /** Project number -> id, and back. */
  readonly #idOf = new Map<string, string>();
  readonly #numberOf = new Map<string, string>();
  /** The number that was last looked up, and its id: names with the number of one project follow each other. */
  #lastNumber = ' ';
  #lastProject: string | undefined;
  readonly #emailOf = new Map<string, string>();
  /** Other names of accounts -> the address of whose it is. */
  readonly #aliases = new Map<string, string>();
  /** Asked at the end, for many accounts of few projects. */
  readonly #listed = new Map<string, boolean>();
  /** `projects/5` -> `folders/7`; of what has no parent, undefined. */
  readonly #parents = new Map<string, string | undefined>();
  /** The last of which a parent was found: things of one project follow each other. */
  #lastPlaced: string | undefined;
  /** Scope -> the one right above it, as far as was asked. */
  readonly #above = new Map<string, string | null>();

  constructor(
    source: string,
    emit: (fragment: Fragment, isBare?: boolean) => void,
    fingerprint: (secret: string) => string,
    bindings: BindingSink = oneByOne(emit),
  ) {
    this.source = source;
    this.emit = emit;
    this.bindings = bindings;
    this.fingerprint = fingerprint;
  }

  /** Notes what could not be seen: the same said a thousand times is said once, and counted. */
  gap(group: string, gap: Omit<Gap, 'source'>): void {
    // What is found out at the end is of the file that it stands in.
    this.#gaps.add(group, { source: gap.file ?? this.source, ...gap });
  }

  flushGaps(): void {
    this.#gaps.flush(this.emit);
  }

  learnProject(id: string, number: string | undefined): void {
    if (number === undefined || !/^\d+$/.test(number) || /^\d+$/.test(id)) return;
    this.#forgetAbove();
    this.#lastNumber = ' ';
    this.#idOf.set(number, id);
    this.#numberOf.set(id, number);
  }

  /** Whether another name stands for an account: what is said of two stands for the first, or the two would be made one. */
  isAliasOf(alias: string, email: string): boolean {
    const owner = this.#aliases.get(alias) ?? email;
    this.#aliases.set(alias, owner);
    return owner === email;
  }

  learnAccount(uniqueId: string, email: string): void {
    this.#emailOf.set(uniqueId, email);
  }

  emailOf(uniqueId: string): string | undefined {
    return this.#emailOf.get(uniqueId);
  }

  /** Notes when an account was last used, whether it was described by then or not. */
  usedAt(email: string, time: string, at: Evidence): void {
    this.nameAccount(email, at);
    this.lastUse.set(email, { time, at });
  }

  learnParent(child: string, parent: string | undefined): void {
    this.#forgetAbove();
    if (!this.#parents.has(child) || parent !== undefined) this.#parents.set(child, parent);
  }

  /** Innermost first, as assets carry them. */
  learnAncestors(ancestors: readonly string[] | undefined): void {
    const innermost = ancestors?.[0] ?? '';
    if (ancestors === undefined || innermost === this.#lastPlaced) return;
    if (this.#parents.get(innermost) !== undefined) {
      this.#lastPlaced = innermost;
      return;
    }
    this.#forgetAbove();
    for (let i = 0; i < ancestors.length; i++) {
      const child = ancestors[i] ?? '';
      if (this.#parents.get(child) !== undefined) return;
      if (ancestors[i + 1] !== undefined || child.startsWith('organizations/')) this.#parents.set(child, ancestors[i + 1]);
    }
  }

  /** The id of a project by its number, where that is known; else what was given. */
  projectId(project: string): string {
    return this.#idOf.get(project) ?? project;
  }

  projectNumber(id: string): string | undefined {
    return /^\d+$/.test(id) ? id : this.#numberOf.get(id);
  }

  /** A resource name with its project's id in place of the number. */
  plainName(name: string): string {
    const first = projectNumberAt(name);
    if (first < 0) return name;
    const end = endOfNumber(name, first);
    const id = this.#idBetween(name, first, end);
    return id === undefined ? name : `${name.slice(0, first)}${id}${name.slice(end)}`;
  }

  /** The id of the project whose number stands in a name. */
  #idBetween(name: string, first: number, end: number): string | undefined {
    if (end - first !== this.#lastNumber.length || !name.startsWith(this.#lastNumber, first)) {
      this.#lastNumber = name.slice(first, end);
      this.#lastProject = this.#idOf.get(this.#lastNumber);
    }
    return this.#lastProject;
  }

  /** The scope of a grant that a full name means. */
  scopeOf(fullName: string): string {
    const scope = scopeOfName(this.plainName(fullName));
    const uniqueId = scope.includes('/serviceAccounts/') ? accountNumber.exec(scope)?.[1] : undefined;
    const email = uniqueId === undefined ? undefined : this.#emailOf.get(uniqueId);
    return email === undefined || uniqueId === undefined ? scope : scope.slice(0, -uniqueId.length) + email;
  }

  /** Whether a record names things by numbers of which something still to come may tell the names. */
  isOpen({ kind, raw, name = '' }: GoogleRecord): boolean {
    if (kind === 'project' || kind === 'service-account' || kind === 'folder' || kind === 'organization') return false;
    return this.#isOpenName(name, kind) || this.#isOpenName(textAt(raw, 'name') ?? '', kind);
  }

  #isOpenName(text: string, kind: GoogleRecord['kind']): boolean {
    if (text === '') return false;
    const first = projectNumberAt(text);
    if (first >= 0 && this.#idBetween(text, first, endOfNumber(text, first)) === undefined) return true;
    const uniqueId = kind === 'allow-policy' && text.includes('/serviceAccounts/') ? accountNumber.exec(text)?.[1] : undefined;
    return uniqueId !== undefined && !this.#emailOf.has(uniqueId);
  }

  /** The resource name of what a record describes: `projects/acme/secrets/db`. */
  resourceName({ raw, name }: GoogleRecord): string {
    const own = textAt(raw, 'name');
    return this.plainName(own?.includes('/') ? own : (name?.replace(/^\/\/[^/]+\//, '') ?? own ?? ''));
  }

  /** The project that a record lies in; empty where nothing tells. */
  projectOf(record: GoogleRecord): string {
    const { raw, name = '', ancestors } = record;
    const found =
      (name.includes(projectsPart) || textAt(raw, 'name') !== undefined ? projectIn(this.resourceName(record)) : undefined) ??
      projectIn(textAt(raw, 'selfLink')) ??
      projectIn(name) ??
      projectIn(ancestors?.[0]) ??
      projectIn(textAt(raw, 'parent'));
    return this.projectId(found ?? textAt(raw, 'projectId') ?? '');
  }

  /** Names a service account that may be described elsewhere. Answers with its id. `known`: the same, where there is such a text. */
  nameAccount(email: string, at: Evidence, known?: string): string {
    // One that has a policy is named by each of its bindings.
    if (email === this.#lastEmail) return this.#lastId;
    const id = known ?? serviceAccountId(email);
    this.#lastEmail = email;
    this.#lastId = id;
    if (!this.#named.has(id)) {
      this.#named.set(id, at);
      if (!isPlain(id)) this.#doubtful.add(id);
    }
    return id;
  }

  /** Whether no secret can stand in an id; of what was named that is known. */
  isPlainId(id: string): boolean {
    return this.#named.has(id) ? !this.#doubtful.has(id) : isPlain(id);
  }

  /** Accounts that were named and not described. `isBare`: see `CollectContext.emit`. */
  forNamedOnly(call: (account: Draft<Identity>, email: string, isBare: boolean) => void): void {
    this.#named.forEach((at, id) => {
      const email = id.slice(idPrefix.length);
      if (this.accounts.size > 0 && this.accounts.has(email)) return;
      const isBare = !this.#doubtful.has(id) && this.plainPlaces.has(at);
      const account = namedAccount(id, email, at, isBare);
      // Google's own accounts carry the number of the project that they work for.
      const number = email.startsWith('service-') || email.charCodeAt(0) <= 0x39 ? numberedAccount.exec(email)?.[1] : undefined;
      if (number !== undefined) account.scope = this.projectId(number);
      call(account, email, isBare && number === undefined);
    });
  }

  /** The account that machines of a project run as where nothing else is said. */
  computeAccount(project: string, at: Evidence): string {
    return this.nameAccount(`${this.projectNumber(project) ?? project}-compute@developer.gserviceaccount.com`, at);
  }

  scope(id: string): Draft<Scope> {
    const present = this.scopes.get(id);
    if (present !== undefined) return present;
    const made: Draft<Scope> = { id, plane: 'gcp', name: lastOf(id) };
    this.scopes.set(id, made);
    return made;
  }

  /** `projects/123` -> `gcp:project/acme`. */
  scopeId(segment: string): string {
    return scopeOfName(this.plainName(segment));
  }

  /** A scope and what it lies in, outermost last; `whole`: up to what has no parent. */
  chainOf(scope: string): { readonly chain: readonly string[]; readonly whole: boolean } {
    const chain = [scope];
    for (;;) {
      const last = chain.at(-1) ?? '';
      const known = this.#parentOf(last);
      if (known === undefined) return { chain, whole: false };
      if (known === null || chain.includes(known)) return { chain, whole: true };
      chain.push(known);
    }
  }

  #forgetAbove(): void {
    if (this.#above.size > 0) this.#above.clear();
  }

  /** null: it has none; undefined: not known. What is not known may be later. */
  #parentOf(scope: string): string | null | undefined {
    const known = this.#above.get(scope);
    if (known !== undefined) return known;
    const parent = this.#findParent(scope);
    if (parent !== undefined) this.#above.set(scope, parent);
    return parent;
  }

  #findParent(scope: string): string | null | undefined {
    if (scope.startsWith('gcp:organization/')) return null;
    const slash = scope.indexOf('/');
    if (slash < 0 || !scope.startsWith('gcp:')) return undefined;
    const kind = scope.slice('gcp:'.length, slash);
    const id = scope.slice(slash + 1);
    let name = `${kind}s/${id}`;
    // By its number, where its name says nothing.
    if (!this.#parents.has(name) && kind === 'project') name = `projects/${this.projectNumber(id)}`;
    if (this.#parents.has(name)) {
      const parent = this.#parents.get(name);
      return parent === undefined ? null : this.scopeId(parent);
    }
    return undefined;
  }

  /** Every scope that anything was said of, with its parent. */
  placeScopes(): void {
    for (const segment of this.#parents.keys()) this.scope(this.scopeId(segment));
    for (const scope of this.policiesRead) if (scope.startsWith('gcp:')) this.scope(scope);
    for (const scope of this.scopes.values()) {
      const parent = this.#parentOf(scope.id);
      if (typeof parent === 'string') scope.parent = parent;
      const id = scope.id.startsWith('gcp:project/') ? scope.id.slice('gcp:project/'.length) : undefined;
      const number = id === undefined ? undefined : this.projectNumber(id);
      if (number !== undefined) scope.number = number;
    }
  }

  turnedOn(project: string, service: string, at: Evidence | undefined): void {
    const services = this.services.get(project) ?? new Map<string, Evidence>();
    if (at !== undefined && !services.has(service)) services.set(service, at);
    this.services.set(project, services);
  }

  workloadsListed(scope: string): boolean {
    return !this.isBroken && this.workloadsWhole.size > 0 && this.chainOf(scope).chain.some((above) => this.workloadsWhole.has(above));
  }

  /** Whether every role that something holds in a project and above it was read: also those on single resources, which only lists have. */
  isListed(project: string): boolean {
    const known = this.#listed.get(project);
    if (known !== undefined) return known;
    const answer = this.#asksListed(project);
    this.#listed.set(project, answer);
    return answer;
  }

  #asksListed(project: string): boolean {
    const { chain, whole } = this.chainOf(`gcp:project/${this.projectId(project)}`);
    const below = chain.map((scope) => this.listedWhole.has(scope)).lastIndexOf(true);
    return !this.isBroken && whole && below >= 0 && chain.every((scope, n) => n <= below || this.policiesRead.has(scope));
  }
}

const idPrefix = serviceAccountId('');
const numberedAccount = /^(?:service-)?(\d+)(?:-compute)?@/;
const accountNumber = /\/serviceAccounts\/(\d+)$/;

/** Makes a grant for each holder of a binding, where every record is wanted by itself. */
function oneByOne(emit: (fragment: Fragment) => void): BindingSink {
  const names: string[] = [];
  return {
    numberOf: (holder) => names.push(holder) - 1,
    bind: (binding) => {
      for (const number of binding.holders) emit({ type: 'grant', value: grantOf(binding, names[number] ?? '') });
    },
  };
}
