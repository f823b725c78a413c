import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import type { ActionUniverse } from './action-universe.ts';
import { type Authority, buildAuthority, type Held } from './authority.ts';
import { decideAction } from './decide.ts';
import { deniesOf, permissionsFor } from './effective.ts';
import { knownManagedPolicy } from './managed-policies.ts';
import { type MeasuredPower, measurePower } from './measure-power.ts';
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
  readonly key: string;
}

/** A measured power with its statements as places among the sources, so that identities with equal grants can share it. */
interface SharedPower {
  readonly measured: MeasuredPower;
  readonly because: readonly { readonly source: number; readonly at: number }[];
}

const mostReferences = 5;
const authoritiesKept = 4096;

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
    const shared = known && !known.measured.dependsOnSelf ? known : this.#measure(holdings);
    const { because: _, dependsOnSelf: __, ...power } = shared.measured;
    const sources = allSources(holdings);
    return {
      ...power,
      because: shared.because.flatMap(({ source, at }) => {
        const from = sources[source];
        const statement = from?.document?.statements[at];
        return from && statement ? [referTo(from, statement.source, at)] : [];
      }),
      unreadable: unreadIn(sources),
    };
  }

  decide(identity: string, action: string, resource?: string): Decision {
    const verdict = decideAction(this.#authority(this.#holdings(identity)), askedAction(this.#universe, action), resource);
    return { answer: verdict.answer, statements: verdict.statements.map(reference), conditionKeys: verdict.conditionKeys };
  }

  /**
   * Patterns come from statements; one that leaves resources out (NotResource) reads `*`, and a Deny may still take single
   * resources away: ask `decide` about a resource once it is known.
   */
  resourcesFor(identity: string, action: string): { pattern: string; conditional: boolean; statement: StatementReference }[] {
    const authority = this.#authority(this.#holdings(identity));
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
    const authority = this.#authority(holdings);
    const measured = measurePower(authority, this.#totaller.total(authority), this.#tables, holdings.principal);
    const sources = allSources(holdings);
    const places = new Map(
      measured.because.map((held) => {
        const source = sources.indexOf(held.source);
        return [`${source} ${held.statement.at}`, { source, at: held.statement.at }];
      }),
    );
    const shared = { measured, because: [...places.values()].slice(0, mostReferences) };
    this.#powers.set(holdings.key, shared);
    return shared;
  }

  #authority(holdings: Holdings): Authority {
    const { id } = holdings.principal;
    const kept = this.#authorities.get(id);
    if (kept) return kept;
    const authority = buildAuthority({ ...holdings, variables: variablesOf(holdings.principal, this.#inventory.identities.get(id)) });
    if (this.#authorities.size >= authoritiesKept) this.#authorities.clear();
    this.#authorities.set(id, authority);
    return authority;
  }

  #holdings(id: string): Holdings {
    const identity = this.#inventory.identities.get(id);
    const principal = principalOf(id, identity);
    const own = principal.type === 'root' ? [this.#rootAuthority(id)] : this.#sources.own(id);
    const groups = (this.#inventory.memberships.get(id) ?? []).flatMap((group) => this.#sources.ofGroup(group));
    const grants = [...own, ...groups].filter((s) => s.kind === 'attached' || s.kind === 'inline').sort(bySource);
    const boundary = own.filter((s) => s.kind === 'boundary');
    const limited = !principal.serviceLinked && this.#inventory.scopes.get(`aws:account/${principal.account}`)?.management !== true;
    const scps = limited ? this.#sources.limitsOfAccount(principal.account) : [];
    const listed = principal.type === 'root' || identity?.aws?.policies_read === true;
    const holdings = { principal, identity: grants, boundary, scps, listed };
    return { ...holdings, key: keyOf(holdings) };
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

/** Equal for identities whose power is equal, name for name of their policies aside. */
function keyOf({ principal, identity, boundary, scps, listed }: Omit<Holdings, 'key'>): string {
  const sources = [identity, boundary, ...scps];
  const named = sources.some((level) => level.some((s) => s.document?.hasVariables)) ? principal.id : '';
  return [principal.type, principal.account, listed ? 'listed' : '', named, ...sources.map((l) => l.map((s) => s.key).join('+'))].join('|');
}

function bySource(a: PolicySource, b: PolicySource): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function allSources({ identity, boundary, scps }: Holdings): readonly PolicySource[] {
  return [...identity, ...boundary, ...scps.flat()];
}

function unreadIn(sources: readonly PolicySource[]): readonly string[] {
  return [...new Set(sources.filter((s) => s.document === undefined).map((s) => s.name))].sort();
}

function reference({ source, statement }: Held): StatementReference {
  return referTo(source, statement.source, statement.at);
}
