import type { Inventory } from '../../inventory/inventory.ts';
import { hasGrants } from '../has-grants.ts';
import type { Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import { type Assignment, Assignments, type Holder, holderOf } from './assignments.ts';
import { Denies, type Deny } from './denies.ts';
import { assigning, givenRoles, givingOf, rolesIn } from './giving.ts';
import type { Truth } from './judge-condition.ts';
import { isDataAction, knownActions, planeOf } from './known-actions.ts';
import { measureAzure, referTo } from './measure-azure.ts';
import { blockAllows } from './role.ts';
import { plainScope, rootScope, ScopeTree, shownScope } from './scope-tree.ts';
import { bothLimits, judgeLimit, type Strength, strengthOf } from './strength.ts';

/** What is known of one role assignment and an action. */
interface Verdict {
  readonly assignment: Assignment;
  readonly truth: Truth;
  /** What it depends on, where that is a condition or an activation. */
  readonly keys: readonly string[];
  /** Why nobody can tell. */
  readonly why?: string;
}

/** The step that stands between an eligible role and its use, with what it takes where that is known. */
function activationOf({ grant: { activation } }: Assignment): string {
  const step = 'activation in Privileged Identity Management';
  if (activation === undefined) return step;
  return `${step} (${activation.length === 0 ? 'nothing else is asked for' : activation.join(', ')})`;
}

/**
 * What role assignments of Azure add up to: for each, its actions less its own notActions, on its scope and below; deny
 * assignments win over all of them (https://learn.microsoft.com/azure/role-based-access-control/overview). Actions are written
 * as Azure does, resources as ARM ids.
 */
export class AzurePermissions implements PermissionEngine {
  readonly blind: boolean;
  readonly assignments: Assignments;
  readonly tree: ScopeTree;
  readonly #inventory: Inventory;
  readonly #denies: Denies;
  readonly #powers = new Map<string, Power>();
  readonly #strengths = new Map<unknown, Map<string, Strength>>();

  constructor(inventory: Inventory) {
    this.blind = !hasGrants(inventory, 'azure');
    this.#inventory = inventory;
    this.assignments = new Assignments(inventory);
    this.tree = new ScopeTree(inventory);
    this.#denies = new Denies(inventory, this.tree);
  }

  powerOf(id: string): Power {
    const present = this.#powers.get(id);
    if (present !== undefined) return present;
    const identity = this.#inventory.identities.get(id);
    const held = this.assignments.of(id);
    const denies = this.#deniesAbout(id);
    const holder = identity === undefined ? { type: 'ServicePrincipal' as const } : holderOf(identity);
    const power = measureAzure(
      held.map((assignment) => ({ assignment, strength: this.#strengthOf(assignment, holder, denies) })),
      this.assignments.areListed(id),
    );
    this.#powers.set(id, power);
    return power;
  }

  decide(id: string, action: string, resource?: string): Decision {
    const asked = action.toLowerCase();
    const scope = resource === undefined ? undefined : resource === '*' ? rootScope : plainScope(resource);
    const plane = planeOf(asked);
    if (plane !== 'either') return this.#decideIn(id, asked, scope, plane === 'data');
    const [control, data] = [this.#decideIn(id, asked, scope, false), this.#decideIn(id, asked, scope, true)];
    if (control.answer === data.answer) return control;
    return {
      answer: 'unknown',
      statements: [...control.statements, ...data.statements],
      conditionKeys: [],
      reasons: ['it is not known whether roles list it under actions or dataActions, and it would be allowed by one only'],
    };
  }

  #decideIn(id: string, asked: string, scope: string | undefined, isData: boolean): Decision {
    const denies = this.#deniesAbout(id);
    const found = this.#verdicts(id, asked, scope, isData).map((v) => this.#withDenies(v, denies, asked, scope, isData));
    const of = (truth: Truth): readonly (typeof found)[number][] => found.filter((v) => v.truth === truth);
    const sure = of('yes');
    if (sure.length > 0) return { answer: 'allowed', statements: sure.map((v) => referTo(v.assignment)), conditionKeys: [] };
    const unknown = found.filter((v) => v.truth === 'maybe' && v.why !== undefined);
    if (unknown.length > 0 || !this.assignments.areListed(id)) {
      const reasons = [...new Set(unknown.flatMap((v) => v.why ?? []))];
      return {
        answer: 'unknown',
        statements: unknown.map((v) => referTo(v.assignment)),
        conditionKeys: [],
        reasons: reasons.length > 0 ? reasons : ['its role assignments are not all known'],
      };
    }
    const open = of('maybe');
    if (open.length > 0) {
      const keys = [...new Set(open.flatMap((v) => v.keys))].sort();
      return {
        answer: 'conditional',
        statements: open.map((v) => referTo(v.assignment)),
        conditionKeys: keys,
        reasons: [`it depends on ${keys.join(', ')}`],
      };
    }
    const denied = found.flatMap((v) => v.by);
    return {
      answer: 'denied',
      statements: denied.map(referToDeny),
      conditionKeys: [],
      ...(denied.length > 0 ? { reasons: ['a deny assignment takes it away'] } : {}),
      limits: denied.length > 0 ? [{ by: 'deny', answer: 'denied', statements: denied.map(referToDeny) }] : [],
    };
  }

  resourcesFor(id: string, action: string): { pattern: string; conditional: boolean; statement: StatementReference }[] {
    const asked = action.toLowerCase();
    return this.#verdicts(id, asked, undefined, isDataAction(asked)).flatMap((v) =>
      v.truth === 'no' || v.why !== undefined
        ? []
        : [{ pattern: v.assignment.scope ?? rootScope, conditional: v.truth === 'maybe', statement: referTo(v.assignment) }],
    );
  }

  /** Known actions, by provider, that it may do somewhere, also under a condition. */
  actionsOf(id: string): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const blocks = new Set(this.assignments.of(id).flatMap((a) => a.role?.blocks ?? []));
    const { control, data } = knownActions();
    for (const [names, isData] of [
      [control, false],
      [data, true],
    ] as const) {
      for (const [action, name] of names) {
        if (![...blocks].some((block) => blockAllows(block, action, isData))) continue;
        const provider = name.slice(0, name.indexOf('/'));
        const list = found.get(provider);
        if (list) list.push(name);
        else found.set(provider, [name]);
      }
    }
    return found;
  }

  /** Whether nothing but its role decides what an assignment lets its holder do: no condition, no activation, no deny. */
  isPlain(id: string, { role, condition, eligible }: Assignment): boolean {
    return role !== undefined && !role.isLimited && condition === undefined && !eligible && this.#deniesAbout(id).length === 0;
  }

  /** Whether one of an identity's assignments lets it do an action wherever the assignment holds; `maybe` where it depends. */
  judge(id: string, assignment: Assignment, action: string): Truth {
    const asked = action.toLowerCase();
    const isData = isDataAction(asked);
    const verdict = this.#verdictOf(assignment, asked, isData, undefined);
    if (verdict === undefined || verdict.why !== undefined) return 'no';
    const { truth, keys } = this.#withDenies(verdict, this.#deniesAbout(id), asked, undefined, isData);
    // Which roles may be given is asked apart.
    const isLimited = asked === assigning && keys.every((key) => key.startsWith('@'));
    return truth === 'maybe' && isLimited ? 'yes' : truth;
  }

  /** What an assignment is worth to an identity, or to whoever is in a group; undefined where its role is not known. */
  strengthFor(id: string, assignment: Assignment): Strength | undefined {
    const identity = this.#inventory.identities.get(id);
    return this.#strengthOf(assignment, identity === undefined ? { type: 'ServicePrincipal' } : holderOf(identity), this.#deniesAbout(id));
  }

  /** The roles that an assignment lets its holder give itself: any, or those with these ids. */
  givenBy({ role, condition }: Assignment, holder: Holder): 'any' | readonly string[] {
    const given = new Set<string>();
    for (const block of role?.blocks ?? []) {
      if (!blockAllows(block, assigning, false)) continue;
      const limit = bothLimits(block.condition, condition);
      if (limit === undefined || limit === 'unreadable') return 'any';
      const gives = givingOf(limit, holder);
      if (gives.others && gives.roles.size === rolesIn(limit).length) return 'any';
      for (const id of givenRoles(gives, limit)) given.add(id);
    }
    return [...given].sort();
  }

  speaksOf(action: string): boolean {
    return /^microsoft\.(?!directory\/|intune\/|office365\.|azure\.)[\w.]+\//i.test(action) || action.startsWith('*/');
  }

  /** What roles add up to is told quickly, and many hold the same role on something of their own: each is worked out by itself. */
  shareKey(id: string): string {
    return id;
  }

  #deniesAbout(id: string): readonly Deny[] {
    const identity = this.#inventory.identities.get(id);
    return identity === undefined ? [] : this.#denies.about(identity, this.assignments.groupsOf(id));
  }

  /** What the roles of an identity say of an action, on a resource or anywhere. Roles that do not have it are left out. */
  #verdicts(id: string, action: string, scope: string | undefined, isData: boolean): readonly Verdict[] {
    return this.assignments.of(id).flatMap((assignment) => this.#verdictOf(assignment, action, isData, scope) ?? []);
  }

  #verdictOf(assignment: Assignment, action: string, isData: boolean, scope: string | undefined): Verdict | undefined {
    const where = scope === undefined ? 'yes' : assignment.scope === undefined ? 'maybe' : this.tree.covers(assignment.scope, scope);
    if (where === 'no') return undefined;
    const { role, grant } = assignment;
    if (role === undefined) return { assignment, truth: 'maybe', keys: [], why: `what ${grant.name} allows is not known` };
    const keys = new Set<string>();
    let truth: Truth = 'no';
    for (const block of role.blocks) {
      if (!blockAllows(block, action, isData)) continue;
      const holds = judgeLimit(bothLimits(block.condition, assignment.condition), action, keys);
      if (holds === 'yes' || truth === 'no') truth = holds;
    }
    if (truth === 'no') return undefined;
    if (assignment.eligible) keys.add(activationOf(assignment));
    if (where === 'maybe')
      return { assignment, truth: 'maybe', keys: [], why: `whether it lies in ${shownScope(assignment.scope)} is not known` };
    return { assignment, truth: assignment.eligible ? 'maybe' : truth, keys: truth === 'yes' && !assignment.eligible ? [] : [...keys] };
  }

  #withDenies(
    verdict: Verdict,
    denies: readonly Deny[],
    action: string,
    scope: string | undefined,
    isData: boolean,
  ): Verdict & { readonly by: readonly Deny[] } {
    const at = scope ?? verdict.assignment.scope;
    if (denies.length === 0 || at === undefined) return { ...verdict, by: [] };
    const { truth, by } = this.#denies.judge(denies, action, isData, at, scope === undefined);
    if (truth === 'yes') return { ...verdict, truth: 'no', by };
    if (truth === 'no') return { ...verdict, by: [] };
    const names = by.map(({ grant }) => grant.name);
    return { ...verdict, truth: 'maybe', keys: [...verdict.keys, ...names.map((name) => `deny assignment ${name}`)], by: [] };
  }

  #strengthOf({ role, condition, scope }: Assignment, holder: Holder, denies: readonly Deny[]): Strength | undefined {
    if (role === undefined) return undefined;
    const byCondition = this.#strengths.get(role) ?? new Map<string, Strength>();
    this.#strengths.set(role, byCondition);
    if (denies.length > 0 && scope !== undefined)
      return strengthOf(
        role,
        condition,
        holder,
        ({ action, data }) => this.#denies.judge(denies, action, data, scope, true).truth !== 'no',
      );
    const key = condition === undefined ? holder.type : `${holder.type} ${holder.id} ${JSON.stringify(condition)}`;
    const present = byCondition.get(key);
    if (present !== undefined) return present;
    const made = strengthOf(role, condition, holder);
    byCondition.set(key, made);
    return made;
  }
}

function referToDeny({ grant, scope }: Deny): StatementReference {
  return { policy: grant.name, statement: `denies on ${shownScope(scope)}`, evidence: grant.evidence };
}
