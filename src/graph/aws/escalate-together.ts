import { mergeList } from '../../inventory/merge.ts';
import { tierOf, weakest } from '../certainty.ts';
import { adminClass, nameOfClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import type { EdgeTemplate } from './assumes.ts';
import { escalateAnew } from './escalate-anew.ts';
import { escalateThroughProviders } from './escalate-providers.ts';
import { byNeed, drawEdge, mayUse, type Start, sharedTechniques } from './escalation.ts';
import { type Met, meetEach, meetMade, meetOn, passingContext } from './needs.ts';
import { decideOnHolder, type PolicyContext, policyContexts } from './policy-contexts.ts';
import type { Population } from './population.ts';
import { adminRank } from './ranks.ts';
import { bestSelection, type Selection, selectTargets } from './select.ts';
import type { Need, On, Technique } from './techniques/technique.ts';
import { resourceOfKind } from './workload-arn.ts';

const targetKinds: readonly On[] = ['user', 'role', 'passed-role', 'workload'];

/** Escalations that are the same for all identities of one account with the same grants. */
export function escalateTogether(start: Start): EdgeTemplate[] {
  if (start.index.rankOf(start.principal.id) === adminRank) return [];
  const select = rememberSelections(start);
  const possible = new Set<string>();
  const edges = sharedTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!mayUse(start, technique)) return [];
    const aside = meetAside(start, technique);
    if (aside === undefined) return [];
    if (technique.workloads === undefined)
      return drawSelections(start, technique, aside, select(technique, populationOf(start, technique)));
    return [
      ...drawSelections(start, technique, aside, select(technique, start.targets.running(start.principal.account, technique))),
      ...drawUnseen(start, technique, aside, possible),
    ];
  });
  return [...edges, ...escalateAnew(start), ...escalateThroughProviders(start)];
}

/** What a technique needs besides its target, as far as it is there. */
interface Aside extends Met {
  /** What has to be there and was not seen. */
  readonly unseen?: string | undefined;
}

function meetAside(start: Start, technique: Technique): Aside | undefined {
  const { engine, principal } = start;
  const made = meetMade(engine, principal.id, principal.account, needsOn(technique, ['made']));
  const second = made && meetSecondRole(start, technique);
  const there = second && meetExisting(start, technique);
  if (made === undefined || second === undefined || there === undefined) return undefined;
  const unseen = technique.unseen ?? there.unseen;
  const seen: Certainty = unseen === undefined ? 'confirmed' : 'possible';
  return {
    certainty: [second.certainty, there.certainty, seen].reduce(weakest, made.certainty),
    statements: new Map([...made.statements, ...there.statements]),
    unseen,
  };
}

const nothingNeeded: Met = { certainty: 'confirmed', statements: new Map() };

/** Another role that has to be handed to a second service: any that trusts it will do. */
function meetSecondRole({ engine, index, principal }: Start, { alsoPasses }: Technique): Met | undefined {
  if (alsoPasses === undefined) return nothingNeeded;
  const context = { 'iam:PassedToService': [alsoPasses] };
  const best = bestSelection(
    selectTargets(engine, principal.id, ['iam:PassRole'], index.passable(principal.account, alsoPasses), context),
    '',
  );
  return best && { certainty: best.certainty, statements: new Map() };
}

/** Something that has to be there: seen among the workloads, or known not to be there, or not known. */
function meetExisting({ engine, targets, principal }: Start, technique: Technique): Aside | undefined {
  const { exists } = technique;
  if (exists === undefined) return nothingNeeded;
  const arns = targets.arnsOf(principal.account, exists.kinds);
  const needs = needsOn(technique, ['existing']);
  const met = meetEach(engine, principal.id, needs, arns);
  if (met !== undefined) return met;
  if (targets.listed(principal.account, exists.kinds.slice(0, 1))) return undefined;
  const anywhere = meetEach(engine, principal.id, needs, ['*']);
  return { certainty: 'possible', statements: anywhere?.statements ?? new Map(), unseen: exists.what };
}

function populationOf({ index, targets, principal }: Start, technique: Technique): Population | undefined {
  switch (technique.needs.find((n) => targetKinds.includes(n.on))?.on) {
    case 'user':
      return index.users(principal.account, technique.target);
    case 'role':
      return index.roles(principal.account);
    case 'passed-role':
      return targets.passable(principal.account, technique);
    default:
      return undefined;
  }
}

/** What the needs on the target may be used on: remembered, as many techniques ask the same. */
function rememberSelections(start: Start): (technique: Technique, population: Population | undefined) => readonly Selection[] {
  const { engine, holdings, principal } = start;
  const known = new Map<string, readonly Selection[]>();
  return (technique, population) => {
    if (population === undefined || population.members.length === 0) return [];
    if (technique.gives === 'target' && !isGain(start, population.rank, population.unknownRank)) return [];
    const actions = needsOn(technique, targetKinds).map((n) => n.action);
    const passed = technique.service !== undefined && actions.includes('iam:PassRole');
    const contexts: readonly PolicyContext[] = passed
      ? [{ context: passingContext(technique.service, technique.needs, principal.account), certainty: 'confirmed' }]
      : policyContexts(holdings, principal.account, actions);
    const key = JSON.stringify([population.node, actions, contexts]);
    let selections = known.get(key);
    if (selections === undefined) {
      selections = [];
      for (const { context, certainty } of contexts) {
        const found = selectTargets(engine, principal.id, actions, population, context).map((s) =>
          certainty === 'confirmed' ? s : { ...s, certainty: weakest(s.certainty, certainty) },
        );
        if (found.length > 0 && (selections.length === 0 || certainty === 'confirmed')) selections = found;
        if (found.some((s) => s.certainty === 'confirmed')) break;
      }
      known.set(key, selections);
    }
    return selections;
  };
}

