import type { Evidence } from '../../../../inventory/evidence.ts';
import type { ResourceRow } from '../../../azure-model/resource-rows.ts';
import type { Value } from '../value.ts';

/** What code declares for Azure and Entra, in the words of their APIs whatever the code is written in. */
export type AzureDeclaration =
  | AzureResource
  | RoleAssignment
  | RoleDefinition
  | Federation
  | VaultAccess
  | Application
  | ApplicationSecret
  | AppRole
  | DelegatedGrant
  | DirectoryRole
  | WrittenSecret
  | Connection;

export interface Declared {
  /** Its own name in the code: `module.app.azurerm_linux_web_app.main`, a symbolic name, the type and name of a template. */
  readonly address: string;
  readonly at: Evidence;
  /** Why there may be none or several of it, or more in it. */
  readonly doubt?: string | undefined;
}

/** Where a resource lies. What is absent is the deployment's own. */
export interface Placement {
  /** The ARM id, where the code or a state holds it. */
  readonly id?: Value | undefined;
  readonly group?: Value | undefined;
  readonly subscription?: Value | undefined;
  /** The ARM id of the resource that this one is part of. */
  readonly parent?: Value | undefined;
}

/** A resource of ARM: one with an identity, with keys, or one that others name. */
export interface AzureResource extends Declared, Placement {
  readonly kind: 'resource';
  /** In lower case: `microsoft.web/sites/slots`. */
  readonly type: string;
  /** The names, one for each part of the type that this resource does not have from its parent. */
  readonly names: readonly (Value | undefined)[];
  readonly row?: ResourceRow | undefined;
  /** Made elsewhere, only named here. */
  readonly existing: boolean;
  /** `identity.type`, and the ids of user-assigned identities. */
  readonly identity?: { readonly type: Value | undefined; readonly assigned: readonly Value[] } | undefined;
  /** Of a bot: the application or managed identity that it is. */
  readonly runsAs?: Value | undefined;
  /** Ids of its identity, where a state holds them. */
  readonly principal?: Value | undefined;
  readonly client?: Value | undefined;
  /** Whether its own keys open it; undefined where that is not known. Absent of types without keys. */
  readonly keys?: { readonly work: boolean | undefined; readonly at: Evidence } | undefined;
  /** Of a storage account: how long signatures and keys may last. */
  readonly signatures?:
    | { readonly period: Value | undefined; readonly action: Value | undefined; readonly due: Value | undefined }
    | undefined;
  /** Environment variables and settings that may hold secrets. */
  readonly settings: readonly { readonly key: string; readonly value: Value }[];
  readonly tags?: Value | undefined;
}

/** https://learn.microsoft.com/azure/role-based-access-control/role-assignments */
export interface RoleAssignment extends Declared {
  readonly kind: 'assignment';
  readonly principal: Value | undefined;
  readonly principalType?: Value | undefined;
  /** A name, an id, or a reference to a role definition. */
  readonly role: Value | undefined;
  /** Absent: the scope of the deployment. */
  readonly scope?: Value | undefined;
  readonly condition?: Value | undefined;
  /** It has to be activated first. */
  readonly eligible?: true;
}

export interface RoleDefinition extends Declared {
  readonly kind: 'role';
  readonly name: Value | undefined;
  readonly id?: Value | undefined;
  readonly permissions: Value | undefined;
  /** Made elsewhere, only named here. */
  readonly existing: boolean;
}

/** A federated identity credential: whose tokens an application or managed identity takes. */
export interface Federation extends Declared {
  readonly kind: 'federation';
  readonly identity: Value | undefined;
  readonly name: Value | undefined;
  readonly issuer: Value | undefined;
  readonly subject: Value | undefined;
  readonly audiences: readonly Value[];
  /** In place of the subject: `claims['sub'] matches 'repo:…'`. */
  readonly expression?: Value | undefined;
}

/** An access policy of a key vault. */
export interface VaultAccess extends Declared {
  readonly kind: 'access';
  readonly vault: Value | undefined;
  readonly principal: Value | undefined;
  /** `secrets`, `keys`, `certificates` and what may be done with them. */
  readonly permissions: readonly { readonly of: string; readonly may: readonly Value[] }[];
}

/** An application of Entra, or a service principal. */
export interface Application extends Declared {
  readonly kind: 'application';
  readonly isPrincipal: boolean;
  readonly name: Value | undefined;
  /** The client id; of a service principal also a reference to its application. */
  readonly client?: Value | undefined;
  /** Object ids. */
  readonly object?: Value | undefined;
  readonly owners?: readonly Value[] | undefined;
  readonly existing: boolean;
  /** An agent identity or a blueprint of such (https://learn.microsoft.com/entra/agent-id/). */
  readonly isAgent?: boolean;
}

/** A client secret or certificate. */
export interface ApplicationSecret extends Declared {
  readonly kind: 'application-secret';
  readonly what: 'entra-client-secret' | 'entra-client-certificate';
  readonly of: Value | undefined;
  readonly name: Value | undefined;
  readonly keyId?: Value | undefined;
  readonly startsAt?: Value | undefined;
  readonly endsAt?: Value | undefined;
  /** A secret's value, where a state holds it. */
  readonly value?: Value | undefined;
}

/** A permission that an application has by itself. */
export interface AppRole extends Declared {
  readonly kind: 'app-role';
  readonly principal: Value | undefined;
  /** The API: an application or service principal. */
  readonly resource: Value | undefined;
  readonly role: Value | undefined;
}

/** Permissions that an application has for those who sign in. */
export interface DelegatedGrant extends Declared {
  readonly kind: 'delegated';
  readonly principal: Value | undefined;
  readonly resource: Value | undefined;
  readonly scopes: readonly Value[];
  /** For one user only. */
  readonly forOne: boolean | undefined;
}

export interface DirectoryRole extends Declared {
  readonly kind: 'directory-role';
  readonly principal: Value | undefined;
  readonly role: Value | undefined;
  readonly scope?: Value | undefined;
}

/** A value that is a secret by what it belongs to. */
export interface WrittenSecret extends Declared {
  readonly kind: 'secret';
  readonly key: string;
  readonly value: Value;
}

/** A connection of an AI project or workspace to another service. */
export interface Connection extends Declared {
  readonly kind: 'connection';
  /** The project, by reference or ARM id. */
  readonly of: Value | undefined;
  readonly name: Value | undefined;
  readonly authType: Value | undefined;
  readonly secrets: readonly { readonly key: string; readonly value: Value }[];
}
