import type { Inventory } from '../../inventory/inventory.ts';
import type { Resource } from '../../inventory/resource.ts';
import type { ActionCatalogue, Answer, Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import type { ActionUniverse } from './action-universe.ts';
import { type Authority, buildAuthority, type Held } from './authority.ts';
import { isPrincipalKey } from './condition-keys.ts';
import type { Condition, Lookup } from './conditions.ts';
import { decideAction } from './decide.ts';
import { DocumentOutlines } from './document-outlines.ts';
import { deniesOf, permissionsFor } from './effective.ts';
import { forResource } from './for-resource.ts';
import { type Holdings, HoldingsReader } from './holdings.ts';
import { callToIam, isCallToIam } from './iam-region.ts';
import { KnownPower, type Reasons } from './known-power.ts';
import { limitationsOn } from './limitations.ts';
import { answerAtOnce, type Measured, type Place } from './measured.ts';
import { Measures } from './measures.ts';
import { OrganizationTree } from './organization-tree.ts';
import { Outliner } from './outline.ts';
import { type PolicySource, PolicySources } from './policy-sources.ts';
import { askedAction } from './power-tables.ts';
import type { Principal } from './principal.ts';
import type { Question } from './questions.ts';
import { canonicalResource, piecesOf, regionTakes } from './region.ts';
import { resourceControls } from './resource-controls.ts';
import { accountOf, resourceFacts } from './resource-facts.ts';
import { type Context, withContext } from './settle.ts';
import type { AskedAction } from './statement.ts';
import { referTo } from './statement-reference.ts';

/** What is known of a question besides identity, action and resource. */
export interface Circumstances {
  readonly context?: Context;
  /** Policies that the session was made with. */
  readonly session?: readonly PolicySource[];
}

/** What a question turns on. */
export interface Grounds {
  readonly asked: AskedAction;
  readonly principal: Principal;
  readonly authority: Authority;
  readonly facts: Lookup;
  /** It has a permissions boundary. */
  readonly bounded: boolean;
  /** Its policies that could not be read. */
  readonly unreadable: readonly PolicySource[];
}

/** The answer where every policy was read, no statement is about the action, and no level limits. */
const nothingSaid: Decision = { answer: 'denied', statements: [], conditionKeys: [], limits: [] };
/** Questions tend to come identity by identity. */
const authoritiesKept = 256;

/**
 * Permissions of AWS identities: identity policies, groups, permissions boundaries, service control policies, and for one
 * resource the resource control policies over it. What resource policies say besides is for `access.ts`.
 * Identities that are not of AWS, or of which no policy was seen, have unknown power.
 */
export class AwsPermissions implements PermissionEngine {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  readonly #sources: PolicySources;
  readonly #tree: OrganizationTree;
  readonly #holdingsReader: HoldingsReader;
  readonly #measures: Measures;
  readonly #asked = new Map<string, AskedAction>();
  /** By the action or the actions asked about; undefined where one of them is not in the table. */
  readonly #questions = new Map<string | readonly string[], Question | undefined>();
  readonly #authorities = new Map<string, Authority>();

  /**
   * `now`: policies that hold from or until some time are judged as of then; without it that is not known. `outlines`: of the
   * documents, where they were taken down while they were read, in the same universe.
   */
  constructor(inventory: Inventory, universe: ActionUniverse, now?: Date, outlines = new DocumentOutlines(() => universe)) {
    this.#inventory = inventory;
    this.#universe = universe;
    this.#tree = new OrganizationTree(inventory);
    this.#sources = new PolicySources(inventory, universe);
    this.#holdingsReader = new HoldingsReader(inventory, universe, this.#sources, this.#tree, now);
    this.#measures = new Measures(universe, this.#holdingsReader, new Outliner(inventory, outlines, this.#sources, this.#tree));
  }

  powerOf(identity: string): Power {
    return new KnownPower(this.#measures.of(identity), identity, this.#reasons);
  }

  decide(identity: string, action: string, resource?: string, context?: Context): Decision {
    const asked = this.#askedAction(action);
    const measured = this.#measures.of(identity);
    if (saysNothing(measured, asked) && !this.#sources.hasResourceControls && !(context && turnsOnPrincipal(context))) return nothingSaid;
    const authority = this.#authorityOn(identity, asked, resource, { ...(context ? { context } : {}) });
    const verdict = decideAction(authority, asked, resource);
    const decision = {
      answer: verdict.answer,
      statements: verdict.statements.map(reference),
      conditionKeys: verdict.conditionKeys,
      ...(verdict.answer === 'unknown' ? { reasons: reasonsFor(verdict.problems, authority) } : {}),
    };
    if (resource === undefined || verdict.answer === 'allowed' || verdict.answer === 'unknown') return decision;
    const limits = limitationsOn(authority, asked, canonicalResource(resource));
    return { ...decision, limits: limits.map((l) => ({ ...l, statements: l.statements.map(reference) })) };
  }

  /**
   * Patterns come from statements; one that leaves resources out (NotResource) reads `*`, and a Deny may still take single
   * resources away: ask `decide` about a resource once it is known.
   */
  resourcesFor(identity: string, action: string): { pattern: string; conditional: boolean; statement: StatementReference }[] {
    const asked = this.#askedAction(action);
    if (asked.index >= 0 && !this.#measures.of(identity).allowsAction(asked.index)) return [];
    const authority = this.#authority(identity);
    const denies = deniesOf(authority, asked);
    return permissionsFor(authority, asked).flatMap((permission) =>
      piecesOf(permission.region).flatMap((piece) => {
        const taken = denies.filter((d) => regionTakes(d.statement.region, piece));
        if (taken.some((d) => !d.statement.conditional)) return [];
        const conditional = permission.conditional || taken.length > 0;
        return [{ pattern: piece[0] ?? '*', conditional, statement: reference(permission.held) }];
      }),
    );
  }

  get catalogue(): ActionCatalogue {
    const level = (action: string): string | undefined => this.#universe.levelOf(this.#universe.indexOf(action));
    return {
      isKnown: (action) => this.#universe.indexOf(action) >= 0,
      isReading: (action) => ['List', 'Read'].includes(level(action) ?? ''),
      isTagging: (action) => level(action) === 'Tagging',
    };
  }

  answerOf(identity: string, action: string, resource?: '*'): Answer {
    const { index } = this.#askedAction(action);
    const question = index < 0 ? undefined : this.#questionOf(action, index);
    const answer = question && answerAtOnce(this.#measures.of(identity), index, question, resource);
    return answer ?? this.decide(identity, action, resource).answer;
  }

  allowsNoneOf(identity: string, actions: readonly string[]): boolean {
    const measured = this.#measures.of(identity);
    if (measured.denied === undefined) return false;
    if (!this.#questions.has(actions)) {
      const indices = actions.map((action) => this.#universe.indexOf(action));
      this.#questions.set(actions, indices.includes(-1) ? undefined : this.#newQuestion(indices));
    }
    const question = this.#questions.get(actions);
    return question !== undefined && !measured.allows(question);
  }

  #questionOf(action: string, index: number): Question {
    let question = this.#questions.get(action);
    if (question === undefined) {
      question = this.#newQuestion([index]);
      this.#questions.set(action, question);
    }
    return question;
  }

  #newQuestion(indices: readonly number[]): Question {
    const bits = this.#universe.newBits();
    for (const index of indices) bits.insert(index);
    return this.#measures.questions.add(bits);
  }

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const measured = this.#measures.of(identity);
    const { denied, limited } = measured;
    for (const index of measured.allowed()) {
      const action = this.#universe.nameOf(index);
      // What is allowed, and neither denied nor limited, need not be asked.
      const doubtful = limited || denied === undefined || denied.has(index);
      if (doubtful && !['allowed', 'conditional'].includes(this.decide(identity, action).answer)) continue;
      const service = action.slice(0, action.indexOf(':'));
      const list = found.get(service);
      if (list) list.push(action);
      else found.set(service, [action]);
    }
    return found;
  }

  conditionsOf(identity: string): readonly Condition[] | undefined {
    return this.#measures.of(identity).conditions;
  }

  shareKey(identity: string): string {
    return this.#measures.of(identity).key;
  }

  readonly #reasons: Reasons = {
    because: (measured, identity) => {
      const because = measured.because ?? this.#measures.placesBehind(identity);
      return because.length === 0 ? [] : referencesTo(because, this.#holdings(identity).sources);
    },
    unreadable: ({ allRead }, identity) => (allRead ? [] : unreadIn(this.#holdings(identity).sources)),
  };

  #askedAction(action: string): AskedAction {
    let asked = this.#asked.get(action);
    if (asked === undefined) {
      asked = askedAction(this.#universe, action);
      this.#asked.set(action, asked);
    }
    return asked;
  }

  #authority(id: string): Authority {
    const kept = this.#authorities.get(id);
    if (kept) return kept;
    const authority = buildAuthority(this.#holdings(id));
    if (this.#authorities.size >= authoritiesKept) this.#authorities.clear();
    this.#authorities.set(id, authority);
    return authority;
  }

  /** All that a question turns on: who asks, what speaks for and against it, and what is known of the request. */
  grounds(identity: string, asked: AskedAction, resource: string | undefined, circumstances: Circumstances): Grounds {
    const { principal, facts, boundary, sources } = this.#holdings(identity);
    const { context } = circumstances;
    const given = context === undefined ? facts : withContext(context, facts);
    const about = resource === undefined ? given : this.#factsOn(asked, resource, given, principal.partition);
    const authority = this.#authorityOn(identity, asked, resource, circumstances);
    return {
      asked,
      principal,
      authority,
      facts: about,
      bounded: boundary.length > 0,
      unreadable: sources.filter((s) => s.document === undefined),
    };
  }

  /** A resource's policy, compiled. */
  sourceOf(resource: Resource): PolicySource {
    return this.#sources.ofResource(resource);
  }

  /** What speaks for and against an identity, in a session, once it is asked about an action on a resource. */
  #authorityOn(identity: string, asked: AskedAction, resource: string | undefined, { context, session }: Circumstances): Authority {
    const authority = context || session ? this.#authorityIn(identity, context ?? {}, session) : this.#authority(identity);
    if (resource === undefined || /^\*+$/.test(resource)) return this.#anywhere(identity, authority, asked);
    if (!authority.turnsOnResource && !this.#sources.hasResourceControls) return authority;
    const { principal, facts: own } = this.#holdings(identity);
    const facts = this.#factsOn(asked, resource, context === undefined ? own : withContext(context, own), principal.partition);
    const owner = accountOf(this.#inventory, resource);
    const account = owner ?? principal.account;
    const exempt = principal.serviceLinked || this.#tree.isManagement(account);
    const controls = exempt ? [] : this.#sources.limitsOfAccount(account, 'rcp');
    return forResource(authority, asked, facts, resourceControls(controls, asked, facts, owner !== undefined));
  }

  /** A call to IAM goes to one region, whatever it is about. */
  #anywhere(identity: string, authority: Authority, asked: AskedAction): Authority {
    if (!authority.turnsOnResource || !isCallToIam(asked.name)) return authority;
    const { principal } = this.#holdings(identity);
    return forResource(authority, asked, callToIam(principal.partition, authority.facts), { deny: [], unread: [] });
  }

  #factsOn(asked: AskedAction, resource: string, given: Lookup, partition: string): Lookup {
    const about = resourceFacts(this.#inventory, this.#tree, asked.name, resource, partition);
    return (key) => {
      const value = given(key);
      return value === 'unknown' ? about(key) : value;
    };
  }

  /** The authority where condition keys are known: asked of many resources in a row. */
  #authorityIn(id: string, context: Context, session: readonly PolicySource[] | undefined): Authority {
    const key = `${id} ${JSON.stringify(context)} ${session?.map((s) => s.key).join('+') ?? ''}`;
    const kept = this.#authorities.get(key);
    if (kept) return kept;
    const { identity, boundary, scps, listed, facts: own } = this.#holdings(id);
    const given = new Set(Object.keys(context).map((k) => k.toLowerCase()));
    const facts = withContext(context, own);
    const authority = buildAuthority({ identity, boundary, scps, listed, facts, given, ...(session ? { session } : {}) });
    if (this.#authorities.size >= authoritiesKept) this.#authorities.clear();
    this.#authorities.set(key, authority);
    return authority;
  }

  #holdings(id: string): Holdings {
    return this.#holdingsReader.read(id);
  }
}

/** Whether no statement is about an action, and no level limits. */
function saysNothing(measured: Measured, { index }: AskedAction): boolean {
  const { denied } = measured;
  return denied !== undefined && !measured.limited && index >= 0 && !denied.has(index) && !measured.allowsAction(index);
}

function turnsOnPrincipal(context: Context): boolean {
  return Object.keys(context).some(isPrincipalKey);
}

/** Why nobody can tell: what was not understood, or what was not read. */
function reasonsFor(problems: readonly string[], { unread }: Authority): readonly string[] {
  if (problems.length > 0) return problems;
  const names = [...new Set([...unread.customer, ...unread.limiting, ...unread.additive])].sort();
  return [
    ...names.map((name) => `policy ${name} was not read`),
    ...(unread.unlisted ? ["the identity's policies were not all listed"] : []),
  ];
}

function referencesTo(places: readonly Place[], sources: readonly PolicySource[]): readonly StatementReference[] {
  return places.flatMap(({ source, at }) => {
    const from = sources[source];
    const statement = from?.document?.statements[at];
    return from && statement ? [referTo(from, statement.source, at)] : [];
  });
}

function unreadIn(sources: readonly PolicySource[]): readonly string[] {
  const unread = sources.filter((s) => s.document === undefined);
  return unread.length === 0 ? [] : [...new Set(unread.map((s) => s.name))].sort();
}

function reference({ source, statement }: Held): StatementReference {
  return referTo(source, statement.source, statement.at);
}
