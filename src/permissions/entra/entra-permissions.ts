import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, Facet, Level, PermissionEngine, Power, StatementReference } from '../power.ts';
import { type Ability, waysOn } from './ability.ts';
import { type Allows, allowsAction, isDirectoryAction, isPermission } from './allows.ts';
import { readDirectoryScope } from './directory-scope.ts';
import { DirectoryHoldings, type HeldPower, referToPower } from './holdings.ts';

const mostReferences = 5;

/**
 * What identities may do in their directory, by directory roles, permissions of Microsoft's APIs and delegated consents.
 * Actions are written as role definitions write them (`microsoft.directory/applications/credentials/update`), permissions by
 * their value (`Application.ReadWrite.All`). Grants only ever add up; eligible roles and delegated consents are conditional.
 */
export class EntraPermissions implements PermissionEngine {
  readonly #holdings: DirectoryHoldings;
  readonly #powers = new Map<string, Power>();

  constructor(inventory: Inventory) {
    this.#holdings = new DirectoryHoldings(inventory);
  }

  powerOf(identity: string): Power {
    const key = this.shareKey(identity);
    const present = this.#powers.get(key);
    if (present !== undefined) return present;
    const power = measure(this.#holdings.of(identity), this.#holdings.isListed(identity));
    this.#powers.set(key, power);
    return power;
  }

  decide(identity: string, action: string, resource?: string): Decision {
    const found = this.#allowing(identity, action).filter(({ held }) => resource === undefined || this.#isOn(held, resource));
    const of = (wanted: (f: Allowing) => boolean): readonly HeldPower[] => found.filter(wanted).map((f) => f.held);
    const sure = of((f) => f.allows === 'yes' && f.held.condition === undefined);
    if (sure.length > 0) return decided('allowed', sure);
    const some = of((f) => f.allows === 'yes' || f.allows === 'owned');
    if (some.length > 0) return { ...decided('conditional', some), reasons: [...new Set(found.flatMap(whyConditional))] };
    const open = of((f) => f.allows === 'unknown').map(({ grant }) => `whether ${grant.name} allows it is not known`);
    if (open.length > 0) return { ...decided('unknown', []), reasons: [...new Set(open)] };
    if (!this.#holdings.isListed(identity))
      return { ...decided('unknown', []), reasons: ['its directory roles and permissions are not all known'] };
    return { ...decided('denied', []), limits: [] };
  }

  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[] {
    return this.#allowing(identity, action).flatMap(({ held, allows }) =>
      allows === 'yes'
        ? [{ pattern: held.grant.scope ?? '/', conditional: held.condition !== undefined, statement: referToPower(held) }]
        : [],
    );
  }

  speaksOf(action: string): boolean {
    return isDirectoryAction(action) || isPermission(action);
  }

  /** Whoever holds nothing shares one answer; what is held stands in different places for each. */
  shareKey(identity: string): string {
    if (this.#holdings.of(identity).length > 0) return identity;
    return this.#holdings.isListed(identity) ? 'nothing' : 'not known';
  }

  /** Whether something held is about an object; roles on an administrative unit are about its members, which are no applications. */
  #isOn(held: HeldPower, resource: string): boolean {
    if (held.role === undefined || held.role.scope?.kind === 'whole') return true;
    const { scope } = held.role;
    const asked = readDirectoryScope(resource === '*' ? '/' : resource);
    if (scope === undefined || asked.kind === 'whole' || scope.kind !== asked.kind) return false;
    const object = this.#holdings.objectOf(asked.id);
    return scope.id === asked.id || (object !== undefined && object === this.#holdings.objectOf(scope.id));
  }

  #allowing(identity: string, action: string): readonly Allowing[] {
    return this.#holdings.of(identity).flatMap((held) => {
      const allows = allowsAction(held, action);
      return allows === 'no' ? [] : [{ held, allows }];
    });
  }
}

interface Allowing {
  readonly held: HeldPower;
  readonly allows: Allows;
}

function decided(answer: Decision['answer'], by: readonly HeldPower[]): Decision {
  return { answer, statements: by.slice(0, mostReferences).map(referToPower), conditionKeys: [] };
}

function whyConditional({ held, allows }: Allowing): readonly string[] {
  if (allows === 'owned') return [`${held.grant.name} counts for applications that it owns`];
  switch (held.condition) {
    case 'eligible':
      return [`${held.grant.name} counts once it is activated`];
    case 'delegated':
      return [`${held.grant.name} counts as far as the user who signs in may do it too`];
    case 'condition':
      return [`${held.grant.name} counts under a condition: ${held.grant.condition ?? ''}`];
    case 'needs-more':
      return [`${held.grant.name} counts where the application was let in`];
    default:
      return [];
  }
}

const sensitive: readonly Ability[] = ['d', 's', 'l'];
const granting: readonly Ability[] = ['z', ...waysOn.filter((a) => a !== 'x'), 'o'];

function measure(held: readonly HeldPower[], listed: boolean): Power {
  const sure = held.filter((h) => h.condition === undefined);
  const unreadable = [
    ...new Set(held.filter((h) => h.abilities === undefined && h.condition !== 'delegated').map((h) => h.grant.name)),
  ].sort();
  const isWhole = listed && unreadable.length === 0;
  const { level, because } = levelOf(sure);
  const facet = (abilities: readonly Ability[], wide: readonly Ability[] = ['z']): Facet => {
    const having = sure.filter((h) => abilities.some((a) => h.abilities?.has(a)));
    if (having.length === 0) return isWhole ? 'none' : 'unknown';
    return having.some((h) => h.broad && wide.some((a) => h.abilities?.has(a))) ? 'all' : 'some';
  };
  return {
    // What else is held can only raise a level, and from these on an identity counts as privileged anyway.
    level: isWhole || level === 'admin' || level === 'escalate' ? level : 'unknown',
    read: facet(['z', 'r']),
    write: facet(['z', 'w']),
    execute: facet(['z', 'x']),
    grant: facet(granting, ['z', 'p', 'a', 'c', 'u']),
    secrets: facet(['z', 's']),
    conditional: sure.length < held.length,
    because: because.slice(0, mostReferences).map(referToPower),
    unreadable,
  };
}

function levelOf(held: readonly HeldPower[]): { readonly level: Level; readonly because: readonly HeldPower[] } {
  const having = (from: readonly HeldPower[], abilities: readonly Ability[]): readonly HeldPower[] =>
    from.filter((h) => abilities.some((a) => h.abilities?.has(a)));
  const broad = held.filter((h) => h.broad);
  const steps: readonly (readonly [Level, readonly HeldPower[]])[] = [
    ['admin', having(broad, ['z'])],
    ['escalate', having(broad, waysOn)],
    ['sensitive', having(broad, sensitive)],
    ['write', having(held, ['z', ...waysOn, 'o', 'l', 'w'])],
    ['read', having(held, ['r', 's', 'd'])],
  ];
  const [level, because] = steps.find(([, found]) => found.length > 0) ?? ['none' as const, []];
  return { level, because };
}
