import type { Fragment } from '../../inventory/fragment.ts';
import type { Identity } from '../../inventory/identity.ts';
import { type AuthMethod, authMethods, isNetworkBound } from './auth-methods.ts';
import { type Engine, engines, isStatic, mountsIn } from './engines.ts';
import { readPolicyText } from './policy-text.ts';
import { type Answer, listOf, type NoteGap, textOf, type VaultApi } from './vault-api.ts';

export interface VaultReading {
  readonly api: VaultApi;
  readonly emit: (fragment: Fragment) => void;
  readonly note: NoteGap;
  readonly progress: (message: string) => void;
  /** How the vault is called where it does not say so itself. */
  readonly name: string;
}

/** Reads who may log in to a vault, with which policies, and whose credentials it makes. Returns what the vault is called. No secret is read. */
export async function readVault(reading: VaultReading): Promise<string> {
  const { api, progress } = reading;
  const health = await api.read('sys/health', 'the state of the vault');
  const vault = typeof health?.cluster_name === 'string' && health.cluster_name !== '' ? health.cluster_name : reading.name;
  const version = textOf(health?.version) || undefined;
  progress('reading authentication methods');
  const methods = await api.read('sys/auth', 'authentication methods');
  for (const { path, type, answer } of mountsIn(methods ?? {})) {
    const method = authMethods[type];
    if (method !== undefined) await readRoles(reading, vault, { path, type, method, about: answer, version });
    else if (type !== 'token' && type !== 'ns_token')
      reading.note({
        what: `who logs in by ${path} (${type})`,
        why: 'unsupported',
        detail: `authentication methods of type ${type} are not read`,
        partial: false,
      });
  }
  progress('reading policies, entities and engines');
  await readPolicies(reading, vault);
  await readEntities(reading, vault);
  await readEngines(reading, vault);
  await readAudit(reading, vault);
  return vault;
}

interface MountedMethod {
  readonly path: string;
  readonly type: string;
  readonly method: AuthMethod;
  /** What the vault says of the mount. */
  readonly about: Answer;
  /** The vault's own. */
  readonly version: string | undefined;
}

async function readRoles(reading: VaultReading, vault: string, mounted: MountedMethod): Promise<void> {
  const { api, emit } = reading;
  const { path: mount, type, method, about, version } = mounted;
  const names = (await api.list(`auth/${mount}/${method.roles}`, `roles of ${mount}`, `auth/${mount}/${method.each}`)) ?? [];
  const config = method.letsIn === undefined ? undefined : await api.read(`auth/${mount}/config`, `the configuration of ${mount}`);
  for (const name of names) {
    const path = `auth/${mount}/${method.each}/${name}`;
    const role = await api.read(path, `role ${name} of ${mount}`);
    if (role === undefined) continue;
    const id = `vault:role/${vault}/${mount}/${name}`;
    const evidence = [api.evidence(path)];
    const human = method.human === true || role.role_type === 'oidc';
    emit({
      type: 'identity',
      value: {
        id,
        plane: 'vault',
        kind: method.kind,
        name: `${mount}/${name}`,
        scope: vault,
        nature: human ? 'human' : 'workload',
        agent: false,
        standing: 'observed',
        grantsListed: true,
        vault: { mount, method: type, ...lifetimesOf(role, about), network_bound: isNetworkBound(role) },
        evidence,
      },
    });
    emitGrants(reading, vault, id, policiesOf(role), evidence);
    if (type === 'approle') emitSecretId(reading, vault, { id, mount, name }, role, evidence);
    const letIn = method.letsIn?.(role, config, version);
    for (const [i, one] of (letIn ?? []).entries()) {
      const nth = i === 0 ? '' : `/${i + 1}`;
      const trust = {
        id: `${id}#trust/${one.principalKind}/${one.principal}${nth}`,
        identity: id,
        kind: 'vault-role',
        effect: 'Allow',
      } as const;
      // By `oidc` a person's browser is sent to log in: no token can be presented.
      const actions = [role.role_type === 'oidc' ? 'sign-in' : 'login'];
      emit({ type: 'trust', value: { ...trust, ...one, actions, evidence } });
    }
    if (method.letsIn !== undefined && letIn === undefined)
      reading.note({
        what: `whom role ${name} of ${mount} lets in`,
        why: 'not-given',
        detail: `the configuration of ${mount} was not read`,
      });
  }
}

/** Policies of a role; in old answers `policies`. Every token has the policy `default` besides, unless that is switched off. */
function policiesOf(role: Answer): readonly string[] {
  const own = listOf(role.token_policies).length > 0 ? listOf(role.token_policies) : listOf(role.policies);
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
    token_max_seconds: of(role.token_max_ttl, role.max_ttl, config.max_lease_ttl),
    token_periodic: period !== undefined,
  };
}

function emitGrants(
  { emit }: VaultReading,
  vault: string,
  holder: string,
  policies: readonly string[],
  evidence: Identity['evidence'],
): void {
  for (const name of policies) {
    const policy = `vault:policy/${vault}/${name}`;
    emit({ type: 'grant', value: { id: `${holder}#attached/${policy}`, holder, kind: 'attached', name, policy, evidence } });
  }
}

