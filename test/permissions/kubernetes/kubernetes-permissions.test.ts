import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { clusterUserId, type RbacRule } from '../../../src/inventory/rbac.ts';
import { KubernetesPermissions } from '../../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { waysOn } from '../../../src/permissions/kubernetes/ways-on.ts';
import { levels } from '../../../src/permissions/power.ts';
import { account, accountRecord, bind, group, inventoryOf, role } from './cluster-world.ts';

interface RuleCase {
  readonly name: string;
  readonly page: string;
  readonly rule: RbacRule;
  readonly cluster: boolean;
  readonly allowed: Readonly<Record<string, readonly string[]>>;
  readonly denied: readonly string[];
}

interface PowerCase {
  readonly name: string;
  readonly namespace?: string;
  readonly rules: readonly RbacRule[];
  readonly level: string;
  /** read write execute grant secrets */
  readonly facets: string;
}

const rules = JSON.parse(readFileSync(new URL('rbac-cases.json', import.meta.url), 'utf8')) as readonly RuleCase[];
const powers = JSON.parse(readFileSync(new URL('power-cases.json', import.meta.url), 'utf8')) as readonly PowerCase[];

const shop = account('shop');

function holding(given: readonly RbacRule[], namespace?: string): KubernetesPermissions {
  return new KubernetesPermissions(inventoryOf(accountRecord('shop'), role('given', given), bind(shop, 'given', namespace)));
}

describe('one rule', () => {
  test.each(rules.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const permissions = holding([c.rule], c.cluster ? undefined : 'web');
    for (const [action, patterns] of Object.entries(c.allowed)) {
      expect([action, permissions.decide(shop, action).answer]).toEqual([action, 'allowed']);
      expect([action, permissions.resourcesFor(shop, action).map((r) => r.pattern)]).toEqual([action, patterns]);
    }
    for (const action of c.denied) expect([action, permissions.decide(shop, action).answer]).toEqual([action, 'denied']);
    expect(c.page).toMatch(/^https:\/\/(?:kubernetes\.io|github\.com\/kubernetes)\//);
  });
});

