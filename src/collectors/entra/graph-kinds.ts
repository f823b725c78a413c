import type { GraphObject } from './graph-object.ts';

/** What the directory keeps, as far as it is read; `other`: known, and of no matter for machine identities. */
export type GraphKind =
  | 'tenant'
  | 'application'
  | 'service-principal'
  | 'user'
  | 'group'
  | 'administrative-unit'
  | 'role-definition'
  | 'role-assignment'
  | 'role-eligibility'
  | 'role-schedule'
  | 'directory-role'
  | 'app-role-assignment'
  | 'consent'
  | 'federated-credential'
  | 'authorization-policy'
  | 'consent-policy'
  | 'default-app-policy'
  | 'app-policy'
  | 'principal-activity'
  | 'credential-activity'
  | 'sign-in'
  | 'diagnostic-setting'
  | 'other';

/** Types of objects (`@odata.type` without its namespace). */
const ofType: ReadonlyMap<string, GraphKind> = new Map<string, GraphKind>([
  ['organization', 'tenant'],
  ['application', 'application'],
  ['agentIdentityBlueprint', 'application'],
  ['servicePrincipal', 'service-principal'],
  ['agentIdentityBlueprintPrincipal', 'service-principal'],
  ['agentIdentity', 'service-principal'],
  ['user', 'user'],
  ['agentUser', 'user'],
  ['group', 'group'],
  ['administrativeUnit', 'administrative-unit'],
  ['unifiedRoleDefinition', 'role-definition'],
  ['unifiedRoleAssignment', 'role-assignment'],
  ['unifiedRoleEligibilityScheduleInstance', 'role-eligibility'],
  ['unifiedRoleAssignmentScheduleInstance', 'role-schedule'],
  ['directoryRole', 'directory-role'],
  ['appRoleAssignment', 'app-role-assignment'],
  ['oAuth2PermissionGrant', 'consent'],
  ['federatedIdentityCredential', 'federated-credential'],
  ['authorizationPolicy', 'authorization-policy'],
  ['permissionGrantPolicy', 'consent-policy'],
  ['tenantAppManagementPolicy', 'default-app-policy'],
  ['appManagementPolicy', 'app-policy'],
  ['servicePrincipalSignInActivity', 'principal-activity'],
  ['appCredentialSignInActivity', 'credential-activity'],
  ['signIn', 'sign-in'],
  ['device', 'other'],
  ['orgContact', 'other'],
  ['endpoint', 'other'],
]);

/** Ends of `@odata.context` (`…/$metadata#applications(id,appId)`), as far as `(`. */
const ofContext: ReadonlyMap<string, GraphKind> = new Map<string, GraphKind>([
  ['organization', 'tenant'],
  ['applications', 'application'],
  ['serviceprincipals', 'service-principal'],
  ['users', 'user'],
  ['groups', 'group'],
  ['administrativeunits', 'administrative-unit'],
  ['roledefinitions', 'role-definition'],
  ['roleassignments', 'role-assignment'],
  ['roleeligibilityscheduleinstances', 'role-eligibility'],
  ['roleeligibilityschedules', 'role-eligibility'],
  ['roleassignmentscheduleinstances', 'role-schedule'],
  ['directoryroles', 'directory-role'],
  ['approleassignedto', 'app-role-assignment'],
  ['approleassignments', 'app-role-assignment'],
  ['oauth2permissiongrants', 'consent'],
  ['federatedidentitycredentials', 'federated-credential'],
  ['authorizationpolicy', 'authorization-policy'],
  ['permissiongrantpolicies', 'consent-policy'],
  ['defaultappmanagementpolicy', 'default-app-policy'],
  ['appmanagementpolicies', 'app-policy'],
  ['serviceprincipalsigninactivities', 'principal-activity'],
  ['appcredentialsigninactivities', 'credential-activity'],
  ['signins', 'sign-in'],
  ['devices', 'other'],
]);

