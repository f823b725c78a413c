import { tierOf, weakest } from '../certainty.ts';
import type { Start } from './escalation.ts';
import type { PolicyHoldings } from './policy-holdings.ts';
import { type Context, decideAll } from './select.ts';

const attaching = /^iam:Attach(User|Role|Group)Policy$/i;
/** Policies that are tried for one technique, at most. */
const mostPolicies = 8;

/**
 * What may be known of requests that attach a policy: which one it is. The identity chooses, so each policy that would make
 * it administrator is tried; without an attaching action there is nothing to know.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PolicyARN)
 */
export function policyContexts(holdings: PolicyHoldings, account: string, actions: readonly string[]): readonly (Context | undefined)[] {
  if (!actions.some((a) => attaching.test(a))) return [undefined];
  return holdings
    .adminPolicies(account)
    .slice(0, mostPolicies)
    .map((arn) => ({ 'iam:PolicyARN': [arn] }));
}

/** No policy has this name: it stands for a boundary that is not there. */
const noBoundary = 'none';
const boundaryKey = 'iam:PermissionsBoundary';

/**
 * Whether actions may be done on a user or role, with what is known of the request: the policy that is attached, and the
 * boundary that the user or role has
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PermissionsBoundary).
 */
export function decideOnHolder(
  start: Pick<Start, 'engine' | 'holdings' | 'principal'>,
  actions: readonly string[],
  holder: string | undefined,
  resource: string,
): ReturnType<typeof decideAll> {
  const { engine, holdings, principal } = start;
  let best: ReturnType<typeof decideAll> = { certainty: undefined, statements: [], byAction: [] };
  for (const context of policyContexts(holdings, principal.account, actions)) {
    const one = decideKnowingBoundary((known) => decideAll(engine, principal.id, actions, resource, known), context, holder, holdings);
    if (one.certainty === undefined || (best.certainty !== undefined && tierOf(one.certainty) >= tierOf(best.certainty))) continue;
    best = one;
    if (one.certainty === 'confirmed') break;
  }
  return best;
}

function decideKnowingBoundary(
  decide: (context: Context | undefined) => ReturnType<typeof decideAll>,
  context: Context | undefined,
  holder: string | undefined,
  holdings: PolicyHoldings,
): ReturnType<typeof decideAll> {
  const first = decide(context);
  if (holder === undefined || first.certainty === undefined || first.certainty === 'confirmed') return first;
  const boundary = holdings.boundaryOf(holder);
  if (boundary !== undefined) return decide({ ...context, [boundaryKey]: [boundary] });
  if (holdings.bounded(holder)) return first;
  // That a key is absent cannot be said here: what does not even hold for another value is out, the rest stays as it was.
  const other = decide({ ...context, [boundaryKey]: [noBoundary] });
  return other.certainty === undefined ? other : { ...first, certainty: weakest(first.certainty, other.certainty) };
}
