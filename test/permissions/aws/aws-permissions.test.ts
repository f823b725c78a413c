import { describe, expect, test } from 'vitest';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { PolicyStatement } from '../../../src/inventory/policy.ts';
import { AwsPermissions } from '../../../src/permissions/aws/aws-permissions.ts';
import { account, build, parseStatement, universe } from '../world.ts';

const at = (pointer: string) => [{ source: 'dump.json', pointer }];

/** Roles that each hold one inline policy, named after the role. */
function roles(
  documents: Readonly<Record<string, readonly PolicyStatement[]>>,
  policyOf: Readonly<Record<string, string>>,
): AwsPermissions {
  const builder = new InventoryBuilder();
  for (const [id, statements] of Object.entries(documents))
    builder.add({ type: 'document', value: { id, version: '2012-10-17', statements } });
  for (const [role, document] of Object.entries(policyOf)) {
    const id = `aws:role/${account}/${role}`;
    builder.add({
      type: 'identity',
      value: {
        id,
        plane: 'aws',
        kind: 'aws-iam-role',
        name: role,
        scope: account,
        nature: 'workload',
        agent: false,
        standing: 'observed',
        grantsListed: true,
        aws: { path: '/' },
        evidence: at(`/roles/${role}`),
      },
    });
    builder.add({
      type: 'grant',
      value: {
        id: `${id}#inline/of-${role}`,
        holder: id,
        kind: 'inline',
        name: `of-${role}`,
        document,
        evidence: at(`/roles/${role}/policy`),
      },
    });
  }
  return new AwsPermissions(builder.finish([]), universe);
}

const admin = [{ ...parseStatement('Allow * on *'), sid: 'All' }];
const own = [parseStatement('Allow iam:PutRolePolicy on arn:aws:iam::111122223333:role/one')];
const named = [parseStatement(`Allow s3:GetObject on arn:aws:s3:::\${aws:PrincipalAccount}/*`)];

describe('reasons', () => {
  test('name the statement with its place and its text', () => {
    const engine = roles({ admin }, { one: 'admin' });
    expect(engine.powerOf(`aws:role/${account}/one`).because).toEqual([
      {
        policy: 'of-one',
        statement: 'All',
        evidence: [{ source: 'dump.json', pointer: '/roles/one/policy', note: 'Allow * on *' }],
      },
    ]);
  });

  test('are each identity’s own where the answer is shared', () => {
    const engine = roles({ admin }, { one: 'admin', two: 'admin' });
    const [one, two] = ['one', 'two'].map((name) => engine.powerOf(`aws:role/${account}/${name}`));
    expect(one?.because[0]?.policy).toBe('of-one');
    expect(two?.because[0]?.policy).toBe('of-two');
    expect(engine.decide(`aws:role/${account}/two`, 's3:GetObject').statements[0]?.policy).toBe('of-two');
  });

  test('name the group, count statements from one, and keep condition values out', () => {
    const { engine, id } = build({
      principal: 'user',
      groups: { robots: ['Allow sqs:SendMessage on *', 'Allow s3:GetObject on * if aws:Referer'] },
    });
    const decision = engine.decide(id, 's3:GetObject');
    expect(decision.statements).toMatchObject([{ policy: 'of-robots', statement: 'statement 2', through: 'robots' }]);
    expect(decision.statements[0]?.evidence[0]?.note).toBe('Allow s3:GetObject on * if aws:Referer');
  });

  test('of a refusal are the denies', () => {
    const { engine, id } = build({ policy: ['Allow s3:* on *', 'Deny s3:DeleteObject on *'] });
    expect(engine.decide(id, 's3:DeleteObject').statements).toMatchObject([{ statement: 'statement 2' }]);
    expect(engine.decide(id, 'sqs:SendMessage').statements).toEqual([]);
  });

  test('are at most five, the broadest first, cut to a line', () => {
    const buckets = Array.from({ length: 8 }, (_, i) => `Allow s3:GetObject on arn:aws:s3:::${'long-name-'.repeat(30)}${i}/*`);
    const { engine, id } = build({ policy: [...buckets, 'Allow s3:ListBucket on *'] });
    const { because } = engine.powerOf(id);
    expect(because).toHaveLength(5);
    expect(because[0]?.statement).toBe('statement 9');
    expect(because[1]?.evidence[0]?.note).toHaveLength(200);
  });
});

