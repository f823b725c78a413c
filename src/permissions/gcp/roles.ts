/**
 * What a role lets one do, in letters:
 * `r` reads, `w` changes, `a` reads all of a kind of data, `s` reads secrets, `e` runs code or calls what runs, `d` makes
 * something that runs as a service account (for which `u` is needed too), `u` acts as service accounts, `t` takes tokens of
 * service accounts, `o` takes their identity tokens, `k` makes keys of them, `i` says who may become them, `g` gives roles on
 * single resources, `p` gives roles on projects, folders or organizations, `c` changes custom roles, `f` changes whose tokens a
 * workload identity pool takes.
 */
export type Ability = 'r' | 'w' | 'a' | 's' | 'e' | 'd' | 'u' | 't' | 'o' | 'k' | 'i' | 'g' | 'p' | 'c' | 'f';

/** Predefined roles that are commonly given, without `roles/` (https://cloud.google.com/iam/docs/roles-permissions). */
const table: readonly (readonly [abilities: string, roles: string])[] = [
  ['', 'cloudbuild.workerPoolUser dns.peer eventarc.eventReceiver gkehub.connect'],
  ['', 'networkconnectivity.groupUser'],
  ['e', 'cloudfunctions.invoker run.servicesInvoker'],
  ['o', 'iam.serviceAccountOpenIdTokenCreator'],
  ['r', 'aiplatform.viewer apigateway.viewer appengine.appViewer batch.jobsViewer bigquery.connectionUser'],
  ['r', 'bigquery.jobUser bigquery.metadataViewer bigquery.readSessionUser billing.viewer'],
  ['r', 'binaryauthorization.attestorsViewer browser cloudasset.viewer cloudbuild.builds.viewer'],
  ['r', 'cloudfunctions.viewer cloudkms.cryptoKeyEncrypter cloudkms.publicKeyViewer cloudkms.signer'],
  ['r', 'cloudkms.signerVerifier cloudkms.viewer cloudscheduler.viewer cloudsql.client cloudsql.viewer'],
  ['r', 'cloudtasks.viewer composer.user compute.imageUser compute.networkUser compute.networkViewer'],
  ['r', 'compute.viewer container.clusterViewer container.viewer dataflow.viewer dataproc.viewer'],
  ['r', 'dialogflow.reader discoveryengine.viewer dns.reader documentai.apiUser endpoints.portalAdmin'],
  ['r', 'eventarc.viewer file.viewer firebase.viewer gkehub.gatewayReader gkehub.viewer iam.roleViewer'],
  ['r', 'iam.securityReviewer iam.serviceAccountViewer iam.workloadIdentityPoolViewer'],
  ['r', 'iap.httpsResourceAccessor iap.tunnelResourceAccessor logging.viewAccessor logging.viewer'],
  ['r', 'monitoring.viewer notebooks.viewer pubsub.viewer recommender.viewer redis.viewer'],
  ['r', 'resourcemanager.folderViewer resourcemanager.organizationViewer run.viewer secretmanager.viewer'],
  ['r', 'securitycenter.adminViewer securitycenter.findingsViewer servicemanagement.serviceController'],
  ['r', 'serviceusage.serviceUsageConsumer serviceusage.serviceUsageViewer source.reader spanner.viewer'],
  ['r', 'speech.client storage.bucketViewer storage.legacyBucketReader trafficdirector.client vpcaccess.user'],
  ['r', 'vpcaccess.viewer workflows.viewer'],
  ['ra', 'artifactregistry.reader bigquery.dataViewer bigtable.reader cloudkms.cryptoKeyDecrypter'],
  ['ra', 'cloudkms.cryptoKeyEncrypterDecrypter cloudsql.instanceUser datastore.viewer logging.privateLogViewer'],
  ['ra', 'pubsub.subscriber spanner.databaseReader storage.legacyObjectReader storage.objectViewer viewer'],
  ['re', 'compute.osAdminLogin compute.osLogin'],
  ['rs', 'secretmanager.secretAccessor'],
  ['rt', 'iam.serviceAccountTokenCreator iam.workloadIdentityUser'],
  ['ru', 'iam.serviceAccountUser'],
  ['rw', 'appengine.appCreator appengine.serviceAdmin batch.jobsEditor bigquery.user billing.user'],
  ['rw', 'certificatemanager.editor cloudasset.owner cloudbuild.integrationsOwner cloudconfig.admin'],
  ['rw', 'clouddebugger.agent clouddeploy.operator clouddeploy.releaser cloudscheduler.jobRunner'],
  ['rw', 'cloudtasks.enqueuer cloudtasks.taskRunner cloudtrace.user compute.publicIpAdmin'],
  ['rw', 'container.clusterAdmin container.defaultNodeServiceAccount container.hostServiceAgentUser'],
  ['rw', 'containeranalysis.notes.editor datastore.importExportAdmin dialogflow.admin dialogflow.client'],
  ['rw', 'discoveryengine.editor dns.admin errorreporting.admin errorreporting.user eventarc.developer'],
  ['rw', 'eventarc.publisher file.editor firebaseauth.admin firebasedatabase.admin firebasehosting.admin'],
  ['rw', 'firebaserules.admin iam.denyAdmin iam.serviceAccountCreator iam.serviceAccountDeleter'],
  ['rw', 'integrations.integrationInvoker logging.configWriter monitoring.admin monitoring.alertPolicyEditor'],
  ['rw', 'monitoring.editor notebooks.runner orgpolicy.policyAdmin privateca.certificateManager redis.admin'],
  ['rw', 'redis.editor resourcemanager.projectCreator resourcemanager.tagUser secretmanager.secretVersionAdder'],
  ['rw', 'secretmanager.secretVersionManager servicenetworking.networksAdmin serviceusage.apiKeysAdmin'],
  ['rw', 'serviceusage.serviceUsageAdmin source.writer storage.hmacKeyAdmin storage.legacyBucketWriter'],
  ['rw', 'storage.objectCreator vpcaccess.admin workflows.invoker workstations.user'],
  ['rwa', 'artifactregistry.createOnPushWriter artifactregistry.repoAdmin artifactregistry.writer'],
  ['rwa', 'bigquery.dataEditor bigtable.user clouddeploy.jobRunner cloudsql.admin cloudsql.editor config.agent'],
  ['rwa', 'container.nodeServiceAccount dataflow.worker datastore.owner datastore.user pubsub.editor'],
  ['rwa', 'spanner.databaseUser storage.objectUser'],
  ['rwag', 'artifactregistry.admin bigquery.admin bigquery.dataOwner bigtable.admin billing.admin'],
  ['rwag', 'dataproc.worker logging.admin pubsub.admin spanner.admin spanner.databaseAdmin storage.admin'],
  ['rwag', 'storage.legacyObjectOwner storage.objectAdmin'],
  ['rwc', 'iam.organizationRoleAdmin iam.roleAdmin'],
  ['rwd', 'cloudscheduler.admin composer.admin workflows.admin workflows.editor'],
  ['rwda', 'appengine.appAdmin appengine.deployer'],
  ['rwde', 'aiplatform.expressUser aiplatform.user dataflow.developer dataproc.editor run.developer'],
  ['rwdea', 'cloudfunctions.developer dataflow.admin run.sourceDeveloper'],
  ['rwdeag', 'cloudfunctions.admin firebase.admin firebase.developAdmin'],
  ['rwdeg', 'aiplatform.admin compute.admin compute.instanceAdmin compute.instanceAdmin.v1 dataproc.admin'],
  ['rwdeg', 'run.admin'],
  ['rwe', 'cloudbuild.builds.editor container.admin container.developer deploymentmanager.editor'],
  ['rwe', 'gkehub.gatewayAdmin gkehub.gatewayEditor'],
  ['rwea', 'cloudbuild.builds.builder'],
  ['rweag', 'composer.worker'],
  ['rweg', 'deploymentmanager.admin'],
  ['rwfg', 'iam.workloadIdentityPoolAdmin'],
  ['rwg', 'accesscontextmanager.policyAdmin apigateway.admin apigee.admin cloudbuild.connectionAdmin'],
  ['rwg', 'clouddeploy.admin cloudkms.admin cloudtasks.admin cloudtasks.queueAdmin compute.loadBalancerAdmin'],
  ['rwg', 'compute.networkAdmin compute.securityAdmin compute.storageAdmin config.admin discoveryengine.admin'],
  ['rwg', 'eventarc.admin gkehub.admin iap.admin identitytoolkit.admin ml.admin ml.developer'],
  ['rwg', 'networksecurity.admin notebooks.admin resourcemanager.tagAdmin source.admin'],
  ['rwg', 'storage.legacyBucketOwner workstations.admin'],
  ['rwig', 'iam.serviceAccountAdmin'],
  ['rwk', 'iam.serviceAccountKeyAdmin'],
  ['rwka', 'assuredoss.admin'],
  ['rwkag', 'securitycenter.admin'],
  ['rwkudea', 'editor'],
  ['rwpg', 'resourcemanager.folderAdmin resourcemanager.folderIamAdmin resourcemanager.organizationAdmin'],
  ['rwpg', 'resourcemanager.projectIamAdmin'],
  ['rwpiag', 'iam.securityAdmin'],
  ['rwpikudesafcg', 'owner'],
  ['rwsg', 'secretmanager.admin'],
  ['w', 'cloudprofiler.agent cloudtrace.agent errorreporting.writer logging.bucketWriter logging.logWriter'],
  ['w', 'monitoring.metricWriter privateca.certificateRequester pubsub.publisher'],
  ['w', 'resourcemanager.projectDeleter stackdriver.resourceMetadata.writer telemetry.tracesWriter'],
  ['w', 'telemetry.writer'],
  ['we', 'run.invoker run.jobsExecutor'],
];

