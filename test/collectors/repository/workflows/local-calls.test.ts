import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan, write } from '../scan.ts';

const root = fileURLToPath(new URL('../../../../fixtures/repository/local-calls', import.meta.url));
const prefix = 'repository:workflow-job/local-calls/.github/workflows/ship.yml#';

describe('local actions and workflows', async () => {
  const { inventory } = await scan(root);
  const ci = (id: string) => inventory.identities.get(prefix + id)?.ci;
  const places = (id: string, fact: string) =>
    inventory.identities.get(prefix + id)?.factEvidence?.[`ci.${fact}`]?.map((e) => `${e.file}:${e.line}`);

  test('called jobs stand below the jobs that call them, and nowhere else', () => {
    const jobs = [...inventory.identities.values()].filter((i) => i.kind === 'github-workflow-job');
    expect(jobs.map((j) => j.name).sort()).toEqual([
      'ship / apply',
      'ship / apply / plan',
      'ship / build',
      'ship / everything',
      'ship / everything / plan',
      'ship / missing',
    ]);
  });

  test('steps of composite actions are steps of the job, with what it passes', () => {
    expect(ci('build')?.injections).toEqual(['github.event.comment.body']);
    expect(ci('build')?.unpinned_actions).toEqual(['vendor/notify@v2']);
    expect(places('build', 'injections')).toEqual(['.github/actions/build/inner/action.yaml:7']);
  });

  test('a called job knows its triggers, token, gates and passed secrets', () => {
    expect(ci('apply/plan')).toMatchObject({ id_token: true, self_hosted: true, federated_cloud_auth: ['aws'], secrets: ['DEPLOY_TOKEN'] });
    expect(ci('apply/plan')?.untrusted_triggers).toEqual([]);
    expect(ci('everything/plan')?.untrusted_triggers).toEqual(['issue_comment']);
    expect(ci('everything/plan')?.secrets).toEqual(['TOKEN']);
  });

  test('each value of the matrix is a role', () => {
    const roles = inventory.links.filter((l) => l.kind === 'assumes' && l.from === `${prefix}apply/plan`);
    expect(roles.map((l) => l.to)).toEqual(['aws:role/123123123123/ship-staging', 'aws:role/123123123123/ship-production']);
    expect(roles[0]?.claims?.sub).toEqual(['repo:*/local-calls:environment:staging', 'repo:*/local-calls:environment:production']);
    expect(inventory.gaps.filter((g) => g.file === '.git/config').map((g) => g.detail)).toEqual([
      'without a remote its owner is not known, and its name, local-calls, is that of the directory: who lets its jobs in is uncertain',
    ]);
    expect(roles[0]?.claims?.job_workflow_ref).toEqual(['*/local-calls/.github/workflows/apply.yml@*']);
    expect(inventory.links.find((l) => l.kind === 'assumes' && l.from === `${prefix}everything/plan`)?.to).toBe(
      'aws:role/123123123123/ship-default',
    );
  });
});

describe('hostile local files', () => {
  const call = (name: string) =>
    `on: push\njobs:\n  a:\n    uses: ./.github/workflows/${name}.yml\n  b:\n    uses: ./.github/workflows/${name}.yml\n`;
  test.each([
    ['workflows that call each other', { '.github/workflows/a.yml': call('b'), '.github/workflows/b.yml': call('a') }],
    [
      'actions that use each other twice',
      {
        '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps: [{ uses: ./x }, { uses: ./x }]\n',
        'x/action.yml': 'runs: { using: composite, steps: [{ uses: ./y }, { uses: ./y }, { uses: ./y }, { uses: ./y }] }\n',
        'y/action.yml': 'runs: { using: composite, steps: [{ uses: ./x }, { uses: ./x }, { uses: ./x }, { uses: ./x }] }\n',
      },
    ],
    ['an action outside', { '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps: [{ uses: ./../../etc }]\n' }],
    [
      'inputs that repeat themselves',
      {
        '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    steps: [{ uses: ./x, with: { v: "${'${{ inputs.v }}'.repeat(500)}" } }]\n`,
        'x/action.yml': `inputs: { v: {} }\nruns: { using: composite, steps: [{ uses: ./x, with: { v: "${'${{ inputs.v }}'.repeat(500)}" } }] }\n`,
      },
    ],
  ])('%s', async (_name, files) => {
    const { inventory } = await scan(write(files));
    expect([...inventory.identities.values()].filter((i) => i.kind === 'github-workflow-job').length).toBeGreaterThan(0);
    expect(inventory.identities.size).toBeLessThan(5000);
  });
});
