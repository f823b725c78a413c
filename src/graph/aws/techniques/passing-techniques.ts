import {
  agentcore,
  anyResource,
  apprunner,
  cloudformation,
  clusters,
  codebuild,
  ec2,
  ecs,
  ecsServices,
  functions,
  glue,
  jobs,
  lambda,
  launch,
  notebooks,
  projects,
  sagemaker,
  taskDefinitions,
} from './services.ts';
import { known, made, type Need, on, passRole, type Technique } from './technique.ts';

const pass = (
  id: string,
  title: string,
  service: string,
  needs: readonly Need[],
  more: Pick<Technique, 'exists' | 'through'> = {},
): Technique => known(id, title, { category: 'new-passrole', needs: [...passRole, ...needs], gives: 'target', service, ...more });

const cluster = { what: 'a cluster', kinds: ['aws-ecs-cluster', 'aws-ecs-service'] };
const glueJob = { what: 'a Glue job', kinds: ['aws-glue-job'] };
const triggers = 'glue:*:@:trigger/*';
const interpreters = 'bedrock-agentcore:*:@:code-interpreter-custom/{id}';
const stackSets = 'cloudformation:*:@:stackset/*';
const pipelines = 'datapipeline:*:@:pipeline/{id}';

/** Techniques that hand a role to something new, as pathfinding.cloud listed them in December 2025. */
export const passingTechniques: readonly Technique[] = [
  pass('apprunner-001', 'New App Runner service', apprunner, made('apprunner:*:@:service/*', 'apprunner:CreateService')),
  pass('bedrock-001', 'New AgentCore code interpreter', agentcore, [
    ...made(anyResource, 'bedrock-agentcore:CreateCodeInterpreter'),
    ...made(interpreters, 'bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
  ]),
  pass('cloudformation-001', 'New CloudFormation stack', cloudformation, made('cloudformation:*:@:stack/*', 'cloudformation:CreateStack')),
  pass(
    'cloudformation-003',
    'New CloudFormation stack set',
    cloudformation,
    [...made(anyResource, 'cloudformation:CreateStackSet'), ...made(stackSets, 'cloudformation:CreateStackInstances')],
    { through: 'stack-set' },
  ),
  pass('cloudformation-004', 'Changed CloudFormation stack set', cloudformation, on('existing', 'cloudformation:UpdateStackSet'), {
    through: 'stack-set',
    exists: { what: 'a stack set', kinds: ['aws-cloudformation-stack-set'] },
  }),
  pass('codebuild-001', 'New CodeBuild project', codebuild, made(projects, 'codebuild:CreateProject', 'codebuild:StartBuild')),
  pass(
    'codebuild-004',
    'New CodeBuild project, batch build',
    codebuild,
    made(projects, 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
  ),
  pass('datapipeline-001', 'New data pipeline', 'datapipeline.amazonaws.com', [
    ...made(anyResource, 'datapipeline:CreatePipeline'),
    ...made(pipelines, 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'),
  ]),
  pass('ec2-001', 'New instance', ec2, made(launch, 'ec2:RunInstances')),
  pass('ec2-003', 'New spot instance', ec2, made(['ec2:*:@:spot-instances-request/{id}', 'ec2:*::image/*'], 'ec2:RequestSpotInstances')),
  pass('ecs-001', 'New ECS service on a new cluster', ecs, [
    ...made(clusters, 'ecs:CreateCluster'),
    ...made(taskDefinitions, 'ecs:RegisterTaskDefinition'),
    ...made(ecsServices, 'ecs:CreateService'),
  ]),
  pass('ecs-002', 'New ECS task on a new cluster', ecs, [
    ...made(clusters, 'ecs:CreateCluster'),
    ...made(taskDefinitions, 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  ]),
  pass(
    'ecs-003',
    'New ECS service',
    ecs,
    [...made(taskDefinitions, 'ecs:RegisterTaskDefinition'), ...made(ecsServices, 'ecs:CreateService')],
    { exists: cluster },
  ),
  pass('ecs-004', 'New ECS task', ecs, made(taskDefinitions, 'ecs:RegisterTaskDefinition', 'ecs:RunTask'), { exists: cluster }),
  pass('ecs-005', 'New ECS task on a container instance', ecs, made(taskDefinitions, 'ecs:RegisterTaskDefinition', 'ecs:StartTask'), {
    exists: { what: 'a container instance', kinds: ['aws-ecs-container-instance'] },
  }),
  pass('glue-001', 'New Glue development endpoint', glue, made(anyResource, 'glue:CreateDevEndpoint')),
  pass('glue-003', 'New Glue job', glue, made(jobs, 'glue:CreateJob', 'glue:StartJobRun')),
  pass('glue-004', 'New Glue job with a trigger', glue, [...made(jobs, 'glue:CreateJob'), ...made(triggers, 'glue:CreateTrigger')]),
  pass('glue-005', 'Changed Glue job', glue, on('existing', 'glue:UpdateJob', 'glue:StartJobRun'), { exists: glueJob }),
  pass(
    'glue-006',
    'Changed Glue job with a trigger',
    glue,
    [...on('existing', 'glue:UpdateJob'), ...made(triggers, 'glue:CreateTrigger')],
    { exists: glueJob },
  ),
  pass('lambda-001', 'New function, invoked', lambda, made(functions, 'lambda:CreateFunction', 'lambda:InvokeFunction')),
  pass('lambda-002', 'New function with an event source', lambda, [
    ...made(functions, 'lambda:CreateFunction'),
    ...made(anyResource, 'lambda:CreateEventSourceMapping'),
  ]),
  pass('lambda-006', 'New function, opened to others', lambda, made(functions, 'lambda:CreateFunction', 'lambda:AddPermission')),
  // A notebook that nobody can open runs nothing: besides being made, it has to be opened or to have a start-up script.
  pass(
    'sagemaker-001',
    'New SageMaker notebook, opened',
    sagemaker,
    made(notebooks, 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  ),
  pass('sagemaker-001', 'New SageMaker notebook with a start-up script', sagemaker, [
    ...made('sagemaker:*:@:notebook-instance-lifecycle-config/*', 'sagemaker:CreateNotebookInstanceLifecycleConfig'),
    ...made(notebooks, 'sagemaker:CreateNotebookInstance'),
  ]),
  pass('sagemaker-002', 'New SageMaker training job', sagemaker, made('sagemaker:*:@:training-job/*', 'sagemaker:CreateTrainingJob')),
  pass('sagemaker-003', 'New SageMaker processing job', sagemaker, made('sagemaker:*:@:processing-job/*', 'sagemaker:CreateProcessingJob')),
];
