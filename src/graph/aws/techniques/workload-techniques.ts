import { agentcore, apprunner, cloudformation, codebuild, ec2, glue, lambda, sagemaker, sessionManager } from './services.ts';
import { known, made, type Need, on, type Technique } from './technique.ts';

const existing = (
  id: string,
  title: string,
  service: string,
  workload: string,
  needs: readonly Need[],
  more: Pick<Technique, 'role' | 'unseen' | 'doubtedBy'> & { readonly category?: Technique['category'] } = {},
): Technique => known(id, title, { category: 'existing-passrole', needs, gives: 'target', service, workloads: [workload], ...more });

const instance = 'aws-ec2-instance';
const notebook = 'aws-sagemaker-notebook';
const lambdaFunction = 'aws-lambda-function';

/**
 * A build may be started with another source and other commands
 * (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html); whether of a project that is fed by a
 * pipeline, too, the page does not say.
 */
const pipelineSource = { setting: 'pipeline_source', because: 'takes its source from a pipeline' } as const;

/** Techniques that take over something that runs as a role already, as pathfinding.cloud listed them in December 2025. */
export const workloadTechniques: readonly Technique[] = [
  existing('apprunner-002', 'Changed App Runner service', apprunner, 'aws-apprunner-service', on('workload', 'apprunner:UpdateService')),
  existing(
    'bedrock-002',
    'Existing AgentCore code interpreter',
    agentcore,
    'aws-agentcore-code-interpreter',
    on('workload', 'bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
  ),
  existing(
    'cloudformation-002',
    'Changed CloudFormation stack',
    cloudformation,
    'aws-cloudformation-stack',
    on('workload', 'cloudformation:UpdateStack'),
  ),
  existing(
    'cloudformation-005',
    'Change set of a CloudFormation stack',
    cloudformation,
    'aws-cloudformation-stack',
    on('workload', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
    { category: 'new-passrole' },
  ),
  existing('codebuild-002', 'Build with changed commands', codebuild, 'aws-codebuild-project', on('workload', 'codebuild:StartBuild'), {
    doubtedBy: pipelineSource,
  }),
  existing(
    'codebuild-003',
    'Batch build with changed commands',
    codebuild,
    'aws-codebuild-project',
    on('workload', 'codebuild:StartBuildBatch'),
    { doubtedBy: pipelineSource },
  ),
  existing(
    'ec2instanceconnect-003',
    'SSH key for an instance',
    ec2,
    instance,
    [...made('*', 'ec2:DescribeInstances'), ...on('workload', 'ec2-instance-connect:SendSSHPublicKey')],
    { unseen: 'a network path to it' },
  ),
  existing(
    'ec2-002',
    'User data of a stopped instance',
    ec2,
    instance,
    on('workload', 'ec2:StopInstances', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances'),
  ),
  existing(
    'ec2-004',
    'Launch template of running services',
    ec2,
    'aws-ec2-launch-template',
    on('workload', 'ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'),
    { unseen: 'something that launches from it' },
  ),
  existing('glue-002', 'Changed Glue development endpoint', glue, 'aws-glue-dev-endpoint', on('workload', 'glue:UpdateDevEndpoint')),
  existing('lambda-003', 'Code of a function', lambda, lambdaFunction, on('workload', 'lambda:UpdateFunctionCode')),
  existing(
    'lambda-004',
    'Code of a function, invoked',
    lambda,
    lambdaFunction,
    on('workload', 'lambda:UpdateFunctionCode', 'lambda:InvokeFunction'),
  ),
  existing(
    'lambda-005',
    'Code of a function, opened to others',
    lambda,
    lambdaFunction,
    on('workload', 'lambda:UpdateFunctionCode', 'lambda:AddPermission'),
  ),
  existing(
    'sagemaker-004',
    'Sign-in address of a notebook',
    sagemaker,
    notebook,
    on('workload', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  ),
  existing('sagemaker-005', 'Start-up script of a notebook', sagemaker, notebook, [
    ...made('sagemaker:*:@:notebook-instance-lifecycle-config/*', 'sagemaker:CreateNotebookInstanceLifecycleConfig'),
    ...on('workload', 'sagemaker:StopNotebookInstance', 'sagemaker:UpdateNotebookInstance', 'sagemaker:StartNotebookInstance'),
  ]),
  existing('ssm-001', 'Shell on an instance', ec2, instance, on('workload', 'ssm:StartSession'), { role: sessionManager }),
  existing(
    'ssm-002',
    'Command on an instance',
    ec2,
    instance,
    // A command is checked against its document as well.
    [...made('ssm:*:*:document/*', 'ssm:SendCommand'), ...on('workload', 'ssm:SendCommand')],
    { role: sessionManager },
  ),
];
