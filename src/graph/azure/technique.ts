/** How a role of Azure becomes another identity, as data. What each word means is for the files beside this one to say. */

/** What lies in a scope and is reached through it. */
export type Family =
  | 'managed' // user-assigned managed identities
  | 'vm' // what virtual machines run as; likewise:
  | 'scale-set'
  | 'arc'
  | 'site'
  | 'automation'
  | 'logic'
  | 'container-group'
  | 'container-app'
  | 'cluster' // what the nodes and pods of a Kubernetes cluster run as
  | 'cluster-local' // the same, of clusters with a local administrator
  | 'factory'
  | 'ml'
  | 'policy' // what assignments of policies put right as
  | 'registry'
  | 'batch'
  | 'script'
  | 'settings' // whose credentials stand in the settings of applications
  | 'vault' // whose credentials are kept in vaults
  | 'identities'; // all of those that code can be made to run as

/** An action, needed on what is reached or, for `somewhere`, anywhere at all. */
export interface Need {
  readonly action: string;
  /** One of the data plane. */
  readonly data?: true;
  readonly somewhere?: true;
}

export interface Technique {
  readonly id: string;
  /** One line for a person; what it leads to is added. */
  readonly does: string;
  readonly needs: readonly Need[];
  /** `admin`: it makes itself administrator of the scope. `given`: what it can give itself roles for. `widened`: what its custom role is held on. */
  readonly reaches: Family | 'admin' | 'given' | 'widened';
  /** What no source shows and it needs besides, so that it is never more than possible. */
  readonly unseen?: string;
  /** The page that establishes it. */
  readonly source: string;
}

/** Types of ARM by what runs on them, in lower case. */
export const familyOfType: Readonly<Record<string, Family>> = {
  'microsoft.compute/virtualmachines': 'vm',
  'microsoft.compute/virtualmachinescalesets': 'scale-set',
  'microsoft.hybridcompute/machines': 'arc',
  'microsoft.web/sites': 'site',
  'microsoft.web/sites/slots': 'site',
  'microsoft.automation/automationaccounts': 'automation',
  'microsoft.logic/workflows': 'logic',
  'microsoft.containerinstance/containergroups': 'container-group',
  'microsoft.app/containerapps': 'container-app',
  'microsoft.app/jobs': 'container-app',
  'microsoft.containerservice/managedclusters': 'cluster',
  'microsoft.datafactory/factories': 'factory',
  'microsoft.machinelearningservices/workspaces': 'ml',
  'microsoft.machinelearningservices/workspaces/computes': 'ml',
  'microsoft.authorization/policyassignments': 'policy',
  'microsoft.containerregistry/registries': 'registry',
  'microsoft.containerregistry/registries/tasks': 'registry',
  'microsoft.batch/batchaccounts': 'batch',
  'microsoft.resources/deploymentscripts': 'script',
};

/** Names for people of what a family holds. */
export const familyNames: Readonly<Record<Family, string>> = {
  managed: 'managed identities',
  vm: 'what virtual machines run as',
  'scale-set': 'what scale sets run as',
  arc: 'what Arc machines run as',
  site: 'what web and function apps run as',
  automation: 'what automation accounts run as',
  logic: 'what logic apps run as',
  'container-group': 'what container groups run as',
  'container-app': 'what container apps run as',
  cluster: 'what nodes and pods of clusters run as',
  'cluster-local': 'what nodes and pods of clusters with a local administrator run as',
  factory: 'what data factories run as',
  ml: 'what machine learning workspaces run as',
  policy: 'what assignments of policies run as',
  registry: 'what registries and their tasks run as',
  batch: 'what pools of Batch run as',
  script: 'what deployment scripts run as',
  settings: 'whose credentials stand in settings of applications',
  vault: 'whose credentials are kept in vaults',
  identities: 'identities',
};