function drawSelections(start: Start, technique: Technique, aside: Aside, selections: readonly Selection[]): EdgeTemplate[] {
  const capped = selections.map((s) => ({ ...s, certainty: weakest(s.certainty, aside.certainty) }));
  return technique.gives === 'admin'
    ? becomeAdmin(start, technique, aside, capped)
    : capped.flatMap((s) => becomeTarget(start, technique, aside, s));
}

/**
 * Workloads that were not listed may run as any role that trusts their service: one possible edge for each service says
 * enough.
 */
function drawUnseen(start: Start, technique: Technique, aside: Aside, drawn: Set<string>): EdgeTemplate[] {
  const { engine, targets, principal } = start;
  const { service = '', workloads = [] } = technique;
  if (targets.listed(principal.account, workloads) || drawn.has(service)) return [];
  const population = targets.passable(principal.account, technique);
  if (population.members.length === 0 || !isGain(start, population.rank, population.unknownRank)) return [];
  const [kind = ''] = workloads;
  const found = meetOn(engine, principal.id, principal.account, resourceOfKind(kind), needsOn(technique, ['workload']));
  if (found === undefined) return [];
  drawn.add(service);
  start.use(population);
  return [
    drawEdge(start, technique, {
      to: population.node,
      on: nameOfClass(population.node),
      certainty: 'possible',
      statements: new Map([...aside.statements, ...found.statements]),
      unseen: `${withArticle(kind)} that runs as one${technique.unseen === undefined ? '' : ` and ${technique.unseen}`}`,
    }),
  ];
}

/** `aws-ec2-instance` -> `an ec2 instance`. */
function withArticle(kind: string): string {
  const name = kind.replace(/^aws-/, '').replaceAll('-', ' ');
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function isGain(start: Start, rank: number, unknown: boolean): boolean {
  return rank > start.index.rankOf(start.principal.id) || unknown;
}

function becomeTarget(start: Start, technique: Technique, aside: Aside, selection: Selection): EdgeTemplate[] {
  const { whole, member } = selection;
  const rank = whole?.rank ?? member?.rank ?? -1;
  if (!isGain(start, rank, whole?.unknownRank ?? rank < 0)) return [];
  // Whether the target has more power is then not known.
  const sure = rank > start.index.rankOf(start.principal.id);
  const certainty = weakest(weakest(selection.certainty, sure ? 'confirmed' : 'possible'), member?.certainty ?? 'confirmed');
  if (whole) start.use(whole);
  const because = member === undefined || member.reason === '' ? '' : ` (${member.reason})`;
  const on = whole ? nameOfClass(whole.node) : `${start.index.principals.get(member?.id ?? '')?.name ?? member?.id}${because}`;
  const edge = drawEdge(start, technique, {
    to: whole?.node ?? member?.id ?? '',
    on,
    certainty,
    ...statementsOf(technique, aside, selection),
  });
  return [member ? { ...edge, evidence: mergeList(edge.evidence, member.evidence) } : edge];
}

function becomeAdmin(start: Start, technique: Technique, aside: Aside, selections: readonly Selection[]): EdgeTemplate[] {
  const { holdings, principal } = start;
  const best = bestSelection(selections, principal.id) ?? (start.several ? bestSelection(selections, '') : undefined);
  if (best?.member === undefined) return [];
  let { certainty } = best;
  if (certainty === 'conditional') {
    const actions = needsOn(technique, targetKinds).map((n) => n.action);
    const known = decideOnHolder(start, actions, best.member.arn).certainty;
    if (known === undefined) return [];
    if (tierOf(known) < tierOf(certainty)) certainty = weakest(weakest(known, aside.certainty), best.member.certainty);
  }
  if (holdings.bounded(best.member.id)) certainty = weakest(certainty, 'conditional');
  return [
    drawEdge(start, technique, {
      to: adminClass(principal.account),
      on: best.member.arn,
      certainty,
      ...statementsOf(technique, aside, best),
    }),
  ];
}

function statementsOf(
  technique: Technique,
  aside: Aside,
  selection: Selection,
): { readonly statements: Met['statements']; readonly unseen?: string | undefined } {
  return {
    statements: new Map([...aside.statements, ...byNeed(needsOn(technique, targetKinds), selection.byAction)]),
    unseen: aside.unseen,
  };
}

function needsOn(technique: Technique, where: readonly On[]): readonly Need[] {
  return technique.needs.filter((n) => where.includes(n.on));
}