/** An AppRole proves itself with a role id, which is no secret, and a secret id. */
function emitSecretId(
  { emit }: VaultReading,
  vault: string,
  { id, mount, name }: { readonly id: string; readonly mount: string; readonly name: string },
  role: Answer,
  evidence: Identity['evidence'],
): void {
  if (role.bind_secret_id === false) return;
  const seconds = Number(role.secret_id_ttl ?? Number.NaN);
  const isEndless = seconds === 0;
  emit({
    type: 'credential',
    value: {
      id: `vault:secret-id/${vault}/${mount}/${name}`,
      kind: 'vault-secret-id',
      name: `secret ids of ${mount}/${name}`,
      identity: id,
      enabled: true,
      static: isEndless,
      ...(isEndless ? { expiresAt: null } : {}),
      provider: 'vault',
      purpose: 'other',
      limits: isNetworkBound(role) ? ['ips'] : [],
      evidence,
    },
  });
}

async function readPolicies({ api, emit, note }: VaultReading, vault: string): Promise<void> {
  for (const name of (await api.list('sys/policies/acl', 'policies')) ?? []) {
    const path = `sys/policies/acl/${name}`;
    const answer = name === 'root' ? undefined : await api.read(path, `policy ${name}`);
    const text = answer?.policy ?? answer?.rules;
    const read = typeof text === 'string' ? readPolicyText(text) : undefined;
    if (read?.whole === false)
      note({
        what: `a part of policy ${name}`,
        why: 'unreadable',
        detail: 'not all of its text could be understood',
        ...placed(api.evidence(path)),
      });
    // What was not understood may allow anything.
    const paths = read?.whole === true ? { paths: read.rules } : {};
    const evidence = [api.evidence(path)];
    emit({
      type: 'policy',
      value: { id: `vault:policy/${vault}/${name}`, kind: 'vault-policy', name, providerManaged: name === 'root', ...paths, evidence },
    });
  }
}

function placed({ file }: { readonly file?: string }): { readonly file?: string } {
  return file === undefined ? {} : { file };
}

/** Whoever logs in is an entity; it may hold policies of its own, beside those of the role it came by. */
async function readEntities(reading: VaultReading, vault: string): Promise<void> {
  const { api, emit } = reading;
  for (const id of (await api.list('identity/entity/id', 'entities')) ?? []) {
    const path = `identity/entity/id/${id}`;
    const entity = await api.read(path, `entity ${id}`);
    if (entity === undefined) continue;
    const holder = `vault:entity/${vault}/${id}`;
    const evidence = [api.evidence(path)];
    const created = typeof entity.creation_time === 'string' ? Date.parse(entity.creation_time) : Number.NaN;
    emit({
      type: 'identity',
      value: {
        id: holder,
        plane: 'vault',
        kind: 'vault-entity',
        name: typeof entity.name === 'string' ? entity.name : id,
        scope: vault,
        nature: 'unknown',
        agent: false,
        standing: 'observed',
        enabled: entity.disabled !== true,
        grantsListed: true,
        ...(Number.isNaN(created) ? {} : { createdAt: new Date(created).toISOString() }),
        evidence,
      },
    });
    emitGrants(reading, vault, holder, [...new Set(listOf(entity.policies))].sort(), evidence);
  }
}

/** Engines: what makes credentials of identities elsewhere is one itself, and becomes them. */
async function readEngines(reading: VaultReading, vault: string): Promise<void> {
  const { api, emit } = reading;
  for (const { path: mount, type } of mountsIn((await api.read('sys/mounts', 'secrets engines')) ?? {})) {
    const evidence = [api.evidence('sys/mounts')];
    if (isStatic(type))
      emit({
        type: 'resource',
        value: { id: `vault:mount/${vault}/${mount}`, plane: 'vault', kind: 'vault-kv', name: mount, scope: vault, evidence },
      });
    const engine = engines[type];
    if (engine !== undefined) await readEngineRoles(reading, vault, mount, type, engine);
  }
}

async function readEngineRoles({ api, emit }: VaultReading, vault: string, mount: string, type: string, engine: Engine): Promise<void> {
  const each = `${mount}/${engine.each}`;
  for (const name of (await api.list(`${mount}/${engine.roles}`, `roles of ${mount}`, each)) ?? []) {
    const path = `${each}/${name}`;
    const role = await api.read(path, `role ${name} of ${mount}`);
    if (role === undefined) continue;
    const id = `vault:credentials/${vault}/${mount}/${name}`;
    const evidence = [api.evidence(path)];
    emit({
      type: 'identity',
      value: {
        id,
        plane: 'vault',
        kind: engine.kind,
        name: `${mount}/${name}`,
        scope: vault,
        nature: 'workload',
        agent: false,
        standing: 'observed',
        vault: { mount, method: type, fetched_at: engine.fetches.map((p) => `${mount}/${p.replace('*', name)}`) },
        evidence,
      },
    });
    for (const to of engine.becomes(role)) emit({ type: 'link', value: { kind: 'assumes', from: id, to, evidence } });
  }
}

/** Without a device nobody can tell later who fetched what. */
async function readAudit({ api, emit }: VaultReading, vault: string): Promise<void> {
  const devices = await api.read('sys/audit', 'audit devices');
  if (devices === undefined) return;
  emit({
    type: 'scope',
    value: {
      id: `vault:cluster/${vault}`,
      plane: 'vault',
      name: vault,
      settings: { audit_devices: mountsIn(devices).map(({ path }) => path) },
      evidence: [api.evidence('sys/audit')],
    },
  });
}
