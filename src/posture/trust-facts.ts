import { accountOfPrincipal } from '../graph/aws/arn.ts';
import { problemsOfTrust } from '../graph/aws/trust.ts';
import type { Facts } from '../inventory/fact-types.ts';
import { accountOfArn, isStackAccount } from '../inventory/id.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Trust } from '../inventory/trust.ts';
import { OrganizationTree } from '../permissions/aws/organization-tree.ts';
import { poolFacts } from './pool-facts.ts';
import { samlIssuerName } from './saml-issuers.ts';
import { supportsSourceBinding } from './source-binding.ts';
import { type Binding, readBindings } from './trust-bindings.ts';
import { oidcFacts, subjectFacts } from './trust-oidc.ts';

export interface TrustFactOptions {
  /** Accounts of the own organization: scanned, or listed by it or by the configuration. */
  readonly knownAccounts: ReadonlySet<string>;
  /** Account id -> name of the vendor it belongs to. */
  readonly vendors: Readonly<Record<string, string>>;
}

/** Keys that say of which organization the caller is. */
const organizationKeys = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceorgid', 'aws:sourceorgpaths'];
/** Keys that limit who may ask, or from where. */
const limitingKeys = [
  ...organizationKeys,
  'aws:principalarn',
  'aws:principalaccount',
  'aws:userid',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceidentity',
  'sts:externalid',
];

/**
 * What rules may ask about one Allow statement of a trust policy (`identity` is filled in by the caller). Deny
 * statements have no facts of their own: where they shut out everyone else they count for the Allow statements.
 */
export function trustFacts(trust: Trust, inventory: Inventory, options: TrustFactOptions): Facts<'Trust'> {
  const bindings = readBindings(trust, inventory.trusts.get(trust.identity) ?? []).filter(namesSomeone);
  const binds = (keys: readonly string[]): boolean => bindings.some((b) => keys.includes(b.key));
  const account = trustedAccount(trust);
  const isMisread = problemsOfTrust(trust).length > 0;
  // What was not understood may bind whoever asks: then only what does bind is known.
  const told = (value: boolean | undefined): boolean | undefined => (isMisread && value === false ? undefined : value);
  const letsIn = isExternalTrust(trust, inventory, options.knownAccounts);
  const external = isMisread && letsIn === true ? undefined : letsIn;
  const service = trust.principalKind === 'service' ? serviceFacts(trust, bindings) : undefined;
  const vendor = account === undefined ? undefined : options.vendors[account];
  const federated = trust.principalKind === 'oidc' || trust.principalKind === 'federated' ? oidcFacts(trust, bindings) : {};
  return {
    id: trust.id,
    kind: trust.kind,
    declared: trust.declared === true,
    principal_kind: trust.principalKind,
    principal: trust.principal,
    account,
    external,
    vendor,
    party: partyOf(trust, account, external, vendor),
    who: whoOf(trust, account, vendor, inventory),
    external_id: told(binds(['sts:externalid'])),
    organization_bound: told(binds(organizationKeys)),
    limited: told(binds(limitingKeys) || bindings.some((b) => b.key.startsWith('aws:principaltag/')) || federated.subject_bound === true),
    condition_keys: [...new Set(Object.values(trust.condition ?? {}).flatMap((keys) => Object.keys(keys)))].sort(),
    builtin_provider: trust.principalKind === 'oidc' && !trust.principal.startsWith('arn:'),
    // Last: what stands before is made in one piece.
    ...poolFacts(trust, inventory, bindings),
    ...(service === undefined ? {} : { ...service, source_bound: told(service.source_bound) }),
    ...federated,
    ...(federated.audience_bound === false ? audienceByProvider(trust, inventory) : {}),
    ...(isMisread && federated.subject_bound === false ? { subject_bound: undefined } : {}),
    ...(isMisread && federated.audience_bound === false ? { audience_bound: undefined } : {}),
  };
}

/** The issuer whose tokens a trust takes whoever they are for, or nearly so; undefined where it names the subjects. */
export function issuerOfOpenTrust(trust: Trust, inventory: Inventory): string | undefined {
  const bindings = readBindings(trust, inventory.trusts.get(trust.identity) ?? []).filter(namesSomeone);
  const { issuer, subject_bound, subject_broad = [] } = subjectFacts(trust, bindings);
  const isOpen = subject_broad.length > 0 || (subject_bound === false && problemsOfTrust(trust).length === 0);
  return isOpen ? issuer : undefined;
}

/**
 * What a trust without a condition on the audience asks of it: the list of the account's own provider, which is always checked
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html). A provider that AWS knows by itself has none.
 */
function audienceByProvider(trust: Trust, inventory: Inventory): Pick<Facts<'Trust'>, 'audience_bound'> {
  if (!trust.principal.startsWith('arn:')) return { audience_bound: false };
  const audiences = inventory.providers.get(trust.principal)?.audiences;
  return audiences === undefined ? { audience_bound: undefined } : { audience_bound: audiences.length > 0 };
}

