import type { Facts } from '../../../inventory/fact-types.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { isAgentTrust, natureOfRole, trustMeaning } from '../../aws-policy/role-meaning.ts';
import { environmentOf, ownerOf } from '../../aws-policy/tag-meaning.ts';
import { readTrusts } from '../../aws-policy/trust-policy.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import type { Principal } from './declarations.ts';
import type { Emission } from './emit-stack.ts';
import { readPolicyValue } from './policy-value.ts';
import { listOf, type Value, whyOf } from './value.ts';

/** Hands over roles and users. `doubted`: those that may hold more than is known, by id or as a type. */
export function emitPrincipals(emission: Emission, doubted: ReadonlySet<string>): void {
  const { stack, out } = emission;
  const open = new Set([...doubted, ...emitMemberships(emission)]);
  for (const d of stack.declarations) {
    if (d.kind !== 'role' && d.kind !== 'user') continue;
    const id = stack.idOf(d);
    const mayHoldMore = open.has(id) || open.has(d.kind) || (d.kind === 'user' && open.has('group'));
    const listed = d.doubt === undefined && !mayHoldMore && d.named !== true;
    out.emit({ type: 'identity', value: d.kind === 'role' ? roleOf(d, id, listed, emission) : userOf(d, id, listed, emission) });
  }
}

/** Hands over who is in which group. Answers with the users of whom that is not known, `user` for all. */
function emitMemberships({ stack, out, gap }: Emission): ReadonlySet<string> {
  const open = new Set<string>();
  const join = (user: Value, group: Value): void => {
    const [member, meant] = [stack.principal(user, 'user'), stack.principal(group, 'group')];
    if ('hole' in member) {
      open.add('user');
      gap('who is in a group', whyOf(member.hole), user.at);
    } else if ('hole' in meant) {
      open.add(member.id);
      gap(`the groups of user ${member.name}`, whyOf(meant.hole), group.at);
    } else out.emit({ type: 'membership', value: { identity: member.id, group: meant.id } });
  };
  for (const d of stack.declarations) {
    if (d.kind === 'membership') for (const user of d.users) for (const group of d.groups) join(user, group);
    if (d.kind === 'user')
      for (const group of d.groups ?? []) join({ kind: 'reference', to: d.address, attribute: 'name', at: d.at }, group);
  }
  return open;
}

function roleOf(d: Principal, id: string, listed: boolean, emission: Emission): Identity {
  const { stack, out, gap } = emission;
  const name = stack.nameOf(d);
  const trust = readPolicyValue(d.trust, stack.render);
  const read = trust?.raw === undefined ? undefined : readTrusts(trust.raw, id, trust.at, emission.reader, trust.places);
  const problems = [...(trust?.unresolved ?? (d.named ? [] : ['the code gives no trust policy'])), ...(read?.problems ?? [])];
  if (problems.length > 0) gap(`who may become role ${name}`, problems.join('; '), trust?.at ?? d.at);
  const trusts = read?.trusts;
  // With a part of the trust policy not known, what is not there is not known either.
  const whole = trusts !== undefined && trust?.unresolved.length === 0;
  const allowed = trusts?.filter((t) => t.effect === 'Allow');
  for (const t of trusts ?? []) out.emit({ type: 'trust', value: { ...t, declared: true } });
  const path = stack.pathOf(d);
  const aws: Facts<'Aws'> = { account: stack.account, path, service_linked: path.startsWith('/aws-service-role/') };
  const session = maxSessionOf(d, emission);
  if (session !== undefined) aws.max_session_seconds = session;
  const meaning = allowed === undefined ? undefined : trustMeaning(allowed);
  if (meaning !== undefined) {
    if (whole || (meaning.trusted_services?.length ?? 0) > 0) aws.trusted_services = meaning.trusted_services;
    if (whole || meaning.compute === true) aws.compute = meaning.compute;
    if (whole || meaning.agent_runtime === true) aws.agent_runtime = meaning.agent_runtime;
  }
  return {
    ...identityOf(d, id, listed, emission),
    kind: 'aws-iam-role',
    nature: natureOfRole(path, allowed),
    agent: allowed?.some(isAgentTrust) ?? false,
    ...(d.named === true ? {} : { providerManaged: d.providerManaged ?? path.startsWith('/aws-service-role/') }),
    aws,
  };
}

/** What a role is made with where the code says nothing: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const usualSession = 3600;

function maxSessionOf({ maxSession, named, doubt }: Principal, { stack }: Emission): number | undefined {
  if (maxSession === undefined) return named === true || doubt !== undefined ? undefined : usualSession;
  const seconds = Number(stack.text(maxSession) ?? Number.NaN);
  return Number.isInteger(seconds) && seconds > 0 ? seconds : undefined;
}

function userOf(d: Principal, id: string, listed: boolean, emission: Emission): Identity {
  const { stack } = emission;
  return { ...identityOf(d, id, listed, emission), kind: 'aws-iam-user', aws: { account: stack.account, path: stack.pathOf(d) } };
}

function identityOf(d: Principal, id: string, listed: boolean, { stack }: Emission): Omit<Identity, 'kind'> {
  const name = stack.nameOf(d);
  const tags = tagsOf(d.tags, (v) => stack.text(v));
  const owner = ownerOf(tags);
  const environment = environmentOf(tags, name);
  const identity: Draft<Omit<Identity, 'kind'>> = {
    id,
    plane: 'aws',
    name: withoutKnownSecrets(name),
    scope: stack.account,
    nature: 'unknown',
    agent: false,
    standing: d.named === true ? 'named' : 'declared',
    evidence: [d.doubt === undefined ? d.at : { ...d.at, note: d.doubt }],
  };
  if (owner !== undefined) identity.owner = owner;
  if (environment !== undefined) identity.environment = environment;
  if (tags !== undefined) identity.tags = tags;
  if (listed) identity.grantsListed = true;
  return identity;
}

/** Tags as a map, or as a list of `Key` and `Value`; undefined where some are not known. */
export function tagsOf(
  value: Value | undefined,
  text: (value: Value | undefined) => string | undefined,
): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  const entries: [string, string][] = [];
  if (value.kind === 'object') {
    for (const { key, value: v } of value.entries) {
      const tag = text(v);
      if (tag !== undefined) entries.push([withoutKnownSecrets(key), withoutKnownSecrets(tag)]);
    }
    // Tags that are not known may name an owner.
    return value.open !== undefined || entries.length < value.entries.length
      ? entries.length === 0
        ? undefined
        : Object.fromEntries(entries)
      : Object.fromEntries(entries);
  }
  if (value.kind !== 'list') return undefined;
  for (const item of listOf(value)) {
    if (item.kind !== 'object') continue;
    const [key, tag] = ['Key', 'Value'].map((k) => text(item.entries.find((e) => e.key === k)?.value));
    if (key !== undefined && tag !== undefined) entries.push([withoutKnownSecrets(key), withoutKnownSecrets(tag)]);
  }
  return Object.fromEntries(entries);
}
