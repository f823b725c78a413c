import type { Identity } from '../inventory/identity.ts';

/** How an identity of a kind is stopped, by the provider's own means: a clause for a person. */
const byKind: Readonly<Record<string, string>> = {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
  'aws-iam-role': 'its sessions can be revoked',
  'aws-iam-user': 'its keys can be switched off',
  'aws-bedrock-agent': 'it can be deleted, and its role kept',
  'aws-agentcore-runtime': 'it can be deleted, and its role kept',
  'aws-agentcore-harness': 'it can be deleted, and its role kept',
  // https://cloud.google.com/iam/docs/service-accounts-disable-enable
  'gcp-service-account': 'it can be disabled',
  'gcp-reasoning-engine': 'it can be deleted, and its account kept',
  'gcp-dialogflow-agent': 'it can be deleted, and its account kept',
  // https://learn.microsoft.com/graph/api/resources/serviceprincipal : accountEnabled
  'entra-application': 'its sign-in can be disabled',
  'entra-service-principal': 'its sign-in can be disabled',
  'entra-agent-identity': 'its sign-in can be disabled',
  'entra-agent-blueprint': 'its sign-in can be disabled',
  'entra-user': 'its sign-in can be disabled',
  'azure-managed-identity': 'it can be taken from what runs as it',
  'azure-system-identity': 'it can be switched off at its resource',
  'azure-ai-agent': 'it can be deleted, and its identity kept',
  // https://docs.github.com/apps/maintaining-github-apps/suspending-a-github-app-installation
  'github-app-installation': 'it can be suspended',
  'github-classic-token': 'it can be withdrawn',
  'github-fine-grained-token': 'it can be withdrawn',
  'github-deploy-key': 'it can be deleted',
  'github-runner': 'it can be removed',
  'github-copilot-agent': 'it can be switched off in the settings',
  // https://docs.github.com/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows
  'github-workflow-job': 'its workflow can be disabled',
  'ci-agent': 'its pipeline can be disabled',
  'gitlab-ci-job': 'its pipeline can be disabled',
  'azure-pipelines-job': 'its pipeline can be disabled',
  'bitbucket-step': 'its pipeline can be disabled',
  'circleci-job': 'its pipeline can be disabled',
  'jenkins-stage': 'its pipeline can be disabled',
  'kubernetes-service-account': 'its tokens end when it is deleted',
  'spiffe-workload': 'its entry can be deleted',
  'mcp-server': 'its entry in the configuration switches it off',
};

/** How an identity is switched off; undefined where no way is known. */
export function switchOffOf({ kind, plane }: Identity): string | undefined {
  if (Object.hasOwn(byKind, kind)) return byKind[kind];
  return plane === 'vault' ? 'its tokens can be revoked' : undefined;
}