describe('what rules add up to', () => {
  test.each(powers.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const { level, read, write, execute, grant, secrets } = holding(c.rules, c.namespace).powerOf(shop);
    expect([level, [read, write, execute, grant, secrets].join(' ')]).toEqual([c.level, c.facets]);
  });

  test('more rules never take power away', () => {
    const rule = fc.record({
      verbs: fc.subarray(['get', 'list', 'create', 'update', 'delete', 'bind', 'escalate', 'impersonate', '*'], { minLength: 1 }),
      apiGroups: fc.subarray(['', 'apps', 'batch', 'rbac.authorization.k8s.io', '*'], { minLength: 1 }),
      resources: fc.subarray(['pods', 'secrets', 'pods/exec', 'nodes/proxy', 'clusterroles', 'serviceaccounts', 'jobs', '*'], {
        minLength: 1,
      }),
    });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), rule, fc.constantFrom(undefined, 'web', 'kube-system'), (few, one, namespace) => {
        const before = levels.indexOf(holding(few, namespace).powerOf(shop).level as never);
        const after = levels.indexOf(holding([...few, one], namespace).powerOf(shop).level as never);
        expect(after).toBeGreaterThanOrEqual(before);
        const wide = levels.indexOf(holding(few).powerOf(shop).level as never);
        expect(wide).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('who holds what', () => {
  test('groups that every service account is in', () => {
    const read = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    for (const name of ['system:authenticated', 'system:serviceaccounts', 'system:serviceaccounts:web']) {
      const permissions = new KubernetesPermissions(inventoryOf(accountRecord('shop'), role('given', [read]), bind(group(name), 'given')));
      expect(permissions.decide(shop, 'get pods').answer).toBe('allowed');
      expect(permissions.decide(shop, 'get pods').statements[0]?.through).toBe(name);
    }
    const other = new KubernetesPermissions(
      inventoryOf(accountRecord('shop'), role('given', [read]), bind(group('system:serviceaccounts:other'), 'given')),
    );
    expect(other.decide(shop, 'get pods').answer).toBe('denied');
  });

  test('groups that a certificate or a cloud puts somebody in', () => {
    const read = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    const jane = clusterUserId('test', 'jane');
    const member = (name: string): Fragment => ({ type: 'membership', value: { identity: jane, group: group(name) } });
    const developer = new KubernetesPermissions(
      inventoryOf(role('given', [read]), bind(group('developers'), 'given'), member('developers')),
    );
    expect(developer.decide(jane, 'get pods').statements[0]?.through).toBe('developers');
    expect(developer.powerOf(jane).level).toBe('unknown');
    const master = new KubernetesPermissions(inventoryOf(member('system:masters')));
    expect(master.powerOf(jane).level).toBe('admin');
    expect(master.decide(jane, 'escalate clusterroles.rbac.authorization.k8s.io').statements[0]?.through).toBe('system:masters');
    expect(new KubernetesPermissions(inventoryOf(member('system:masters:web'))).powerOf(jane).level).toBe('unknown');
  });

  test('a role that is not there gives nothing, where all roles are known', () => {
    const whole: Fragment = {
      type: 'scope',
      value: { id: 'kubernetes:cluster/test', plane: 'kubernetes', name: 'test', supplies: ['roles'] },
    };
    const permissions = new KubernetesPermissions(inventoryOf(whole, accountRecord('shop'), bind(shop, 'gone'), bind(shop, 'view')));
    expect(permissions.powerOf(shop)).toMatchObject({ level: 'read', unreadable: [] });
  });

  test('roles that every cluster has', () => {
    const permissions = (name: string) => new KubernetesPermissions(inventoryOf(accountRecord('shop'), bind(shop, name, 'web')));
    expect(permissions('view').decide(shop, 'list pods').answer).toBe('allowed');
    expect(permissions('view').decide(shop, 'get secrets').answer).toBe('denied');
    expect(permissions('edit').decide(shop, 'create serviceaccounts/token').answer).toBe('allowed');
    expect(permissions('edit').decide(shop, 'create rolebindings.rbac.authorization.k8s.io').answer).toBe('denied');
    expect(permissions('admin').decide(shop, 'create rolebindings.rbac.authorization.k8s.io').answer).toBe('allowed');
    expect(permissions('admin').decide(shop, 'bind clusterroles.rbac.authorization.k8s.io').answer).toBe('denied');
  });

  test('a role that is not known leaves everything open that nothing else allows', () => {
    const read = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    const permissions = new KubernetesPermissions(
      inventoryOf(accountRecord('shop'), role('given', [read]), bind(shop, 'given'), bind(shop, 'from-elsewhere')),
    );
    expect(permissions.powerOf(shop)).toMatchObject({ level: 'unknown', read: 'some', write: 'unknown', unreadable: ['from-elsewhere'] });
    expect(permissions.decide(shop, 'get pods').answer).toBe('allowed');
    expect(permissions.decide(shop, 'get secrets').answer).toBe('unknown');
  });

  test('an account of which nobody gave the bindings', () => {
    const permissions = new KubernetesPermissions(inventoryOf(accountRecord('shop', 'web', false)));
    expect(permissions.powerOf(shop).level).toBe('unknown');
    expect(permissions.decide(shop, 'get pods').answer).toBe('unknown');
  });
});

describe('aggregation', () => {
  const rule = (resource: string): RbacRule => ({ verbs: ['get'], apiGroups: ['shop.test'], resources: [resource] });
  const ask = (permissions: KubernetesPermissions, resource: string) => permissions.decide(shop, `get ${resource}.shop.test`).answer;

  test('takes over the rules of the roles that its selectors name', () => {
    const permissions = new KubernetesPermissions(
      inventoryOf(
        accountRecord('shop'),
        role('whole', [], {
          aggregates: [{ matchLabels: { part: 'yes' } }, { matchExpressions: [{ key: 'more', operator: 'Exists', values: [] }] }],
        }),
        role('one', [rule('orders')], { labels: { part: 'yes' } }),
        role('two', [rule('carts')], { labels: { more: 'x' } }),
        role('three', [rule('mails')], { labels: { part: 'no' } }),
        bind(shop, 'whole'),
      ),
    );
    expect(['orders', 'carts', 'mails'].map((r) => ask(permissions, r))).toEqual(['allowed', 'allowed', 'denied']);
  });

  test('widens roles that every cluster has', () => {
    const world = (bound: string) =>
      new KubernetesPermissions(
        inventoryOf(
          accountRecord('shop'),
          role('orders', [rule('orders')], { labels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }),
          bind(shop, bound, 'web'),
        ),
      );
    expect(['view', 'edit', 'admin'].map((bound) => ask(world(bound), 'orders'))).toEqual(['denied', 'allowed', 'allowed']);
  });

  test('roles that select themselves and each other come to an end', () => {
    const both = { matchLabels: { round: 'yes' } };
    const permissions = new KubernetesPermissions(
      inventoryOf(
        accountRecord('shop'),
        role('a', [], { aggregates: [both], labels: { round: 'yes' } }),
        role('b', [], { aggregates: [both], labels: { round: 'yes' } }),
        role('c', [rule('orders')], { labels: { round: 'yes' } }),
        bind(shop, 'a'),
      ),
    );
    expect(ask(permissions, 'orders')).toBe('allowed');
  });
});

test('every way on names an action that can be asked, and a page', () => {
  const permissions = holding([]);
  for (const { actions, page } of waysOn) {
    for (const action of actions) expect([action, permissions.decide(shop, action).answer]).toEqual([action, 'denied']);
    expect(page).toMatch(/^https:\/\/kubernetes\.io\//);
  }
  expect(permissions.decide(shop, 'iam:PassRole').answer).toBe('unknown');
});
