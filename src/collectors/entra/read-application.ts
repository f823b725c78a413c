import type { Evidence } from '../../inventory/evidence.ts';
import { isObject } from '../../plain-object.ts';
import type { GraphObject } from './graph-object.ts';
import { platformsIn } from './platform-signs.ts';
import { type KeyRow, readCredentials } from './read-credentials.ts';
import { known, type Reference, readReference } from './read-person.ts';

/** A federated identity credential. */
export interface FederationRow {
  readonly name: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audiences: readonly string[];
  readonly expression?: string;
  readonly at: Evidence;
}

/** What an application (the registration) and a service principal have in common. */
interface Principal {
  readonly id: string;
  readonly at: Evidence;
  readonly appId?: string;
  readonly name?: string;
  readonly createdAt?: string;
  readonly keys?: readonly KeyRow[];
  readonly tags?: readonly string[];
  readonly notes?: string;
  /** Whom the organization's own records name: an address or a number. */
  readonly contact?: string;
  readonly publisher?: string;
  /** Verified by Microsoft; absent where it was not asked for. */
  readonly verified?: boolean;
  readonly audience?: string;
  /** Permissions that it offers to others, by id. */
  readonly offers: ReadonlyMap<string, string>;
  /** Some of those are for applications. */
  readonly offersToApps: boolean;
}

export interface Application extends Principal {
  readonly blueprint: boolean;
  /** Ways to get tokens that are no longer recommended; absent where not all of it was given and none was found. */
  readonly flows?: readonly string[];
  readonly acceptsMappedClaims?: boolean;
  /** Platforms that its names and addresses speak of. */
  readonly platforms: readonly string[];
}

export interface ServicePrincipal extends Principal {
  /** `Application`, `ManagedIdentity`, `Legacy`, `SocialIdp`, `ServiceIdentity`. */
  readonly type?: string;
  readonly agent?: 'blueprint' | 'identity';
  /** Of an agent's identity: the client id of its blueprint. */
  readonly blueprintId?: string;
  readonly enabled?: boolean;
  readonly disabledByMicrosoft: boolean;
  readonly ownerTenant?: string;
  /** Of a managed identity: the ARM id of what it belongs to. */
  readonly armId?: string;
  /** A sign-in by SAML is set up. */
  readonly saml: boolean;
}

/** What comes with an object where it was asked for: undefined where it was not. */
export interface Relations {
  readonly owners?: readonly Reference[];
  readonly sponsors?: readonly Reference[];
  readonly federations?: readonly FederationRow[];
}

export function readRelations(object: GraphObject): Relations {
  const references = (key: string): readonly Reference[] | undefined =>
    object.objects(key)?.flatMap((one) => {
      const reference = readReference(one);
      return reference === undefined ? [] : [reference];
    });
  const older = [references('ownerUsers'), references('ownerServicePrincipals')];
  return known({
    owners: references('owners') ?? (older.some((list) => list !== undefined) ? older.flatMap((list) => list ?? []) : undefined),
    sponsors: references('sponsors'),
    federations: object.objects('federatedIdentityCredentials')?.map(readFederation),
  });
}

export function readFederation(object: GraphObject): FederationRow {
  const written = object.raw('claimsMatchingExpression');
  const expression = isObject(written) ? object.object('claimsMatchingExpression')?.text('value') : textOnly(written);
  return {
    name: object.text('name') ?? object.text('id') ?? 'without a name',
    audiences: object.texts('audiences') ?? [],
    ...known({ issuer: object.text('issuer'), subject: object.text('subject'), expression }),
    at: object.at,
  };
}

/** An application; undefined where only its id could be read. */
export function readApplication(object: GraphObject): Application | undefined {
  const shared = readPrincipal(object);
  if (shared?.appId === undefined) return undefined;
  return {
    ...shared,
    blueprint: object.type === 'agentIdentityBlueprint',
    platforms: platformsIn([
      shared.name,
      object.object('web')?.text('homePageUrl'),
      object.text('homepage'),
      ...(object.object('web')?.texts('redirectUris') ?? []),
      ...(shared.keys ?? []).map((key) => key.name),
    ]),
    ...known({ flows: flowsOf(object), acceptsMappedClaims: object.object('api')?.flag('acceptMappedClaims') }),
  };
}

