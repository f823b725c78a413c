import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import { readTenants } from '../../permissions/entra/tenant.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { inDoubt } from '../aws/trust.ts';
import { certaintyOf, weakest } from '../certainty.ts';
import { admitsToken, issuerOfProvider } from '../federates.ts';
import type { Certainty, Edge } from '../graph.ts';

/** Somebody who gets tokens from its own cloud, and what they say of it. */
interface Holder {
  readonly identity: Identity;
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** How sure it is that it gets such a token. */
  readonly certainty: Certainty;
}

/** Claims that name whoever a token is of. */
const naming = /:(?:sub|oid|appid|azp)$/i;

/**
 * Edges from identities that get tokens of their own from a cloud to whoever takes those tokens: a managed identity, an account
 * of Google Cloud or a role of AWS as the credential of an application; and principals of Entra ID in AWS and Google Cloud.
 */
export function issuedTokenEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const holders = new TokenHolders(inventory, permissions);
  const edges = new Map<string, Edge>();
  for (const [to, trusts] of inventory.trusts) {
    for (const trust of trusts) {
      for (const { identity, claims, certainty } of holders.presenting(trust)) {
        const admission = admitsToken(trusts, claims);
        const key = `${identity.id} ${to}`;
        if (admission === undefined || identity.id === to || edges.has(key)) continue;
        const sure = weakest(certainty, admission.certainty);
        const name = inventory.identities.get(to)?.name ?? to;
        edges.set(key, {
          from: identity.id,
          to,
          kind: 'federates',
          certainty: sure,
          reason: `the trust of ${name} ${sure === 'confirmed' ? 'lets in' : 'may let in'} tokens of ${identity.name}${inDoubt(admission)}`,
          evidence: mergeList(admission.evidence, identity.evidence.slice(0, 1)),
        });
      }
    }
  }
  return [...edges.values()];
}

/** Whose tokens a trust may be about, by the issuer and by the claims that it asks for. */
class TokenHolders {
  readonly #inventory: Inventory;
  readonly #permissions: PermissionEngine;
  readonly #tenantOf: (identity: Identity) => string;
  /** Principals of directories by object id and client id. */
  #principals: ReadonlyMap<string, Identity> | undefined;
  /** Accounts of Google Cloud by their unique id. */
  #accounts: ReadonlyMap<string, Identity> | undefined;

  constructor(inventory: Inventory, permissions: PermissionEngine) {
    this.#inventory = inventory;
    this.#permissions = permissions;
    this.#tenantOf = readTenants(inventory);
  }

  presenting(trust: Trust): readonly Holder[] {
    if (trust.effect !== 'Allow' || (trust.principalKind !== 'oidc' && trust.principalKind !== 'federated')) return [];
    const issuer = issuerOfProvider(trust.principal);
    const tenant = /^(?:login\.microsoftonline\.com|sts\.windows\.net)\/([0-9a-f-]{36})(?:\/v2\.0)?$/.exec(issuer)?.[1];
    if (tenant !== undefined) return this.#named(trust).flatMap((name) => this.#ofDirectory(trust, issuer, tenant, name) ?? []);
    if (trust.kind !== 'azure-federated-credential') return [];
    if (issuer === 'accounts.google.com') return this.#named(trust).flatMap((name) => this.#ofGoogle(trust, issuer, name) ?? []);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
    if (/\.tokens\.sts\.global\.api\.aws$/.test(issuer)) return this.#named(trust).flatMap((arn) => this.#ofAws(trust, issuer, arn) ?? []);
    return [];
  }

  /** The values of claims that name somebody. */
  #named({ condition = {} }: Trust): readonly string[] {
    const values = Object.entries(condition).flatMap(([operator, keys]) =>
      /^(?:ForAnyValue:)?StringEquals(?:IfExists)?$/i.test(operator)
        ? Object.entries(keys).flatMap(([key, list]) => (naming.test(key) ? list : []))
        : [],
    );
    return [...new Set(values)];
  }

  #ofDirectory(trust: Trust, issuer: string, tenant: string, name: string): Holder | undefined {
    this.#principals ??= principalsOf(this.#inventory);
    const identity = this.#principals.get(name.toLowerCase());
    // As the credential of an application only a managed identity serves.
    if (identity === undefined || (trust.kind === 'azure-federated-credential' && identity.plane !== 'azure')) return undefined;
    const home = this.#tenantOf(identity);
    if (home !== '' && home !== tenant) return undefined;
    const [objects, clients] = ['entra:service-principal/', 'entra:application/'].map((prefix) =>
      [identity.id, ...(identity.aliases ?? [])].flatMap((id) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : [])),
    );
    const claims = claimsOf(trust, issuer, { sub: objects, oid: objects, appid: clients, azp: clients, tid: [tenant] });
    return { identity, claims, certainty: home === '' ? 'possible' : 'confirmed' };
  }

  #ofGoogle(trust: Trust, issuer: string, uniqueId: string): Holder | undefined {
    this.#accounts ??= new Map(
      [...this.#inventory.identities.values()].flatMap((i) => (i.gcp?.unique_id === undefined ? [] : [[i.gcp.unique_id, i] as const])),
    );
    const identity = this.#accounts.get(uniqueId);
    return identity && { identity, claims: claimsOf(trust, issuer, { sub: [uniqueId] }), certainty: 'confirmed' };
  }

  /** A role asks for such a token by a permission of its own. Whether the issuer is its account's is not known. */
  #ofAws(trust: Trust, issuer: string, arn: string): Holder | undefined {
    const identity = this.#inventory.identities.get(awsIdentityId(arn) ?? '');
    if (identity === undefined) return undefined;
    const certainty = certaintyOf(this.#permissions.decide(identity.id, 'sts:GetWebIdentityToken').answer);
    return certainty && { identity, claims: claimsOf(trust, issuer, { sub: [arn] }), certainty: weakest(certainty, 'conditional') };
  }
}

/** What a token says; whom it is for, its holder chooses. */
function claimsOf(trust: Trust, issuer: string, known: Readonly<Record<string, readonly string[] | undefined>>): Holder['claims'] {
  const audiences = Object.values(trust.condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase().endsWith(':aud') ? values : [])),
  );
  const present = Object.entries(known).flatMap(([claim, values]) =>
    values === undefined || values.length === 0 ? [] : [[claim, values]],
  );
  return { ...Object.fromEntries(present), iss: [issuer], ...(audiences.length === 0 ? {} : { aud: [...new Set(audiences)] }) };
}

function principalsOf({ identities }: Inventory): ReadonlyMap<string, Identity> {
  const out = new Map<string, Identity>();
  for (const identity of identities.values()) {
    if (identity.plane !== 'entra' && identity.plane !== 'azure') continue;
    for (const id of [identity.id, ...(identity.aliases ?? [])]) {
      const name = /^entra:(?:service-principal|application)\/([^/]+)$/.exec(id)?.[1];
      if (name !== undefined) out.set(name.toLowerCase(), identity);
    }
  }
  return out;
}