describe('sharing', () => {
  const engine = roles({ admin, own, named }, { one: 'own', two: 'own', three: 'admin', four: 'admin', five: 'named', six: 'named' });
  const key = (name: string): string => engine.shareKey(`aws:role/${account}/${name}`);

  test('equal grants have equal keys', () => {
    expect(key('three')).toBe(key('four'));
    expect(key('one')).not.toBe(key('three'));
  });

  test('variables make keys personal', () => expect(key('five')).not.toBe(key('six')));

  test('power over oneself is not shared, in whatever order it is asked', () => {
    for (const order of [
      ['one', 'two'],
      ['two', 'one'],
    ]) {
      const fresh = roles({ own }, { one: 'own', two: 'own' });
      const found = Object.fromEntries(order.map((name) => [name, fresh.powerOf(`aws:role/${account}/${name}`).level]));
      expect(found).toEqual({ one: 'escalate', two: 'write' });
    }
  });
});

describe('resources of an action', () => {
  test('are the patterns of Allow statements', () => {
    const { engine, id } = build({
      policy: [
        'Allow sts:AssumeRole on arn:aws:iam::*:role/a,arn:aws:iam::*:role/b',
        'Allow sts:AssumeRole on arn:aws:iam::*:role/c if sts:ExternalId',
        'Deny sts:AssumeRole on arn:aws:iam::*:role/b',
      ],
    });
    expect(engine.resourcesFor(id, 'sts:AssumeRole').map(({ pattern, conditional }) => ({ pattern, conditional }))).toEqual([
      { pattern: 'arn:aws:iam::*:role/a', conditional: false },
      { pattern: 'arn:aws:iam::*:role/c', conditional: true },
    ]);
  });

  test('are what a boundary leaves', () => {
    const { engine, id } = build({
      policy: ['Allow iam:PassRole on *'],
      boundary: ['Allow iam:PassRole on arn:aws:iam::111122223333:role/app-*'],
    });
    expect(engine.resourcesFor(id, 'iam:PassRole').map((r) => r.pattern)).toEqual(['arn:aws:iam::111122223333:role/app-*']);
  });

  test('of all but some are a star', () => {
    const { engine, id } = build({ policy: ['Allow iam:PassRole on not arn:aws:iam::111122223333:role/admin'] });
    expect(engine.resourcesFor(id, 'iam:PassRole').map((r) => r.pattern)).toEqual(['*']);
  });
});

describe('identities that are not known', () => {
  const { engine } = build({ policy: ['Allow * on *'] });

  test.each(['github:job/acme/app/deploy', `aws:role/${account}/only-named`, 'aws:role/999999999999/elsewhere'])('%s', (id) => {
    expect(engine.powerOf(id)).toMatchObject({
      level: 'unknown',
      read: 'unknown',
      write: 'unknown',
      execute: 'unknown',
      grant: 'unknown',
      secrets: 'unknown',
      conditional: false,
      because: [],
      unreadable: [],
    });
    expect(engine.decide(id, 's3:GetObject').answer).toBe('unknown');
  });
});

describe('conditions on the identity', () => {
  const arns = (name: string) => ({ ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${account}:role/${name}`] } });
  const guarded = [parseStatement('Allow s3:* on *'), { ...parseStatement('Deny s3:PutObject on *'), condition: arns('t*') }];
  const engine = roles({ guarded }, { one: 'guarded', two: 'guarded', three: 'guarded' });
  const [one, two, three] = ['one', 'two', 'three'].map((name) => `aws:role/${account}/${name}`) as [string, string, string];

  test('part identities whom they treat differently, and no others', () => {
    expect(engine.shareKey(two)).toBe(engine.shareKey(three));
    expect(engine.shareKey(one)).not.toBe(engine.shareKey(two));
    expect([one, two, three].map((id) => engine.decide(id, 's3:PutObject').answer)).toEqual(['allowed', 'denied', 'denied']);
  });

  test('part all identities where a value names what is each one’s own', () => {
    const own = [{ ...parseStatement('Allow s3:* on *'), condition: { StringLike: { 's3:prefix': [`\${aws:PrincipalArn}/*`] } } }];
    const apart = roles({ own }, { one: 'own', two: 'own' });
    expect(apart.shareKey(one)).not.toBe(apart.shareKey(two));
  });
});
