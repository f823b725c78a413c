import type { Inventory } from '../../inventory/inventory.ts';
import type { Link } from '../../inventory/link.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { KeyValue } from '../../permissions/aws/conditions.ts';
import { weakest } from '../certainty.ts';
import type { Edge } from '../graph.ts';
import { admits, type Caller, inDoubt } from './trust.ts';

/** Where assertions are sent, unless another place is chosen. */
export const signIn = 'https://signin.aws.amazon.com/saml';

/** Where else: of a region, of another partition, of one provider (https://docs.aws.amazon.com/general/latest/gr/signin-service.html). */
const signInForm = /^https:\/\/(?:[a-z0-9-]+\.)?signin\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\/saml(?:\/acs\/[\w-]+)?$/;

/**
 * Someone with an assertion of a provider, sent to where a role's trust wants it. What else it says is for its maker to choose, and
 * may have to be something.
 */
export function assertionOf(provider: string, trusts: readonly Trust[]): Caller {
  const audience = sentTo(trusts);
  return {
    covers: ({ principalKind, principal, effect }) =>
      (principalKind === 'saml' && principal === provider) || (principalKind === 'anyone' && effect === 'Deny') ? 'yes' : 'no',
    lookup: (key): KeyValue => (key === 'saml:aud' ? [audience] : 'unknown'),
  };
}

function sentTo(trusts: readonly Trust[]): string {
  const wanted = trusts
    .filter((trust) => trust.effect === 'Allow')
    .flatMap(({ condition }) => Object.values(condition ?? {}))
    .flatMap((keys) => Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase() === 'saml:aud' ? values : [])))
    .map((value) => value.replaceAll('*.signin.', 'us-east-1.signin.').replace(/\*$/, ''));
  return wanted.includes(signIn) ? signIn : (wanted.find((value) => signInForm.test(value)) ?? signIn);
}

/**
 * The edge from an application that signs people in to a role of AWS, as far as the role's trust and the metadata of its provider bear
 * that out. It is conditional: whoever decides about the application decides whom it signs in, and its own credentials sign nothing
 * (https://learn.microsoft.com/entra/identity/saas-apps/amazon-web-service-tutorial). Undefined for other links.
 */
export function samlEdge(inventory: Inventory, { from, to, claims, evidence }: Link): Edge | 'refused' | undefined {
  const [provider] = claims?.saml_provider ?? [];
  if (provider === undefined) return undefined;
  const role = inventory.identities.get(to);
  const trusts = inventory.trusts.get(to);
  // A role that nobody read is a name in a setting.
  if (role === undefined || trusts === undefined) return 'refused';
  const known = inventory.providers.get(provider);
  const issuers = claims?.iss ?? [];
  if (known?.issuer !== undefined && !issuers.includes(known.issuer)) return 'refused';
  const admission = admits(trusts, 'sts:AssumeRoleWithSAML', assertionOf(provider, trusts));
  if (admission === undefined) return 'refused';
  const seen = known?.issuer === undefined ? 'possible' : 'conditional';
  const doubt = known?.issuer === undefined ? ', if the metadata of the provider are of its tenant' : '';
  return {
    from,
    to,
    kind: 'federates',
    certainty: weakest(admission.certainty, seen),
    reason: `the trust of ${role.name} lets in whom it signs in through ${provider.slice(provider.lastIndexOf('/') + 1)}${doubt}${inDoubt(admission)}`,
    evidence: mergeList(mergeList(evidence, admission.evidence), known?.evidence ?? []),
  };
}
