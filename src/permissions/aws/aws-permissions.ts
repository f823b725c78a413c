import type { Inventory } from '../../inventory/inventory.ts';
import type { ActionCatalogue, Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import type { ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import { type Authority, buildAuthority, type Held } from './authority.ts';
import { type Context, withContext } from './context.ts';
import { decideAction } from './decide.ts';
import { measureDespiteDoubts } from './doubted-power.ts';
import { deniesOf, permissionsFor } from './effective.ts';
import { KnownPower } from './known-power.ts';
import { limitationsOn } from './limitations.ts';
import { knownManagedPolicy } from './managed-policies.ts';
import { measurePower } from './measure-power.ts';
import { type PolicySource, PolicySources } from './policy-sources.ts';
import { askedAction, buildPowerTables, type PowerTables } from './power-tables.ts';
import { type Principal, principalOf, variablesOf } from './principal.ts';
import { canonicalResource, piecesOf, regionTakes } from './region.ts';
import { type AskedAction, compileDocument } from './statement.ts';
import { referTo } from './statement-reference.ts';
import { Totaller } from './totals.ts';

/** What an identity holds, before its statements are resolved. */
interface Holdings {
  readonly principal: Principal;
  readonly identity: readonly PolicySource[];
  readonly boundary: readonly PolicySource[];
  readonly scps: readonly (readonly PolicySource[])[];
  readonly listed: boolean;
  /** All of the above in a fixed order. */
  readonly sources: readonly PolicySource[];
  readonly key: string;
}

/** What is kept of an authority once it was measured. Identities with equal grants share it. */
interface Measured {
  readonly key: string;
  readonly power: Omit<Power, 'because' | 'unreadable'>;
  /** The statements behind the power, as places among the sources. */
  readonly because: readonly Place[];
  /** The level turned on the principal's own name, so it may not be shared. */
  readonly dependsOnSelf: boolean;
  /** The known actions that some statement allows. */
  readonly allowed: ActionSet;
  /** The known actions that some statement denies; undefined where a policy was not read and may say more. */
  readonly denied: ActionSet | undefined;
  /** A boundary or service control policy says less than "everything", or was not read. */
  readonly limited: boolean;
}

interface Place {
  readonly source: number;
  readonly at: number;
}

const mostReferences = 5;
/** The answer where every policy was read, no statement is about the action, and no level limits. */
const nothingSaid: Decision = { answer: 'denied', statements: [], conditionKeys: [], limits: [] };
/** Questions tend to come identity by identity. */
const authoritiesKept = 256;

/**
 * Permissions of AWS identities: identity policies, groups, permissions boundaries and service control policies.
 * Resource policies, session policies and resource control policies are not part of the answer.
 * Identities that are not of AWS, or of which no policy was seen, have unknown power.
 */
export class AwsPermissions implements PermissionEngine {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  readonly #sources: PolicySources;
  readonly #tables: PowerTables;
  readonly #totaller: Totaller;
  readonly #byGrants = new Map<string, Measured>();
  readonly #byIdentity = new Map<string, Measured>();
  /** The identity asked about last, and its measure. */
  #last: readonly [identity: string, measured: Measured] | undefined;
  readonly #asked = new Map<string, AskedAction>();
  readonly #authorities = new Map<string, Authority>();

  constructor(inventory: Inventory, universe: ActionUniverse) {
    this.#inventory = inventory;
    this.#universe = universe;
    this.#sources = new PolicySources(inventory, universe);
    this.#tables = buildPowerTables(universe);
    this.#totaller = new Totaller(universe);
  }

  powerOf(identity: string): Power {
    const { power, because } = this.#measured(identity);
    return new KnownPower(power, () => {
      const { sources } = this.#holdings(identity);
      return { because: referencesTo(because, sources), unreadable: unreadIn(sources) };
    });
  }

  decide(identity: string, action: string, resource?: string, context?: Context): Decision {
    const asked = this.#askedAction(action);
    const { allowed, denied, limited } = this.#measured(identity);
    if (denied && !limited && asked.index >= 0 && !allowed.has(asked.index) && !denied.has(asked.index)) return nothingSaid;
    const authority = context === undefined ? this.#authority(identity) : this.#authorityIn(identity, context);
    const verdict = decideAction(authority, asked, resource);
    const decision = { answer: verdict.answer, statements: verdict.statements.map(reference), conditionKeys: verdict.conditionKeys };
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
    if (asked.index >= 0 && !this.#measured(identity).allowed.has(asked.index)) return [];
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

  actionsOf(identity: string): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const { allowed, denied, limited } = this.#measured(identity);
    for (const index of allowed.indices()) {
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

  shareKey(identity: string): string {
    return this.#measured(identity).key;
  }

  #askedAction(action: string): AskedAction {
    let asked = this.#asked.get(action);
    if (asked === undefined) {
      asked = askedAction(this.#universe, action);
      this.#asked.set(action, asked);
    }
    return asked;
  }

  #measured(identity: string): Measured {
    if (this.#last?.[0] === identity) return this.#last[1];
    const measured = this.#byIdentity.get(identity) ?? this.#measureNew(identity);
    this.#last = [identity, measured];
    return measured;
  }

  #measureNew(identity: string): Measured {
    const holdings = this.#holdings(identity);
    const shared = this.#byGrants.get(holdings.key);
    const measured = shared && !shared.dependsOnSelf ? shared : this.#measure(holdings);
    this.#byIdentity.set(identity, measured);
    return measured;
  }

  #measure(holdings: Holdings): Measured {
    const { key, principal, sources } = holdings;
    const authority = this.#build(holdings);
    const { because, dependsOnSelf, ...power } = measureDespiteDoubts(authority, (one) =>
      measurePower(one, this.#totaller.total(one), this.#tables, principal),
    );
    const { customer, additive, unlisted } = authority.unread;
    const measured = {
      key,
      power,
      because: placesOf(because, sources),
      dependsOnSelf,
      allowed: this.#totaller.actionsOf(authority.allow),
      denied: customer.length + additive.length > 0 || unlisted ? undefined : this.#totaller.actionsOf(authority.deny),
      limited: authority.unread.limiting.length > 0 || authority.limits.some(({ allow }) => !allow.some(this.#isEverything)),
    };
    this.#byGrants.set(key, measured);
    return measured;
  }

  readonly #isEverything = ({ statement }: Held): boolean =>
    !statement.conditional && statement.region.length === 0 && statement.actions.size === this.#universe.size;

  #authority(id: string): Authority {
    const kept = this.#authorities.get(id);
    if (kept) return kept;
    const authority = this.#build(this.#holdings(id));
    if (this.#authorities.size >= authoritiesKept) this.#authorities.clear();
    this.#authorities.set(id, authority);
    return authority;
  }

  /** The authority where condition keys are known: asked of many resources in a row. */
  #authorityIn(id: string, context: Context): Authority {
    const key = `${id} ${JSON.stringify(context)}`;
    const kept = this.#authorities.get(key);
    if (kept) return kept;
    const authority = withContext(this.#authority(id), context);
    this.#authorities.set(key, authority);
    return authority;
  }

  #build(holdings: Holdings): Authority {
    const { principal } = holdings;
    return buildAuthority({ ...holdings, variables: variablesOf(principal, this.#inventory.identities.get(principal.id)) });
  }

  #holdings(id: string): Holdings {
    const identity = this.#inventory.identities.get(id);
    const principal = principalOf(id, identity);
    const grants: PolicySource[] = [];
    const boundary: PolicySource[] = [];
    for (const source of principal.type === 'root' ? [this.#rootAuthority(id)] : this.#sources.own(id)) {
      if (source.kind === 'boundary') boundary.push(source);
      else if (source.kind === 'attached' || source.kind === 'inline') grants.push(source);
    }
    for (const group of this.#inventory.memberships.get(id) ?? []) grants.push(...this.#sources.ofGroup(group));
    if (grants.length > 1) grants.sort(bySource);
    const limited = !principal.serviceLinked && this.#inventory.scopes.get(`aws:account/${principal.account}`)?.management !== true;
    const scps = limited ? this.#sources.limitsOfAccount(principal.account) : [];
    const listed = principal.type === 'root' || identity?.grantsListed === true;
    const sources = boundary.length + scps.length === 0 ? grants : [...grants, ...boundary, ...scps.flat()];
    return { principal, identity: grants, boundary, scps, listed, sources, key: keyOf(principal, [grants, boundary, ...scps], listed) };
  }

  /** The root user may do everything; only service control policies limit it. */
  #rootAuthority(id: string): PolicySource {
    const statements = knownManagedPolicy('arn:aws:iam::aws:policy/AdministratorAccess') ?? [];
    const document = compileDocument({ id: 'root user', version: '2012-10-17', statements }, this.#universe);
    return {
      kind: 'inline',
      name: 'root user',
      policy: undefined,
      document,
      madeByAws: true,
      through: undefined,
      evidence: this.#inventory.identities.get(id)?.evidence ?? [],
      key: document.id,
    };
  }
}

/** Equal for identities whose power is equal, the names of their policies aside. */
function keyOf(principal: Principal, levels: readonly (readonly PolicySource[])[], listed: boolean): string {
  let key = `${principal.type} ${principal.account}${listed ? '' : ' unlisted'}`;
  let byName = false;
  for (const level of levels) {
    key += '|';
    for (const source of level) {
      key += `${source.key}+`;
      byName ||= source.document?.hasVariables === true;
    }
  }
  return byName ? `${key}${principal.id}` : key;
}

function placesOf(because: readonly Held[], sources: readonly PolicySource[]): readonly Place[] {
  const places: Place[] = [];
  for (const { source, statement } of because) {
    const place = { source: sources.indexOf(source), at: statement.at };
    if (!places.some((p) => p.source === place.source && p.at === place.at)) places.push(place);
    if (places.length === mostReferences) break;
  }
  return places;
}

function bySource(a: PolicySource, b: PolicySource): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
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
