import { expect, test } from 'vitest';
import { clusterNameOf } from '../../../src/collectors/kubernetes/cluster-name.ts';

test.each([
  ['prod.json', 'prod'],
  ['dumps/prod.yaml.gz', 'prod'],
  ['pods.json', 'cluster'],
  ['./pods.json', 'cluster'],
  ['dumps/prod/pods.json', 'prod'],
  ['dumps/prod/sa,roles,rolebindings.json', 'prod'],
  ['dumps\\prod\\pods.json', 'prod'],
  ['prod-pods.json', 'prod'],
  ['prod-eu_cluster-role-bindings.json', 'prod-eu'],
  ['pods-prod.json', 'prod'],
  ['service-accounts.yaml', 'cluster'],
  ['crb.json', 'cluster'],
  ['prod-aws-auth.json', 'prod'],
  ['aws-authors.json', 'aws-authors'],
  ['dumps/prod/authorizationpolicies.json', 'prod'],
  ['prod-authorization-policies.yaml', 'prod'],
  ['dumps/prod/clusterspiffeids.json', 'prod'],
  ['prod-clustersecretstores.json', 'prod'],
  ['podsy.json', 'podsy'],
  ['orders-service-api.json', 'orders-service-api'],
  ['arn:aws:eks:eu-west-1:123456789012:cluster.json', 'arn:aws:eks:eu-west-1:123456789012:cluster'],
])('%s is of %s', (file, cluster) => {
  expect(clusterNameOf(file)).toBe(cluster);
});
