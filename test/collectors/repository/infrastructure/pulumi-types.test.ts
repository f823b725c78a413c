import { expect, test } from 'vitest';
import { snakeCase, terraformType } from '../../../../src/collectors/repository/infrastructure/pulumi/type-token.ts';

test.each([
  ['aws:iam/role:Role', 'aws_iam_role'],
  ['aws:iam:Role', 'aws_iam_role'],
  ['aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'aws_iam_role_policy_attachment'],
  ['aws:iam/openIdConnectProvider:OpenIdConnectProvider', 'aws_iam_openid_connect_provider'],
  ['aws:iam/accessKey:AccessKey', 'aws_iam_access_key'],
  ['aws:lambda/function:Function', 'aws_lambda_function'],
  ['aws:ec2/instance:Instance', 'aws_instance'],
  ['aws:rds/instance:Instance', 'aws_db_instance'],
  ['gcp:serviceaccount/account:Account', 'google_service_account'],
  ['gcp:serviceaccount/key:Key', 'google_service_account_key'],
  ['gcp:serviceaccount/iAMMember:IAMMember', 'google_service_account_iam_member'],
  ['gcp:projects/iAMBinding:IAMBinding', 'google_project_iam_binding'],
  ['gcp:projects/iAMCustomRole:IAMCustomRole', 'google_project_iam_custom_role'],
  ['gcp:storage/bucketIAMMember:BucketIAMMember', 'google_storage_bucket_iam_member'],
  ['gcp:storage/hmacKey:HmacKey', 'google_storage_hmac_key'],
  ['gcp:secretmanager/secretIamMember:SecretIamMember', 'google_secret_manager_secret_iam_member'],
  ['gcp:cloudrunv2/service:Service', 'google_cloud_run_v2_service'],
  ['gcp:cloudfunctionsv2/function:Function', 'google_cloudfunctions2_function'],
  ['gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider', 'google_iam_workload_identity_pool_provider'],
  ['gcp:vertex/aiReasoningEngine:AiReasoningEngine', 'google_vertex_ai_reasoning_engine'],
  ['azuread:index/applicationPassword:ApplicationPassword', 'azuread_application_password'],
  ['azure:authorization/assignment:Assignment', 'azurerm_role_assignment'],
  ['github:index/actionsSecret:ActionsSecret', 'github_actions_secret'],
  ['random:index/randomPassword:RandomPassword', 'random_password'],
  ['tls:index/privateKey:PrivateKey', 'tls_private_key'],
  ['pulumi:pulumi:Stack', undefined],
  ['pulumi:providers:gcp', undefined],
  ['', undefined],
  ['aws', undefined],
])('%s is %s', (token, type) => {
  expect(terraformType(token)).toBe(type);
});

test.each([
  ['serviceAccountId', 'service_account_id'],
  ['policyARN', 'policy_arn'],
  ['bucketIAMMember', 'bucket_iam_member'],
  ['oidc', 'oidc'],
  ['cloudfunctions2Function', 'cloudfunctions2_function'],
])('%s in snake case', (name, expected) => {
  expect(snakeCase(name)).toBe(expected);
});
