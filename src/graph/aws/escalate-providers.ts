import { mergeList } from '../../inventory/merge.ts';
import type { KeyValue } from '../../permissions/aws/conditions.ts';
import { weakest } from '../certainty.ts';
import type { EdgeTemplate } from './assumes.ts';
import type { AwsIndex } from './aws-index.ts';
import { byNeed, drawEdge, mayUse, providerTechniques, type Start } from './escalation.ts';
import type { Member } from './population.ts';
import { decideAll } from './select.ts';
import { type Admission, admits, type Caller, inDoubt } from './trust.ts';

interface Trusting {
  readonly role: Member;
  readonly provider: string;
  readonly admission: Admission;
}

/**
 * Escalations through a SAML provider: who gives it metadata of its own signs assertions for every role that trusts it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html).
 */
export function escalateThroughProviders(start: Start): EdgeTemplate[] {
  const { engine, index, principal } = start;
  return providerTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!mayUse(start, technique)) return [];
    const actions = technique.needs.map((n) => n.action);
    return trustingOf(index, principal.account).flatMap(({ role, provider, admission }): EdgeTemplate[] => {
      const rank = index.rankOf(role.id);
      if (rank >= 0 && rank <= index.rankOf(principal.id)) return [];
      const { certainty, byAction } = decideAll(engine, principal.id, actions, provider);
      if (certainty === undefined) return [];
      const edge = drawEdge(start, technique, {
        to: role.id,
        on: `${provider}${inDoubt(admission)}`,
        certainty: weakest(weakest(certainty, admission.certainty), rank < 0 ? 'possible' : 'confirmed'),
        statements: byNeed(technique.needs, byAction),
      });
      return [{ ...edge, evidence: mergeList(edge.evidence, admission.evidence) }];
    });
  });
}

/** Worked out once for an account: few identities ask. */
const kept = new WeakMap<AwsIndex, Map<string, readonly Trusting[]>>();

function trustingOf(index: AwsIndex, account: string): readonly Trusting[] {
  const known = kept.get(index) ?? new Map<string, readonly Trusting[]>();
  kept.set(index, known);
  let trusting = known.get(account);
  if (trusting === undefined) {
    trusting = index.roles(account).members.flatMap((role) => {
      const trusts = index.trustsOf(role.id);
      const providers = trusts.flatMap((t) => (t.principalKind === 'saml' && t.effect === 'Allow' ? [t.principal] : []));
      return [...new Set(providers)].flatMap((provider): Trusting[] => {
        const admission = admits(trusts, 'sts:AssumeRoleWithSAML', assertionOf(provider));
        return admission === undefined ? [] : [{ role, provider, admission }];
      });
    });
    known.set(account, trusting);
  }
  return trusting;
}

/** Where assertions are sent, unless a region of its own is chosen (https://docs.aws.amazon.com/general/latest/gr/signin-service.html). */
const audience = 'https://signin.aws.amazon.com/saml';

/** Someone with an assertion of a provider. What else it says is for its maker to choose, and may have to be something. */
function assertionOf(provider: string): Caller {
  return {
    covers: ({ principalKind, principal, effect }) =>
      (principalKind === 'saml' && principal === provider) || (principalKind === 'anyone' && effect === 'Deny') ? 'yes' : 'no',
    lookup: (key): KeyValue => (key === 'saml:aud' ? [audience] : 'unknown'),
  };
}
