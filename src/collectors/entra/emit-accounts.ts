import type { Facts } from '../../inventory/fact-types.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { environmentOf, ownerOf } from '../aws-policy/tag-meaning.ts';
import { federatedTrust } from '../azure-model/federation.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { agentSigns } from './agent-signs.ts';
import { type Account, type Emission, subscriptionOf } from './emission.ts';
import { emitOwners, type Owners, ownersOf } from './emit-owners.ts';
import type { KeyRow } from './read-credentials.ts';
import { known } from './read-person.ts';

/** Names of the roles and permissions that are held, by holder; `whole`: nobody holds anything else. */
export interface Holds {
  readonly byHolder: ReadonlyMap<string, readonly string[]>;
  readonly whole: boolean;
}

/** Hands over applications, service principals and managed identities, with their credentials, owners and who may become them. */
export function emitAccounts(emission: Emission, holds: Holds): void {
  for (const account of emission.accounts) {
    const owners = ownersOf(emission, account);
    emission.emit({ type: 'identity', value: identityOf(emission, account, owners, holds) });
    emitOwners(emission, account, owners);
    emitCredentials(emission, account);
    emitFederations(emission, account);
    emitBlueprint(emission, account);
    emitSignIn(emission, account);
  }
}

function identityOf(emission: Emission, account: Account, owners: Owners, holds: Holds): Identity {
  const { application, principal, microsoft, managed } = account;
  const nature = natureOf(emission, account);
  const tags = tagsOf([...(application?.tags ?? []), ...(principal?.tags ?? [])]);
  const environment = environmentOf(tags, account.name);
  const at = principal?.at ?? application?.at;
  const draft: Draft<Identity> = {
    id: account.id,
    plane: account.id.startsWith('azure:') ? 'azure' : 'entra',
    kind: kindOf(account),
    name: withoutKnownSecrets(account.name),
    scope: managed ? (subscriptionOf(principal?.armId) ?? emission.tenant) : emission.tenant,
    nature,
    agent: nature === 'agent',
    standing: 'observed',
    entra: factsOf(emission, account, owners, holds),
    evidence: [...(application === undefined ? [] : [application.at]), ...(at === application?.at || at === undefined ? [] : [at])],
  };
  const aliases = aliasesOf(account);
  if (aliases.length > 0) draft.aliases = aliases;
  if (tags !== undefined) draft.tags = tags;
  if (environment !== undefined) draft.environment = environment;
  if (microsoft) draft.providerManaged = true;
  const createdAt = [application?.createdAt, principal?.createdAt].filter((d) => d !== undefined).sort()[0];
  if (createdAt !== undefined) draft.createdAt = createdAt;
  const lastUsedAt = lastUseOf(emission, account);
  if (lastUsedAt !== undefined) draft.lastUsedAt = lastUsedAt;
  const enabled = principal?.disabledByMicrosoft === true ? false : principal?.enabled;
  if (enabled !== undefined) draft.enabled = enabled;
  const contact = application?.contact ?? principal?.contact;
  const named = owners.names.length > 0 ? owners.names.join(', ') : (contact ?? ownerOf(tags));
  if (named !== undefined) draft.owner = withoutKnownSecrets(named);
  if (owners.names.length > 0) draft.ownerFrom = 'directory';
  else if (owners.read) draft.ownerless = true;
  if (holds.whole) draft.grantsListed = true;
  if (managed) draft.azure = azureFactsOf(account);
  return draft;
}

function kindOf({ application, principal, managed, id }: Account): string {
  if (managed) return id.startsWith('azure:system-identity/') ? 'azure-system-identity' : 'azure-managed-identity';
  if (principal?.agent === 'identity') return 'entra-agent-identity';
  return application?.blueprint === true || principal?.agent === 'blueprint' ? 'entra-agent-blueprint' : 'entra-application';
}

function natureOf(emission: Emission, account: Account): Identity['nature'] {
  const { principal, application, microsoft, managed } = account;
  if (microsoft) return 'service-agent';
  if (kindOf(account).startsWith('entra-agent-')) return 'agent';
  if (managed || application !== undefined) return 'workload';
  if (principal?.ownerTenant === undefined || emission.tenant === '') return 'unknown';
  return principal.ownerTenant === emission.tenant ? 'workload' : 'third-party';
}

