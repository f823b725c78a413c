import type { RequestContext } from '../../permissions/power.ts';
import { tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import type { Start } from './escalation.ts';
import type { PolicyHoldings } from './policy-holdings.ts';
import { decideAll } from './select.ts';

const attaching = /^iam:Attach(User|Role|Group)Policy$/i;
const bounding = /^iam:Put(User|Role)PermissionsBoundary$/i;
/** A boundary that allows everything is as good as none. */
const widestBoundary: RequestContext = { 'iam:PermissionsBoundary': ['arn:aws:iam::aws:policy/AdministratorAccess'] };
/** Policies that are tried for one technique, at most. */
const mostPolicies = 8;

/** What is known of a request, and how certain it is that what it attaches makes administrator. */
export interface PolicyContext {
  readonly context: RequestContext | undefined;
  readonly certainty: Certainty;
}

/**
 * What may be known of requests that attach a policy: which one it is. The identity chooses, so each policy that would make
 * it administrator is tried; for a new permissions boundary it is the widest. Otherwise there is nothing to know.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PolicyARN)
 */
export function policyContexts(holdings: PolicyHoldings, account: string, actions: readonly string[]): readonly PolicyContext[] {
  if (actions.some((a) => bounding.test(a))) return [{ context: widestBoundary, certainty: 'confirmed' }];
  if (!actions.some((a) => attaching.test(a))) return [nothingKnown];
  return holdings
    .adminPolicies(account)
    .slice(0, mostPolicies)
    .map(({ id, certainty }) => ({ context: { 'iam:PolicyARN': [id] }, certainty }));
}

const nothingKnown: PolicyContext = { context: undefined, certainty: 'confirmed' };

/** Whether actions may be done on a user, role, group or policy, with what is known of the request: the policy that is attached. */
export function decideOnHolder(
  start: Pick<Start, 'engine' | 'holdings' | 'principal'>,
  actions: readonly string[],
  resource: string,
): ReturnType<typeof decideAll> {
  const { engine, holdings, principal } = start;
  let best: ReturnType<typeof decideAll> = { certainty: undefined, statements: [], byAction: [] };
  for (const { context, certainty } of policyContexts(holdings, principal.account, actions)) {
    const one = decideAll(engine, principal.id, actions, resource, context);
    const all = one.certainty && weakest(one.certainty, certainty);
    if (all === undefined || (best.certainty !== undefined && tierOf(all) >= tierOf(best.certainty))) continue;
    best = { ...one, certainty: all };
    if (all === 'confirmed') break;
  }
  return best;
}
