import { federatedTrust } from '../../../azure-model/federation.ts';
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
    const terms = {
      issuer: stack.textWithHoles(d.issuer),
      subject: isAbsent(d.subject) ? undefined : stack.textWithHoles(d.subject),
      audiences: d.audiences.map((a) => stack.textWithHoles(a)),
      expression: stack.text(d.expression),
    };
    const trust = federatedTrust(who.id, stack.text(d.name) ?? d.address, terms, placeOf(d));
    if (trust === undefined) {
      gap(`who may become ${who.name}`, `what ${d.address} asks of a token is not known`, d.at);
      continue;
    }
    out.emit({ type: 'trust', value: { ...trust, declared: true } });
  }
}
