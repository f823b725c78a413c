import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { vaultRoleId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Draft } from '../place-below.ts';
import { type AuthMethod, authMethods, isNetworkBound } from './auth-methods.ts';
import { mountsIn } from './engines.ts';
import { type Answer, listOf, listOfNames, numberOf } from './vault-api.ts';
import { emitAttached, type VaultWorld } from './vault-world.ts';

/** A mounted authentication method. */
interface Mounted {
  readonly path: string;
  readonly type: string;
  readonly method: AuthMethod;
  /** What the vault says of the mount. */
  readonly about: Answer;
}

/** Hands over who may log in: roles, users and groups of every method, each with its policies. */
export async function readLogins(world: VaultWorld): Promise<void> {
  for (const { path, type, answer } of mountsIn((await world.api.read('sys/auth', 'authentication methods')) ?? {})) {
    const methods = authMethods[type];
    for (const method of methods ?? []) await readRoles(world, { path, type, method, about: answer });
    if (methods === undefined && type !== 'ns_token')
      world.note({
        what: `who logs in by ${path} (${type})`,
        why: 'unsupported',
        detail: `authentication methods of type ${type} are not read`,
        partial: false,
      });
  }
}

async function readRoles(world: VaultWorld, mounted: Mounted): Promise<void> {
  const { api, emit, vault } = world;
  const { path: mount, type, method } = mounted;
  const each = `auth/${mount}/${method.each}`;
  const names = await listOfNames(api, `auth/${mount}/${method.roles}`, `roles of ${mount}`, each);
  const config =
    method.letsIn === undefined || names.length === 0 ? undefined : await api.read(`auth/${mount}/config`, `the configuration of ${mount}`);
  for (const name of names) {
    const role = await api.read(`${each}/${name}`, `role ${name} of ${mount}`);
    if (role === undefined) continue;
    const called = `${method.prefix ?? ''}${name}`;
    const id = vaultRoleId(vault, mount, called);
    const evidence = [api.evidence(`${each}/${name}`)];
    const human = method.human === true || role.role_type === 'oidc';
    emit({
      type: 'identity',
      value: {
        id,
        plane: 'vault',
        kind: method.kind,
        name: `${mount}/${called}`,
        scope: vault,
        nature: human ? 'human' : 'workload',
        agent: false,
        standing: 'observed',
        grantsListed: true,
        vault: {
          mount,
          method: type,
          ...lifetimesOf(role, mounted.about),
          network_bound: isNetworkBound(role),
          ...(method.fetched === undefined ? {} : { fetched_at: [`auth/${mount}/${method.fetched.replace('*', name)}`] }),
          ...(type === 'approle'
            ? { secret_id_seconds: numberOf(role.secret_id_ttl), secret_id_uses: numberOf(role.secret_id_num_uses) }
            : {}),
        },
        evidence,
      },
    });
    emitAttached(world, id, policiesOf(role, method), evidence);
    if (type === 'approle') emitAppRoleCredential(world, { id, mount, name }, role, evidence);
    emitTrusts(world, { id, mount, name }, role, method.letsIn?.(role, config, world.version), method, evidence);
  }
}

interface Named {
  readonly id: string;
  readonly mount: string;
  readonly name: string;
}

function emitTrusts(
  { emit, note }: VaultWorld,
  { id, mount, name }: Named,
  role: Answer,
  letIn: ReturnType<NonNullable<AuthMethod['letsIn']>>,
  method: AuthMethod,
  evidence: readonly Evidence[],
): void {
  if (method.letsIn !== undefined && letIn === undefined)
    note({
      what: `whom role ${name} of ${mount} lets in`,
      why: 'not-given',
      detail: `the configuration of ${mount} was not read, or does not tell the issuer`,
    });
  // By `oidc` a person's browser is sent to log in: no token can be presented.
  const actions = [role.role_type === 'oidc' ? 'sign-in' : 'login'];
  for (const [i, one] of (letIn ?? []).entries()) {
    const nth = i === 0 ? '' : `/${i + 1}`;
    const trust = {
      id: `${id}#trust/${one.principalKind}/${one.principal}${nth}`,
      identity: id,
      kind: 'vault-role',
      effect: 'Allow',
    } as const;
    emit({ type: 'trust', value: { ...trust, ...one, actions, evidence } });
  }
}

/**
 * Policies of a role; in old answers `policies`, of teams the one text `value`. Every token has the policy `default` besides,
 * unless that is switched off. A role of tokens without policies of its own gives those of whoever asks.
 */
function policiesOf(role: Answer, { kind }: AuthMethod): readonly string[] {
  const lists = kind === 'vault-token-role' ? [role.allowed_policies] : [role.token_policies, role.policies, role.value];
  const own = lists.map(listOf).find((list) => list.length > 0) ?? [];
  return [...new Set([...own, ...(role.token_no_default_policy === true ? [] : ['default'])])].sort();
}

function lifetimesOf(
  role: Answer,
  mount: Answer,
): Pick<NonNullable<Identity['vault']>, 'token_seconds' | 'token_max_seconds' | 'token_periodic'> {
  const config = typeof mount.config === 'object' && mount.config !== null ? (mount.config as Answer) : {};
  const of = (...values: readonly unknown[]): number | undefined => values.map(Number).find((n) => Number.isFinite(n) && n > 0);
  const period = of(role.token_period, role.period);
  return {
    token_seconds: of(role.token_period, role.period, role.token_ttl, role.ttl, config.default_lease_ttl),
    token_max_seconds: of(role.token_explicit_max_ttl, role.explicit_max_ttl, role.token_max_ttl, role.max_ttl, config.max_lease_ttl),
    token_periodic: period !== undefined,
  };
}

/**
 * An AppRole proves itself with a role id, which is no secret, and a secret id; a secret id that works once or a few times is used up.
 * Where none is asked for, the role id is all it takes (https://developer.hashicorp.com/vault/api-docs/auth/approle).
 */
function emitAppRoleCredential({ emit, vault }: VaultWorld, { id, mount, name }: Named, role: Answer, evidence: readonly Evidence[]): void {
  const open = role.bind_secret_id === false;
  const isEndless = open || (numberOf(role.secret_id_ttl) === 0 && !((numberOf(role.secret_id_num_uses) ?? 0) > 0));
  const value: Draft<Credential> = {
    id: `vault:${open ? 'role-id' : 'secret-id'}/${vault}/${mount}/${name}`,
    kind: open ? 'vault-role-id' : 'vault-secret-id',
    name: `${open ? 'role id' : 'secret ids'} of ${mount}/${name}`,
    identity: id,
    enabled: true,
    static: isEndless,
    provider: 'vault',
    purpose: 'other',
    limits: isNetworkBound(role) ? ['ips'] : [],
    evidence,
  };
  if (isEndless) value.expiresAt = null;
  emit({ type: 'credential', value });
}
