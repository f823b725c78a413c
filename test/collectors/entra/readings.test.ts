import { describe, expect, test } from 'vitest';
import { agentSigns } from '../../../src/collectors/entra/agent-signs.ts';
import { readGraphDate } from '../../../src/collectors/entra/graph-date.ts';
import { kindOfContext, ownerInContext } from '../../../src/collectors/entra/graph-kinds.ts';
import { GraphObject } from '../../../src/collectors/entra/graph-object.ts';
import { platformsIn } from '../../../src/collectors/entra/platform-signs.ts';
import { readApplication } from '../../../src/collectors/entra/read-application.ts';
import { readUser } from '../../../src/collectors/entra/read-person.ts';
import { consentOf, readAppPolicy, readConsentPolicy } from '../../../src/collectors/entra/read-settings.ts';
import { serviceAccountSigns } from '../../../src/collectors/entra/service-account-signs.ts';
import { GapCounter } from '../../../src/collectors/gap-counter.ts';

const object = (raw: Record<string, unknown>): GraphObject => new GraphObject(raw, { source: 'x' }, new GapCounter());

describe('dates', () => {
  test.each([
    ['2021-03-18T00:00:00-8:00', '2021-03-18T08:00:00Z'],
    ['2021-03-18T00:00:00+05:30', '2021-03-17T18:30:00Z'],
    ['2021-03-18T00:00:00.1234567Z', '2021-03-18T00:00:00Z'],
    ['2021-03-18T00:00:00', '2021-03-18T00:00:00Z'],
    ['2021-03-18 04:05:06', '2021-03-18T04:05:06Z'],
    ['2021-03-18', '2021-03-18T00:00:00Z'],
    ['/Date(1709280000000)/', '2024-03-01T08:00:00Z'],
    ['2021-03-18T00:00:00+0530', '2021-03-17T18:30:00Z'],
    ['0001-01-01T00:00:00Z', undefined],
    ['2021-13-45T00:00:00Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
    [1709280000000, undefined],
    [null, undefined],
  ])('%j is %s', (written, read) => {
    expect(readGraphDate(written)).toBe(read);
  });
});

describe('contexts', () => {
  test.each([
    ['https://graph.microsoft.com/v1.0/$metadata#applications', 'application'],
    ['https://graph.microsoft.com/v1.0/$metadata#applications(id,appId,owners(id,displayName))', 'application'],
    ['https://graph.microsoft.com/v1.0/$metadata#applications/$entity', 'application'],
    ["https://graph.microsoft.com/v1.0/$metadata#servicePrincipals('8e88')/appRoleAssignedTo", 'app-role-assignment'],
    ["https://graph.microsoft.com/v1.0/$metadata#applications('8e88')/federatedIdentityCredentials", 'federated-credential'],
    ['https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleAssignments(principal())', 'role-assignment'],
    ['https://graph.microsoft.com/beta/$metadata#reports/servicePrincipalSignInActivities', 'principal-activity'],
    ['https://graph.microsoft.com/v1.0/$metadata#policies/authorizationPolicy/$entity', 'authorization-policy'],
    ['https://graph.microsoft.com/v1.0/$metadata#directoryObjects', undefined],
    [undefined, undefined],
    [`#${'('.repeat(100_000)}`, undefined],
  ])('%.60s is of %s', (context, kind) => {
    expect(kindOfContext(context)).toBe(kind);
  });

  test('the owner of a list stands in its context', () => {
    expect(ownerInContext("https://graph.microsoft.com/v1.0/$metadata#applications('8E88')/federatedIdentityCredentials")).toBe('8e88');
    expect(ownerInContext('https://graph.microsoft.com/v1.0/$metadata#applications')).toBeUndefined();
  });
});

describe('how far people may let applications in', () => {
  const own = 'ManagePermissionGrantsForSelf.';
  const policy = (set: Record<string, unknown>): GraphObject => object({ id: 'ours', includes: [set], excludes: [] });

  // https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent
  test.each([
    [[], 'off'],
    [['ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team'], 'off'],
    [[`${own}microsoft-user-default-legacy`], 'open'],
    [[`${own}microsoft-user-default-low`], 'limited'],
    [[`${own}microsoft-user-default-recommended`], 'limited'],
    [[`${own}microsoft-user-default-low`, `${own}microsoft-user-default-legacy`], 'open'],
    [[`${own}ours`], undefined],
  ])('%j: %s', (assigned, consent) => {
    expect(consentOf(assigned, new Map())).toBe(consent);
  });

  test.each([
    [{ permissionType: 'delegated' }, 'open'],
    [{ permissionType: 'delegated', permissions: ['all'], clientApplicationIds: ['all'] }, 'open'],
    [{ permissionType: 'delegated', clientApplicationsFromVerifiedPublisherOnly: true }, 'limited'],
    [{ permissionType: 'delegated', permissionClassification: 'low' }, 'limited'],
    [{ permissionType: 'delegated', clientApplicationIds: ['a1'] }, 'limited'],
    [{ permissionType: 'delegated', permissions: ['p1'] }, 'limited'],
  ])('a policy of the tenant with %j: %s', (set, consent) => {
    const read = readConsentPolicy(policy(set));
    expect(consentOf([`${own}ours`], new Map(read === undefined ? [] : [[read.id, read]]))).toBe(consent);
  });
});

test.each([
  [{ isEnabled: false, applicationRestrictions: { passwordCredentials: [{ restrictionType: 'passwordLifetime' }] } }, []],
  [{ isEnabled: true, applicationRestrictions: { passwordCredentials: [{ restrictionType: 'passwordLifetime' }] } }, ['passwordLifetime']],
  [{ isEnabled: true, applicationRestrictions: { passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'disabled' }] } }, []],
  [{ isEnabled: true, applicationRestrictions: null }, []],
])('the policy for credentials %j limits %j', (raw, limits) => {
  expect(readAppPolicy(object(raw)).secret_limits).toEqual(limits);
});

