import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const organization = 'organizations/41';
const project = '//cloudresourcemanager.googleapis.com/projects/shop';
const ancestors = ['projects/100', organization];
const address = (name: string): string => `${name}@shop.iam.gserviceaccount.com`;
const member = (name: string): string => `serviceAccount:${address(name)}`;
const held = [
  'storage.objects.get',
  'storage.objects.create',
  'storage.objects.delete',
  'storage.buckets.list',
  'logging.logEntries.create',
];

const account = (name: string, n: number) => ({
  name: `//iam.googleapis.com/projects/shop/serviceAccounts/${n}`,
  assetType: 'iam.googleapis.com/ServiceAccount',
  resource: { data: { name: `projects/shop/serviceAccounts/${address(name)}`, projectId: 'shop', uniqueId: `${n}`, email: address(name) } },
  ancestors,
});

const names = ['writer', 'strange', 'young', 'idle', 'limited'];
const assets = [
  {
    name: `//cloudresourcemanager.googleapis.com/${organization}`,
    assetType: 'cloudresourcemanager.googleapis.com/Organization',
    resource: { data: { name: organization, displayName: 'corp.example' } },
    ancestors: [organization],
  },
  {
    name: `//cloudresourcemanager.googleapis.com/${organization}`,
    assetType: 'cloudresourcemanager.googleapis.com/Organization',
    iamPolicy: { bindings: [{ role: 'roles/browser', members: ['group:all@corp.example'] }] },
    ancestors: [organization],
  },
  {
    name: project,
    assetType: 'cloudresourcemanager.googleapis.com/Project',
    resource: { data: { projectId: 'shop', projectNumber: '100', parent: { type: 'organization', id: '41' } } },
    ancestors,
  },
  {
    name: project,
    assetType: 'cloudresourcemanager.googleapis.com/Project',
    iamPolicy: {
      bindings: [
        { role: 'roles/storage.objectAdmin', members: ['writer', 'young', 'idle'].map(member) },
        { role: 'roles/logging.logWriter', members: [member('writer')] },
        { role: 'roles/acme.unheardOf', members: [member('strange')] },
        {
          role: 'roles/storage.objectAdmin',
          members: [member('limited')],
          condition: { title: 'x', expression: 'resource.name.startsWith("projects/_/buckets/shop-")' },
        },
      ],
    },
    ancestors,
  },
  ...names.map(account),
];

const roles = [
  { name: 'roles/storage.objectAdmin', includedPermissions: held.slice(0, 4) },
  { name: 'roles/storage.objectViewer', includedPermissions: ['storage.objects.get'] },
  { name: 'roles/logging.logWriter', includedPermissions: ['logging.logEntries.create', 'logging.logEntries.route'] },
];

const insight = (name: string, permissions: readonly string[], days: number, n: number) => ({
  name: `projects/100/locations/global/insightTypes/google.iam.policy.Insight/insights/${n}`,
  insightSubtype: 'PERMISSIONS_USAGE',
  lastRefreshTime: '2026-11-28T08:00:00Z',
  observationPeriod: `${days * 86_400}s`,
  content: {
    role: 'roles/storage.objectAdmin',
    member: member(name),
    exercisedPermissions: permissions.map((permission) => ({ permission })),
  },
});

const directory = makeDirectory({
  'assets.json': JSON.stringify(assets),
  'roles.json': JSON.stringify(roles),
  'insights.json': JSON.stringify([
    insight('writer', ['storage.objects.get', 'logging.logEntries.create'], 90, 1),
    insight('limited', ['storage.objects.get'], 90, 2),
    insight('young', ['storage.objects.get'], 20, 3),
    insight('idle', [], 90, 4),
  ]),
});

const fix = (name: string, ...more: string[]): ReturnType<typeof nhi> =>
  nhi(['fix', `gcp:service-account/${address(name)}`, '.', '--now', '2026-12-01', ...more], { cwd: directory });
const rolesOf = async (name: string, ...more: string[]): Promise<readonly Record<string, unknown>[]> => {
  const { out, err, code } = await fix(name, ...more);
  expect({ code, out }, err).toMatchObject({ code: 0 });
  return (JSON.parse(out) as { roles: readonly Record<string, unknown>[] }).roles;
};

describe('smaller roles of Google Cloud', () => {
  test('hold what was used, in a custom role', async () => {
    expect(await rolesOf('writer')).toEqual([
      {
        scope: 'project/shop',
        role: 'projects/shop/roles/nhiFix_writer',
        includedPermissions: ['logging.logEntries.create', 'storage.objects.get'],
        instead: ['roles/logging.logWriter', 'roles/storage.objectAdmin'],
      },
    ]);
    expect((await fix('writer')).err).toContain('6 listed permissions now, 2 with these roles');
  });

  test('are predefined ones where one fits, under the same condition', async () => {
    expect(await rolesOf('limited')).toEqual([
      {
        scope: 'project/shop',
        role: 'roles/storage.objectViewer',
        condition: 'resource.name.startsWith("projects/_/buckets/shop-")',
        instead: ['roles/storage.objectAdmin'],
      },
    ]);
  });

  test('are none where nothing was used', async () => {
    expect(await rolesOf('idle')).toEqual([
      { scope: 'project/shop', role: null, includedPermissions: [], instead: ['roles/storage.objectAdmin'] },
    ]);
  });

  test('hold what is declared as needed, as far as it is held', async () => {
    const found = await rolesOf('writer', '--need', 'storage.objects.create', '--need', 'pubsub.topics.publish');
    expect(found).toMatchObject([{ includedPermissions: ['storage.objects.create'] }]);
    expect((await fix('writer', '--need', 'pubsub.topics.publish')).err).toContain(
      'needed and held by none of its roles: pubsub.topics.publish',
    );
  });

  test('come as commands and as Terraform', async () => {
    const { out: cli } = await fix('writer', '--format', 'cli');
    expect(cli.split('\n').filter((line) => line.startsWith('gcloud'))).toEqual([
      'gcloud iam roles create nhiFix_writer --project=shop --permissions=logging.logEntries.create,storage.objects.get',
      `gcloud projects add-iam-policy-binding shop --member=${member('writer')} --role=projects/shop/roles/nhiFix_writer --condition=None`,
      `gcloud projects remove-iam-policy-binding shop --member=${member('writer')} --role=roles/logging.logWriter --condition=None`,
      `gcloud projects remove-iam-policy-binding shop --member=${member('writer')} --role=roles/storage.objectAdmin --condition=None`,
    ]);
    const { out: terraform } = await fix('writer', '--format', 'terraform');
    expect(terraform).toContain('resource "google_project_iam_custom_role" "nhi_fix_writer_shop" {');
    expect(terraform).toContain('role   = google_project_iam_custom_role.nhi_fix_writer_shop.name');
  });

  test('are shown with what they change', async () => {
    const { out, code } = await fix('writer', '--what-if');
    expect(code).toBe(0);
    expect(out).toContain('6 known actions now, 2 then');
  });

  test.each([
    ['strange', [], 'what roles/acme.unheardOf holds is not known'],
    ['young', [], 'its use is recorded for 20 days and 90 are asked for'],
    ['strange', ['--need', 's3:GetObject'], '--need for'],
    ['writer', ['--need', 's3:GetObject'], 'is a permission of Google Cloud, like storage.objects.get'],
  ] as const)('are refused in one line: %s %j', async (name, more, why) => {
    const { code, err } = await fix(name, ...more);
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
