import type { BindingSink } from '../../inventory/binding.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Identity } from '../../inventory/identity.ts';
import { readMember } from '../google-model/members.ts';
import { federatedIdentity, roleGrant } from '../google-model/role-grants.ts';
import type { Draft } from '../place-below.ts';
import { answersAt, textAt, textsAt } from './answer.ts';
import { servicesUnlogged } from './audit-logs.ts';
import { GoogleBook } from './book.ts';
import { readDelegation } from './delegation.ts';
import { readAccount, readAccountKey, readActivity } from './normalise-account.ts';
import { emitAgents, readAgent } from './normalise-agent.ts';
import { readApiKey, readHmacKey, readOauthClient, storedSecret } from './normalise-credential.ts';
import { Insights } from './normalise-insight.ts';
import { readBoundary, readBoundaryBinding, readDenyPolicy } from './normalise-limits.ts';
import { AllowPolicies } from './normalise-policy.ts';
import { readProvider } from './normalise-pool.ts';
import { readRole } from './normalise-role.ts';
import { readEnabledService, readScope } from './normalise-scope.ts';
import { emitCallable, readCluster, readWorkload } from './normalise-workload.ts';
import { OrgPolicies } from './org-policies.ts';
import type { GoogleKind, GoogleRecord } from './record.ts';

/** Records that may wait for the name of a number: an export without its projects must not be kept whole. */
const longestWait = 50_000;

/** Model APIs by which a project's keys and accounts use generative AI. */
const modelServices: ReadonlySet<string> = new Set(['aiplatform.googleapis.com', 'generativelanguage.googleapis.com']);

/** Makes fragments of the records of one source, wherever they came from. */
export class GoogleNormaliser {
  readonly book: GoogleBook;
  readonly #policies: AllowPolicies;
  readonly #orgPolicies: OrgPolicies;
  readonly #insights: Insights;
  readonly #waiting: GoogleRecord[] = [];
  readonly #readers: Readonly<Record<GoogleKind, (record: GoogleRecord) => void>>;

