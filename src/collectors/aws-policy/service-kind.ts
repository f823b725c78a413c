/** Services that run customers' own code as the role they are given. */
const computeServices: ReadonlySet<string> = new Set([
  'airflow-env',
  'airflow',
  'amplify',
  'appstream',
  'batch',
  'bedrock-agentcore',
  'braket',
  'build.apprunner',
  'codebuild',
  'databrew',
  'ec2',
  'ecs-tasks',
  'edgelambda',
  'elasticbeanstalk',
  'elasticmapreduce',
  'emr-containers',
  'emr-serverless',
  'gamelift',
  'glue',
  'imagebuilder',
  'kinesisanalytics',
  'lambda',
  'm2',
  'pods.eks',
  'robomaker',
  'sagemaker',
  'synthetics',
  'tasks.apprunner',
]);

/** Whether a service principal stands for a service that runs customers' code. */
export function runsCode(service: string): boolean {
  return computeServices.has(shortName(service));
}

/**
 * Whether a trust in a service lets AI agents run as the role: AgentCore always; Bedrock unless the trust is bound to
 * other things than agents and flows (knowledge bases, model jobs), see
 * https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html
 */
export function runsAgents(
  service: string,
  condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined,
): boolean {
  const name = shortName(service);
  if (name === 'bedrock-agentcore') return true;
  if (name !== 'bedrock') return false;
  const sources: string[] = [];
  for (const keys of Object.values(condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) if (key.toLowerCase() === 'aws:sourcearn') sources.push(...values);
  }
  return (
    sources.length === 0 || sources.some((arn) => /:(?:agent|agent-alias|flow|flow-alias)\//.test(arn) || /:\*$/.test(arn) || arn === '*')
  );
}

function shortName(service: string): string {
  return service.replace(/\.amazonaws\.com(?:\.cn)?$/, '').replace(/^(\w+)\.[a-z]{2}(?:-[a-z]+)+-\d$/, '$1');
}
