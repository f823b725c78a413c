import { accountOfArn } from '../../inventory/id.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { KeyValue } from '../../permissions/aws/conditions.ts';
import { weakest } from '../certainty.ts';
import { issuerOfProvider } from '../federates.ts';
import type { EdgeTemplate } from './assumes.ts';
import type { AwsIndex } from './aws-index.ts';
import { byNeed, drawEdge, mayUse, providerTechniques, type Start } from './escalation.ts';
import type { Member } from './population.ts';
import { assertionOf, signIn } from './saml-federation.ts';
import { decideAll } from './select.ts';
import type { Technique } from './techniques/technique.ts';
import { type Admission, admits, type Caller, inDoubt } from './trust.ts';

interface Trusting {
  readonly role: Member;
  readonly provider: string;
  readonly admission: Admission;
}

/**
 * Escalations through an identity provider that roles trust: who gives a SAML provider metadata of its own signs assertions
 * for all of them (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html), and so does who makes one
 * that is trusted and not there. An OIDC provider takes tokens of its issuer only, which is not seen.
 */
export function escalateThroughProviders(start: Start): EdgeTemplate[] {
  const { engine, index, principal } = start;
  return providerTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!mayUse(start, technique)) return [];
    const actions = technique.needs.map((n) => n.action);
    return trustingOf(index, principal.account, technique).flatMap(({ role, provider, admission }): EdgeTemplate[] => {
      const rank = index.rankOf(role.id);
      if (rank >= 0 && rank <= index.rankOf(principal.id)) return [];
      const there = index.hasProvider(provider);
      if (there === (technique.missing === true)) return [];
      const { certainty, byAction } = decideAll(engine, principal.id, actions, provider);
      if (certainty === undefined) return [];
      // A provider that is trusted is taken to be there where the providers were not listed.
      const guessed = technique.missing === true && there === undefined ? 'no provider of that name yet' : undefined;
      const unseen = [technique.unseen, guessed].filter((one) => one !== undefined).join(' and ');
      const edge = drawEdge(start, technique, {
        to: role.id,
        on: `${provider}${inDoubt(admission)}`,
        certainty: weakest(weakest(certainty, admission.certainty), rank < 0 || unseen !== '' ? 'possible' : 'confirmed'),
        statements: byNeed(technique.needs, byAction),
        ...(unseen === '' ? {} : { unseen }),
      });
      return [{ ...edge, evidence: mergeList(edge.evidence, admission.evidence) }];
    });
  });
}

/** Worked out once for an account: few identities ask. */
const kept = new WeakMap<AwsIndex, Map<string, readonly Trusting[]>>();

function trustingOf(index: AwsIndex, account: string, { needs, audience = signIn }: Technique): readonly Trusting[] {
  const kind = needs.some((n) => n.on === 'saml-provider') ? 'saml' : 'oidc';
  const known = kept.get(index) ?? new Map<string, readonly Trusting[]>();
  kept.set(index, known);
  const key = `${account} ${kind} ${audience}`;
  let trusting = known.get(key);
  if (trusting === undefined) {
    trusting = index.roles(account).members.flatMap((role) => {
      const trusts = index.trustsOf(role.id);
      const providers = trusts.flatMap((t) => (t.principalKind === kind && t.effect === 'Allow' && isOf(account, t) ? [t.principal] : []));
      return [...new Set(providers)].flatMap((provider): Trusting[] => {
        const admission = admits(trusts, actions[kind], kind === 'saml' ? assertionOf(provider, trusts) : tokenOf(provider, audience));
        return admission === undefined ? [] : [{ role, provider, admission }];
      });
    });
    known.set(key, trusting);
  }
  return trusting;
}

/** A provider that the account has, and not one of those that are built in. */
function isOf(account: string, { principal }: Trust): boolean {
  return accountOfArn(principal) === account;
}

const actions = { saml: 'sts:AssumeRoleWithSAML', oidc: 'sts:AssumeRoleWithWebIdentity' } as const;

/** Someone with a token of a provider's issuer: for a client that is chosen, or for any. */
function tokenOf(provider: string, audience: string): Caller {
  const key = `${issuerOfProvider(provider)}:aud`;
  return {
    covers: ({ principalKind, principal, effect }) =>
      (principalKind === 'oidc' && principal === provider) || (principalKind === 'anyone' && effect === 'Deny') ? 'yes' : 'no',
    lookup: (asked): KeyValue => (asked === key && audience !== signIn ? [audience] : 'unknown'),
  };
}
