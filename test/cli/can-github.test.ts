import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const nodes = (...list: readonly object[]) => ({ totalCount: list.length, pageInfo: { hasNextPage: false }, nodes: list });
const allowances = { pushAllowances: nodes(), bypassPullRequestAllowances: nodes(), bypassForcePushAllowances: nodes() };

const directory = makeDirectory({
  'github.json': JSON.stringify({
    printer: {
      data: {
        repository: {
          __typename: 'Repository',
          nameWithOwner: 'ana/printer',
          databaseId: 7,
          isPrivate: true,
          isArchived: false,
          defaultBranchRef: { name: 'main' },
          owner: { __typename: 'User', login: 'ana' },
          branchProtectionRules: nodes({
            pattern: 'main',
            isAdminEnforced: true,
            requiresApprovingReviews: true,
            requiredApprovingReviewCount: 1,
            requiresCodeOwnerReviews: false,
            requireLastPushApproval: false,
            restrictsPushes: false,
            blocksCreations: false,
            lockBranch: false,
            allowsForcePushes: false,
            allowsDeletions: false,
            ...allowances,
          }),
          rulesets: nodes(),
          environments: nodes({ name: 'production', protectionRules: nodes() }),
        },
      },
    },
    'GET /repos/ana/printer/keys': [
      { id: 1, title: 'writer', read_only: false, enabled: true, created_at: '2026-01-01T00:00:00Z' },
      { id: 2, title: 'reader', read_only: true, enabled: true, created_at: '2026-01-01T00:00:00Z' },
    ],
    'GET /repos/ana/printer/actions/secrets': {
      total_count: 1,
      secrets: [{ name: 'TOKEN', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }],
    },
  }),
});
const run = (...args: string[]) => nhi(args, { cwd: directory });
const [writer, reader] = ['github:deploy-key/ana/printer/1', 'github:deploy-key/ana/printer/2'];

describe('nhi can for GitHub', () => {
  test.each([
    [
      [writer, 'push:main', 'ana/printer'],
      /^denied {2}writer of ana\/printer: push:main on ana\/printer\n {2}branch protection main asks for a pull request\n/,
    ],
    [[writer, 'push:other', 'ana/printer'], /^allowed {2}.*\n {2}it may, without anybody else\n {2}write, on ana\/printer \[github\.json/],
    [[writer, 'change-workflow', 'ana/printer'], /^allowed {2}/],
    [[writer, 'deploy:production', 'ana/printer'], /^allowed {2}/],
    [[writer, 'read-secret:TOKEN', 'ana/printer'], /^allowed {2}/],
    [[writer, 'make-token:ref:refs/heads/main', 'ana/printer'], /^denied {2}/],
    [[writer, 'push'], /^denied {2}.* on any resource\n/],
    [[writer, 'push', 'ana/other'], /^unknown {2}.*\n {2}repository ana\/other was not read\n/],
    [[reader, 'push:other', 'ana/printer'], /^denied {2}.*\n {2}may not write to the repository\n/],
  ])('%j', async (words, answer) => {
    const { code, out } = await run('can', ...words, 'github.json', '--no-color');
    expect([code, out]).toEqual([0, expect.stringMatching(answer)]);
  });
});

test('nhi who-can names those who may, and counts the others', async () => {
  const { out } = await run('who-can', 'push:other', 'ana/printer', 'github.json', '--no-color');
  expect(out).toBe(`allowed     ${writer}  write\npush:other on ana/printer: 1 allowed, 1 denied\n`);
});

test('an action of another plane is refused with how GitHub writes its own', async () => {
  const { code, err } = await run('can', writer, 's3:GetObject', 'github.json');
  expect([code, err]).toEqual([2, expect.stringContaining('is of GitHub, and the action is one of AWS; write it like push:main')]);
});