/** Ids under which others speak of it: the object ids of the application and of the service principal. */
function aliasesOf({ id, application, principal, managed }: Account): readonly string[] {
  const ids = [
    ...(principal === undefined ? [] : [`entra:service-principal/${principal.id}`, `entra:principal/${principal.id}`]),
    ...(application === undefined ? [] : [`entra:application-object/${application.id}`]),
    // A managed identity is also known by its client id; an agent's identity may bear its blueprint's.
    ...(managed && principal?.appId !== undefined ? [`entra:application/${principal.appId}`] : []),
    ...(principal?.agent === 'identity' && principal.appId !== undefined && principal.appId !== principal.blueprintId
      ? [`entra:application/${principal.appId}`]
      : []),
  ];
  return ids.filter((alias) => alias !== id);
}

function factsOf(emission: Emission, account: Account, owners: Owners, holds: Holds): Facts<'Entra'> {
  const { application, principal } = account;
  const { sponsors, federations } = relationsOf(emission, account);
  const client = application?.appId ?? principal?.appId;
  const audience = application?.audience ?? principal?.audience;
  const verified = application?.verified === true || principal?.verified === true ? true : (application?.verified ?? principal?.verified);
  const facts: Facts<'Entra'> = {
    tenant: emission.tenant === '' ? undefined : emission.tenant,
    client_id: client,
    publisher_tenant: principal?.ownerTenant,
    publisher: application?.publisher ?? principal?.publisher,
    verified,
    registered: application !== undefined ? true : emission.directory.seen.has('application') ? false : undefined,
    multi_tenant: audience === undefined ? undefined : audience !== 'AzureADMyOrg',
    accepts_mapped_claims: application?.acceptsMappedClaims,
    flows: application?.flows,
    platforms: application?.platforms,
    federated: federations === undefined ? undefined : federations.length > 0,
    owners: owners.read || owners.names.length > 0 ? owners.names : undefined,
    owners_gone: owners.gone.length > 0 || owners.left === false ? owners.gone : undefined,
    owners_left: owners.left,
    sponsors: sponsors?.map((one) => emission.who(one.id, one.type).name),
    sponsors_left: leftOf(
      emission,
      sponsors?.map((one) => one.id),
    ),
    holds: holds.byHolder.get(account.id) ?? (holds.whole ? [] : undefined),
    blueprint: principal?.blueprintId,
    agent_signs: agentSigns(account),
  };
  return known(facts);
}

function leftOf(emission: Emission, ids: readonly string[] | undefined): boolean | undefined {
  if (ids === undefined || ids.length === 0) return undefined;
  const gone = ids.map((id) => emission.directory.users.get(id)?.enabled);
  return gone.every((enabled) => enabled === false) ? true : gone.includes(true) ? false : undefined;
}

function azureFactsOf({ id, principal }: Account): Facts<'Azure'> {
  const subscription = subscriptionOf(principal?.armId);
  return { system_assigned: id.startsWith('azure:system-identity/'), ...(subscription === undefined ? {} : { subscription }) };
}

export function relationsOf(emission: Emission, { application, principal }: Account): ReturnType<Emission['directory']['relationsOf']> {
  return emission.directory.relationsOf([
    application?.id,
    principal?.id,
    ...(principal?.agent === 'identity' ? [] : [application?.appId, principal?.appId]),
  ]);
}

