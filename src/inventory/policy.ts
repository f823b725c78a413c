import type { BranchRules } from './branch-rules.ts';
import type { Evidence } from './evidence.ts';
import type { LabelSelector, RbacRule } from './rbac.ts';
import { isSameJson } from './same-json.ts';

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

/** A policy document. */
export interface PolicyDocument {
  /**
   * Documents with one id say the same. Of what many may refer to it is a hash of the content; inline policies may have one that holds
   * for a run, so that two of them may say the same under two ids.
   */
  readonly id: string;
  /** As written; `unknown` where it is none that AWS has had, such as a later one. */
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
  /** The rules of a Kubernetes role, in place of statements. */
  readonly rules?: readonly RbacRule[];
}

/** Whether two documents say the same, whatever their ids. */
export function isSameContent(a: PolicyDocument, b: PolicyDocument): boolean {
  return a.version === b.version && isSameJson(a.statements, b.statements) && isSameJson(a.rules, b.rules);
}

/** A block of permissions of an Azure role (https://learn.microsoft.com/azure/role-based-access-control/role-definitions). */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  /** The role's own condition, as written. */
  readonly condition?: string;
}

/** What a deny policy of Google Cloud or a deny assignment of Azure takes away, and from whom. */
export interface DenyRule {
  /** Identity and group ids, sets of principals as the plane writes them; `*` is everybody. */
  readonly principals: readonly string[];
  readonly exceptPrincipals: readonly string[];
  /** Google Cloud: permissions as roles write them (`iam.roles.list`); a service's `*` is allowed. */
  readonly permissions?: readonly string[];
  readonly exceptPermissions?: readonly string[];
  /** Azure. */
  readonly denies?: readonly RolePermission[];
  readonly condition?: string;
  /** It does not count below the scope it is attached to. */
  readonly here?: true;
}

/** What a policy of Vault says of a path (https://developer.hashicorp.com/vault/docs/concepts/policies). */
export interface VaultRule {
  /** As written: `secret/data/shop/*`, with `+` for one segment and a `*` at its end for anything. */
  readonly path: string;
  /** create, read, update, patch, delete, list, sudo, deny, subscribe. */
  readonly capabilities: readonly string[];
  /** It asks for more of a request than its path: parameters, wrapping, a second approval. */
  readonly limited?: true;
}

/** A named policy that grants refer to: a managed policy, an organization policy, a role of a cloud or of a Kubernetes cluster. */
export interface Policy {
  /** The ARN, or another stable id. */
  readonly id: string;
  readonly kind:
    | 'aws-managed-policy'
    | 'aws-service-control-policy'
    | 'aws-resource-control-policy'
    | 'azure-role'
    | 'entra-role'
    | 'entra-permission'
    | 'gcp-role'
    | 'gcp-deny-policy'
    | 'gcp-access-boundary'
    | 'azure-deny-assignment'
    | 'kubernetes-role'
    | 'kubernetes-cluster-role'
    | 'vault-policy'
    | 'github-role'
    | 'github-permissions'
    | 'github-branch-protection'
    | 'github-ruleset';
  readonly name: string;
  /** Made by the provider. */
  readonly providerManaged: boolean;
  /**
   * Of a role that is a list of permissions: those. Absent where they are not known whole. GitHub: `contents:write`; of a custom
   * role the role it is built upon comes first (`role:write`); of a classic token its scopes.
   */
  readonly permissions?: readonly string[];
  /** Absent when the document could not be read. */
  readonly document?: string;
  /** Of a cluster role: its labels, by which others take over its rules, and whose rules it takes over itself. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly aggregates?: readonly LabelSelector[];
  /** The documents of all its versions that are not in force; absent where they are not known. */
  readonly otherVersions?: readonly string[];
  /** Azure: what a custom role allows; absent where that could not be read, and of built-in roles. */
  readonly allows?: readonly RolePermission[];
  /** Of a deny policy or assignment: its rules; absent where they could not be read. */
  readonly denies?: readonly DenyRule[];
  /** Of a principal access boundary: the scopes that its principals are limited to (`gcp:project/acme`...); absent where not known. */
  readonly limitedTo?: readonly string[];
  /** Of a policy of Vault: its rules; absent where they could not be read. */
  readonly paths?: readonly VaultRule[];
  /** Of a protection rule or ruleset of GitHub: what it asks, and of whom. */
  readonly branchRules?: BranchRules;
  /** Stands in code only: a document that a source of the provider gives counts before it. */
  readonly declared?: true;
  /** Where each statement stands, in the document's order. */
  readonly places?: readonly Evidence[];
  readonly evidence: readonly Evidence[];
}
