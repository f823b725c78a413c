import { expect, test } from 'vitest';
import { authMethods } from '../../../src/collectors/vault/auth-methods.ts';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { SimpleEngine } from '../simple-engine.ts';
import { identity, inventoryOf } from '../small-inventory.ts';

const role = 'vault:role/acme/login/shop';
const account = 'gcp:service-account/build@acme-ci.iam.gserviceaccount.com';
const workload = 'spiffe://acme.example/ns/shop/sa/web';

/** Trusts of a role as the method's answer gives them. */
function trustsOf(method: string, answer: Readonly<Record<string, unknown>>, config = {}): readonly Fragment[] {
  const letIn = authMethods[method]?.[0]?.letsIn?.(answer, config, '1.20.1') ?? [];
  return letIn.map((one, i) => ({
    type: 'trust',
    value: { id: `${role}#${i}`, identity: role, kind: 'vault-role', effect: 'Allow', actions: ['login'], evidence: [], ...one },
  }));
}

const world = [
  identity('role/deploy'),
  identity('444455556666:role/deploy'),
  identity(account, { plane: 'gcp', kind: 'gcp-service-account', scope: 'acme-ci' }),
  identity(workload, { plane: 'spiffe', kind: 'spiffe-workload' }),
];

test.each([
  [
    'a role of AWS by name',
    'aws',
    { bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/deploy'] },
    ['aws:role/111122223333/deploy confirmed'],
  ],
  [
    'the role of a machine',
    'aws',
    { bound_iam_role_arn: ['arn:aws:iam::111122223333:role/deploy'] },
    ['aws:role/111122223333/deploy confirmed'],
  ],
  [
    'roles of AWS by a pattern',
    'aws',
    { bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/d*'] },
    ['aws:role/111122223333/deploy conditional'],
  ],
  ['another pattern', 'aws', { bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/x*'] }, []],
  ['an account of AWS', 'aws', { bound_account_id: ['111122223333'] }, ['aws:role/111122223333/deploy confirmed']],
  [
    'a role that must also be of the account',
    'aws',
    { bound_account_id: ['444455556666'], bound_iam_principal_arn: ['arn:aws:iam::111122223333:role/deploy'] },
    [],
  ],
  ['an account of Google Cloud', 'gcp', { bound_service_accounts: ['build@acme-ci.iam.gserviceaccount.com'] }, [`${account} confirmed`]],
  ['a project of Google Cloud', 'gcp', { bound_projects: ['acme-ci'] }, [`${account} confirmed`]],
  ['another project', 'gcp', { bound_projects: ['acme-live'] }, []],
  ['a workload', 'spiffe', { workload_id_patterns: ['ns/shop/sa/web'] }, [`${workload} confirmed`]],
  ['workloads with one segment open', 'spiffe', { workload_id_patterns: ['ns/+/sa/web'] }, [`${workload} confirmed`]],
  ['workloads with the rest open', 'spiffe', { workload_id_patterns: ['ns/*'] }, [`${workload} confirmed`]],
  ['workloads with too few segments', 'spiffe', { workload_id_patterns: ['ns/+/web'] }, []],
] as const)('%s logs in', (_, method, answer, expected) => {
  const trusts = trustsOf(method, answer, method === 'spiffe' ? { trust_domain: 'acme.example' } : {});
  const shop = identity(role, { plane: 'vault', kind: 'vault-role', scope: 'acme', grantsListed: true, vault: { method, mount: 'login' } });
  const inventory = inventoryOf([...world, shop, ...trusts]);
  const graph = buildGraph(inventory, new SimpleEngine({}));
  const found = ['aws:role/111122223333/deploy', 'aws:role/444455556666/deploy', account, workload].flatMap((from) => {
    const path = graph.path(from, role);
    return path === undefined ? [] : [`${from} ${path.certainty}`];
  });
  expect(found).toEqual(expected);
});