/** The fields that give a kind away where nothing names it: each needs one of every list, and none of the last. */
const ofFields: readonly { readonly kind: GraphKind; readonly has: readonly (readonly string[])[]; readonly lacks?: readonly string[] }[] =
  [
    { kind: 'credential-activity', has: [['keyId'], ['signInActivity'], ['appId']] },
    {
      kind: 'principal-activity',
      has: [['appId'], ['lastSignInActivity', 'applicationAuthenticationClientSignInActivity', 'delegatedClientSignInActivity']],
    },
    {
      kind: 'sign-in',
      has: [
        ['createdDateTime'],
        ['appId'],
        ['servicePrincipalId', 'signInEventTypes', 'userPrincipalName'],
        ['ipAddress', 'correlationId'],
      ],
    },
    { kind: 'app-role-assignment', has: [['appRoleId', 'principalType'], ['principalId'], ['resourceId']] },
    { kind: 'consent', has: [['consentType'], ['clientId'], ['resourceId']] },
    { kind: 'role-eligibility', has: [['roleEligibilityScheduleId'], ['principalId']] },
    {
      kind: 'role-schedule',
      has: [['roleAssignmentScheduleId', 'assignmentType'], ['principalId'], ['roleDefinitionId'], ['directoryScopeId']],
    },
    { kind: 'role-assignment', has: [['roleDefinitionId'], ['principalId'], ['directoryScopeId', 'appScopeId']] },
    {
      kind: 'role-definition',
      has: [
        ['rolePermissions', 'isBuiltIn'],
        ['templateId', 'isEnabled'],
      ],
      lacks: ['roleTemplateId'],
    },
    { kind: 'directory-role', has: [['roleTemplateId'], ['displayName']] },
    { kind: 'federated-credential', has: [['issuer'], ['subject', 'claimsMatchingExpression'], ['audiences']] },
    { kind: 'authorization-policy', has: [['defaultUserRolePermissions']] },
    { kind: 'default-app-policy', has: [['applicationRestrictions']] },
    { kind: 'app-policy', has: [['restrictions'], ['isEnabled', 'displayName']] },
    { kind: 'consent-policy', has: [['includes'], ['excludes']] },
    {
      kind: 'tenant',
      has: [
        ['verifiedDomains', 'tenantType', 'tenantCategory'],
        ['displayName', 'id'],
      ],
      lacks: ['userPrincipalName'],
    },
    {
      kind: 'service-principal',
      has: [
        ['id'],
        [
          'servicePrincipalType',
          'servicePrincipalNames',
          'appOwnerOrganizationId',
          'appRoleAssignmentRequired',
          'alternativeNames',
          'agentIdentityBlueprintId',
        ],
      ],
    },
    {
      kind: 'application',
      has: [
        ['appId'],
        [
          'signInAudience',
          'requiredResourceAccess',
          'publisherDomain',
          'identifierUris',
          'isFallbackPublicClient',
          'isMultiTenant',
          'passwordCredentials',
        ],
      ],
    },
    { kind: 'user', has: [['id'], ['userPrincipalName', 'onPremisesSamAccountName']] },
    {
      kind: 'group',
      has: [['id'], ['displayName'], ['groupTypes', 'securityEnabled', 'isAssignableToRole', 'mailEnabled', 'onPremisesGroupType']],
    },
  ];

/** The kind of an object, by its own type, else by where it stands, else by its fields. */
export function kindOf(object: GraphObject, context: string | undefined): GraphKind | undefined {
  const own = object.type === undefined ? undefined : (ofType.get(object.type) ?? ofOlderType(object.type));
  return own ?? kindOfContext(context) ?? kindByFields(object);
}

/** ROADrecon and Azure AD Graph write `Application` and `Role`. */
function ofOlderType(type: string): GraphKind | undefined {
  return ofType.get(`${type[0]?.toLowerCase()}${type.slice(1)}`);
}

/** `https://graph.microsoft.com/v1.0/$metadata#servicePrincipals('…')/appRoleAssignedTo`. */
export function kindOfContext(context: string | undefined): GraphKind | undefined {
  if (context === undefined) return undefined;
  // Selections stand inside one another: `applications(id,owners(id))`.
  let path = context.slice(context.indexOf('#') + 1, 4096);
  for (let before = ''; before !== path; ) {
    before = path;
    path = path.replace(/\([^()]*\)/g, '');
  }
  path = path.replace(/\/\$entity$/, '');
  return ofContext.get(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}

/** Whose something is, as a context tells: the id in `…#applications('<id>')/federatedIdentityCredentials`. */
export function ownerInContext(context: string | undefined): string | undefined {
  return /#(?:\w+\/)*\w+\((?:appId=)?'([^']{1,100})'\)\/\w+/i.exec(context ?? '')?.[1]?.toLowerCase();
}

export function kindByFields(object: GraphObject): GraphKind | undefined {
  const row = ofFields.find(
    ({ has, lacks = [] }) => has.every((some) => some.some((key) => object.has(key))) && !lacks.some((key) => object.has(key)),
  );
  if (row !== undefined) return row.kind;
  const arm = object.text('id');
  return arm !== undefined && /microsoft\.aadiam\/diagnosticsettings\//i.test(arm) ? 'diagnostic-setting' : undefined;
}
