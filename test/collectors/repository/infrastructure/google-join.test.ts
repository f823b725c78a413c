// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readAndAnalyse } from '../../../../src/cli/prepare.ts';
import type { World } from '../../../../src/posture/world.ts';
import { write } from '../scan.ts';

const deploy = 'gcp:service-account/deploy@acme.iam.gserviceaccount.com';
const job = 'repository:workflow-job/acme/shop/.github/workflows/deploy.yml#go';

const remote = { '.git/config': '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n', '.git/HEAD': 'ref: refs/heads/main\n' };
const workflow = (account: string, trigger = 'push:\n    branches: [main]'): string => `on:
  ${trigger}
permissions:
  id-token: write
jobs:
  go:
    runs-on: ubuntu-latest
    steps:
      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093
        with:
          workload_identity_provider: projects/410000000001/locations/global/workloadIdentityPools/github/providers/actions
          service_account: ${account}
`;
const provider = (condition: string, more = ''): string => `
provider "google" { project = "acme" }
resource "google_service_account" "deploy" { account_id = "deploy" }
resource "google_iam_workload_identity_pool_provider" "actions" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "actions"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
    "attribute.upper"      = "assertion.repository.upperAscii()"
  }
  ${condition === '' ? '' : `attribute_condition = ${JSON.stringify(condition)}`}
  ${more}
  oidc { issuer_uri = "https://token.actions.githubusercontent.com" }
}
`;
const binding = (principal: string): string => `
resource "google_service_account_iam_member" "in" {
  service_account_id = google_service_account.deploy.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "${principal.startsWith('/') ? `principalSet://iam.googleapis.com/projects/410000000001/locations/global/workloadIdentityPools/github${principal}` : principal}"
}
resource "google_project_iam_member" "owner" {
  project = "acme"
  role    = "roles/owner"
  member  = google_service_account.deploy.member
}
`;

async function worldOf(files: Readonly<Record<string, string>>): Promise<World> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = { stdout: sink, stderr: sink, environment: {}, clock: () => new Date('2026-12-01T00:00:00Z'), version: '0.0.0' };
  return (await readAndAnalyse([write(files)], { now: '2026-12-01T00:00:00Z', color: false }, io)).world;
}

describe('a workflow that logs in at Google becomes the account that its token is let in as', () => {
  test.each([
    ['its repository', '/attribute.repository/acme/shop', '', 'confirmed'],
    ['another repository', '/attribute.repository/acme/other', '', undefined],
    ['the whole pool', '/*', '', 'confirmed'],
    [
      'the whole pool, on a condition that it meets',
      '/*',
      "assertion.repository_owner == 'acme' && assertion.ref == 'refs/heads/main'",
      'confirmed',
    ],
    ['a condition on another owner', '/attribute.repository/acme/shop', "assertion.repository_owner == 'other'", undefined],
    ['a condition on another branch', '/*', "assertion.ref == 'refs/heads/release'", undefined],
    ['one of several repositories', '/*', "assertion.repository in ['acme/site', 'acme/shop']", 'confirmed'],
    ['either of two', '/*', "assertion.repository == 'acme/site' || assertion.ref == 'refs/heads/main'", 'confirmed'],
    ['a condition on an id that the file does not tell', '/*', "assertion.repository_id == '815'", 'conditional'],
    ['a condition that is not worked out', '/*', "assertion.workflow.matches('deploy.*')", 'conditional'],
    ['an attribute that is made of a claim', '/attribute.upper/ACME/SHOP', '', 'conditional'],
    ['an attribute that the provider never makes', '/attribute.actor/ada', '', 'conditional'],
  ] as const)('%s', async (_name, principal, condition, certainty) => {
    const world = await worldOf({
      ...remote,
      'main.tf': provider(condition) + binding(principal),
      '.github/workflows/deploy.yml': workflow('deploy@acme.iam.gserviceaccount.com'),
    });
    const edge = world.graph.edges.find((e) => e.from === job && e.to === deploy);
    expect(edge?.certainty).toBe(certainty);
    expect(world.graph.reachOf(job).admin).toBe(certainty === 'confirmed');
  });

  test('not through a provider that is turned off, of which nothing is let in for sure', async () => {
    const world = await worldOf({
      ...remote,
      'main.tf': provider('', 'disabled = true') + binding('/*'),
      '.github/workflows/deploy.yml': workflow('deploy@acme.iam.gserviceaccount.com'),
    });
    expect(world.graph.reachOf(job).admin).toBe(false);
  });
});

test('a project that code leaves open is the one in which a workflow names the same account', async () => {
  const world = await worldOf({
    ...remote,
    'infra/main.tf': (provider('') + binding('/*')).replaceAll('"acme"', 'var.project'),
    '.github/workflows/deploy.yml': workflow('deploy@acme.iam.gserviceaccount.com'),
  });
  expect(world.inventory.identities.get(deploy)?.standing).toBe('declared');
  expect(world.graph.reachOf(job).admin).toBe(true);
});

describe('who can become whom by roles', () => {
  const accounts =
    'provider "google" { project = "acme" }\nresource "google_service_account" "a" { account_id = "a" }\nresource "google_service_account" "b" { account_id = "b" }\nresource "google_project_iam_member" "b" {\n  project = "acme"\n  role = "roles/owner"\n  member = google_service_account.b.member\n}\n';
  const onProject = (role: string, condition = ''): string =>
    `resource "google_project_iam_member" "x${role.replace(/\W/g, '_')}" {\n  project = "acme"\n  role = "${role}"\n  member = google_service_account.a.member\n${condition}}\n`;
  const onAccount = (role: string): string =>
    `resource "google_service_account_iam_member" "x" {\n  service_account_id = google_service_account.b.name\n  role = "${role}"\n  member = google_service_account.a.member\n}\n`;
  const until = (year: string): string =>
    `  condition {\n    title = "t"\n    expression = "request.time < timestamp('${year}-01-01T00:00:00Z')"\n  }\n`;

  test.each([
    ['nothing', '', 'none', undefined],
    ['tokens of the account', onAccount('roles/iam.serviceAccountTokenCreator'), 'read', 'confirmed'],
    ['keys of the account', onAccount('roles/iam.serviceAccountKeyAdmin'), 'write', 'confirmed'],
    ['identity tokens only', onAccount('roles/iam.serviceAccountOpenIdTokenCreator'), 'read', undefined],
    ['acting as it without anything to run', onAccount('roles/iam.serviceAccountUser'), 'read', undefined],
    ['acting as it and running code', onAccount('roles/iam.serviceAccountUser') + onProject('roles/run.admin'), 'write', 'confirmed'],
    ['tokens of every account', onProject('roles/iam.serviceAccountTokenCreator'), 'escalate', 'confirmed'],
    ['tokens until a day that is to come', onProject('roles/iam.serviceAccountTokenCreator', until('2027')), 'escalate', 'confirmed'],
    ['tokens until a day that is past', onProject('roles/iam.serviceAccountTokenCreator', until('2020')), 'none', undefined],
    ['editor', onProject('roles/editor'), 'escalate', 'confirmed'],
    ['viewer', onProject('roles/viewer'), 'sensitive', undefined],
    ['a role that is not known', onProject('roles/acmecorp.special'), 'unknown', undefined],
    ['logs', onProject('roles/logging.logWriter'), 'write', undefined],
    ['secrets of the project', onProject('roles/secretmanager.secretAccessor'), 'sensitive', undefined],
  ] as const)('%s', async (_name, text, level, certainty) => {
    const world = await worldOf({ 'main.tf': accounts + text });
    const a = 'gcp:service-account/a@acme.iam.gserviceaccount.com';
    expect(world.permissions.powerOf(a).level).toBe(level);
    expect(world.graph.pathToAdmin(a)?.certainty).toBe(certainty);
  });

  test('an account that is turned off is nobody', async () => {
    const world = await worldOf({
      'main.tf':
        accounts.replace('account_id = "b"', 'account_id = "b"\n  disabled = true\n') + onAccount('roles/iam.serviceAccountTokenCreator'),
    });
    expect(world.graph.pathToAdmin('gcp:service-account/a@acme.iam.gserviceaccount.com')).toBeUndefined();
  });
});
