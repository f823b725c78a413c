import type { Evidence } from '../../inventory/evidence.ts';
import type { ServiceKind } from './services/service-kinds.ts';

/**
 * What the AWS collector reads, one record at a time, whether it came from a file or from a call. `raw` is the
 * provider's own shape (unchecked until shapes.ts reads it).
 */
export type AwsRecord = {
  /** Where the record stands: file and pointer, or the call that answered. */
  readonly at: Evidence;
  /** The account the record is of, where its own ARNs do not say. */
  readonly account?: string;
  /** The answer lists the policies of everything in it (GetAccountAuthorizationDetails): a list that is missing was taken out. */
  readonly detail?: true;
  /** It was looked through for known secrets and holds none. */
  readonly isBare?: boolean;
  /**
   * What an answer of AWS Organizations is about where it does not say so itself: the root (`r-`), unit (`ou-`), account or policy (`p-`)
   * that the call named.
   */
  readonly about?: string;
} & (
  | { readonly kind: 'user-detail'; readonly raw: unknown } // GetAccountAuthorizationDetails.UserDetailList[], ListUsers.Users[]
  | { readonly kind: 'group-detail'; readonly raw: unknown } // .GroupDetailList[]
  | { readonly kind: 'role-detail'; readonly raw: unknown } // .RoleDetailList[], ListRoles.Roles[], GetRole.Role
  | { readonly kind: 'role-session'; readonly raw: unknown } // ListRoles.Roles[], of which the rest is known
  | { readonly kind: 'policy-detail'; readonly raw: unknown } // .Policies[], ListPolicies.Policies[]
  | { readonly kind: 'policy-version'; readonly raw: unknown; readonly policyArn?: string } // GetPolicyVersion
  | { readonly kind: 'credential-report-row'; readonly raw: Readonly<Record<string, string>> }
  | { readonly kind: 'access-key'; readonly raw: unknown } // ListAccessKeys.AccessKeyMetadata[]
  | { readonly kind: 'access-key-last-used'; readonly raw: unknown; readonly keyId: string } // GetAccessKeyLastUsed
  | { readonly kind: 'oidc-provider'; readonly raw: unknown } // GetOpenIDConnectProvider, with its Arn added
  | { readonly kind: 'saml-provider'; readonly raw: unknown } // ListSAMLProviders.SAMLProviderList[]
  | { readonly kind: 'service-specific-credential'; readonly raw: unknown } // ListServiceSpecificCredentials[]
  | { readonly kind: 'account-summary'; readonly raw: unknown } // GetAccountSummary.SummaryMap
  | { readonly kind: 'trail-event'; readonly raw: unknown } // one CloudTrail record, or an element of LookupEvents.Events[]
  | { readonly kind: 'last-accessed'; readonly raw: unknown } // GetServiceLastAccessedDetails, with the Arn added it was asked about
  | { readonly kind: 'analyzer-finding'; readonly raw: unknown } // access-analyzer ListFindingsV2.findings[], GetFindingV2
  | { readonly kind: 'resource-policy'; readonly raw: ResourcePolicyRaw } // get-bucket-policy and the like
  | { readonly kind: 'organization-policy'; readonly raw: unknown } // DescribePolicy.Policy, with Targets added where known
  | { readonly kind: 'organization-account'; readonly raw: unknown } // organizations ListAccounts.Accounts[], ListAccountsForParent (about: the parent)
  | { readonly kind: 'organization'; readonly raw: unknown } // DescribeOrganization.Organization
  | { readonly kind: 'organization-root'; readonly raw: unknown } // ListRoots.Roots[]
  | { readonly kind: 'organization-unit'; readonly raw: unknown } // ListOrganizationalUnitsForParent (about: the parent), DescribeOrganizationalUnit
  | { readonly kind: 'organization-child'; readonly raw: unknown } // ListChildren.Children[] (about: the parent)
  | { readonly kind: 'organization-parent'; readonly raw: unknown } // ListParents.Parents[] (about: the child)
  | { readonly kind: 'organization-delegate'; readonly raw: unknown } // ListDelegatedAdministrators (about: the service), ListDelegatedServicesForAccount (about: the account)
  | { readonly kind: 'organization-target'; readonly raw: unknown } // ListTargetsForPolicy.Targets[] (about: the policy)
  /** Of a service; `region` where the thing itself may not say it. */
  | { readonly kind: ServiceKind; readonly raw: unknown; readonly region?: string }
);

/** The policy of one resource. */
export interface ResourcePolicyRaw {
  /** Absent where only the policy itself names it. */
  readonly arn?: string;
  /** What the answer and its file's name together say it is, where neither the answer nor the policy does. */
  readonly named?: string;
  /** Absent where it has none. */
  readonly policy?: unknown;
  /** Where in the answer it stands. */
  readonly key: string;
}
