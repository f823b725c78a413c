import { covers } from './wildcard.ts';

/**
 * Services whose calls a trail records as management events under the name of the permission, and the actions of each of
 * which that is not so: data events, which a trail records only where it is told to, permissions without a call of their
 * own name, and calls that are not recorded. Of a service that is not here, nothing follows from the absence of events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const watched: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'access-analyzer': [],
    account: [],
    acm: [],
    'application-autoscaling': [],
    athena: [],
    autoscaling: [],
    backup: ['copy*', 'start*'],
    batch: [],
    bedrock: [
      'applyguardrail',
      'callwithbearertoken',
      '*asyncinvoke*',
      'invokeagent',
      'invokebuilder',
      'invokeflow',
      'invokeinlineagent',
      'invokemodelwithbidirectionalstream',
      'renderprompt',
      'rerank',
      'retrieve*',
      '*session*',
      '*invocation*',
    ],
    cloudformation: ['*hook*', 'passrole', 'recordhandlerprogress', 'signal*', 'createuploadbucket', '*generatedtemplate*'],
    cloudfront: ['*keyvaluestore*'],
    cloudtrail: ['putauditevents', '*query*'],
    cloudwatch: ['putmetricdata', 'getmetric*', 'link', '*callwithbearertoken*'],
    codebuild: ['batchput*', '*report*', '*websocket*'],
    codepipeline: ['ack*', 'poll*', 'put*result'],
    config: ['putevaluations', 'put*evaluation*', '*resourcediscovery*'],
    dynamodb: [
      '*item',
      '*items',
      'query',
      'scan',
      'partiql*',
      'getrecords',
      'getsharditerator',
      '*replica*',
      '*stream*',
      '*aws*',
      'readdata*',
      'writedata*',
      'inject*',
    ],
    ec2: ['*imageimport*', 'getconsole*', 'inject*', 'pausevolumeio', 'senddiagnosticinterrupt'],
    ecr: ['*layer*', '*upstream*', 'replicateimage', 'batchgetimage'],
    ecs: ['discoverpollendpoint', 'poll', 'starttelemetrysession', 'submit*', 'registercontainerinstance', '*session*'],
    eks: ['*kubernetesapi', 'pass*'],
    elasticache: ['connect', 'interrupt*'],
    elasticfilesystem: ['backup', 'client*', 'restore', 'replication*'],
    elasticloadbalancing: [],
    events: ['invokeapidestination', 'put*events', 'retrieveconnectioncredentials'],
    glue: ['passconnection', 'use*', '*completion*', 'runstatement', 'get*statement*', '*studio*'],
    guardduty: ['send*'],
    iam: ['passrole', 'setsecuritytoken*'],
    identitystore: [],
    kinesis: ['get*', 'put*', 'subscribetoshard'],
    kms: ['synchronizemultiregionkey'],
    lambda: ['disablereplication', 'enablereplication', 'getlayer*', 'invoke*', '*durable*', 'passcapacityprovider'],
    logs: ['callwithbearertoken', 'filterlogevents', 'get*', 'link', 'putlogevents', 'startlivetail', 'unmask', '*integratewith*'],
    organizations: [],
    ram: [],
    rds: ['crossregioncommunication', 'download*', 'pass*'],
    'resource-groups': [],
    route53: [],
    s3: [
      '*object*',
      '*replica*',
      'listbucket',
      'listbucketversions',
      'listbucketmultipartuploads',
      'listmultipartuploadparts',
      'abortmultipartupload',
      'bypass*',
      'getdataaccess',
    ],
    scheduler: [],
    secretsmanager: [],
    securityhub: ['sendinsight*', 'sendfinding*', 'batchget*'],
    'service-quotas': [],
    sns: ['publish*'],
    sqs: ['changemessagevisibility*', 'deletemessage*', 'get*', 'list*', 'receivemessage', 'sendmessage*'],
    ssm: [
      'get*document*',
      'getdeployable*',
      'getmanifest',
      'listinstanceassociations',
      'put*item*',
      'putinventory',
      'put*result',
      'updateinstance*',
    ],
    sso: ['*token*'],
    states: ['getactivitytask', 'invokehttpendpoint', 'revealsecrets', 'sendtask*'],
    sts: ['setcontext', 'setsourceidentity', 'tagsession', 'getservicebearertoken', 'assumerolewith*', '*tag*'],
    tag: [],
    wafv2: [],
  }),
);

/** Whether a trail of management events would show the use of an action, were there any. */
export function isWatched(action: string): boolean {
  const lower = action.toLowerCase();
  const colon = lower.indexOf(':');
  const unseen = watched.get(lower.slice(0, colon));
  return unseen !== undefined && !unseen.some((pattern) => covers(pattern, lower.slice(colon + 1)));
}

/**
 * Permissions that leave no trace of their own in any record of use: `iam:PassRole` is checked when another service is
 * handed a role (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html).
 */
export const untraceable: ReadonlySet<string> = new Set(['iam:passrole']);
