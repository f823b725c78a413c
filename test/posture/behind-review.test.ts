import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { githubParts } from '../../src/inventory/github-repository.ts';
import { GithubPermissions } from '../../src/permissions/github/github-permissions.ts';
import { KubernetesPermissions } from '../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { PlanePermissions } from '../../src/permissions/plane-permissions.ts';
import { isBehindReview } from '../../src/posture/behind-review.ts';
import { makeWorld } from '../../src/posture/world.ts';
import { environment, evidence, inventoryOf, organization, repository } from '../permissions/github/github-world.ts';

const shop = 'acme/shop';
const issuer = 'token.actions.githubusercontent.com';
const job = `repository:workflow-job/${shop}/.github/workflows/ship.yml#deploy`;
const role = 'aws:role/111122223333/deploy';
const [reviewed, open] = [
  environment(shop, { name: 'production', reviewers: [{ kind: 'team', name: 'ops' }], branches: 'any' }),
  environment(shop, { name: 'staging', reviewers: [], branches: 'any' }),
];

function trust(subjects: readonly string[], operator = 'StringEquals'): Fragment {
  return {
    type: 'trust',
    value: {
      id: `${role}#trust/${subjects.join()}`,
      identity: role,
      kind: 'aws-role-trust',
      effect: 'Allow',
      principalKind: 'oidc',
      principal: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      condition: { [operator]: { [`${issuer}:sub`]: subjects } },
      evidence,
    },
  };
}

const identity = (id: string, plane: 'aws' | 'repository', kind: 'aws-iam-role' | 'github-workflow-job', ci = {}): Fragment => ({
  type: 'identity',
  value: { id, plane, kind, name: 'deploy', scope: shop, nature: 'workload', agent: false, standing: 'observed', evidence, ...ci },
});

/** What is said of the way of a job to the role that it asks for with this subject. */
function saidOf(asked: string, ...fragments: readonly Fragment[]): boolean | undefined | 'no path' {
  const asks: Fragment = {
    type: 'link',
    value: {
      kind: 'assumes',
      from: job,
      to: role,
      claims: { iss: [`https://${issuer}`], aud: ['sts.amazonaws.com'], sub: [`repo:${shop}:${asked}`], repository: [shop] },
      evidence,
    },
  };
  const inventory = inventoryOf(
    organization(),
    identity(role, 'aws', 'aws-iam-role'),
    identity(job, 'repository', 'github-workflow-job', { ci: {} }),
    asks,
    fragments,
  );
  const other = new KubernetesPermissions(inventory);
  const permissions = new PlanePermissions({ aws: other, gcp: other, kubernetes: other, github: new GithubPermissions(inventory) });
  const graph = buildGraph(inventory, permissions);
  const path = graph.path(job, role);
  const settings = { now: Date.UTC(2026, 10, 22), knownAccounts: new Set<string>(), vendors: {} };
  return path === undefined ? 'no path' : isBehindReview(makeWorld(inventory, permissions, graph, settings), path);
}

describe('a token for an environment with reviewers', () => {
  const production = trust([`repo:${shop}:environment:production`]);
  const plain = repository(shop);

  test('waits for them, where nothing else is let in', () => {
    expect(saidOf('environment:production', plain, reviewed, open, production)).toBe(true);
  });

  test.each<readonly [string, string, readonly Fragment[]]>([
    ['of an environment without reviewers', 'environment:staging', [trust([`repo:${shop}:environment:staging`])]],
    ['of any environment, some without reviewers', 'environment:production', [trust([`repo:${shop}:environment:*`], 'StringLike')]],
    ['of a branch as well', 'environment:production', [trust([`repo:${shop}:environment:production`, `repo:${shop}:ref:refs/heads/main`])]],
    ['of everything, by another statement', 'environment:production', [production, trust([`repo:${shop}:*`], 'StringLike')]],
    ['of the branch alone', 'ref:refs/heads/main', [trust([`repo:${shop}:ref:refs/heads/main`])]],
    ['of an environment that is not there yet', 'environment:qa', [trust([`repo:${shop}:environment:qa`])]],
  ])('does not stand alone where the trust takes tokens %s', (_name, asked, trusts) => {
    expect(saidOf(asked, plain, reviewed, open, ...trusts)).toBe(false);
  });

  test('is not known where environments, or their reviewers, were not read', () => {
    const half = repository(shop, { supplies: githubParts.filter((p) => p !== 'environments') });
    expect(saidOf('environment:production', half, production)).toBeUndefined();
    expect(saidOf('environment:production', production)).toBeUndefined();
    expect(saidOf('environment:production', plain, environment(shop, { name: 'production', branches: 'any' }), production)).toBeUndefined();
  });
});