/** Whether a trust names somebody outside of the organization; undefined where that is not known. */
export function isExternalTrust(trust: Trust, inventory: Inventory, knownAccounts: ReadonlySet<string>): boolean | undefined {
  if (trust.principalKind === 'anyone') return letsInOthers(trust, inventory, knownAccounts);
  return isExternal(trust, trustedAccount(trust), knownAccounts);
}

/** Anyone may be anyone of accounts, or of an organization, that conditions name. */
function letsInOthers(trust: Trust, inventory: Inventory, known: ReadonlySet<string>): boolean | undefined {
  const own = accountOfRole(trust);
  if (own === undefined) return true;
  const organization = new OrganizationTree(inventory).idOf(own);
  const answers = readBindings(trust, inventory.trusts.get(trust.identity) ?? []).map(({ key, values }): boolean | undefined => {
    const accounts = key === 'aws:principalaccount' ? values : key === 'aws:principalarn' ? values.map((v) => v.split(':')[4] ?? '') : [];
    if (accounts.length > 0) return !accounts.every((one) => one === own || known.has(one));
    const organizations = organizationKeys.slice(0, 2).includes(key) ? values.map((v) => v.split('/', 1)[0]) : [];
    if (organizations.length === 0 || organizations.some((id) => id === undefined || /[*?]/.test(id))) return true;
    return organization === undefined ? undefined : !organizations.every((id) => id === organization);
  });
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** The account of the role that a trust is of. */
function accountOfRole({ identity }: Trust): string | undefined {
  return /^aws:role\/(\d{12}|stack\.[\w.-]+)\//.exec(identity)?.[1];
}

/** Who is let in: absent where whose the account is, is not known. */
function partyOf(
  trust: Trust,
  account: string | undefined,
  external: boolean | undefined,
  vendor: string | undefined,
): Facts<'Trust'>['party'] {
  switch (trust.principalKind) {
    case 'anyone':
      if (external === undefined) return undefined;
      return external ? 'public' : 'own-organization';
    case 'service':
      return 'aws-service';
    case 'oidc':
    case 'saml':
    case 'federated':
      return 'identity-provider';
    case 'account':
    case 'identity':
      if (account !== undefined && trust.identity.includes(`/${account}/`)) return 'own-account';
      if (external === false) return 'own-organization';
      if (external === undefined) return undefined;
      return vendor === undefined ? 'unknown-account' : 'vendor';
  }
}

function whoOf(trust: Trust, account: string | undefined, vendor: string | undefined, { providers }: Inventory): string {
  if (trust.principalKind === 'anyone') return trust.kind === 'gcp-trust' ? 'anyone with a Google account' : 'any AWS account';
  const entity = trust.principalKind === 'saml' ? providers.get(trust.principal)?.issuer : undefined;
  if (entity !== undefined) return `${samlIssuerName(entity)} (${trust.principal.slice(trust.principal.indexOf(':saml-provider/') + 1)})`;
  if (vendor !== undefined) return `${vendor} (account ${account})`;
  return account !== undefined && trust.principalKind === 'account' ? `account ${account}` : trust.principal;
}

function trustedAccount(trust: Trust): string | undefined {
  switch (trust.principalKind) {
    case 'account':
      return accountOfPrincipal(trust.principal);
    case 'identity':
      return accountOfArn(trust.principal);
    default:
      return undefined;
  }
}

function isExternal(trust: Trust, account: string | undefined, known: ReadonlySet<string>): boolean | undefined {
  switch (trust.principalKind) {
    case 'account':
    case 'identity': {
      const own = accountOfRole(trust);
      if (account === undefined || own === undefined) return undefined;
      if (account === own || known.has(account)) return false;
      // An account that code leaves open may be any, so also the other one.
      if (isStackAccount(own) || isStackAccount(account)) return undefined;
      return true;
    }
    default:
      // Services and identity providers are no accounts.
      return false;
  }
}

function serviceFacts(
  trust: Trust,
  bindings: readonly Binding[],
): Pick<Facts<'Trust'>, 'service' | 'source_bound' | 'source_binding_supported'> {
  const supported = supportsSourceBinding(trust.principal);
  return {
    service: trust.principal,
    source_bound: bindings.some((b) => (b.key === 'aws:sourcearn' ? b.values.every(namesSource) : sourceKeys.includes(b.key))),
    ...(supported === undefined ? {} : { source_binding_supported: supported }),
  };
}

const sourceKeys = ['aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];

/** A principal's ARN in any account, or any organization, is anybody's. */
function namesSomeone(binding: Binding): boolean {
  if (!binding.like) return true;
  if (binding.key === 'aws:principalarn') return binding.values.every((v) => /^\d{12}$/.test(v.split(':')[4] ?? ''));
  return !(organizationKeys.includes(binding.key) && binding.values.some((v) => /^o-[*?]/.test(v)));
}

/** Whether an ARN pattern says whose source it is: by its account, or by the name of a bucket, which has none. */
function namesSource(arn: string): boolean {
  const [, , service = '', , account = '', ...name] = arn.split(':');
  return account === '' ? service === 's3' && !/^[*?]*$/.test(name.join(':')) : !/[*?]/.test(account);
}
