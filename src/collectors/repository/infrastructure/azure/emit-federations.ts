import { federationCondition } from '../../../azure-model/federation.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import { isAbsent, whyOf } from '../value.ts';
import { isKnown } from './azure-stack.ts';
import { type AzureEmission, placeOf } from './emission.ts';

/** Hands over federated identity credentials as trusts. */
export function emitFederations(emission: AzureEmission): void {
  const { stack, out, gap } = emission;
  for (const d of stack.declarations) {
    if (d.kind !== 'federation') continue;
    const who = stack.who(d.identity);
    if (!isKnown(who)) {
      gap(`whose federated credential ${d.address} is`, whyOf(who.hole), d.at);
      continue;
    }
    if (d.issuer === undefined || isAbsent(d.issuer)) {
      gap(`who may become ${who.name}`, `${d.address} names no issuer`, d.at);
      continue;
    }
    const issuer = withoutKnownSecrets(stack.textWithHoles(d.issuer));
    const condition = federationCondition({
      issuer,
      subject: isAbsent(d.subject) ? undefined : stack.textWithHoles(d.subject),
      audiences: d.audiences.map((a) => stack.textWithHoles(a)),
      expression: stack.text(d.expression),
    });
    if (condition === undefined) {
      gap(`who may become ${who.name}`, `what ${d.address} asks of a token is not known`, d.at);
      continue;
    }
    const name = stack.text(d.name) ?? d.address;
    out.emit({
      type: 'trust',
      value: {
        id: `${who.id}#trust/federated/${withoutKnownSecrets(name)}`,
        identity: who.id,
        kind: 'azure-federated-credential',
        effect: 'Allow',
        principalKind: 'oidc',
        principal: issuer,
        actions: ['federate'],
        condition,
        declared: true,
        evidence: [placeOf(d)],
      },
    });
  }
}
