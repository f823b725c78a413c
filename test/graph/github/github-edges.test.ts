import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { subjectsOf } from '../../../src/github-subject.ts';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import { withGithubSubjects } from '../../../src/graph/github/subject-forms.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Fragment, Scope } from '../../../src/inventory/fragment.ts';
import { installationId } from '../../../src/inventory/github-id.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import { GithubPermissions } from '../../../src/permissions/github/github-permissions.ts';
import { KubernetesPermissions } from '../../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { PlanePermissions } from '../../../src/permissions/plane-permissions.ts';
import {
  deployKey,
  environment,
  evidence,
  installation,
  inventoryOf,
  organization,
  person,
  protection,
  repository,
} from '../../permissions/github/github-world.ts';

const shop = 'acme/shop';
const [writer, bot] = [installationId('1'), installationId('2')];
const issuer = 'token.actions.githubusercontent.com';

interface Case {
  readonly name: string;
  readonly aws?: Readonly<Record<string, string>>;
  readonly azure?: Readonly<Record<string, string>>;
  readonly google?: Readonly<Record<string, string>>;
  readonly form: 'plain' | 'ids' | 'unread' | readonly string[];
  readonly by: Readonly<Record<string, string>>;
}

const forms = (form: Case['form']): NonNullable<Scope['settings']> => {
  if (form === 'unread') return {};
  if (form === 'plain' || form === 'ids') return { oidc_default: true, oidc_immutable: form === 'ids' };
  return { oidc_default: false, oidc_claims: form, oidc_immutable: false };
};

/** `like`: a pattern of subjects; any other key is a claim. */
function conditionOf(claims: Readonly<Record<string, string>>): NonNullable<Trust['condition']> {
  const { like, ...equal } = claims;
  return {
    StringEquals: Object.fromEntries(
      [...Object.entries(equal), ['aud', 'cloud']].map(([claim, value]) => [`${issuer}:${claim}`, [value ?? '']]),
    ),
    ...(like === undefined ? {} : { StringLike: { [`${issuer}:sub`]: [like] } }),
  };
}

const clouds = {
  aws: {
    id: 'aws:role/111122223333/deploy',
    plane: 'aws',
    kind: 'aws-iam-role',
    trust: 'aws-role-trust',
    action: 'sts:AssumeRoleWithWebIdentity',
  },
  azure: {
    id: 'entra:application/deploy',
    plane: 'entra',
    kind: 'entra-application',
    trust: 'azure-federated-credential',
    action: 'federate',
  },
  google: {
    id: 'gcp:service-account/deploy@acme.iam.gserviceaccount.com',
    plane: 'gcp',
    kind: 'gcp-service-account',
    trust: 'gcp-trust',
    action: 'iam.serviceAccounts.getAccessToken',
  },
} as const;

function trusting(cloud: keyof typeof clouds, claims: Readonly<Record<string, string>>): readonly Fragment[] {
  const { id, plane, kind, trust, action } = clouds[cloud];
  return [
    {
      type: 'identity',
      value: { id, plane, kind, name: 'deploy', scope: '111122223333', nature: 'workload', agent: false, standing: 'observed', evidence },
    },
    {
      type: 'trust',
      value: {
        id: `${id}#trust`,
        identity: id,
        kind: trust,
        effect: 'Allow',
        principalKind: 'oidc',
        principal: cloud === 'aws' ? `arn:aws:iam::111122223333:oidc-provider/${issuer}` : `https://${issuer}`,
        actions: [action],
        condition: conditionOf(claims),
        evidence,
      },
    },
  ];
}

const guarded = [
  organization(),
  protection(shop, 'main', { pullRequest: { approvals: 1 }, bypass: [{ kind: 'app', name: 'bot' }] }),
  environment(shop, {
    name: 'production',
    reviewers: [{ kind: 'team', name: 'ops' }],
    preventsSelfReview: true,
    adminsBypass: false,
    branches: [{ pattern: 'main', type: 'branch' }],
  }),
  environment(shop, { name: 'staging', reviewers: [], branches: 'any' }),
  installation('writer', '1', ['contents:write', 'workflows:write', 'pull_requests:write'], 'all'),
  installation('bot', '2', ['contents:write', 'workflows:write', 'pull_requests:write'], 'all'),
].flat();

function graphOf(...fragments: readonly (Fragment | readonly Fragment[])[]): Graph {
  const inventory = withGithubSubjects(inventoryOf(...fragments));
  const other = new KubernetesPermissions(inventory);
  return buildGraph(
    inventory,
    new PlanePermissions({ aws: other, gcp: other, kubernetes: other, github: new GithubPermissions(inventory) }),
  );
}

describe('tokens that clouds let in, and who may make them', () => {
  const cases = parse(readFileSync(new URL('subjects.yaml', import.meta.url), 'utf8')) as readonly Case[];
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const cloud = (['aws', 'azure', 'google'] as const).find((name) => c[name] !== undefined) ?? 'aws';
    const graph = graphOf(guarded, repository(shop, { settings: forms(c.form) }), trusting(cloud, c[cloud] ?? {}));
    const by = Object.entries({ writer, bot }).flatMap(([name, id]) => {
      const path = graph.path(id, clouds[cloud].id);
      return path === undefined ? [] : [[name, path.certainty]];
    });
    expect(Object.fromEntries(by)).toEqual(c.by);
  });
});