  constructor(
    emit: (fragment: Fragment, isBare?: boolean) => void,
    source: string,
    fingerprint: (secret: string) => string,
    bindings?: BindingSink,
  ) {
    const book = new GoogleBook(source, emit, fingerprint, bindings);
    this.book = book;
    this.#policies = new AllowPolicies(book);
    this.#orgPolicies = new OrgPolicies(book);
    this.#insights = new Insights(book);
    const by = (read: (record: GoogleRecord, book: GoogleBook) => void) => (record: GoogleRecord) => read(record, book);
    this.#readers = {
      'access-boundary': by(readBoundary),
      'allow-policy': (record) => this.#policies.read(record),
      'api-key': by(readApiKey),
      'account-activity': by(readActivity),
      'boundary-binding': by(readBoundaryBinding),
      'build-trigger': by(readWorkload),
      cluster: by(readCluster),
      'custom-job': by(readWorkload),
      delegation: by(readDelegation),
      'deny-policy': by(readDenyPolicy),
      'enabled-service': by(readEnabledService),
      entitlement: by(readEntitlement),
      folder: by(readScope),
      function: by(readWorkload),
      'group-member': by(readGroupMember),
      'hmac-key': by(readHmacKey),
      insight: (record) => this.#insights.read(record),
      instance: by(readWorkload),
      'oauth-client': by(readOauthClient),
      'org-policy': (record) => this.#readOrgPolicy(record),
      organization: by(readScope),
      // A pool alone lets nobody in: its providers do.
      pool: () => undefined,
      'pool-provider': by(readProvider),
      project: by(readScope),
      'reasoning-engine': by(readAgent),
      role: by(readRole),
      'run-job': by(readWorkload),
      'run-service': by(readWorkload),
      secret: by(readSecret),
      'service-account': by(readAccount),
      'service-account-key': by(readAccountKey),
      'workforce-pool': () => undefined,
      'workforce-provider': by(readProvider),
    };
  }

  add(record: GoogleRecord): void {
    this.book.learnAncestors(record.ancestors);
    if (this.#waiting.length < longestWait && this.book.isOpen(record)) this.#waiting.push(record);
    else this.#readers[record.kind](record);
  }

  /** All policies of an organization, folder or project, and of everything below it, were read. */
  listedOrgPolicies(scope: string): void {
    this.#orgPolicies.listedBelow(scope);
  }

  /** All policies that are set on a scope itself were read. */
  listedOrgPoliciesHere(scope: string): void {
    this.#orgPolicies.listedHere(scope);
  }

  /** A list broke off: that something does not stand in it says nothing. */
  brokeOff(): void {
    this.book.isBroken = true;
  }

  /** Hands over what only the whole tells. Answers with the scope that the source is of, where it is one. */
  finish(): string {
    const { book } = this;
    for (const record of this.#waiting) this.#readers[record.kind](record);
    this.#insights.finish();
    this.#policies.finish();
    book.placeScopes();
    this.#orgPolicies.settle();
    this.#emitAccounts();
    this.#emitPrincipals();
    emitAgents(book);
    emitCallable(book);
    this.#emitScopes();
    book.flushGaps();
    const scopes = [...book.scopes.keys()];
    return scopes.find((s) => s.startsWith('gcp:organization/')) ?? (scopes.length === 1 ? (scopes[0] ?? '') : '');
  }

  /** Hands over what answers about one project tell, without its tree, which another normaliser knows. */
  finishPart(): void {
    for (const record of this.#waiting) this.#readers[record.kind](record);
    this.#insights.finish();
    this.#emitAccounts();
    this.book.flushGaps();
  }

  #readOrgPolicy(record: GoogleRecord): void {
    // A list of assets that has the organization's own policies has those of everything below it.
    const holder = record.name === undefined ? '' : this.book.scopeOf(record.name);
    if (this.book.isExport && record.listed === 'asset' && holder.startsWith('gcp:organization/')) this.#orgPolicies.listedBelow(holder);
    this.#orgPolicies.read(record);
  }

  #emitAccounts(): void {
    const { book } = this;
    const emit = (identity: Draft<Identity>, email: string, isBare: boolean): void => {
      const use = book.lastUse.get(email);
      if (use !== undefined) {
        identity.lastUsedAt = use.time;
        identity.factEvidence = { unused_days: [use.at] };
      }
      book.emit({ type: 'identity', value: identity }, isBare && use === undefined);
    };
    for (const [email, account] of book.accounts) {
      const createdAt = book.made.get(email) ?? book.made.get(account.gcp?.unique_id ?? '');
      if (createdAt !== undefined) account.createdAt = createdAt;
      if (account.scope !== '' && book.isListed(account.scope)) account.grantsListed = true;
      emit(account, email, false);
    }
    book.forNamedOnly(emit);
  }

  #emitPrincipals(): void {
    const { book } = this;
    for (const { member, at } of book.principals.values()) {
      const found = federatedIdentity(member, 'observed', at);
      const identity = { ...found, scope: book.projectId(found.scope) };
      book.emit({ type: 'identity', value: book.isListed(identity.scope) ? { ...identity, grantsListed: true } : identity });
    }
    for (const { member, at } of book.deleted.values()) {
      const value: Identity = {
        id: member.holder,
        plane: 'gcp',
        kind: 'gcp-deleted-principal',
        name: member.text,
        scope: '',
        nature: 'unknown',
        agent: false,
        standing: 'named',
        evidence: [at],
      };
      book.emit({ type: 'identity', value });
    }
  }

  #emitScopes(): void {
    const { book } = this;
    // Agents run on a service that their project has turned on.
    const withAgents = new Set([...book.agents.values()].map((agent) => agent.scope));
    for (const project of withAgents) book.scope(`gcp:project/${project}`);
    const listed = book.listedServices && !book.isBroken;
    for (const project of book.services.keys()) book.scope(`gcp:project/${project}`);
    for (const scope of book.scopes.values()) {
      const project = /^gcp:project\/(.+)$/.exec(scope.id)?.[1];
      if (project !== undefined) {
        const services = book.services.get(project) ?? (listed ? new Map() : undefined);
        const models = services === undefined ? undefined : [...services.keys()].filter((s) => modelServices.has(s)).sort();
        const unlogged = servicesUnlogged(book.chainOf(scope.id).chain, book);
        const settings = {
          ...scope.settings,
          ...(models === undefined ? {} : { model_services: models }),
          ...(withAgents.has(project) || models !== undefined ? { uses_models: withAgents.has(project) || (models?.length ?? 0) > 0 } : {}),
          ...(unlogged === undefined ? {} : { unlogged_services: unlogged }),
        };
        if (Object.keys(settings).length > 0) scope.settings = settings;
        const place = book.audits.get(scope.id)?.at;
        const seen =
          place ?? [...(services?.values() ?? [])][0] ?? [...book.agents.values()].find((agent) => agent.scope === project)?.evidence[0];
        if (scope.settings !== undefined && scope.evidence === undefined && seen !== undefined) scope.evidence = [seen];
      }
      const supplies = [
        ...(book.policiesRead.has(scope.id) || book.listedWhole.has(scope.id) ? ['grants'] : []),
        ...(book.workloadsListed(scope.id) ? ['workloads'] : []),
        ...(book.keysListed.has(scope.id) || book.workloadsListed(scope.id) ? ['keys'] : []),
      ];
      if (supplies.length > 0) scope.supplies = supplies;
      book.emit({ type: 'scope', value: scope });
    }
  }
}

