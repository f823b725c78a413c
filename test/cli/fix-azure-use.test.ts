import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nhi } from './nhi.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-fix-azure-use-'));
afterAll(() => rmSync(folder, { recursive: true }));

const subscription = '9b1f0c52-6c1e-4f27-8a3d-0e6b5d7a1c44';
const at = `/subscriptions/${subscription}`;
const principal = '4d0e7a91-2b6f-4f0b-9c55-000000000001';
const roles = {
  contributor: ['b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'],
  blobOwner: ['b7e6dc6d-f1e8-4753-8033-0f276bb0955b', 'Storage Blob Data Owner'],
  reader: ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader'],
  userAccess: ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
} as const;

let made = 0;

/** An inventory with some roles, and a log of a machine and a person over some days. */
function sources(
  held: readonly (readonly [role: keyof typeof roles, scope: string])[],
  did: readonly string[],
  { days = 91, people = true }: { readonly days?: number; readonly people?: boolean } = {},
): readonly string[] {
  const n = made++;
  const file = (name: string, value: unknown): string => {
    const path = join(folder, `${n}-${name}.json`);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  const event = (day: number, action: string, group: string, person?: string): unknown => ({
    authorization: { action, scope: `${at}/resourceGroups/${group}` },
    caller: person ?? principal,
    category: { value: 'Administrative' },
    claims:
      person === undefined ? { idtyp: 'app', 'http://schemas.microsoft.com/identity/claims/objectidentifier': principal } : { upn: person },
    eventTimestamp: new Date(Date.parse('2026-11-30T08:00:00Z') - day * 86_400_000).toISOString(),
    id: `${at}/resourceGroups/${group}/events/${day}/ticks/${day}`,
    operationName: { value: action },
    status: { value: 'Succeeded' },
    subscriptionId: subscription,
  });
  const each = Array.from({ length: days }, (_, day) => day);
  return [
    file('identities', [
      {
        id: `${at}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`,
        name: 'orders',
        principalId: principal,
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      },
    ]),
    file(
      'assignments',
      held.map(([role, scope], i) => ({
        id: `${scope}/providers/Microsoft.Authorization/roleAssignments/4d0e7a91-2b6f-4f0b-9c55-0000000001${String(i).padStart(2, '0')}`,
        principalId: principal,
        principalType: 'ServicePrincipal',
        roleDefinitionId: `${at}/providers/Microsoft.Authorization/roleDefinitions/${roles[role][0]}`,
        roleDefinitionName: roles[role][1],
        scope,
      })),
    ),
    file('activity', [
      ...did.map((action) => event(3, action, 'rg')),
      ...each.flatMap((day) =>
        (people ? ['ana', 'ben'] : []).map((name) => event(day, 'Microsoft.Resources/deployments/write', name, `${name}@acme.example`)),
      ),
    ]),
  ];
}

interface Plan {
  readonly assign: readonly { readonly role: Readonly<Record<string, unknown>>; readonly scope: string }[];
  readonly remove: readonly { readonly role: string }[];
}

async function fix(
  files: readonly string[],
  ...more: readonly string[]
): Promise<{ readonly code: number | null; readonly plan: Plan | undefined; readonly err: string }> {
  const { code, out, err } = await nhi(['fix', 'orders', ...files, '--now', '2026-12-01', ...more]);
  return { code, plan: out === '' ? undefined : (JSON.parse(out) as Plan), err };
}

describe('nhi fix from the Activity Log of Azure', () => {
  test('takes away what was not used, and leaves reading and data, of which the log knows nothing', async () => {
    const { plan, err } = await fix(
      sources(
        [
          ['contributor', at],
          ['blobOwner', at],
        ],
        ['Microsoft.Compute/virtualMachines/start/action'],
      ),
    );
    expect(plan?.assign).toHaveLength(1);
    const [made] = plan?.assign ?? [];
    const actions = made?.role.Actions as readonly string[];
    const named = actions.filter((action) => !action.startsWith('*/'));
    expect(actions.filter((action) => action.startsWith('*/'))).toEqual([
      '*/query/action',
      '*/read',
      '*/search/action',
      '*/validate/action',
      '*/whatIf/action',
    ]);
    // A star for a part of a word may stand in no role: those are named.
    expect(named).toContain('Microsoft.Compute/virtualMachines/start/action');
    expect(named.filter((action) => !/\/(?:check|validate)\w*\/action$/i.test(action))).toEqual([
      'Microsoft.Compute/virtualMachines/start/action',
    ]);
    expect(made?.role.DataActions).toEqual(['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*']);
    expect(plan?.remove.map((r) => r.role)).toEqual(['Contributor', 'Storage Blob Data Owner']);
    expect(err).toContain('kept although the log cannot show whether they are used: reading, data actions');
  });

  test('leaves what is checked where another resource is written to whoever writes', async () => {
    const { plan } = await fix(sources([['contributor', at]], ['Microsoft.Compute/virtualMachines/write']));
    expect(plan?.assign[0]?.role.Actions).toEqual(expect.arrayContaining(['*/assign/action', '*/join/action']));
  });

  test('of a role that gives roles leaves reading where none was given', async () => {
    const { plan } = await fix(sources([['userAccess', at]], []));
    const actions = plan?.assign[0]?.role.Actions as readonly string[];
    expect(actions).toContain('*/read');
    expect(
      actions.filter(
        (action) =>
          action.startsWith('Microsoft.Authorization') && !/\/(?:read|(?:query|search|validate\w*|check\w*|whatIf)\/action)$/.test(action),
      ),
    ).toEqual([]);
  });

  test('leaves alone what only reads', async () => {
    const { plan, err } = await fix(sources([['reader', at]], []));
    expect(plan).toMatchObject({ assign: [], remove: [] });
    expect(err).toContain('nothing was found that can be taken away');
  });

  test('leaves alone what no log was read of: roles above subscriptions', async () => {
    const { plan, err } = await fix(
      sources(
        [
          ['contributor', at],
          ['userAccess', '/providers/Microsoft.Management/managementGroups/acme'],
        ],
        [],
      ),
    );
    expect(plan?.remove.map((r) => r.role)).toEqual(['Contributor']);
    expect(err).toContain('no log of so many days was read of where they hold: User Access Administrator');
  });

  test('says how long the log is where that is too short, and takes it where asked', async () => {
    const files = sources([['contributor', at]], ['Microsoft.Web/sites/restart/action'], { days: 20 });
    const short = await fix(files);
    expect(short).toMatchObject({ code: 2, plan: undefined });
    expect(short.err).toContain('the Activity Log shows 20 days of what it holds roles on, and 90 are asked for');
    expect((await fix(files, '--days', '20')).plan?.remove).toHaveLength(1);
  });

  test('takes nothing from a log of one caller alone for the log of a subscription', async () => {
    const { code, err } = await fix(
      sources([['contributor', at]], ['Microsoft.Web/sites/restart/action'], { people: false }),
      '--days',
      '1',
    );
    expect(code).toBe(2);
    expect(err).toContain('the Activity Log shows 0 days');
  });
});
