import type { PermissionEngine, StatementReference } from '../../permissions/power.ts';
import type { Certainty, EdgeStatement } from '../graph.ts';
import type { AwsPrincipal } from './arn.ts';
import type { EdgeTemplate } from './assumes.ts';
import type { AwsIndex } from './aws-index.ts';
import type { PolicyHoldings } from './policy-holdings.ts';
import type { Population } from './population.ts';
import { evidenceOf } from './select.ts';
import type { Targets } from './targets.ts';
import type { Need, On, Technique } from './techniques/technique.ts';
import { techniques } from './techniques/techniques.ts';

/** What working out escalations needs, and an identity (or several with the same grants) to do it for. */
export interface Start {
  readonly index: AwsIndex;
  readonly engine: PermissionEngine;
  readonly holdings: PolicyHoldings;
  readonly targets: Targets;
  readonly principal: AwsPrincipal;
  /** Several identities share the grants and the answer: the principal may be what another of them changes. */
  readonly several: boolean;
  /** Whether some resource is not denied: remembered per action. */
  may(action: string): boolean;
  /** Says that edges lead to a population. */
  use(population: Population): void;
}

const drawn = techniques.filter((t) => t.assumes !== true);
const needsOn = (technique: Technique, on: On): boolean => technique.needs.some((n) => n.on === on);
/** Through what an identity holds itself. */
export const ownTechniques = drawn.filter((t) => t.category === 'self-escalation');
/** Through roles that it can assume already. */
export const roleTechniques = drawn.filter((t) => needsOn(t, 'assumable-role') && t.ends === undefined);
/** Through a policy and the trust of one role. */
export const trustTechniques = drawn.filter((t) => needsOn(t, 'policy-of-role') && needsOn(t, 'role'));
/** Through a user or role that it makes for the purpose. */
export const newTechniques = drawn.filter((t) => t.needs.every((n) => n.on === 'made'));
/** Through an identity provider that roles trust. */
export const providerTechniques = drawn.filter((t) => needsOn(t, 'saml-provider') || needsOn(t, 'oidc-provider'));
/** Through the organization that its account manages. */
export const organizationTechniques = drawn.filter((t) => t.ends !== undefined);
/** Those that work through a role that it can assume: the others are the same for all with the same grants. */
export const heldRoleTechniques = organizationTechniques.filter((t) => t.ends === 'held-role');
/** The same for all identities of an account with the same grants. */
export const sharedTechniques = drawn.filter(
  (t) =>
    ![ownTechniques, roleTechniques, trustTechniques, newTechniques, providerTechniques, organizationTechniques].some((list) =>
      list.includes(t),
    ),
);

const firstActions: readonly string[] = [...new Set(drawn.flatMap((t) => t.needs.slice(0, 1).map((n) => n.action)))];

const startingActions: readonly string[] = [...firstActions, 'sts:AssumeRole'];

/** Whether an identity can neither start a technique nor ask for a role: that is most of them, and looked up. */
export function mayStartNothing(engine: PermissionEngine, { id }: AwsPrincipal): boolean {
  return engine.allowsNoneOf?.(id, startingActions) === true;
}

/** Whether any technique can start at all. Of most identities none can. */
export function mayEscalate(start: Pick<Start, 'may' | 'engine' | 'principal'>): boolean {
  if (start.engine.allowsNoneOf?.(start.principal.id, firstActions) === true) return false;
  return firstActions.some((action) => start.may(action));
}

/** Whether all actions of a technique are allowed on something. */
export function mayUse(start: Pick<Start, 'may'>, technique: Technique): boolean {
  return technique.needs.every((n) => start.may(n.action));
}

export interface End {
  readonly to: string;
  /** In words, what the actions are used on. */
  readonly on: string;
  readonly certainty: Certainty;
  /** The statements that meet each need. */
  readonly statements: ReadonlyMap<Need, readonly StatementReference[]>;
  /** What has to be there and was not seen. */
  readonly unseen?: string | undefined;
}

/** An edge by a technique: actions, statements and evidence in the order in which a person would go through them. */
export function drawEdge({ holdings, principal }: Start, technique: Technique, end: End): EdgeTemplate {
  const inline = holdings.inlinePolicies(principal.id);
  const actions = [...new Set(technique.needs.map((n) => n.action))].join(' + ');
  const needs = end.unseen === undefined ? '' : `, if there is ${end.unseen}`;
  const references = technique.needs.flatMap((need) => (end.statements.get(need) ?? []).map((reference) => ({ need, reference })));
  const statements = new Map<string, EdgeStatement>();
  for (const { need, reference } of references) {
    const key = `${need.action}\u0000${reference.policy}\u0000${reference.statement}\u0000${reference.through ?? ''}`;
    const own = reference.through === undefined && inline.includes(reference.policy);
    if (!statements.has(key)) statements.set(key, { ...reference, action: need.action, ...(own ? { own } : {}) });
  }
  return {
    to: end.to,
    kind: 'escalates',
    certainty: end.certainty,
    technique: technique.id,
    reason: `${actions} on ${end.on}${needs}`,
    evidence: evidenceOf(references.map((r) => r.reference)),
    ...(statements.size === 0 ? {} : { statements: [...statements.values()] }),
  };
}

/** The statements of actions that were decided together, need by need. */
export function byNeed(
  needs: readonly Need[],
  lists: readonly (readonly StatementReference[])[],
): ReadonlyMap<Need, readonly StatementReference[]> {
  return new Map(needs.map((need, i) => [need, lists[i] ?? []]));
}
