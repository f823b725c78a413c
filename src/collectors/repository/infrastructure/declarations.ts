import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { AgentParts } from './agent-runners.ts';
import type { Value } from './value.ts';

/** What a stack of infrastructure code declares, in the words of AWS whatever the code is written in. */
export type Declaration =
  | Principal
  | ManagedPolicy
  | Attachment
  | InlinePolicy
  | Membership
  | AccessKey
  | Profile
  | OidcProvider
  | SamlProvider
  | Runner
  | AgentTool
  | AgentAlias
  | Resource
  | ResourcePolicy
  | StoredSecret
  | StaticToken
  | GoogleResource;

export type PrincipalType = 'role' | 'user' | 'group';

interface Declared {
  /** Its own name in the stack: `module.app.aws_iam_role.main`, a logical id. */
  readonly address: string;
  readonly at: Evidence;
}

export interface Principal extends Declared {
  readonly kind: PrincipalType;
  readonly name: Value | undefined;
  readonly path?: Value | undefined;
  /** Roles: who may become it. */
  readonly trust?: Value | undefined;
  /** Roles: how long a session may last, in seconds; an hour where the code does not say. */
  readonly maxSession?: Value | undefined;
  readonly boundary?: Value | undefined;
  readonly tags?: Value | undefined;
  readonly inline: readonly { readonly name: Value | undefined; readonly document: Value | undefined; readonly at: Evidence }[];
  readonly managed: readonly Value[];
  /** Users: the groups it is in. */
  readonly groups?: readonly Value[];
  /** Why there may be more to it than was read: part of it could not be parsed, its number is not known. */
  readonly doubt?: string | undefined;
  readonly providerManaged?: boolean;
  /** Known from elsewhere, only named here. */
  readonly named?: boolean;
}

export interface ManagedPolicy extends Declared {
  readonly kind: 'policy';
  readonly name: Value | undefined;
  readonly path?: Value | undefined;
  readonly document: Value | undefined;
  readonly doubt?: string | undefined;
}

/** A managed policy attached to principals. */
export interface Attachment extends Declared {
  readonly kind: 'attachment';
  readonly holders: readonly { readonly type: PrincipalType; readonly who: Value }[];
  readonly policy: Value | undefined;
}

export interface InlinePolicy extends Declared {
  readonly kind: 'inline';
  readonly name: Value | undefined;
  readonly holders: readonly { readonly type: PrincipalType; readonly who: Value }[];
  readonly document: Value | undefined;
}

export interface Membership extends Declared {
  readonly kind: 'membership';
  readonly users: readonly Value[];
  readonly groups: readonly Value[];
}

export interface AccessKey extends Declared {
  readonly kind: 'access-key';
  readonly user: Value | undefined;
  /** The key id and the secret, where a state holds them. */
  readonly id?: string | undefined;
  readonly secret?: Value | undefined;
  readonly status?: Value | undefined;
  readonly createdAt?: Value | undefined;
}

export interface Profile extends Declared {
  readonly kind: 'profile';
  readonly name: Value | undefined;
  readonly role: Value | undefined;
}

export interface OidcProvider extends Declared {
  readonly kind: 'oidc-provider';
  readonly url: Value | undefined;
  readonly audiences: readonly Value[];
}

export interface SamlProvider extends Declared {
  readonly kind: 'saml-provider';
  readonly name: Value | undefined;
  /** The document in which the one who signs describes itself. */
  readonly metadata: Value | undefined;
}

/** Something that runs as a role: a workload, or an agent. */
export interface Runner extends Declared {
  readonly kind: 'runner';
  /** `aws-lambda-function`, `aws-bedrock-agent`... */
  readonly what: string;
  readonly isAgent: boolean;
  readonly name: Value | undefined;
  /** A role, or an instance profile. */
  readonly role: Value | undefined;
  readonly through: 'role' | 'profile';
  /** Environment variables that may hold secrets. */
  readonly variables?: Value | undefined;
  /** Its type, where policies may name its ARN. */
  readonly type: string;
  readonly tags?: Value | undefined;
  /** Of what agents are made of: how it is reached, what it calls. */
  readonly parts?: AgentParts;
}

/** What an agent is given by a resource of its own: a function that acts for it, another agent. */
export interface AgentTool extends Declared {
  readonly kind: 'agent-tool';
  readonly agent: Value | undefined;
  readonly function?: Value | undefined;
  readonly collaborator?: Value | undefined;
  readonly tool?: string | undefined;
}

/** A name under which an agent is called. */
export interface AgentAlias extends Declared {
  readonly kind: 'agent-alias';
  readonly agent: Value | undefined;
}

/** Any other resource: policies may name it. */
export interface Resource extends Declared {
  readonly kind: 'resource';
  readonly type: string;
  readonly name: Value | undefined;
  /** Where it is told, as in a state. */
  readonly arn?: Value | undefined;
}

/** A policy of a resource, or some statements of it. */
export interface ResourcePolicy extends Declared {
  readonly kind: 'resource-policy';
  /** The type of the resource. */
  readonly of: string;
  /** Which one: by reference, ARN, URL or name. */
  readonly resource: Value | undefined;
  readonly document: Value | undefined;
  /** Why there may be no such policy, or more in it. */
  readonly doubt?: string | undefined;
}

/** A credential of a code host or service, which is good until somebody revokes it. */
export interface StaticToken extends Declared {
  readonly kind: 'token';
  /** The kind of the credential. */
  readonly what: string;
  readonly provider: string;
  readonly purpose: NonNullable<Credential['purpose']>;
  readonly name: Value | undefined;
  readonly limits: readonly string[] | undefined;
  /** The value, where a state holds it. */
  readonly value: Value | undefined;
  readonly expires: Value | undefined;
}

/** A resource or data source of Google Cloud, in the words of its Terraform provider whatever the code is written in. */
export interface GoogleResource extends Declared {
  readonly kind: 'google';
  readonly type: string;
  readonly isData: boolean;
  readonly doubt?: string | undefined;
  /** An argument or attribute; blocks are lists of objects. */
  readonly get: (name: string) => Value | undefined;
}

/** A value that is a secret by what it belongs to: a password of a database, a random password. */
export interface StoredSecret extends Declared {
  readonly kind: 'secret';
  readonly key: string;
  readonly value: Value;
}
