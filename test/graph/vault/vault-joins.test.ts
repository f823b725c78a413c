import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Prepared, readAndAnalyse } from '../../../src/cli/prepare.ts';
import { postureOf } from '../../../src/posture/identity-facts.ts';

const now = '2026-12-01T00:00:00Z';
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
const folders: string[] = [];

/** The fixture as sources that a person would name; `change` may alter it first. */
async function analyse(change: (root: string) => void = () => {}): Promise<Prepared> {
  const root = mkdtempSync(join(tmpdir(), 'nhi-vault-'));
  folders.push(root);
  cpSync('fixtures/vault/joined', root, { recursive: true });
  mkdirSync(join(root, 'lighthouse/.git'));
  copyFileSync(join(root, 'lighthouse/git-config'), join(root, 'lighthouse/.git/config'));
  change(root);
  const io = { stdout: nowhere(), stderr: nowhere(), environment: {}, clock: () => new Date(now), version: '0.0.0' };
  return readAndAnalyse(
    ['answers', 'lighthouse', 'cluster.yaml'].map((name) => join(root, name)),
    { now, color: false },
    io,
  );
}

let read: Prepared;
beforeAll(async () => {
  read = await analyse();
}, 60_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const job = (name: string): string => `repository:workflow-job/harbour/lighthouse/.github/workflows/deploy.yml#${name}`;
const role = (name: string): string => `vault:role/harbour-vault/${name}`;
const account = (name: string): string => `kubernetes:service-account/cluster.w/${name}`;
const madeUser = 'aws:user/stack.harbour-vault.aws/vault.aws.breakglass';
const clusterOf = (world: Prepared): string =>
  [...world.world.inventory.identities.keys()].find((id) => id.startsWith('kubernetes:service-account/'))?.split('/')[1] ?? '';

describe('across a vault', () => {
  test.each([
    ['a job, the role that it names', job('deploy'), role('github-actions/ci'), 'confirmed'],
    ['a job whose branch the role does not take', job('release'), role('github-actions/release'), undefined],
    [
      'a job, the account that an engine keeps',
      job('deploy'),
      'gcp:service-account/vaultbuild-1@harbour-ci.iam.gserviceaccount.com',
      'confirmed',
    ],
    ['a job, the role of AWS that an engine assumes', job('deploy'), 'aws:role/111122223333/deploy', 'possible'],
    ['a job, what another role fetches', job('deploy'), madeUser, undefined],
    ['a pod, the role that its annotation names', account('shop/web'), role('kubernetes/web'), 'conditional'],
    [
      'a pod, the service principal that an engine makes',
      account('shop/web'),
      'entra:service-principal/vault.harbour-vault.azure.infra',
      'conditional',
    ],
    ['an account of another namespace that names the role', account('test/web'), role('kubernetes/web'), undefined],
    ['a role that may make tokens of another', role('approle/once'), madeUser, 'confirmed'],
    ['a user, by the entity that it is and the group of that', role('userpass/ana'), madeUser, 'confirmed'],
    ['people of a directory', role('ldap/groups/operators'), madeUser, 'confirmed'],
    [
      'people of a code host',
      role('github/teams/core'),
      'gcp:service-account/vaultbuild-1@harbour-ci.iam.gserviceaccount.com',
      'confirmed',
    ],
  ])('%s', (_, from, to, certainty) => {
    const start = from.replace('cluster.w', clusterOf(read));
    expect(read.world.graph.path(start, to)?.certainty).toBe(certainty);
  });

  test('what an engine makes has the power of the policies that its role names', () => {
    const levels = ['aws/breakglass', 'aws/reader', 'azure/infra'].map(
      (name) =>
        read.world.permissions.powerOf(read.world.inventory.identities.get(`vault:credentials/harbour-vault/${name}`)?.actsAs ?? '').level,
    );
    expect(levels).toEqual(['admin', 'read', 'admin']);
  });

  test('tokens made by hand are told, those of a login are not', () => {
    const { credentials } = read.world.inventory;
    const tokens = [...credentials.values()].filter((c) => c.kind === 'vault-token');
    expect(tokens.map((c) => [c.id, c.static, c.expiresAt])).toEqual([
      ['vault:token-value/harbour-vault/AbCd01', true, null],
      ['vault:token-value/harbour-vault/AbCd02', false, '2026-12-24T00:00:00.000Z'],
    ]);
    expect(read.world.permissions.powerOf('vault:token/harbour-vault/AbCd01').level).toBe('admin');
  });

  test('a secret id that works once is used up; without one, the role id is all it takes', () => {
    const { credentials } = read.world.inventory;
    const roles = [...credentials.values()].filter((c) => /^vault-(?:secret|role)-id$/.test(c.kind));
    expect(roles.map((c) => [c.kind, c.name, c.static])).toEqual([
      ['vault-secret-id', 'secret ids of approle/once', false],
      ['vault-role-id', 'role id of approle/open', true],
    ]);
  });

  test('a secret that a job has fetched is the one that the vault keeps', () => {
    const { inventory, holdings } = read.world;
    const kept = [...inventory.credentials.values()].filter((c) => c.kind === 'vault-secret');
    expect(kept.map((c) => [c.id, c.static, c.changedAt, holdings.holdersOf(c.id).length])).toEqual([
      ['vault:secret/harbour-vault/secret/ci/npm', true, '2025-02-01T08:00:00.000Z', 1],
      ['vault:secret/harbour-vault/secret/web/session', false, '2026-11-20T08:00:00.000Z', 1],
    ]);
  });

  test('whoever reads a kept secret is not short-lived, and whoever reads what ends is', () => {
    const lifetime = (name: string): string => {
      const identity = read.world.inventory.identities.get(role(name));
      return identity === undefined ? 'nobody' : postureOf(read.world, identity).lifetime.because;
    };
    expect(lifetime('github-actions/ci')).toBe('may read secret/ci/npm, which stays the same until somebody changes it');
    expect(lifetime('kubernetes/web')).toMatch(/^its tokens last 10 minutes, and how long they can be renewed was not read/);
  });

  test('a role that names no audience takes no token of a job', async () => {
    const without = await analyse((root) =>
      writeFileSync(
        join(root, 'answers/auth/github-actions/role/ci.json'),
        JSON.stringify({ data: { role_type: 'jwt', bound_claims: { repository: 'harbour/lighthouse' }, token_policies: ['ci'] } }),
      ),
    );
    expect(without.world.graph.path(job('deploy'), role('github-actions/ci'))).toBeUndefined();
  }, 60_000);
});
