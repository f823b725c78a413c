import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letsThrough } from '../../../../src/collectors/repository/workflows/condition.ts';

/** Condition, event, and whether an outsider certainly gets through (true), certainly not (false), or it cannot be told. */
const cases: readonly (readonly [string, string, boolean | undefined])[] = [
  ['true', 'issues', true],
  ['false', 'issues', false],
  ['always()', 'issues', true],
  ["github.event_name == 'issues'", 'issues', true],
  ["github.event_name == 'PUSH'", 'push', true],
  ["github.event_name != 'issues'", 'issues', false],
  ["github.event.comment.author_association == 'OWNER'", 'issue_comment', false],
  ["github.event.comment.author_association != 'OWNER'", 'issue_comment', true],
  ["github.event.comment.author_association != 'NONE'", 'issue_comment', undefined],
  [
    "github.event.comment.author_association == 'OWNER' || github.event.comment.author_association == 'CONTRIBUTOR'",
    'issue_comment',
    undefined,
  ],
  ["contains('OWNER,MEMBER', github.event.comment.author_association)", 'issue_comment', false],
  ['contains(fromJSON(vars.ALLOWED), github.actor)', 'issues', false],
  ['contains(fromJSON(\'["ana", "renovate[bot]"]\'), github.actor)', 'issues', undefined],
  ["github.actor == 'ana'", 'issues', false],
  ["github.actor != 'ana'", 'issues', true],
  ["github.actor == 'dependabot[bot]'", 'pull_request_target', undefined],
  ["github.actor != 'dependabot[bot]'", 'pull_request_target', undefined],
  ['github.event.pull_request.head.repo.full_name == github.repository', 'pull_request_target', false],
  ['github.repository == github.event.pull_request.head.repo.full_name', 'pull_request_target', false],
  ['!github.event.pull_request.head.repo.fork', 'pull_request_target', false],
  ['github.event.pull_request.head.repo.fork == false', 'pull_request_target', false],
  ['github.event.pull_request.merged == true', 'pull_request_target', false],
  ['github.event.pull_request.user.login == github.event.sender.login', 'pull_request_target', true],
  ["contains(github.event.pull_request.labels.*.name, 'ok to test')", 'pull_request_target', false],
  ["!contains(github.event.pull_request.labels.*.name, 'skip')", 'pull_request_target', true],
  ["github.event.label.name == 'ok to test'", 'pull_request_target', false],
  ["github.ref == 'refs/heads/main'", 'pull_request', false],
  ["github.ref != 'refs/heads/main'", 'pull_request', true],
  ["github.ref == 'refs/heads/main'", 'push', undefined],
  ["github.ref_name == 'main'", 'pull_request', false],
  ["github.ref == 'refs/pull/7/merge'", 'pull_request', undefined],
  ["startsWith(github.ref, 'refs/tags/')", 'pull_request', false],
  ["startsWith(github.ref, 'refs/tags/')", 'push', undefined],
  ["startsWith(github.ref, 'refs/')", 'pull_request', undefined],
  ["github.event.workflow_run.event == 'push'", 'workflow_run', false],
  ["github.event.workflow_run.conclusion == 'success'", 'workflow_run', undefined],
  ["contains(github.event.comment.body, '@bot')", 'issue_comment', undefined],
  ["contains(github.event.comment.body, '@bot') && github.event.comment.author_association == 'MEMBER'", 'issue_comment', false],
  ["success() && (github.event.issue.user.login == 'ana' || github.event.sender.login == 'ben')", 'issues', false],
  ["${{ github.actor == 'ana' }}", 'issues', false],
  // Text beside the braces makes a string, and a string that is not empty is true.
  ["${{ github.actor == 'ana' }}\n", 'issues', true],
  ["${{ github.actor == 'ana' }} && ${{ false }}", 'issues', true],
  ['github.actor ==', 'issues', undefined],
  ["secrets['X'] == 'y'", 'issues', undefined],
];

describe('an outsider before a condition', () => {
  it.each(cases)('%s on %s: %s', (condition, event, expected) => {
    expect(letsThrough(condition, event, 'outsider')).toBe(expected);
  });
});

describe('conditions obey logic', () => {
  const atom = fc.constantFrom(...cases.map(([c]) => c).filter((c) => !c.includes('${{') && !c.endsWith('==')));

  it('a negation is the other answer, or none', () => {
    fc.assert(
      fc.property(atom, (a) => {
        const answer = letsThrough(`(${a})`, 'issues', 'outsider');
        expect(letsThrough(`!(${a})`, 'issues', 'outsider')).toBe(answer === undefined ? undefined : !answer);
      }),
    );
  });

  it('the order of operands does not matter', () => {
    fc.assert(
      fc.property(atom, atom, fc.constantFrom('&&', '||'), (a, b, operator) => {
        expect(letsThrough(`(${a}) ${operator} (${b})`, 'issues', 'outsider')).toBe(
          letsThrough(`(${b}) ${operator} (${a})`, 'issues', 'outsider'),
        );
      }),
    );
  });

  it('what nobody gets through, no outsider does', () => {
    fc.assert(
      fc.property(atom, fc.constantFrom('issues', 'push'), (a, event) => {
        const anybody = letsThrough(a, event, 'anybody');
        if (anybody !== undefined) expect(letsThrough(a, event, 'outsider')).toBe(anybody);
      }),
    );
  });
});
