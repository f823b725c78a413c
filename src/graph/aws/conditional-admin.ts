import type { Decision, PermissionEngine } from '../../permissions/power.ts';
import { selfServing } from './admin-strength.ts';
import type { AwsPrincipal } from './arn.ts';
import { adminRank } from './ranks.ts';

/** Who may not do this may do none of the others that count. */
const first: readonly string[] = selfServing.slice(0, 1);

/** The keys and statements on which it turns; the statements as `holder` holds them, who has equal grants. */
interface Perhaps extends Pick<Decision, 'conditionKeys' | 'statements'> {
  readonly holder: string;
}

/**
 * Tells of identities that are administrators only while some condition holds (MFA, a network). Asked once for equal
 * grants; an identity that may never do these things costs a look-up.
 */
export function conditionalAdministrators(engine: PermissionEngine): (principal: AwsPrincipal) => Perhaps | undefined {
  const known = new Map<string, Perhaps | undefined>();
  return ({ id, identity, type, rank }) => {
    if (type === 'root' || identity.standing === 'named' || rank === adminRank) return undefined;
    if (engine.allowsNoneOf?.(id, first) === true) return undefined;
    if (engine.resourcesFor(id, selfServing[0]).length === 0) return undefined;
    const key = engine.shareKey(id);
    if (!known.has(key)) known.set(key, perhaps(engine, id));
    return known.get(key);
  };
}

function perhaps(engine: PermissionEngine, id: string): Perhaps | undefined {
  const decisions: Decision[] = [];
  for (const action of selfServing) {
    const decision = engine.decide(id, action, '*');
    if (decision.answer !== 'allowed' && decision.answer !== 'conditional') return undefined;
    decisions.push(decision);
  }
  if (decisions.every((d) => d.answer === 'allowed')) return undefined;
  return {
    holder: id,
    conditionKeys: [...new Set(decisions.flatMap((d) => d.conditionKeys))].sort(),
    statements: decisions.flatMap((d) => d.statements),
  };
}
