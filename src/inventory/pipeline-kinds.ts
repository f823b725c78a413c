/** The kinds of identities that are jobs of a CI system. */
export const pipelineJobKinds = [
  'github-workflow-job',
  'gitlab-ci-job',
  'circleci-job',
  'azure-pipelines-job',
  'bitbucket-step',
  'jenkins-stage',
] as const;

export type PipelineJobKind = (typeof pipelineJobKinds)[number];

/** Whether an identity of this kind is a job of a CI system. */
export function isPipelineJob(kind: string): boolean {
  return (pipelineJobKinds as readonly string[]).includes(kind);
}
