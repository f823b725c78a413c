import { expect, test } from 'vitest';
import { fingerprinter } from '../../../src/collectors/fingerprint.ts';
import { Book } from '../../../src/collectors/github/book.ts';
import type { Raw } from '../../../src/collectors/github/raw.ts';
import { readBranchProtection, readProtectionNode } from '../../../src/collectors/github/read-protection.ts';
import { readRuleset } from '../../../src/collectors/github/read-ruleset.ts';
import type { Reader } from '../../../src/collectors/github/spot.ts';
import type { BranchRules } from '../../../src/inventory/branch-rules.ts';

function rulesOf(reader: Reader, raw: Raw): BranchRules | undefined {
  let found: BranchRules | undefined;
  const emit = (fragment: Parameters<Book['emit']>[0]): void => {
    if (fragment.type === 'policy') found = fragment.value.branchRules;
  };
  reader(raw, { repository: 'acme/shop', at: { source: 'test' } }, new Book({ emit, fingerprint: fingerprinter('key') }));
  return found;
}

const ruleset = { id: 1, name: 'r', target: 'branch', enforcement: 'active', rules: [], bypass_actors: [] };
const actor = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' };

/** What a part of an answer of REST comes to (https://docs.github.com/rest/repos/rules). */
test.each<readonly [string, Raw, Partial<BranchRules>]>([
  ['an empty one asks nothing', {}, { pullRequest: null, blocksForcePush: false, bypass: [] }],
  ['deletions', { rules: [{ type: 'deletion' }] }, { blocksDeletion: true }],
  ['force pushes', { rules: [{ type: 'non_fast_forward' }] }, { blocksForcePush: true }],
  ['updates', { rules: [{ type: 'update' }] }, { blocksUpdate: true }],
  [
    'a pull request',
    { rules: [{ type: 'pull_request', parameters: { required_approving_review_count: 2, require_last_push_approval: true } }] },
    { pullRequest: { approvals: 2, lastPushApproval: true } },
  ],
  [
    'status checks',
    { rules: [{ type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'test' }] } }] },
    { statusChecks: ['test'] },
  ],
  [
    'deployments',
    { rules: [{ type: 'required_deployments', parameters: { required_deployment_environments: ['staging'] } }] },
    { deployments: ['staging'] },
  ],
  [
    'workflows',
    { rules: [{ type: 'workflows', parameters: { workflows: [{ path: '.github/workflows/a.yml', repository_id: 7, ref: 'main' }] } }] },
    { workflows: ['7/.github/workflows/a.yml@main'] },
  ],
  ['a form of messages', { rules: [{ type: 'commit_message_pattern' }] }, { pullRequest: null }],
  ['a kind that is not known', { rules: [{ type: 'later_kind' }] }, { unread: ['later_kind'] }],
  [
    'a kind with the name of what every object has',
    { rules: [{ type: 'constructor', parameters: { blocksUpdate: true } }] },
    { unread: ['constructor'], blocksUpdate: false },
  ],
  ['one that is tried out', { enforcement: 'evaluate' }, { enforcement: 'evaluate' }],
  ['a state that is not known', { enforcement: 'toString' }, { unread: ['enforcement'] }],
  ['administrators who pass it by', { bypass_actors: [actor] }, { bypass: [{ kind: 'role', name: 'admin', number: '5', mode: 'always' }] }],
  [
    'an app that passes it by',
    { bypass_actors: [{ actor_id: 9001, actor_type: 'Integration', bypass_mode: 'pull_request' }] },
    { bypass: [{ kind: 'app', number: '9001', mode: 'pull-request' }] },
  ],
  [
    'every deploy key',
    { bypass_actors: [{ actor_id: null, actor_type: 'DeployKey', bypass_mode: 'always' }] },
    { bypass: [{ kind: 'deploy-key', mode: 'always' }] },
  ],
  [
    'repositories by number',
    { source_type: 'Organization', source: 'acme', conditions: { repository_id: { repository_ids: [31] } } },
    { owner: 'github:organization/acme', repositories: { numbers: ['31'] } },
  ],
  ['a condition that is not known', { conditions: { later_condition: {} } }, { repositories: { unread: ['later_condition'] } }],
])('%s', (_, part, expected) => {
  expect(rulesOf(readRuleset, { ...ruleset, ...part })).toMatchObject(expected);
});

test.each([
  ['of a kind that is not known', [actor, { actor_type: 'Somebody', actor_id: 1 }]],
  ['in a way that is not known', [{ ...actor, bypass_mode: 'sometimes' }]],
  ['not told', undefined],
])('who passes a ruleset by, %s, is not known', (_, bypass) => {
  expect(rulesOf(readRuleset, { ...ruleset, bypass_actors: bypass })?.bypass).toBeUndefined();
});

test('a list of who may push that is cut, or names somebody who is not shown, is not known', () => {
  const rule = { pattern: 'main', isAdminEnforced: true, restrictsPushes: true };
  const mia = { actor: { __typename: 'User', login: 'mia', databaseId: 11 } };
  expect(rulesOf(readProtectionNode, { ...rule, pushAllowances: { totalCount: 1, nodes: [mia] } })?.pushers).toEqual([
    { kind: 'user', name: 'mia', number: '11' },
  ]);
  for (const pushAllowances of [
    { totalCount: 2, nodes: [mia] },
    { totalCount: 2, nodes: [mia, { actor: null }] },
  ]) {
    const read = rulesOf(readProtectionNode, { ...rule, pushAllowances });
    expect(read?.pushers).toBeUndefined();
    expect(read?.unread).toEqual(['pushAllowances']);
  }
});

test.each([
  ['a merge queue', { type: 'merge_queue' }, { unread: ['merge_queue'] }],
  ['code scanning', { type: 'code_scanning', parameters: {} }, { unread: ['code_scanning'] }],
  ['a locked branch, in words of GraphQL', { type: 'LOCK_BRANCH', parameters: null }, { blocksUpdate: true }],
  [
    'a check of one App',
    {
      type: 'required_status_checks',
      parameters: { required_status_checks: [{ context: 'ci', integration_id: 77 }, { context: 'lint' }] },
    },
    { statusChecks: ['ci', 'lint'], checkApps: ['77'] },
  ],
])('what a ruleset asks with %s is kept', (_, rule, expected) => {
  expect(rulesOf(readRuleset, { ...ruleset, rules: [rule] })).toMatchObject(expected);
});

test('checks of protection that one App sets, and those of any', () => {
  const rest = { enforce_admins: { enabled: true }, url: 'https://api.github.com/repos/acme/shop/branches/main/protection' };
  const checks = [
    { context: 'ci', app_id: 77 },
    { context: 'lint', app_id: -1 },
    { context: 'docs', app_id: null },
  ];
  expect(
    rulesOf(readBranchProtection, { ...rest, required_status_checks: { contexts: ['ci', 'lint', 'docs'], checks } })?.checkApps,
  ).toEqual(['77']);
  const node = { pattern: 'main', isAdminEnforced: true, requiresStatusChecks: true, requiredStatusCheckContexts: ['ci'] };
  const requiredStatusChecks = [{ context: 'ci', app: { databaseId: 77 } }];
  expect(rulesOf(readProtectionNode, { ...node, requiredStatusChecks })?.checkApps).toEqual(['77']);
});
