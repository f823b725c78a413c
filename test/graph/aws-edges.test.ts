import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { assumeCases } from './cases/assume-cases.ts';
import { escalationCases } from './cases/escalation-cases.ts';
import { federationCases, provider } from './cases/federation-cases.ts';
import { SimpleEngine } from './simple-engine.ts';
import { id, identity, inventoryOf, link, trust } from './small-inventory.ts';

describe('who may assume a role', () => {
  test.each(assumeCases)('$name', ({ given, powers, from, to, expect: certainty }) => {
    const graph = buildGraph(inventoryOf(given), new SimpleEngine(powers ?? {}));
    expect(graph.path(id(from), id(to))?.certainty).toBe(certainty);
  });

  test.each(assumeCases)('whatever the order of the input: $name', ({ given, powers }) => {
    const engine = new SimpleEngine(powers ?? {});
    expect(buildGraph(inventoryOf([...given].reverse()), engine).edges).toEqual(buildGraph(inventoryOf(given), engine).edges);
  });

  test('the organization decides conditions on it', () => {
    const condition = { StringEquals: { 'aws:PrincipalOrgID': ['o-1'] } };
    const certainty = (organizationId: string, principal = 'arn:aws:iam::111122223333:role/app') => {
      const inventory = inventoryOf([
        identity('role/app'),
        identity('role/target'),
        trust('role/target', principal, { condition }),
        { type: 'scope', value: { id: 'aws:account/111122223333', plane: 'aws', name: 'own', organizationId } },
      ]);
      const engine = new SimpleEngine({ [id('role/app')]: { statements: [{ action: 'sts:AssumeRole' }] } });
      return buildGraph(inventory, engine).path(id('role/app'), id('role/target'))?.certainty;
    };
    expect(certainty('o-1')).toBe('confirmed');
    expect(certainty('o-2')).toBeUndefined();
    expect(certainty('o-1', '*')).toBe('confirmed');
    expect(certainty('o-2', '*')).toBeUndefined();
  });
});

describe('who from outside may assume a role', () => {
  const condition = (operator: string, key: string, value: string) => ({ condition: { [operator]: { [key]: [value] } } });

  test.each([
    ['anybody', {}, 'confirmed'],
    ['anybody of one organization', condition('StringEquals', 'aws:PrincipalOrgID', 'o-1'), undefined],
    ['anybody of one organization, or of none', condition('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-1'), 'confirmed'],
    ['anybody of one account', condition('StringEquals', 'aws:PrincipalAccount', '444455556666'), undefined],
    ['anybody but those of one account', condition('StringNotEquals', 'aws:PrincipalAccount', '444455556666'), 'confirmed'],
    ['one role', condition('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::444455556666:role/app'), undefined],
    ['a role name in any account', condition('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app'), 'conditional'],
    ['who knows something', condition('StringEquals', 'sts:ExternalId', 'x'), 'conditional'],
  ])('%s', (_name, more, certainty) => {
    const given = [
      identity('role/target'),
      trust('role/target', '*', more),
      identity('aws:outside/anyone', { plane: 'aws', kind: 'aws-anyone', standing: 'named' }),
    ];
    const [edge] = buildGraph(inventoryOf(given), new SimpleEngine({})).edgesFrom('aws:outside/anyone');
    expect(edge?.certainty).toBe(certainty);
  });
});

describe('whose tokens a role takes', () => {
  test.each(federationCases)('$name', ({ principal, condition, deny, claims, expect: certainty }) => {
    const given = [
      identity('job', { kind: 'github-workflow-job' }),
      identity('role/deploy'),
      trust('role/deploy', principal ?? provider, condition ? { condition } : {}),
      ...(deny ? [trust('role/deploy', principal ?? provider, { effect: 'Deny', condition: deny })] : []),
      link('assumes', 'job', 'role/deploy', claims),
    ];
    const [edge] = buildGraph(inventoryOf(given), new SimpleEngine({})).edgesFrom('job');
    expect(edge?.certainty).toBe(certainty);
  });

  test('a role that is only named is possible', () => {
    const given = [identity('job'), identity('role/deploy', { standing: 'named' }), link('assumes', 'job', 'role/deploy', { iss: ['x'] })];
    const [edge] = buildGraph(inventoryOf(given), new SimpleEngine({})).edgesFrom('job');
    expect(edge).toMatchObject({ kind: 'federates', certainty: 'possible' });
  });
});

describe('techniques', () => {
  test.each(escalationCases)('$name', ({ start, statements, given, powers, expect: techniques }) => {
    const inventory = inventoryOf([identity(start), ...(given ?? [])]);
    const graph = buildGraph(inventory, new SimpleEngine({ [id(start)]: { statements }, ...powers }));
    const found: Record<string, string> = {};
    for (const edge of graph.edgesFrom(id(start))) {
      if (edge.kind !== 'escalates' || edge.technique === undefined) continue;
      // A class node hides what is certain about its members.
      const members = graph.edgesFrom(edge.to).filter((e) => !edge.to.includes('aws-admin') && e.kind === 'member');
      found[edge.technique] = members.every((m) => m.certainty === 'confirmed') ? edge.certainty : 'possible';
    }
    expect(found).toEqual(techniques);
  });

  test('of two with the same grants, one may be what the other changes', () => {
    const statements = ['iam:PutUserPolicy', 'iam:CreateAccessKey'].map((action) => ({
      action,
      resource: 'arn:aws:iam::111122223333:user/a',
    }));
    const powers = { [id('user/a')]: { statements, key: 'same' }, [id('user/b')]: { statements, key: 'same' } };
    const graph = buildGraph(inventoryOf([identity('user/a'), identity('user/b')]), new SimpleEngine(powers));
    expect(graph.pathToAdmin(id('user/a'))?.steps[0]?.technique).toBe('iam-007');
    expect(graph.pathToAdmin(id('user/b'))?.steps[0]?.technique).toBe('iam-018');
  });

  test('an engine that cannot use the context leaves the condition open', () => {
    const statements = [{ action: 'iam:PassRole', condition: 'iam:PassedToService=lambda.amazonaws.com' }, { action: 'lambda:*' }];
    const inventory = inventoryOf([identity('user/a'), identity('role/boss'), trust('role/boss', 'lambda.amazonaws.com')]);
    const powers = { [id('user/a')]: { statements }, [id('role/boss')]: { level: 'admin' as const } };
    const graph = buildGraph(inventory, new SimpleEngine(powers, { context: false }));
    expect(graph.pathToAdmin(id('user/a'))).toMatchObject({ certainty: 'conditional', to: id('role/boss') });
  });
});