/** A secret, for what its own policy gives (https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets). */
function readSecret(record: GoogleRecord, book: GoogleBook): void {
  const name = `//secretmanager.googleapis.com/${book.resourceName(record)}`;
  const scope = book.projectOf(record);
  book.emit({
    type: 'resource',
    value: { id: `gcp:resource/${name.slice(2)}`, plane: 'gcp', kind: 'gcp-secret', name, scope, evidence: [record.at] },
  });
  book.emit({ type: 'credential', value: storedSecret(record, name, scope) });
}

/** Roles that somebody may ask for and is then given for a while (https://cloud.google.com/iam/docs/pam-overview). */
function readEntitlement({ raw, at }: GoogleRecord, book: GoogleBook): void {
  const on = textAt(raw, 'privilegedAccess.gcpIamAccess.resource');
  if (on === undefined) return;
  const scope = book.scopeOf(on);
  const members = answersAt(raw, 'eligibleUsers').flatMap((users) => textsAt(users, 'principals').flatMap((p) => readMember(p) ?? []));
  for (const binding of answersAt(raw, 'privilegedAccess.gcpIamAccess.roleBindings')) {
    for (const member of members) {
      if (member.email !== undefined) book.nameAccount(member.email, at);
      const grant = roleGrant({ member, role: textAt(binding, 'role'), scope, condition: textAt(binding, 'conditionExpression'), at });
      book.emit({ type: 'grant', value: { ...grant, id: `${grant.id} when asked for`, eligible: true } });
    }
  }
}

/** A member of a group; the answer does not say of which, so the record's name does. */
function readGroupMember({ raw, at, name: group = '' }: GoogleRecord, book: GoogleBook): void {
  const email = textAt(raw, 'email') ?? textAt(raw, 'preferredMemberKey.id') ?? '';
  if (!email.includes('@') || !group.includes('@')) return;
  const isGroup = (textAt(raw, 'type') ?? '').toUpperCase() === 'GROUP';
  const isAccount = email.endsWith('gserviceaccount.com');
  const identity = isAccount ? book.nameAccount(email, at) : `gcp:${isGroup ? 'group' : 'user'}/${email}`;
  book.emit({ type: 'membership', value: { identity, group: `gcp:group/${group}` } });
}
