import type { Evidence } from '../../../../inventory/evidence.ts';
import type { Grant } from '../../../../inventory/grant.ts';
import { serviceAccountId } from '../../../../inventory/id.ts';
import type { Trust } from '../../../../inventory/trust.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import { isHole, type Value, whyOf } from '../value.ts';
import { type Binding, bindingsOf } from './bindings.ts';
import type { Doubts, GoogleEmission } from './emit-google.ts';
import { type Member, readMember } from './members.ts';
import { textOf } from './names.ts';
import { accountOfScope } from './targets.ts';

/**
 * Roles by which one becomes a service account, with what they allow
 * (https://cloud.google.com/iam/docs/service-account-permissions).
 */
const becoming: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    'roles/iam.serviceAccountTokenCreator': ['iam.serviceAccounts.getAccessToken', 'iam.serviceAccounts.signJwt'],
    'roles/iam.workloadIdentityUser': ['iam.serviceAccounts.getAccessToken'],
    'roles/iam.serviceAccountOpenIdTokenCreator': ['iam.serviceAccounts.getOpenIdToken'],
    'roles/iam.serviceAccountUser': ['iam.serviceAccounts.actAs'],
  }),
);

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
        if (member !== undefined) {
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

function emitGrant(emission: GoogleEmission, binding: Binding, role: string | undefined, member: Member): void {
  const { out } = emission;
  const { at, scope } = binding;
  if (member.email !== undefined) emission.nameAccount(member.email, at);
  const condition = binding.condition === undefined ? {} : { condition: withoutKnownSecrets(binding.condition).slice(0, 4096) };
  const grant: Grant = {
    id: `${member.holder}#attached/${role ?? `?${at.file ?? ''}:${at.line ?? 0}`} on ${scope}`,
    holder: member.holder,
    kind: 'attached',
    name: role === undefined ? `role that is not known (line ${at.line ?? 0})` : withoutKnownSecrets(role),
    ...(role === undefined ? {} : { policy: `gcp:role/${role}` }),
    scope,
    ...condition,
    declared: true,
    evidence: [at],
  };
  out.emit({ type: 'grant', value: grant });
  const account = accountOfScope(scope);
  if (account === undefined || role === undefined) return;
  const id = emission.nameAccount(account, at);
  const actions = becoming.get(role);
  if (actions !== undefined) out.emit({ type: 'trust', value: trustOf(id, member, actions, condition.condition, at) });
}

function trustOf(identity: string, member: Member, actions: readonly string[], condition: string | undefined, at: Evidence): Trust {
  return {
    id: `${identity}#trust/${member.principalKind}/${member.text}`,
    identity,
    kind: 'gcp-trust',
    effect: 'Allow',
    principalKind: member.principalKind,
    principal: withoutKnownSecrets(member.text),
    actions,
    // No key of a request: what it comes to is decided nowhere here.
    ...(condition === undefined ? {} : { condition: { Cel: { expression: [condition] } } }),
    declared: true,
    evidence: [at],
  };
}

/** Workloads outside of Google Cloud that are given roles themselves, and work without a service account. */
function emitFederated({ out }: GoogleEmission, member: Member, at: Evidence, listed: boolean): void {
  const pool = /\/workloadIdentityPools\/([^/]+)\/(.+)$/.exec(member.text);
  const name = pool === null ? member.text : `${pool[2]} of pool ${pool[1]}`;
  out.emit({
    type: 'identity',
    value: {
      id: member.holder,
      plane: 'gcp',
      kind: 'gcp-federated-principal',
      name: withoutKnownSecrets(name),
      scope: /projects\/([^/]+)\//.exec(member.text)?.[1] ?? '',
      nature: 'workload',
      agent: false,
      standing: 'declared',
      ...(listed ? { grantsListed: true as const } : {}),
      evidence: [at],
    },
  });
  out.emit({ type: 'trust', value: trustOf(member.holder, member, ['sts.tokens.exchange'], undefined, at) });
}

/** The identity that a service account's address or resource name means. */
export function identityOfAccount(name: string): string {
  return serviceAccountId(name.slice(name.lastIndexOf('/') + 1).replace(/^serviceAccount:/, ''));
}
