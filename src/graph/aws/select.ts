import type { Evidence } from '../../inventory/evidence.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { PermissionEngine, StatementReference } from '../../permissions/power.ts';
import { certaintyOf, tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import type { Member, Population } from './population.ts';

/** What an action may be used on: a whole population (or the part that a pattern names), or one member. */
export interface Selection {
  readonly whole?: Population;
  readonly member?: Member;
  readonly certainty: Certainty;
  readonly statements: readonly StatementReference[];
  /** The statements again, action by action. */
  readonly byAction: readonly (readonly StatementReference[])[];
}

export type Context = Readonly<Record<string, readonly string[]>>;

/** Up to this many targets get edges of their own; more are reached through a class node. */
const direct = 16;
/** Up to this many targets of a pattern are asked about one by one; of more, the strongest. */
const checked = 2000;

/**
 * The members of a population on which an identity may do all of the actions. Patterns come from the identity's Allow
 * statements; each target is then asked about by itself, so that denies, boundaries and organization policies count.
 */
export function selectTargets(
  engine: PermissionEngine,
  identity: string,
  actions: readonly string[],
  population: Population,
  context?: Context,
): readonly Selection[] {
  if (population.members.length === 0) return [];
  const whole = decideAll(engine, identity, actions, '*', context);
  if (whole.certainty === 'confirmed') return [wholeOf(population, 'confirmed', whole)];
  const conditional = whole.certainty === 'conditional';
  const selections: Selection[] = conditional ? [wholeOf(population, 'conditional', whole)] : [];
  // The first action's patterns suffice: every target is asked about for all actions.
  const first = actions[0] ?? '';
  const patterns = new Set(engine.resourcesFor(identity, first).map((r) => r.pattern));
  for (const pattern of patterns) {
    if (conditional && /^\*+$/.test(pattern)) continue;
    selections.push(...selectMatching(engine, identity, actions, population.matching(pattern), pattern, context));
  }
  return selections;
}

function selectMatching(
  engine: PermissionEngine,
  identity: string,
  actions: readonly string[],
  part: Population,
  pattern: string,
  context: Context | undefined,
): readonly Selection[] {
  const members = part.strongest(checked);
  const allowed: Selection[] = [];
  for (const member of members) {
    const { certainty, ...found } = decideAll(engine, identity, actions, member.arn, context);
    if (certainty) allowed.push({ member, certainty, ...found });
  }
  const first = allowed[0];
  if (first === undefined || part.members.length <= direct) return allowed;
  const same = allowed.length === members.length && allowed.every((s) => s.certainty === first.certainty);
  if (!same) return allowed;
  if (members.length === part.members.length) return [{ ...without(first), whole: part }];
  // Too many to ask about each: the pattern as a whole has to be allowed too.
  const { certainty } = decideAll(engine, identity, actions, pattern, context);
  return [{ ...without(first), whole: part, certainty: weakest(first.certainty, certainty ?? 'possible') }];
}

function without({ certainty, statements, byAction }: Selection): Selection {
  return { certainty, statements, byAction };
}

function wholeOf(population: Population, certainty: Certainty, found: Pick<Selection, 'statements' | 'byAction'>): Selection {
  const only = population.members[0];
  const { statements, byAction } = found;
  const base = { certainty, statements, byAction };
  return population.members.length === 1 && only ? { ...base, member: only } : { ...base, whole: population };
}

/** How certain it is that an identity may do all of some actions on a resource; no certainty where one is denied. */
export function decideAll(
  engine: PermissionEngine,
  identity: string,
  actions: readonly string[],
  resource: string | undefined,
  context?: Context,
): { readonly certainty: Certainty | undefined } & Pick<Selection, 'statements' | 'byAction'> {
  let certainty: Certainty = 'confirmed';
  const statements: StatementReference[] = [];
  const byAction: (readonly StatementReference[])[] = [];
  for (const action of actions) {
    const decision = engine.decide(identity, action, resource, context);
    const one = certaintyOf(decision.answer);
    if (one === undefined) return { certainty: undefined, statements: [], byAction: [] };
    certainty = weakest(certainty, one);
    byAction.push(decision.statements);
    for (const s of decision.statements) {
      if (!statements.some((t) => t.policy === s.policy && t.statement === s.statement && t.through === s.through)) statements.push(s);
    }
  }
  return { certainty, statements, byAction };
}

/** The most certain of some selections with its first target: enough where any target will do. */
export function bestSelection(selections: readonly Selection[], not: string): Selection | undefined {
  let best: Selection | undefined;
  for (const selection of selections) {
    const member = selection.member ?? selection.whole?.members.find((m) => m.id !== not && m.certainty === 'confirmed');
    const anyMember = member ?? selection.whole?.members.find((m) => m.id !== not);
    if (anyMember === undefined || anyMember.id === not) continue;
    const certainty = weakest(selection.certainty, anyMember.certainty);
    if (best === undefined || tierOf(certainty) < tierOf(best.certainty)) best = { ...without(selection), member: anyMember, certainty };
  }
  return best;
}

/** Where a person finds the statements that decide. */
export function evidenceOf(statements: readonly StatementReference[]): readonly Evidence[] {
  let evidence: readonly Evidence[] = [];
  for (const statement of statements) evidence = mergeList(evidence, statement.evidence);
  return evidence;
}