describe('ways through a repository', () => {
  const role = clouds.aws.id;
  const job = (name: string, ci: Record<string, unknown> = {}): Fragment => ({
    type: 'identity',
    value: {
      id: `repository:workflow-job/${shop}/.github/workflows/ship.yml#${name}`,
      plane: 'repository',
      kind: 'github-workflow-job',
      name: `ship / ${name}`,
      scope: shop,
      nature: 'workload',
      agent: false,
      standing: 'declared',
      ci,
      evidence,
    },
  });
  const ship = 'repository:workflow-job/acme/shop/.github/workflows/ship.yml#deploy';
  const asks: Fragment = {
    type: 'link',
    value: {
      kind: 'assumes',
      from: ship,
      to: role,
      claims: { iss: [`https://${issuer}`], aud: ['cloud'], sub: ['repo:acme/shop:ref:refs/heads/main'], repository: [shop] },
      evidence,
    },
  };
  const plain = repository(shop, { settings: forms('plain') });

  test('from an App to a workflow to a cloud', () => {
    const graph = graphOf(guarded, plain, job('deploy'), asks, trusting('aws', { sub: 'repo:acme/shop:ref:refs/heads/main' }));
    const path = graph.path(bot, role);
    expect(path?.steps.map((s) => [s.kind, s.certainty, s.technique])).toEqual([['escalates', 'confirmed', 'github-workflow']]);
    expect(path?.steps[0]?.reason).toBe(
      'writes a workflow of acme/shop for main: branch protection main lets it go without a pull request; the trust of deploy lets in jobs of acme/shop for main',
    );
    expect(graph.path(bot, ship)?.steps.map((s) => s.reason)).toEqual([
      'writes a workflow of acme/shop for main: branch protection main lets it go without a pull request; ship / deploy runs for main',
    ]);
    expect(graph.path(ship, role)?.certainty).toBe('confirmed');
  });

  test('who changes no workflow may change what a job runs', () => {
    const coder = installation('coder', '8', ['contents:write', 'pull_requests:write'], 'all');
    const graph = graphOf([organization(), coder].flat(), plain, job('deploy'));
    const [step] = graph.path(installationId('8'), ship)?.steps ?? [];
    expect([step?.certainty, step?.technique, step?.reason]).toEqual([
      'conditional',
      'github-code',
      'writes code of acme/shop on main; ship / deploy may run it',
    ]);
    expect(
      graphOf([organization(), coder].flat(), plain, job('deploy'), protection(shop, 'main', { pushers: [] })).path(
        installationId('8'),
        ship,
      ),
    ).toBeUndefined();
  });

  test('a job behind an environment is as far as its gate', () => {
    const graph = graphOf(guarded, plain, job('deploy', { environment: 'production' }));
    expect(graph.path(bot, ship)?.certainty).toBe('conditional');
  });

  test('a deploy key writes, and one that reads does not', () => {
    const key = 'github:deploy-key/acme/shop/9';
    const trust = trusting('aws', { sub: 'repo:acme/shop:ref:refs/heads/main' });
    expect(graphOf(guarded, plain, trust, deployKey(shop, '9', false)).path(key, role)?.certainty).toBe('confirmed');
    expect(graphOf(guarded, plain, trust, deployKey(shop, '9', true)).path(key, role)).toBeUndefined();
  });

  test('an administrator of the organization reaches all of it', () => {
    const admin = installation('steward', '3', ['organization_administration:write'], 'all');
    const graph = graphOf(guarded, plain, admin, trusting('aws', { sub: 'repo:acme/shop:environment:production' }));
    expect(graph.path(installationId('3'), role)?.certainty).toBe('confirmed');
    expect(graph.nameOf('class:github-admin/acme')).toBe('administrator of organization acme');
  });

  test('people have no edges of their own', () => {
    const graph = graphOf(guarded, plain, person('ana', 'admin', shop), trusting('aws', { like: 'repo:acme/shop:*' }));
    expect(graph.edgesFrom('github:user/ana')).toEqual([]);
  });

  test('a job asks with the subject that its repository gives', () => {
    const byId = trusting('aws', { sub: 'repo:acme@11/shop@22:ref:refs/heads/main' });
    const byName = trusting('aws', { sub: 'repo:acme/shop:ref:refs/heads/main' });
    const certainty = (form: Case['form'], trust: readonly Fragment[]) =>
      graphOf(guarded, repository(shop, { settings: forms(form) }), job('deploy'), asks, trust)
        .edgesFrom(ship)
        .find((e) => e.to === role)?.certainty;
    expect([certainty('plain', byName), certainty('plain', byId), certainty('ids', byName), certainty('ids', byId)]).toEqual([
      'confirmed',
      undefined,
      undefined,
      'confirmed',
    ]);
    expect([certainty('unread', byName), certainty('unread', byId)]).toEqual(['confirmed', 'conditional']);
  });
});

test.each([
  ['the default', 'default', false, ['repo:acme/shop:ref:refs/heads/main']],
  ['with ids', 'default', true, ['repo:acme@11/shop@22:ref:refs/heads/main']],
  ['not known', 'default', undefined, ['repo:acme/shop:ref:refs/heads/main', 'repo:acme@11/shop@22:ref:refs/heads/main']],
  ['of claims', ['repository_owner', 'ref'], false, ['repository_owner:acme:ref:refs/heads/main']],
  ['of a claim with a colon', ['workflow'], false, ['workflow:ship%3A it']],
  ['of one that is not known', ['actor'], false, ['actor:*']],
  ['of repo and context', ['repo', 'context'], true, ['repo:acme/shop:ref:refs/heads/main', 'repo:acme@11/shop@22:ref:refs/heads/main']],
] as const)('a subject, %s', (_, claims, ids, expected) => {
  const values = { repository_owner: ['acme'], ref: ['refs/heads/main'], workflow: ['ship: it'] };
  expect(subjectsOf({ repository: shop, ownerId: '11', repositoryId: '22', claims, ids }, 'ref:refs/heads/main', values)).toEqual(expected);
});
