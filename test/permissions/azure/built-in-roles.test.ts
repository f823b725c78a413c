import { describe, expect, test } from 'vitest';
import { idOfRole, nameOfRole } from '../../../src/inventory/azure-built-in-roles.ts';
import { isGuid } from '../../../src/inventory/azure-id.ts';
import { isWithin, mayMeet, patternOf } from '../../../src/permissions/azure/action-pattern.ts';
import { builtInRole, builtInRoles } from '../../../src/permissions/azure/built-in-roles.ts';
import { readCondition } from '../../../src/permissions/azure/condition.ts';
import { assigning } from '../../../src/permissions/azure/giving.ts';
import { isDataAction } from '../../../src/permissions/azure/known-actions.ts';
import { readRoles } from '../../../src/permissions/azure/read-roles.ts';
import { blockAllows, roleOf } from '../../../src/permissions/azure/role.ts';

describe('built-in roles', () => {
  test('each has an id, and a name has one role', () => {
    const ids = [...builtInRoles().keys()].map((name) => idOfRole(name));
    expect(ids.every((id) => id !== undefined && isGuid(id))).toBe(true);
    expect(new Set(ids).size).toBe(builtInRoles().size);
    expect(builtInRoles().size).toBeGreaterThan(350);
    for (const id of ids) expect([id, builtInRole(id ?? '')]).not.toEqual([id, undefined]);
    expect(nameOfRole('8e3af657-a8ff-443c-a75c-2fe8c4bcb635')).toBe('Owner');
  });

  test('every action is written as Azure writes it', () => {
    const lists = [...builtInRoles().values()].flat().flatMap((b) => [b.actions, b.notActions, b.dataActions, b.notDataActions]);
    const odd = lists.flat().filter((action) => !/^(?:\*|\*\/[\w*/]+|[A-Za-z]+\.[\w.]*(?:\/[\w.*-]+)+)$/.test(action));
    expect(odd).toEqual([]);
  });

  // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged
  test('three of them give any role, the others those that their condition lists', () => {
    const giving = [...builtInRoles()].filter(([, blocks]) => blocks.some((b) => blockAllows({ written: b }, assigning, false)));
    const freely = giving.filter(([, blocks]) =>
      blocks.some((b) => b.condition === undefined && blockAllows({ written: b }, assigning, false)),
    );
    expect(freely.map(([name]) => name).sort()).toEqual(['Owner', 'Role Based Access Control Administrator', 'User Access Administrator']);
    expect(giving.length).toBeGreaterThan(20);
  });

  test('every condition of theirs can be read', () => {
    const unread = [...builtInRoles()].filter(([, blocks]) => roleOf(blocks).blocks.some((b) => b.condition === 'unreadable'));
    expect(unread.map(([name]) => name)).toEqual([]);
  });

  test('the notation says what it says', () => {
    const roles = readRoles(
      '= One\nallow */read Web: sites/{read,restart/action} NGINX.PLUS: x/read\n  y/read\nnot Web: z/read\n+\ndata Storage: a/b\n= Two\nallow *\n',
    );
    expect(roles.get('One')).toEqual([
      {
        actions: ['*/read', 'Microsoft.Web/sites/read', 'Microsoft.Web/sites/restart/action', 'NGINX.PLUS/x/read', 'NGINX.PLUS/y/read'],
        notActions: ['Microsoft.Web/z/read'],
        dataActions: [],
        notDataActions: [],
      },
      { actions: [], notActions: [], dataActions: ['Microsoft.Storage/a/b'], notDataActions: [] },
    ]);
    expect(roles.get('Two')?.[0]?.actions).toEqual(['*']);
  });
});

test.each([
  ['*', 'microsoft.web/sites/write', true],
  ['*/read', 'microsoft.web/sites/read', true],
  ['*/read', 'microsoft.web/sites/write', false],
  ['Microsoft.Web/*', 'microsoft.web/sites/write', true],
  ['Microsoft.Web/*', 'microsoft.webpubsub/x/write', false],
  ['Microsoft.Web/sites/*/read', 'microsoft.web/sites/read', true],
  ['Microsoft.Web/sites/*/read', 'microsoft.web/sites/slots/config/read', true],
  ['Microsoft.Web/sites/*/read', 'microsoft.web/sitesx/read', false],
  ['Microsoft.Web/sites.x/read', 'microsoft.web/sitesyx/read', false],
])('%s and %s: %s', (pattern, action, matches) => {
  expect(patternOf(pattern)(action)).toBe(matches);
});

test('patterns within patterns, and patterns that meet', () => {
  expect(isWithin('Microsoft.Web/sites/*', 'Microsoft.Web/*')).toBe(true);
  expect(isWithin('Microsoft.Web/*', 'Microsoft.Web/sites/*')).toBe(false);
  expect(mayMeet('Microsoft.Authorization/*/read', 'Microsoft.Authorization/*/Write')).toBe(false);
  expect(mayMeet('Microsoft.Authorization/*', 'Microsoft.Authorization/*/Write')).toBe(true);
});

test.each([
  ['microsoft.storage/storageaccounts/blobservices/containers/blobs/read', true],
  ['microsoft.storage/storageaccounts/listkeys/action', false],
  ['microsoft.keyvault/vaults/secrets/getsecret/action', true],
  ['microsoft.nobody/knows/this/write', false],
])('%s is of the data plane: %s', (action, isData) => {
  expect(isDataAction(action)).toBe(isData);
});

describe('conditions', () => {
  test.each([
    "@Resource[a:b] StringEquals 'x'",
    "!(ActionMatches{'a/b'}) OR @Request[a:b] ForAnyOfAnyValues:GuidEquals {1, 2}",
    "((!(ActionMatches{'a/b'} AND NOT SubOperationMatches{'c'})) OR (@Principal[p] BoolEquals true && Exists @Resource[a:b]))",
    '@Environment[UtcNow] DateTimeGreaterThan 2026-01-01T00:00:00.0Z',
  ])('%s is read', (text) => {
    expect(readCondition(text)).toBeDefined();
  });

  test.each([
    '',
    '(',
    'ActionMatches',
    '@Resource[a:b] StringEquals',
    "@Resource[a:b] 'x'",
    "@Request[a] X {'b'",
    '('.repeat(5000),
    "'".repeat(50),
  ])('%j is not, and nothing breaks', (text) => {
    expect(readCondition(text)).toBeUndefined();
  });
});
