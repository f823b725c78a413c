import { shown } from '../../secrets/detect.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, entriesOf, type Places, textOf, type YamlScalar, type YamlValue } from '../../workflows/yaml-tree.ts';
import type { Variable } from '../pipeline-job.ts';

/** What the steps of a job come to. */
export interface Steps {
  readonly scripts: readonly YamlScalar[];
  readonly variables: readonly Variable[];
  readonly connections: Noted;
  readonly injections: Noted;
}

/** Inputs that name a service connection (https://learn.microsoft.com/azure/devops/pipelines/library/service-endpoints). */
const connectionInput =
  /^(?:azureSubscription|azureSubscriptionForARM|serviceConnection|connectedServiceName(?:ARM)?|awsCredentials|backendServiceArm|backendAzureRmConnectedServiceName|backendServiceAWS|backendServiceGCP|environmentServiceName\w*|azureResourceManagerConnection|kubernetesService(?:Connection|Endpoint)|dockerRegistry(?:ServiceConnection|Endpoint)|azureContainerRegistry|containerRegistry|gcpConnection|publishFeedCredentials|publishEndpoint|externalEndpoints?|sshEndpoint|gitHubConnection)$/i;

const scriptKeys = ['script', 'bash', 'pwsh', 'powershell'];
const scriptInputs = /^(?:script|inlineScript|inline)$/i;

/**
 * Variables filled in before the shell runs whose text is chosen by whoever opens a pull request or makes a commit. In a pull
 * request `Build.SourceBranch` is its number, which nobody chooses.
 */
const chosen =
  /\$\((Build\.SourceVersionMessage|Build\.RequestedFor|Build\.SourceVersionAuthor|System\.PullRequest\.SourceBranch(?:Name)?|System\.PullRequest\.Title)\)/gi;

export function readSteps(nodes: readonly YamlValue[], places: Places): Steps {
  const scripts: YamlScalar[] = [];
  const variables: Variable[] = [];
  const connections = new Noted();
  const injections = new Noted();
  const addScript = (node: YamlValue | undefined): void => {
    if (node?.kind !== 'scalar' || node.isNull) return;
    scripts.push(node);
    for (const match of node.text.slice(0, 65_536).matchAll(chosen)) injections.add(match[1] ?? '', places.evidence(node, match[0]));
  };
  for (const step of nodes) {
    for (const key of scriptKeys) addScript(child(step, key));
    for (const { key, value } of entriesOf(child(step, 'inputs'))) {
      const text = textOf(value);
      if (text === undefined) continue;
      if (connectionInput.test(key.text) && text !== '') connections.add(shown(text), places.evidence(value));
      else if (scriptInputs.test(key.text)) addScript(value);
    }
    for (const { key, value } of entriesOf(child(step, 'env')))
      if (value.kind === 'scalar' && !value.isNull) variables.push({ name: key.text, value });
  }
  return { scripts, variables, connections, injections };
}
