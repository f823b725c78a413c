import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { SimpleEngine } from './simple-engine.ts';
import { account, id, identity, inventoryOf, trust } from './small-inventory.ts';

const functions = (role: string, ...names: readonly string[]): Fragment[] =>
  names.map((name) => ({
    type: 'workload',
    value: {
      id: `aws:lambda-function/${account}/eu-west-1/${name}`,
      kind: 'aws-lambda-function',
      name,
      identity: id(role),
      evidence: [{ source: 'test', pointer: `/${name}` }],
    },
  }));
const listed: Fragment = { type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, supplies: ['workloads'] } };
const company = [
  identity('user/dev'),
  identity('role/boss'),
  identity('role/plain'),
  trust('role/boss', 'lambda.amazonaws.com'),
  trust('role/plain', 'lambda.amazonaws.com'),
];

function pathFor(fragments: readonly Fragment[], resource: string) {
  const engine = new SimpleEngine({
    [id('role/boss')]: { level: 'admin' },
    [id('role/plain')]: { level: 'none' },
    [id('user/dev')]: { statements: [{ action: 'lambda:UpdateFunctionCode', resource }] },
  });
  return buildGraph(inventoryOf([...company, ...fragments]), engine).pathToAdmin(id('user/dev'));
}

const arn = (name: string) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`;

describe('what runs as a role', () => {
  test('is taken over where its very name is allowed', () => {
    const path = pathFor([listed, ...functions('role/boss', 'payroll')], arn('payroll'));
    expect(path).toMatchObject({ certainty: 'confirmed', to: id('role/boss') });
    expect(path?.steps[0]?.reason).toContain('payroll runs as boss');
    expect(path?.steps[0]?.evidence.map((e) => e.pointer)).toContain('/payroll');
  });

  test('is not by the permission on another', () => {
    expect(
      pathFor([listed, ...functions('role/boss', 'payroll'), ...functions('role/plain', 'thumbnails')], arn('thumbnails')),
    ).toBeUndefined();
  });

  test('gives nothing where all that runs was listed and runs as nobody stronger', () => {
    expect(pathFor([listed, ...functions('role/plain', 'payroll')], '*')).toBeUndefined();
  });

  test('is possible where what runs was not listed', () => {
    const path = pathFor([], '*');
    expect(path).toMatchObject({ certainty: 'possible', to: id('role/boss') });
    expect(path?.steps[0]?.reason).toContain('if there is a lambda function that runs as one');
  });

  test('is possible for kinds that the list does not hold', () => {
    const engine = new SimpleEngine({
      [id('role/boss')]: { level: 'admin' },
      [id('user/dev')]: { statements: [{ action: 'codedeploy:*' }] },
    });
    const given = [
      listed,
      identity('user/dev'),
      identity('role/boss', { aws: { instance_profiles: ['boss'] } }),
      trust('role/boss', 'ec2.amazonaws.com'),
    ];
    expect(buildGraph(inventoryOf(given), engine).pathToAdmin(id('user/dev'))).toMatchObject({
      certainty: 'possible',
      steps: [{ technique: 'codedeploy-001' }],
    });
  });

  test('many of them are one class', () => {
    const names = Array.from({ length: 40 }, (_, n) => `f${n}`);
    const inventory = inventoryOf([...company, listed, ...functions('role/boss', ...names)]);
    const engine = new SimpleEngine({
      [id('role/boss')]: { level: 'admin' },
      [id('user/dev')]: { statements: [{ action: 'lambda:UpdateFunctionCode' }] },
    });
    const graph = buildGraph(inventory, engine);
    expect(graph.edgesFrom(id('user/dev'))).toHaveLength(1);
    expect(graph.pathToAdmin(id('user/dev'))).toMatchObject({ certainty: 'confirmed', to: id('role/boss') });
    expect(graph.nameOf(graph.edgesFrom(id('user/dev'))[0]?.to ?? '')).toBe(`roles that lambda functions of ${account} run as`);
  });

  test('an instance runs as the role of its profile', () => {
    const profile = `aws:instance-profile/${account}/boss`;
    const instance = {
      id: `aws:ec2-instance/${account}/eu-west-1/i-1`,
      kind: 'aws-ec2-instance',
      name: 'web (i-1)',
      through: profile,
      evidence: [],
    };
    const given: Fragment[] = [
      listed,
      identity('user/dev'),
      identity('role/boss'),
      trust('role/boss', 'ec2.amazonaws.com'),
      { type: 'workload', value: { id: profile, kind: 'aws-instance-profile', name: 'boss', identity: id('role/boss'), evidence: [] } },
      { type: 'workload', value: instance as unknown as Extract<Fragment, { type: 'workload' }>['value'] },
    ];
    const engine = new SimpleEngine({
      [id('role/boss')]: { level: 'admin', statements: [{ action: '*' }] },
      [id('user/dev')]: { statements: [{ action: 'ssm:StartSession', resource: `arn:aws:ec2:eu-west-1:${account}:instance/i-1` }] },
    });
    expect(buildGraph(inventoryOf(given), engine).pathToAdmin(id('user/dev'))).toMatchObject({
      certainty: 'confirmed',
      steps: [{ technique: 'ssm-001' }],
    });
  });
});

test('a running task has the role of the revision that it runs', () => {
  const at = (kind: string, path: string): string => `aws:${kind}/${account}/eu-west-1/${path}`;
  const revision = (number: number, role: string): Fragment => ({
    type: 'workload',
    value: {
      id: at('ecs-task-definition', `web:${number}`),
      kind: 'aws-ecs-task-definition',
      name: `web:${number}`,
      identity: id(role),
      evidence: [],
    },
  });
  const runs = (number: number): Fragment => ({
    type: 'workload',
    value: {
      id: at('ecs-running-task', 'main/t1'),
      kind: 'aws-ecs-running-task',
      name: 'web',
      through: at('ecs-task-definition', `web:${number}`),
      settings: { exec: true },
      evidence: [],
    },
  });
  const engine = new SimpleEngine({
    [id('role/boss')]: { level: 'admin', statements: [{ action: 'ssmmessages:*' }] },
    [id('role/plain')]: { level: 'none' },
    [id('user/dev')]: { statements: [{ action: 'ecs:*' }] },
  });
  const pathWith = (task: Fragment) => {
    const given = [
      ...company,
      trust('role/boss', 'ecs-tasks.amazonaws.com'),
      revision(1, 'role/boss'),
      revision(2, 'role/plain'),
      task,
      listed,
    ];
    return buildGraph(inventoryOf(given), engine).pathToAdmin(id('user/dev'));
  };
  expect(pathWith(runs(1))).toMatchObject({ certainty: 'confirmed', to: id('role/boss'), steps: [{ technique: 'ecs-006' }] });
  expect(pathWith(runs(2))).toBeUndefined();
});
