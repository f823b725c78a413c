import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import type { ActionUniverse } from './action-universe.ts';
import { type Authority, buildAuthority, type Held } from './authority.ts';
import { decideAction } from './decide.ts';
import { deniesOf, permissionsFor } from './effective.ts';
import { knownManagedPolicy } from './managed-policies.ts';
import { measurePower } from './measure-power.ts';
import { type PolicySource, PolicySources } from './policy-sources.ts';
import { askedAction, buildPowerTables, type PowerTables } from './power-tables.ts';
import { type Principal, principalOf, variablesOf } from './principal.ts';
import { piecesOf, regionTakes } from './region.ts';
import { compileDocument } from './statement.ts';
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

/** A power with its statements as places among the sources, so that identities with equal grants can share it. */
interface SharedPower {
  readonly power: Omit<Power, 'because' | 'unreadable'>;
  readonly because: readonly Place[];
  /** The level turned on the principal's own name, so it may not be shared. */
  readonly dependsOnSelf: boolean;
}

interface Place {
  readonly source: number;
  readonly at: number;
}

const mostReferences = 5;
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
  readonly #powers = new Map<string, SharedPower>();
  readonly #authorities = new Map<string, Authority>();

  constructor(inventory: Inventory, universe: ActionUniverse) {
    this.#inventory = inventory;
    this.#universe = universe;
    this.#sources = new PolicySources(inventory, universe);
    this.#tables = buildPowerTables(universe);
    this.#totaller = new Totaller(universe);
  }

  powerOf(identity: string): Power {
    const holdings = this.#holdings(identity);
    const known = this.#powers.get(holdings.key);
    const shared = known && !known.dependsOnSelf ? known : this.#measure(holdings);
    const because = shared.because.flatMap(({ source, at }) => {
      const from = holdings.sources[source];
      const statement = from?.document?.statements[at];
      return from && statement ? [referTo(from, statement.source, at)] : [];
    });
    return { ...shared.power, because, unreadable: unreadIn(holdings.sources) };
  }

  decide(identity: string, action: string, resource?: string): Decision {
    const verdict = decideAction(this.#authority(identity), askedAction(this.#universe, action), resource);
    return { answer: verdict.answer, statements: verdict.statements.map(reference), conditionKeys: verdict.conditionKeys };
  }

  /**
   * Patterns come from statements; one that leaves resources out (NotResource) reads `*`, and a Deny may still take single
   * resources away: ask `decide` about a resource once it is known.
   */
  resourcesFor(identity: string, action: string): { pattern: string; conditional: boolean; statement: StatementReference }[] {
    const authority = this.#authority(identity);
    const asked = askedAction(this.#universe, action);
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

  shareKey(identity: string): string {
    return this.#holdings(identity).key;
  }

  #measure(holdings: Holdings): SharedPower {
    const authority = this.#build(holdings);
    const { because, dependsOnSelf, ...power } = measurePower(authority, this.#totaller.total(authority), this.#tables, holdings.principal);
    const shared = { power, because: placesOf(because, holdings.sources), dependsOnSelf };
    this.#powers.set(holdings.key, shared);
    return shared;
  }

  #authority(id: string): Authority {
    const kept = this.#authorities.get(id);
    if (kept) return kept;
    const authority = this.#build(this.#holdings(id));
    if (this.#authorities.size >= authoritiesKept) this.#authorities.clear();
    this.#authorities.set(id, authority);
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

function unreadIn(sources: readonly PolicySource[]): readonly string[] {
  const unread = sources.filter((s) => s.document === undefined);
  return unread.length === 0 ? [] : [...new Set(unread.map((s) => s.name))].sort();
}

function reference({ source, statement }: Held): StatementReference {
  return referTo(source, statement.source, statement.at);
}
