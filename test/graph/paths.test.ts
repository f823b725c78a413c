import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { findPaths } from '../../src/graph/find-paths.ts';
import { provider } from './cases/federation-cases.ts';
import { SimpleEngine } from './simple-engine.ts';
import { account, arn, id, identity, inventoryOf, link, trust } from './small-inventory.ts';

const condition = { StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/shop:*'] } };
const claims = { iss: ['https://token.actions.githubusercontent.com'], sub: ['repo:acme/shop:ref:refs/heads/main'] };
const many = Array.from({ length: 40 }, (_, n) => `role/lambda-${String(n).padStart(2, '0')}`);

const company = [
  identity('job:deploy', { plane: 'github', kind: 'github-workflow-job', name: 'deploy' }),
  identity('agent:coder', { agent: true, nature: 'agent', name: 'coder' }),
  identity('mcp:aws', { agent: true, kind: 'mcp-server', name: 'aws' }),
  identity('role/deploy'),
  identity('role/boss', { environment: 'production' }),
  identity('role/reader'),
  identity('user/human', { nature: 'human' }),
  identity('user/bot'),
  trust('role/deploy', provider, { condition }),
  trust('role/boss', 'lambda.amazonaws.com'),
  ...many.flatMap((role) => [identity(role), trust(role, 'lambda.amazonaws.com')]),
  link('assumes', 'job:deploy', 'role/deploy', claims),
  link('runs', 'job:deploy', 'agent:coder'),
  link('uses', 'agent:coder', 'mcp:aws'),
  link('holds', 'mcp:aws', 'key:1'),
  {
    type: 'credential',
    value: { id: 'key:1', kind: 'aws-access-key', name: 'AKIAEXAMPLE', identity: id('user/bot'), static: true, evidence: [] },
  },
] as const;
const passing = [{ action: 'iam:PassRole' }, { action: 'lambda:*' }];
const engine = new SimpleEngine({
  [id('role/boss')]: { level: 'admin' },
  [id('role/deploy')]: { statements: passing },
  [id('user/human')]: { statements: passing },
  [id('user/bot')]: { statements: [{ action: 'iam:PutUserPolicy', resource: arn('user/bot') }] },
});
const inventory = inventoryOf(company);
const graph = buildGraph(inventory, engine);

describe('paths', () => {
  test('a pipeline becomes administrator; class nodes are folded away', () => {
    const path = graph.pathToAdmin('job:deploy');
    expect(path).toMatchObject({ from: 'job:deploy', to: id('role/boss'), level: 'admin', certainty: 'confirmed' });
    expect(path?.steps.map((s) => `${s.from} ${s.kind} ${s.to}`)).toEqual([
      `job:deploy federates ${id('role/deploy')}`,
      `${id('role/deploy')} escalates ${id('role/boss')}`,
    ]);
    expect(path?.steps[1]?.technique).toBe('lambda-001');
    expect(path?.steps[1]?.reason).toContain('boss trusts lambda.amazonaws.com');
    expect(path?.steps[1]?.evidence.map((e) => e.pointer)).toEqual(
      expect.arrayContaining([`/${id('role/deploy')}/0`, `/trust/${id('role/boss')}/lambda.amazonaws.com`]),
    );
  });

  test('an agent holds a key of a user that can help itself', () => {
    const path = graph.pathToAdmin('agent:coder');
    expect(path).toMatchObject({ to: `class:aws-admin/${account}`, certainty: 'confirmed' });
    expect(path?.steps.map((s) => s.kind)).toEqual(['uses', 'authenticates', 'escalates']);
    expect(path?.steps[2]?.reason).toBe('iam:PutUserPolicy on itself');
  });

  test('are reported for machines, the worst first', () => {
    expect(findPaths(graph, inventory).map((p) => p.from)).toEqual(
      ['job:deploy', 'mcp:aws', 'agent:coder', id('role/deploy'), id('user/bot')].sort(byLength),
    );
  });

  test('an administrator has no path to what it is', () => {
    expect(graph.pathToAdmin(id('role/boss'))).toBeUndefined();
    expect(graph.pathToAdmin(id('role/reader'))).toBeUndefined();
    expect(graph.pathToAdmin('nobody')).toBeUndefined();
  });

  test('lead on to everything an administrator can become', () => {
    const path = graph.path('mcp:aws', id('role/reader'));
    expect(path).toMatchObject({ to: id('role/reader'), level: 'none' });
    expect(path?.steps.map((s) => s.to)).toEqual([id('user/bot'), `class:aws-admin/${account}`, id('role/reader')]);
    expect(graph.path(id('role/reader'), id('role/boss'))).toBeUndefined();
  });

  test('a certain path comes before a shorter one that is not', () => {
    const doubtful = inventoryOf([
      ...company,
      trust('role/boss', provider, { condition: { StringEquals: { 'x:y': ['z'] } } }),
      link('assumes', 'job:deploy', 'role/boss', claims),
    ]);
    expect(buildGraph(doubtful, engine).pathToAdmin('job:deploy')).toMatchObject({ certainty: 'confirmed', steps: { length: 2 } });
  });

  test('a disabled key leads nowhere', () => {
    const disabled = inventoryOf([
      ...company.filter((f) => f.type !== 'credential'),
      {
        type: 'credential',
        value: { id: 'key:1', kind: 'aws-access-key', name: 'k', identity: id('user/bot'), enabled: false, static: true, evidence: [] },
      },
    ]);
    expect(buildGraph(disabled, engine).edgesFrom('mcp:aws')).toEqual([]);
  });

  test('names are for people', () => {
    expect(graph.nameOf(id('role/boss'))).toBe('boss');
    expect(graph.nameOf(`class:passable/${account}/lambda.amazonaws.com`)).toBe(`roles that lambda.amazonaws.com may run as in ${account}`);
    expect(graph.nameOf('unknown')).toBe('unknown');
  });
});

describe('reach', () => {
  test('is what an identity gains, its own power not counted', () => {
    expect(graph.reachOf('mcp:aws')).toMatchObject({ level: 'admin', admin: true, production: true });
    expect(graph.reachOf(id('role/reader'))).toEqual({ level: 'none', admin: false, identities: 0, production: false });
    // The only administrator can become everyone else, but gains no administrator by it.
    expect(graph.reachOf(id('role/boss'))).toMatchObject({ level: 'write', admin: false });
  });

  test('edges stay few: many roles are one class', () => {
    expect(
      graph
        .edgesFrom(id('role/deploy'))
        .filter((e) => e.kind === 'escalates')
        .every((e) => e.to.startsWith('class:')),
    ).toBe(true);
    expect(graph.edgesTo(id('role/lambda-00')).length).toBeGreaterThan(0);
  });
});

function byLength(a: string, b: string): number {
  const first = (x: string) => (x.startsWith('aws:') ? 1 : 0);
  const steps = (x: string) => graph.pathToAdmin(x)?.steps.length ?? 0;
  return first(a) - first(b) || steps(a) - steps(b) || (a < b ? -1 : 1);
}
