import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor, BranchRules } from '../../../src/inventory/branch-rules.ts';
import { type Ability, type Access, can } from '../../../src/permissions/github/access.ts';
import { Alike } from '../../../src/permissions/github/alike.ts';
import { changeRef, changeWorkflowOnAny } from '../../../src/permissions/github/change-ref.ts';
import type { Controls, NamedRules } from '../../../src/permissions/github/controls.ts';
import type { RefAct } from '../../../src/permissions/github/ref.ts';
import { matchesRef } from '../../../src/permissions/github/ref-pattern.ts';
import type { Answer } from '../../../src/permissions/power.ts';

const actors: readonly Actor[] = [
  { kind: 'user', name: 'ana' },
  { kind: 'team', name: 'devs' },
  { kind: 'app', number: '7', mode: 'always' },
  { kind: 'app', number: '7', mode: 'pull-request' },
  { kind: 'deploy-key' },
  { kind: 'role', name: 'admin' },
  { kind: 'organization-admin' },
];
const someActors = fc.subarray([...actors]);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const known = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const rule: fc.Arbitrary<NamedRules> = fc
  .record({
    form: fc.constantFrom('protection' as const, 'ruleset' as const),
    owner: fc.constantFrom('repository:acme/shop', 'github:organization/acme'),
    target: fc.constantFrom('branch' as const, 'push' as const),
    enforcement: fc.constantFrom('active' as const, 'evaluate' as const),
    refs: maybe(
      fc.record({
        include: fc.subarray(['main', 'refs/heads/main', '~ALL', '*', 'refs/heads/*']),
        exclude: fc.subarray(['refs/heads/dev']),
      }),
    ),
    bypass: maybe(someActors),
    holdsAdmins: maybe(fc.boolean()),
    pullRequest: fc.option(fc.record({ approvals: fc.integer({ min: 0, max: 2 }), codeOwners: fc.boolean() }), { nil: null }),
    pushers: fc.option(someActors, { nil: null }),
    blocksCreation: maybe(fc.boolean()),
    blocksUpdate: fc.boolean(),
    blocksForcePush: fc.boolean(),
    blockedPaths: maybe(fc.subarray(['.github/workflows/*'])),
    unread: maybe(fc.subarray(['merge_queue', 'something_new'])),
  })
  .map((rules) => ({ title: 'rule', rules: known(rules) as BranchRules, evidence: [] }));

const abilities: readonly Ability[] = [
  'read',
  'push',
  'pull-request',
  'workflows',
  'statuses',
  'edit-rules',
  'administer',
  'bypass-protection',
  'push-protected',
];

const access: fc.Arbitrary<Access> = fc.record({
  kind: fc.constantFrom('user' as const, 'app' as const, 'deploy-key' as const),
  name: fc.constantFrom('ana', 'boris'),
  number: fc.constantFrom('7', '8'),
  teams: fc.subarray([{ slug: 'devs' }]),
  roles: fc.subarray(['admin']),
  owner: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
  abilities: fc.subarray([...abilities]).map((list) => new Set(list)),
  open: fc.boolean(),
});

const controls: fc.Arbitrary<Controls> = fc.record({
  repository: fc.constant('acme/shop'),
  profile: fc.constantFrom({ defaultBranch: 'main' }, {}),
  rules: fc.array(rule, { maxLength: 3 }),
  unread: fc.constant([]),
  environments: fc.constant([]),
  actions: fc.constant(true),
  approves: fc.boolean(),
});

const change = fc.record({
  name: fc.constantFrom('refs/heads/main', 'refs/heads/dev'),
  act: fc.constantFrom<RefAct>('push', 'force-push', 'create', 'delete'),
});
const answerOf = (c: Controls, a: Access, { name, act }: { readonly name: string; readonly act: RefAct }): Answer =>
  changeRef(c, a, { name, isNew: act === 'create' }, act).answer;

describe('laws of who may change a ref', () => {
  test('nobody changes anything without write access', () => {
    fc.assert(
      fc.property(controls, access, change, (c, a, what) => {
        fc.pre(can(a, 'push') === 'no');
        expect(answerOf(c, a, what)).toBe('denied');
      }),
    );
  });

  test('another ruleset opens nothing', () => {
    fc.assert(
      fc.property(controls, access, change, rule, (c, a, what, more) => {
        fc.pre(more.rules.form === 'ruleset');
        const [before, after] = [answerOf(c, a, what), answerOf({ ...c, rules: [...c.rules, more] }, a, what)];
        if (before === 'denied') expect(after).toBe('denied');
        if (before !== 'allowed') expect(after).not.toBe('allowed');
      }),
    );
  });

  test('whoever may write more is refused no more', () => {
    fc.assert(
      fc.property(controls, access, change, fc.constantFrom(...abilities), (c, a, what, more) => {
        fc.pre(!a.open);
        const wider = { ...a, abilities: new Set([...a.abilities, more]) };
        if (answerOf(c, a, what) === 'allowed') expect(answerOf(c, wider, what)).toBe('allowed');
      }),
    );
  });

  test('what is not all read is neither allowed nor refused where more would allow it', () => {
    fc.assert(
      fc.property(controls, access, change, (c, a, what) => {
        const all = { ...a, open: false, abilities: new Set(abilities) };
        const open = { ...a, open: true };
        if (answerOf(c, all, what) === 'allowed') expect(answerOf(c, open, what)).not.toBe('denied');
      }),
    );
  });

  test('to those who are alike a repository answers alike', () => {
    fc.assert(
      fc.property(
        controls,
        access,
        fc.constantFrom('boris', 'cleo'),
        fc.subarray([{ slug: 'devs' }]),
        change,
        (c, a, name, teams, what) => {
          const b = { ...a, name, teams };
          const alike = new Alike(c);
          if (alike.keyOf(a) === alike.keyOf(b)) expect(answerOf(c, a, what)).toBe(answerOf(c, b, what));
        },
      ),
    );
  });

  test('any branch is as open as the most open one', () => {
    fc.assert(
      fc.property(controls, access, (c, a) => {
        fc.pre(c.profile.defaultBranch !== undefined);
        const any = changeWorkflowOnAny(c, a, 'refs/heads/*').answer;
        if (changeWorkflowOnAny(c, a, 'refs/heads/main').answer === 'allowed') expect(any).toBe('allowed');
      }),
    );
  });
});

describe('patterns of refs', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '/', 'ab'), { maxLength: 8 }).map((parts) => parts.join(''));
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '**/', '?', '[ab]', '[^a]'), { maxLength: 8 })
    .map((parts) => parts.join(''));

  /** The same as a regular expression. */
  const oracle = (glob: string): RegExp =>
    new RegExp(
      `^${glob.replace(/(^|\/)\*\*\/(?:\*\*\/)*|\*+|\?|\[\^a\]/g, (found, before: string | undefined) => {
        if (found === '?') return '[^/]';
        if (found === '[^a]') return '[^/a]';
        return /^\*+$/.test(found) ? '[^/]*' : `${before ?? ''}(?:[^/]*/)*`;
      })}$`,
    );

  test('match as File.fnmatch says with FNM_PATHNAME', () => {
    fc.assert(
      fc.property(pattern, text, (glob, name) => {
        expect([glob, name, matchesRef(glob, name)]).toEqual([glob, name, oracle(glob).test(name)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('a name matches itself', () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(matchesRef(name, name)).toBe(true);
      }),
    );
  });
});
