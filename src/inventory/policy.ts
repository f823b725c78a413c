import type { Evidence } from './evidence.ts';

/**
 * One statement of an AWS policy document, checked and in canonical form (single values become lists; action names
 * keep their case; the grammar is https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  /** `{ '*': ['*'] }`, `{ AWS: [...], Service: [...], Federated: [...], CanonicalUser: [...] }`. */
  readonly principal?: Readonly<Record<string, readonly string[]>>;
  readonly notPrincipal?: Readonly<Record<string, readonly string[]>>;
  /** operator -> key -> values. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Names of elements that are not known: what the statement says is then not known. */
  readonly unread?: readonly string[];
}

/** A policy document. Identical documents share one record; `id` is a hash of the canonical content. */
export interface PolicyDocument {
  readonly id: string;
  /** As written; `unknown` where it is none that AWS has had, such as a later one. */
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
}

/** A block of permissions of an Azure role (https://learn.microsoft.com/azure/role-based-access-control/role-definitions). */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A named policy that grants refer to: a managed policy, an organization policy. */
export interface Policy {
  /** The ARN, or another stable id. */
  readonly id: string;
  readonly kind:
    | 'aws-managed-policy'
    | 'aws-service-control-policy'
    | 'aws-resource-control-policy'
    | 'azure-role'
    | 'entra-role'
    | 'entra-permission';
  readonly name: string;
  /** Made by the provider. */
  readonly providerManaged: boolean;
  /** Absent when the document could not be read. */
  readonly document?: string;
  /** Azure: what a custom role allows; absent where that could not be read, and of built-in roles. */
  readonly allows?: readonly RolePermission[];
  /** Stands in code only: a document that a source of the provider gives counts before it. */
  readonly declared?: true;
  /** Where each statement stands, in the document's order. */
  readonly places?: readonly Evidence[];
  readonly evidence: readonly Evidence[];
}