/** A service principal; undefined where only its id could be read. */
export function readServicePrincipal(object: GraphObject): ServicePrincipal | undefined {
  const shared = readPrincipal(object);
  if (shared === undefined || (shared.appId === undefined && shared.name === undefined)) return undefined;
  const names = object.texts('alternativeNames') ?? [];
  const status = object.text('disabledByMicrosoftStatus');
  const blueprintId = object.id('agentIdentityBlueprintId');
  return {
    ...shared,
    disabledByMicrosoft: status !== undefined && !/^(?:|NotDisabled)$/i.test(status),
    saml: object.text('preferredSingleSignOnMode')?.toLowerCase() === 'saml',
    ...known({
      type: object.text('servicePrincipalType'),
      agent:
        object.type === 'agentIdentityBlueprintPrincipal'
          ? 'blueprint'
          : object.type === 'agentIdentity' || blueprintId
            ? 'identity'
            : undefined,
      blueprintId,
      enabled: object.flag('accountEnabled'),
      ownerTenant: object.id('appOwnerOrganizationId'),
      armId: [...names, object.text('managedIdentityResourceId') ?? ''].find((name) => /^\/(?:subscriptions|providers)\//i.test(name)),
    } as const),
  };
}

function readPrincipal(object: GraphObject): Principal | undefined {
  const [id, appId] = [object.id('id'), object.id('appId')];
  const own = id ?? appId;
  if (own === undefined) return undefined;
  const publisher = object.object('verifiedPublisher')?.text('displayName');
  const roles = object.objects('appRoles') ?? [];
  return {
    id: own,
    at: object.at,
    offers: new Map(
      roles.flatMap((role) => {
        const [roleId, value] = [role.id('id'), role.text('value')];
        return roleId === undefined || value === undefined || value === '' ? [] : [[roleId, value]];
      }),
    ),
    offersToApps: roles.some(
      (role) => role.flag('isEnabled') !== false && role.texts('allowedMemberTypes')?.includes('Application') === true,
    ),
    ...known({
      appId,
      name: object.text('displayName'),
      createdAt: object.date('createdDateTime'),
      keys: readCredentials(object),
      tags: object.texts('tags'),
      notes: object.text('notes'),
      contact: object.text('serviceManagementReference'),
      publisher,
      verified: object.has('verifiedPublisher') ? publisher !== undefined : undefined,
      audience: audienceOf(object),
    }),
  };
}

function audienceOf(object: GraphObject): string | undefined {
  const audience = object.text('signInAudience');
  if (audience !== undefined || !object.has('isMultiTenant')) return audience;
  return object.flag('isMultiTenant') === true ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
}

/** https://learn.microsoft.com/entra/identity-platform/reply-url, https://learn.microsoft.com/entra/identity-platform/v2-oauth2-implicit-grant-flow */
function flowsOf(object: GraphObject): readonly string[] | undefined {
  const web = object.object('web');
  const found: string[] = [];
  if (web?.object('implicitGrantSettings')?.flag('enableAccessTokenIssuance') === true || object.raw('oauth2AllowImplicitFlow') === true)
    found.push('access tokens by the implicit grant');
  if (object.flag('isFallbackPublicClient') === true || object.raw('publicClient') === true)
    found.push('public client flows (password and device code)');
  const publicClient = isObject(object.raw('publicClient')) ? object.object('publicClient') : undefined;
  const addresses = [web, object.object('spa'), publicClient].flatMap((o) => o?.texts('redirectUris') ?? []);
  for (const address of [...addresses, ...(object.texts('replyUrls') ?? [])])
    if (isOpenRedirect(address)) found.push(`a redirect to ${address}`);
  const whole = object.has('web') && object.has('isFallbackPublicClient');
  return found.length > 0 || whole ? [...new Set(found)] : undefined;
}

/** Tokens go over plain HTTP to another machine, or to whatever fits a pattern. */
function isOpenRedirect(address: string): boolean {
  if (/^https?:\/\/[^/]*\*|\*[^/]*$/.test(address)) return true;
  return /^http:\/\//i.test(address) && !/^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i.test(address);
}

function textOnly(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