/** `owner:team-pay` and `env=prod` among the tags, which are words. */
function tagsOf(words: readonly string[]): Readonly<Record<string, string>> | undefined {
  const pairs = words.flatMap((word) => {
    const match = /^([\w .-]{1,60})[:=](.{1,200})$/.exec(word);
    return match === null ? [] : [[match[1] ?? '', (match[2] ?? '').trim()] as const];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(new Map(pairs));
}

/**
 * The last sign-in; null where the report of sign-ins was given and has none. Sign-ins of agents' identities stand elsewhere, and
 * what Microsoft's own applications do is not all reported.
 */
function lastUseOf({ directory }: Emission, { application, principal, microsoft }: Account): string | null | undefined {
  const client =
    principal?.agent === 'identity' && principal.appId === principal.blueprintId ? undefined : (application?.appId ?? principal?.appId);
  const found = [
    client === undefined ? undefined : directory.activity.usedApps.get(client)?.last,
    principal === undefined ? undefined : directory.activity.usedPrincipals.get(principal.id),
  ];
  const last = found
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
  if (last !== undefined) return last;
  const told = !microsoft && principal !== undefined && principal.agent === undefined && client !== undefined;
  return told && isWhole(directory, 'principal-activity') ? null : undefined;
}

function isWhole({ seen, cut }: Emission['directory'], kind: 'principal-activity' | 'credential-activity'): boolean {
  return seen.has(kind) && !cut.has(kind);
}

/** Certificates of managed identities, and of Microsoft's own applications, are Microsoft's to renew: nobody holds them. */
function emitCredentials(emission: Emission, account: Account): void {
  const { application, principal, microsoft, managed } = account;
  if (managed) return;
  const rows = new Map<string, { readonly row: KeyRow; readonly of: 'application' | 'service principal' }>();
  for (const row of application?.keys ?? []) rows.set(row.keyId, { row, of: 'application' });
  for (const row of principal?.keys ?? []) if (!rows.has(row.keyId)) rows.set(row.keyId, { row, of: 'service principal' });
  const disabled = principal?.enabled === false || principal?.disabledByMicrosoft === true;
  for (const { row, of } of rows.values()) {
    if (microsoft && row.what !== 'secret') continue;
    const used =
      emission.directory.activity.usedKeys.get(row.keyId) ?? (isWhole(emission.directory, 'credential-activity') ? null : undefined);
    emission.emit({
      type: 'credential',
      value: {
        id: `entra:credential/${row.keyId}`,
        kind: kinds[row.what],
        name: withoutKnownSecrets(row.name ?? row.keyId),
        identity: account.id,
        enabled:
          !disabled &&
          (row.endsAt === undefined || row.endsAt > emission.now) &&
          (row.startsAt === undefined || row.startsAt <= emission.now),
        static: row.endsAt === undefined,
        ...(row.startsAt === undefined ? {} : { createdAt: row.startsAt }),
        ...(row.endsAt === undefined ? {} : { expiresAt: row.endsAt }),
        // What signs tokens is never presented by whoever signs in.
        ...(used === undefined || row.what === 'signing-certificate' ? {} : { lastUsedAt: used }),
        provider: 'azure',
        purpose: 'cloud',
        evidence: [{ ...row.at, note: `on the ${of}` }],
      },
    });
  }
}

const kinds = {
  secret: 'entra-client-secret',
  certificate: 'entra-client-certificate',
  'signing-certificate': 'entra-signing-certificate',
} as const satisfies Record<KeyRow['what'], string>;

/** Who may become the application with a token of somebody else's. */
function emitFederations(emission: Emission, account: Account): void {
  for (const row of relationsOf(emission, account).federations ?? []) {
    const { name, issuer, at } = row;
    const value = issuer === undefined ? undefined : federatedTrust(account.id, name, { ...row, issuer }, at);
    if (value === undefined) {
      emission.directory.unreadable(
        `a federated credential of ${account.name}`,
        issuer === undefined ? 'it names no issuer' : 'what it asks of a token is written in a way that is not known',
        at,
      );
      continue;
    }
    emission.emit({ type: 'trust', value });
  }
}

/** An agent's identity has no credential of its own: its blueprint signs in as each of them. */
function emitBlueprint(emission: Emission, account: Account): void {
  const { principal, id } = account;
  if (principal?.agent !== 'identity' || principal.blueprintId === undefined) return;
  const from = emission.account(principal.blueprintId)?.id ?? `entra:application/${principal.blueprintId}`;
  emission.emit({ type: 'link', value: { kind: 'owns', from, to: id, evidence: [{ ...principal.at, note: 'made from this blueprint' }] } });
}

/**
 * The roles of AWS that an application signs people in to: each role of its own names one with the provider that takes the assertion
 * (https://learn.microsoft.com/entra/identity/saas-apps/amazon-web-service-tutorial).
 */
function emitSignIn({ emit, tenant }: Emission, { id, principal }: Account): void {
  if (principal === undefined || tenant === '') return;
  for (const value of principal.offers.values()) {
    const arns = value.split(',').map((arn) => arn.trim());
    const provider = arns.find((arn) => /^arn:[\w-]+:iam::\d{12}:saml-provider\/[\w.-]+$/.test(arn));
    const role = arns.map((arn) => awsIdentityId(arn)).find((one) => one?.startsWith('aws:role/') === true);
    if (arns.length !== 2 || provider === undefined || role === undefined) continue;
    const claims = { iss: [`https://sts.windows.net/${tenant}/`], saml_provider: [provider] };
    emit({ type: 'link', value: { kind: 'assumes', from: id, to: role, claims, evidence: [principal.at] } });
  }
}
