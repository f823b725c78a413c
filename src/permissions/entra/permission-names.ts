import { type Ability, readAbilities } from './ability.ts';

/** What permissions of Microsoft's APIs are about: the first word of their names (https://learn.microsoft.com/graph/permissions-overview). */
const subjects: ReadonlySet<string> = new Set(
  [
    'AccessReview Acronym AdministrativeUnit AgentCard AgentCardManifest AgentCollection AgentCommunicationConfiguration',
    'AgentIdentity AgentIdentityBlueprint AgentIdentityBlueprintPrincipal AgentIdUser AgentInstance AgentRegistration Agreement',
    'AgreementAcceptance AiEnterpriseInteraction Analytics APIConnectors AppCatalog AppCertTrustConfiguration Application',
    'Application-RemoteDesktopConfig AppRoleAssignment ApprovalSolution ApprovalSolutionResponse AttackSimulation AuditActivity',
    'AuditLog AuditLogsQuery AuditLogsQuery-CRM AuditLogsQuery-Endpoint AuditLogsQuery-Entra AuditLogsQuery-Exchange',
    'AuditLogsQuery-OneDrive AuditLogsQuery-SharePoint AuthenticationContext BackupRestore-Configuration BackupRestore-Control',
    'BackupRestore-Monitor BackupRestore-Restore BackupRestore-Search BillingConfiguration BitlockerKey Bookings',
    'BookingsAppointment Bookmark BrowserSiteLists BusinessScenarioConfig BusinessScenarioData Calendars CallAiInsights',
    'CallDelegation CallEvents CallEvents-Emergency CallRecord-PstnCalls CallRecordings CallRecords Calls CallTranscripts',
    'CaseManagement ChangeManagement Channel ChannelMember ChannelMessage ChannelSettings Chat ChatMember ChatMessage',
    'CloudApp-Discovery CloudPC Community ConfigurationMonitoring ConsentRequest Contacts Contacts-OnPremisesSyncBehavior Content',
    'ContentActivity Contracts CopilotConversation CopilotPackages CopilotPolicySettings CopilotSettings-LimitedMode',
    'CrossTenantInformation CrossTenantUserProfileSharing CustomAuthenticationExtension CustomDetection',
    'CustomSecAttributeAssignment CustomSecAttributeAuditLogs CustomSecAttributeDefinition CustomSecAttributeProvisioning',
    'CustomTags DelegatedAdminRelationship DelegatedPermissionGrant Device DeviceLocalCredential DeviceManagementApps',
    'DeviceManagementCloudCA DeviceManagementConfiguration DeviceManagementDeploymentPlans DeviceManagementManagedDevices',
    'DeviceManagementRBAC DeviceManagementScripts DeviceManagementServiceConfig DeviceTemplate Directory DirectoryRecommendations',
    'Domain Domain-InternalFederation EAS eDiscovery EduAdministration EduAssignments EduCurricula EduReports-Reading',
    'EduReports-Reflect EduRoster EngagementConversation EngagementExport EngagementMeetingConversation EngagementRole',
    'EntitlementManagement EntitlementMgmt-SubjectAccess EntraBackup EventListener EWS ExchangeMessageTrace ExternalConnection',
    'ExternalItem ExternalUserProfile Family FileIngestion FileIngestionHybridOnboarding Files FileStorageContainer',
    'FileStorageContainerType FileStorageContainerTypeReg Financials Goals-Export Group Group-Conversation Group-NestingSupport',
    'Group-OnPremisesSyncBehavior Group-XTenantIdentitySync GroupMember GroupSettings HealthMonitoringAlert',
    'HealthMonitoringAlertConfig IdentityNotifications IdentityProvider IdentityRiskEvent IdentityRiskyAgent',
    'IdentityRiskyServicePrincipal IdentityRiskyUser IdentityUserFlow IMAP IndustryData IndustryData-DataConnector',
    'IndustryData-InboundFlow IndustryData-OutboundFlow IndustryData-ReferenceDefinition IndustryData-Run',
    'IndustryData-SourceSystem IndustryData-TimePeriod InformationProtectionConfig InformationProtectionContent',
    'InformationProtectionPolicy Insights-UserMetric LearningAssignedCourse LearningContent LearningProvider',
    'LearningSelfInitiatedCourse LicenseAssignment LifecyclePolicies-AgentId LifecyclePolicies-Guests LifecycleWorkflows',
    'LifecycleWorkflows-CustomExt LifecycleWorkflows-Reports LifecycleWorkflows-Workflow ListItems Lists Mail Mail-Advanced',
    'MailboxConfigItem MailboxFolder MailboxItem MailboxSettings MailTips ManagedTenants Member MultiTenantOrganization',
    'MutualTlsOauthConfiguration NetworkAccess NetworkAccess-Reports NetworkAccessBranch NetworkAccessPolicy Notes Notifications',
    'OnlineMeetingAiInsight OnlineMeetingArtifact OnlineMeetingRecording OnlineMeetings OnlineMeetingTranscript',
    'OnPremDirectorySynchronization OnPremisesPublishingProfiles Organization OrganizationalBranding OrgContact',
    'OrgSettings-AppsAndServices OrgSettings-DynamicsVoice OrgSettings-Forms OrgSettings-Microsoft365Install OrgSettings-Todo',
    'PartnerBilling PartnerSecurity PendingExternalUserProfile People PeopleSettings Place PlaceDevice PlaceDeviceTelemetry',
    'Policy POP PreAuthorizationGrant Presence PrintConnector Printer PrinterShare PrintJob PrintSettings PrintTaskDefinition',
    'PrivilegedAccess PrivilegedAccess-CustomExt PrivilegedAssignmentSchedule PrivilegedEligibilitySchedule ProfilePhoto',
    'ProgramControl ProtectionScopes ProvisioningLog PublicKeyInfrastructure PullPrintPrinter QnA RealTimeActivityFeed',
    'RecordsManagement RemoteTenantGroups Reports ReportSettings ResourceSpecificPermissionGrant RiskPreventionProviders',
    'RoleAssignmentSchedule RoleEligibilitySchedule RoleManagement RoleManagementAlert RoleManagementPolicy Schedule',
    'Schedule-WorkingTime SchedulePermissions SearchConfiguration SecurityActions SecurityAlert SecurityAnalyzedMessage',
    'SecurityCopilotWorkspaces SecurityEvents SecurityIdentitiesAccount SecurityIdentitiesActions SecurityIdentitiesAutoConfig',
    'SecurityIdentitiesHealth SecurityIdentitiesMigration SecurityIdentitiesSensors SecurityIdentitiesUserActions',
    'SecurityIncident SensitivityLabel SensitivityLabels SentimentSurvey ServiceActivity-Exchange ServiceActivity-Microsoft365Web',
    'ServiceActivity-OneDrive ServiceActivity-Teams ServiceHealth ServiceMessage ServiceMessageViewpoint ServicePrincipalEndpoint',
    'SharePointCrossTenantMigration SharePointTenantSettings ShortNotes SignInIdentifier Sites SMTP SpiffeTrustDomain Storyline',
    'SubjectNameRegistration SubjectRightsRequest Subscription Synchronization SynchronizationData-User Tasks Team TeamMember',
    'TeamsActivity TeamsAppInstallation TeamSettings TeamsPolicyUserAssign TeamsResourceAccount TeamsTab TeamsTelephoneNumber',
    'TeamsUserConfiguration TeamTemplates Teamwork TeamworkAppSettings TeamworkCustomEmoji TeamworkDevice TeamworkSection',
    'TeamworkTag TeamworkTargetedMessage TeamworkUserInteraction TenantGovernance-Invitation TenantGovernance-PolicyTemplate',
    'TenantGovernance-RelatedTenant TenantGovernance-Relationship TenantGovernance-Request TenantGovernance-Setting TermStore',
    'ThreatAssessment ThreatHunting ThreatIndicators ThreatIntelligence ThreatSubmission ThreatSubmissionPolicy Topic',
    'TrustFrameworkKeySet UnifiedGroupMember User User-ConvertToInternal User-LifeCycleInfo User-Mail User-OnPremisesSyncBehavior',
    'User-PasswordProfile User-Phone UserActivity UserAuthenticationMethod UserAuthMethod-Email UserAuthMethod-External',
    'UserAuthMethod-HardwareOATH UserAuthMethod-MicrosoftAuthApp UserAuthMethod-Passkey UserAuthMethod-Password',
    'UserAuthMethod-Phone UserAuthMethod-PlatformCred UserAuthMethod-QR UserAuthMethod-ResourceKey UserAuthMethod-SoftwareOATH',
    'UserAuthMethod-TAP UserAuthMethod-WindowsHello UserCloudClipboard UserNotification UserShiftPreferences UserTeamwork',
    'UserTimelineActivity UserWindowsSettings VerifiedId-Profile VirtualAppointment VirtualAppointmentNotification VirtualEvent',
    'VirtualEventRegistration-Anon WindowsUpdates WorkforceIntegration', // Of other APIs than Microsoft Graph.
    'ActivityFeed ActivityReports AdminAppCatalog AdvancedQuery Alert File Ip Machine Migration Mailbox Region',
    'RemediationTasks ReportingWebService Score SecurityBaselinesAssessment SecurityConfiguration SecurityRecommendation',
    'SitesMetadataAdmin Software Tenant TenantReports Ti Url UserLicense Vulnerability IntegrationConfiguration',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

/** What else than reading the second word of a name can say. */
const changes =
  /^(?:readwrite\w*|readupdate|readapprove|create\w*|write|send|manage\w*|remove|delete\w*|upload|enabledisable\w*|update\w*|activate|invite|start|submit|ingest|migrat\w+|import|revokesessions|archive|edit|initiate\w*|joingroupcall\w*|privilegedoperations)$/;

/**
 * What a permission allows, as its name says: what it is about, whether it reads or changes, and of what. Undefined of a name
 * that is not of this form, or about something that is not known.
 */
export function abilitiesByName(value: string): ReadonlySet<Ability> | undefined {
  const [subject = '', verb = ''] = value.toLowerCase().split('.');
  if (!subjects.has(subject)) return undefined;
  if (changes.test(verb)) return readAbilities(verb.startsWith('read') ? 'wr' : 'w');
  return verb.startsWith('read') ? readAbilities('r') : undefined;
}