describe('sign-in flows', () => {
  const flows = (raw: Record<string, unknown>): readonly string[] | undefined =>
    readApplication(object({ id: 'b1', appId: 'a1', ...raw }))?.flows;
  const quiet = { web: { redirectUris: [], implicitGrantSettings: {} }, isFallbackPublicClient: false };

  test.each([
    [{ ...quiet }, []],
    [{ ...quiet, isFallbackPublicClient: null }, []],
    [{}, undefined],
    [{ web: quiet.web }, undefined],
    [{ ...quiet, web: { implicitGrantSettings: { enableIdTokenIssuance: true } } }, []],
    [{ ...quiet, web: { implicitGrantSettings: { enableAccessTokenIssuance: true } } }, ['access tokens by the implicit grant']],
    [{ isFallbackPublicClient: true }, ['public client flows (password and device code)']],
    [
      { ...quiet, web: { redirectUris: ['http://localhost:8080/x', 'http://127.0.0.1/', 'https://a.example/x', 'http://[::1]:3000/'] } },
      [],
    ],
    [{ ...quiet, web: { redirectUris: ['http://localhost.evil.example/'] } }, ['a redirect to http://localhost.evil.example/']],
    [{ ...quiet, spa: { redirectUris: ['https://*.a.example/x'] } }, ['a redirect to https://*.a.example/x']],
    [{ ...quiet, publicClient: { redirectUris: ['http://a.example'] } }, ['a redirect to http://a.example']],
    [
      { oauth2AllowImplicitFlow: true, publicClient: true },
      ['access tokens by the implicit grant', 'public client flows (password and device code)'],
    ],
  ])('%j: %j', (raw, found) => {
    expect(flows(raw)).toEqual(found);
  });
});

describe('accounts of services', () => {
  const signs = (name: string, more: Record<string, unknown> = {}): readonly string[] | undefined => {
    const user = readUser(
      object({
        id: 'u',
        userPrincipalName: `${name}@acme.example`,
        passwordPolicies: 'None',
        signInActivity: { lastSignInDateTime: '2026-01-01T00:00:00Z' },
        ...more,
      }),
    );
    return user === undefined ? undefined : serviceAccountSigns(user);
  };

  test.each(['svc-backup', 'svcbackup', 'sa-orders', 'orders.api', 'sync_dc01', 'build-bot', 'rpa.invoices', 'no-reply'])(
    '%s is named like one',
    (name) => {
      expect(signs(name)).toEqual(['its name']);
    },
  );

  test.each(['ana.ruiz', 'sabine', 'robotham', 'capi.lopez', 'cicero', 'jobst', 'buildt', 'svante'])('%s is not', (name) => {
    expect(signs(name)).toEqual([]);
  });

  test('a second sign is a password that never expires, or sign-ins without a person', () => {
    expect(signs('svc-x', { passwordPolicies: 'DisablePasswordExpiration' })).toEqual(['its name', 'its password never expires']);
    expect(signs('svc-x', { signInActivity: { lastNonInteractiveSignInDateTime: '2026-01-01T00:00:00Z' } })).toEqual([
      'its name',
      'it signs in without a person',
    ]);
    expect(signs('svc-x', { signInActivity: undefined })).toBeUndefined();
  });
});

describe('AI agents', () => {
  const signs = (displayName: string, tags: readonly string[] = []): readonly string[] | undefined => {
    const application = readApplication(object({ id: 'b1', appId: 'a1', displayName, tags }));
    return application === undefined
      ? undefined
      : agentSigns({ id: 'x', name: displayName, application, microsoft: false, managed: false });
  };

  test.each(['Support copilot', 'HR chatbot', 'docs-mcp-server', 'Contract LLM', 'AI agent invoices', 'openai-proxy'])(
    '%s is one by its name',
    (name) => {
      expect(signs(name)).toEqual(['its name']);
    },
  );

  test.each(['Backup agent', 'SQL Agent', 'Travel agency', 'Real estate agents', 'Bottling', 'GPTech portal'])('%s is none', (name) => {
    expect(signs(name)).toEqual([]);
  });

  test('tags of the platforms that make them count', () => {
    expect(signs('Orders', ['power-virtual-agents-1f'])).toEqual(['its tag power-virtual-agents-1f']);
  });
});

test.each([
  [['GitHub deploy'], ['GitHub Actions']],
  [['https://VisualStudio/SPN0b1c'], ['Azure Pipelines']],
  [
    ['aks-orders', 'gitlab ci'],
    ['GitLab', 'Kubernetes'],
  ],
  [['nightly', undefined], []],
])('%j speaks of %j', (texts, platforms) => {
  expect(platformsIn(texts)).toEqual(platforms);
});
