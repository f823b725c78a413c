import { describe, expect, test } from 'vitest';
import { readKubernetesAction } from '../../src/cli/kubernetes-action.ts';
import { readRbacAction } from '../../src/permissions/kubernetes/rbac-request.ts';

describe('an action of Kubernetes gets the group of its resource', () => {
  test.each([
    ['get secrets', 'get secrets'],
    ['patch deployments', 'patch deployments.apps'],
    ['patch deploy/scale', 'patch deployments/scale.apps'],
    ['create po/exec', 'create pods/exec'],
    ['create sa/token', 'create serviceaccounts/token'],
    ['bind clusterroles', 'bind clusterroles.rbac.authorization.k8s.io'],
    ['impersonate users', 'impersonate users'],
    ['impersonate userextras/scopes', 'impersonate userextras/scopes.authentication.k8s.io'],
    ['list events', 'list events'],
    ['list events.events.k8s.io', 'list events.events.k8s.io'],
    ['get widgets.example.com', 'get widgets.example.com'],
    ['get /metrics', 'get /metrics'],
  ])('%s', (written, full) => {
    expect(readKubernetesAction(written)).toBe(full);
  });

  test('which the reader of actions takes apart again', () => {
    expect(readRbacAction(readKubernetesAction('patch deploy/scale'))).toEqual({
      verb: 'patch',
      group: 'apps',
      resource: 'deployments',
      subresource: 'scale',
    });
  });

  test('a verb that a webhook asks about is let through', () => {
    expect(readKubernetesAction('attach-policy pods')).toBe('attach-policy pods');
  });
});
