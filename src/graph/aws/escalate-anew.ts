import { awsIdentityId } from '../../inventory/id.ts';
import type { RequestContext } from '../../permissions/power.ts';
import { tierOf, weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import { certaintyByResource, type EdgeTemplate } from './assumes.ts';
import { drawEdge, mayUse, newTechniques, type Start } from './escalation.ts';
import { type Met, meetOn } from './needs.ts';
import { policyContexts } from './policy-contexts.ts';
import { adminRank } from './ranks.ts';

/**
 * Escalations through a user or role that the identity makes: it gives it what it likes, and acts as it. All actions have
 * to be allowed on one name that nobody has yet.
 */
export function escalateAnew(start: Start): EdgeTemplate[] {
  const { engine, holdings, index, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  return newTechniques.flatMap((technique): EdgeTemplate[] => {
    const { needs } = technique;
    const resource = [needs[0]?.resource ?? []].flat()[0];
    if (resource === undefined || !mayUse(start, technique)) return [];
    let best: Met | undefined;
    for (const { context: policy, certainty } of policyContexts(
      holdings,
      principal.account,
      needs.map((n) => n.action),
    )) {
      const context: RequestContext = { ...policy, 'iam:PermissionsBoundary': 'absent' };
      const found = meetOn(engine, principal.id, principal.account, resource, needs, { context, isFree: (arn) => isFree(start, arn) });
      const met = found && { ...found, certainty: weakest(found.certainty, certainty) };
      if (met === undefined || (best !== undefined && tierOf(met.certainty) >= tierOf(best.certainty))) continue;
      best = met;
      if (met.certainty === 'confirmed') break;
    }
    const arn = best?.resource;
    const acting = arn === undefined ? undefined : mayActAs(start, arn);
    if (best === undefined || acting === undefined) return [];
    return [
      drawEdge(start, technique, {
        to: adminClass(principal.account),
        on: `a new ${arn}`,
        certainty: weakest(best.certainty, acting),
        statements: best.statements,
      }),
    ];
  });
}

function isFree({ index }: Start, arn: string): boolean {
  const id = /[*?]/.test(arn) ? undefined : awsIdentityId(arn);
  return id === undefined || !index.principals.has(id);
}

/** A new user's key lets it in. A new role's trust names it, which is enough within an account unless a limit stands against it. */
function mayActAs({ engine, principal }: Start, arn: string): Certainty | undefined {
  if (!arn.includes(':role/')) return 'confirmed';
  return certaintyByResource(engine.decide(principal.id, 'sts:AssumeRole', arn), principal.type === 'user');
}