const byRole: ReadonlyMap<string, string> = new Map(
  table.flatMap(([abilities, roles]) => roles.split(' ').map((role): [string, string] => [`roles/${role}`, abilities])),
);

/** What a predefined role lets one do; undefined of a role that the table does not know. */
export function abilitiesOfRole(role: string): ReadonlySet<Ability> | undefined {
  const abilities = byRole.get(role);
  return abilities === undefined ? undefined : new Set(abilities as Iterable<Ability>);
}

/** Permissions that make an ability, for roles that are lists of permissions. Any other is told from its verb. */
const permissions: readonly (readonly [RegExp, Ability])[] = [
  [/^iam\.serviceAccounts\.(?:getAccessToken|signBlob|signJwt|implicitDelegation)$/, 't'],
  [/^iam\.serviceAccounts\.getOpenIdToken$/, 'o'],
  [/^iam\.serviceAccounts\.actAs$/, 'u'],
  [/^iam\.serviceAccountKeys\.create$/, 'k'],
  [/^iam\.serviceAccounts\.setIamPolicy$/, 'i'],
  [/^resourcemanager\.(?:projects|folders|organizations)\.setIamPolicy$/, 'p'],
  [/^iam\.roles\.update$/, 'c'],
  [/^iam\.(?:googleapis\.com\/)?workloadIdentityPoolProviders\.(?:create|update)$/, 'f'],
  [/^secretmanager\.versions\.access$/, 's'],
  [
    /^(?:compute\.instances|run\.(?:services|jobs)|cloudfunctions\.functions|dataflow\.jobs|dataproc\.clusters|workflows\.workflows)\.create$/,
    'd',
  ],
  [/^(?:aiplatform\.(?:customJobs|reasoningEngines)|composer\.environments|cloudscheduler\.jobs|appengine\.versions)\.create$/, 'd'],
  [
    /^(?:cloudbuild\.builds\.create|run\.jobs\.run\w*|container\.pods\.(?:create|exec)|compute\.instances\.(?:osLogin|osAdminLogin|setMetadata))$/,
    'e',
  ],
  [/^(?:storage\.objects\.get|bigquery\.tables\.getData|datastore\.entities\.get|spanner\.databases\.select)$/, 'a'],
  [/\.setIamPolicy$/, 'g'],
];

/** What a list of permissions lets one do. */
export function abilitiesOfPermissions(names: readonly string[]): ReadonlySet<Ability> {
  const out = new Set<Ability>();
  for (const name of names) {
    for (const [pattern, ability] of permissions) if (pattern.test(name)) out.add(ability);
    out.add(/\.(?:get|list|read|search|query|view|export|download|select)\w*$/.test(name) ? 'r' : 'w');
  }
  return out;
}
