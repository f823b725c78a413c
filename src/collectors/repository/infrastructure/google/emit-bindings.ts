import type { Evidence } from '../../../../inventory/evidence.ts';
import { serviceAccountId } from '../../../../inventory/id.ts';
import { type Member, readMember } from '../../../google-model/members.ts';
import { accountOfScope } from '../../../google-model/resource-names.ts';
import { becomingTrust, exchangeTrust, federatedIdentity, roleGrant } from '../../../google-model/role-grants.ts';
import { isHole, type Value, whyOf } from '../value.ts';
import { type Binding, bindingsOf } from './bindings.ts';
import type { Doubts, GoogleEmission } from './emit-google.ts';
import { textOf } from './names.ts';

/** Hands over the roles that a stack gives, and who may become its service accounts. Answers with who may hold more than that. */
export function emitBindings(emission: GoogleEmission): Doubts {
  const { stack, gap, resources } = emission;
  const holders = new Set<string>();
  const federated = new Map<string, { readonly member: Member; readonly at: Evidence }>();
  let all = false;
  for (const d of resources) {
    for (const binding of bindingsOf(d, stack)) {
      if ('kind' in binding) {
        gap(`the roles that ${d.address} gives`, whyOf(binding), binding.at);
        all = true;
        continue;
      }
      if (binding.doubt !== undefined) gap(`the whole of ${d.address}`, binding.doubt, d.at);
      const role = textOf(binding.role, stack);
      if (role === undefined) gap(`the role that ${d.address} gives`, whyNotKnown(binding.role), binding.at);
      for (const value of binding.members) {
        const text = textOf(value, stack);
        const member = text === undefined ? undefined : readMember(text.trim());
        if (member !== undefined && member.deleted !== true) {
          emitGrant(emission, binding, role, member);
          if (member.federated && accountOfScope(binding.scope) === undefined) federated.set(member.holder, { member, at: binding.at });
          if (role === undefined || binding.doubt !== undefined) holders.add(member.holder);
        } else if (text === undefined) {
          gap(`whom ${d.address} gives ${role ?? 'a role'}`, whyNotKnown(value), value.at);
          all = true;
        }
      }
    }
  }
  for (const { member, at } of federated.values()) emitFederated(emission, member, at, !all && !holders.has(member.holder));
  return { all, holders };
}

function whyNotKnown(value: Value | undefined): string {
  return value === undefined ? 'the code does not name it' : isHole(value) ? whyOf(value) : 'a part of it is not known';
}

function emitGrant(emission: GoogleEmission, { at, scope, condition }: Binding, role: string | undefined, member: Member): void {
  const { out } = emission;
  if (member.email !== undefined) emission.nameAccount(member.email, at);
  const given = { member, role, scope, condition, at, declared: true } as const;
  out.emit({ type: 'grant', value: roleGrant(given) });
  const account = accountOfScope(scope);
  if (account === undefined || role === undefined) return;
  const trust = becomingTrust(emission.nameAccount(account, at), given);
  if (trust !== undefined) out.emit({ type: 'trust', value: trust });
}

/** Workloads outside of Google Cloud that are given roles themselves, and work without a service account. */
function emitFederated({ out }: GoogleEmission, member: Member, at: Evidence, listed: boolean): void {
  const identity = federatedIdentity(member, 'declared', at);
  out.emit({ type: 'identity', value: listed ? { ...identity, grantsListed: true } : identity });
  out.emit({ type: 'trust', value: exchangeTrust({ member, at, declared: true }) });
}

/** The identity that a service account's address or resource name means. */
export function identityOfAccount(name: string): string {
  return serviceAccountId(name.slice(name.lastIndexOf('/') + 1).replace(/^serviceAccount:/, ''));
}
