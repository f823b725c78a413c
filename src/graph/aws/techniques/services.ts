/** Service principals that roles are passed to, and the resources that techniques use, as in the Service Authorization Reference. */
export const lambda = 'lambda.amazonaws.com';
export const ec2 = 'ec2.amazonaws.com';
export const ecs = 'ecs-tasks.amazonaws.com';
export const glue = 'glue.amazonaws.com';
export const codebuild = 'codebuild.amazonaws.com';
export const cloudformation = 'cloudformation.amazonaws.com';
export const sagemaker = 'sagemaker.amazonaws.com';
export const apprunner = 'tasks.apprunner.amazonaws.com';
export const agentcore = 'bedrock-agentcore.amazonaws.com';
export const states = 'states.amazonaws.com';

/** What the role of an instance or container needs for Session Manager to reach it: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
export const sessionManager = ['ssm:UpdateInstanceInformation', 'ssmmessages:OpenDataChannel'] as const;
/** The same for containers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export const ecsExec = ['ssmmessages:OpenDataChannel'] as const;

export const anyResource = '*';
export const functions = 'lambda:*:@:function:*';
export const taskDefinitions = 'ecs:*:@:task-definition/*';
export const ecsServices = 'ecs:*:@:service/*';
export const clusters = 'ecs:*:@:cluster/*';
export const jobs = 'glue:*:@:job/*';
export const projects = 'codebuild:*:@:project/*';
export const runtimes = 'bedrock-agentcore:*:@:runtime/{id}';
export const notebooks = 'sagemaker:*:@:notebook-instance/*';
/** What a launch of an instance is checked against: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances */
export const launch = [
  'ec2:*::image/*',
  'ec2:*:@:instance/{id}',
  'ec2:*:@:network-interface/*',
  'ec2:*:@:security-group/*',
  'ec2:*:@:subnet/*',
  'ec2:*:@:volume/*',
] as const;
