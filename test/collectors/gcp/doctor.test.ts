import { expect, test } from 'vitest';
import type { DoctorLine } from '../../../src/collectors/collector.ts';
import { collector } from '../../../src/collectors/gcp/collector.ts';
import { denied, disabled, type GoogleServer, startGoogle } from './google-server.ts';

async function check(source: string, server: GoogleServer): Promise<readonly DoctorLine[]> {
  const lines = await collector.doctor?.(source, {
    emit: () => undefined,
    environment: server.environment,
    now: new Date('2026-12-01T00:00:00Z'),
    progress: () => undefined,
    fingerprint: () => 'fp',
    foundAccessKeyIds: () => [],
  });
  return lines ?? [];
}

test('an organization that can be read: each permission is tried, those of projects in one of them', async () => {
  const server = await startGoogle();
  const lines = await check('gcp:organizations/4400', server);
  expect(lines.filter((line) => line.status !== 'ok')).toEqual([]);
  expect(lines.map((line) => line.check)).toContain('storage.hmacKeys.list');
  expect(server.asked.some((a) => a.path === '/storage/v1/projects/shop-prod/hmacKeys')).toBe(true);
  expect(server.asked.length).toBeLessThan(20);
});

test('what is missing is told with what it shows', async () => {
  const lines = await check(
    'gcp:projects/shop-prod',
    await startGoogle((a) => {
      if (a.api === 'policyanalyzer') return disabled('policyanalyzer.googleapis.com');
      return a.query.get('contentType') === 'IAM_POLICY' ? denied('cloudasset.assets.listIamPolicy') : undefined;
    }),
  );
  expect(lines.filter((line) => line.status !== 'ok').map((line) => [line.status, line.check, line.remedy?.slice(0, 60)])).toEqual([
    ['missing', 'cloudasset.assets.listIamPolicy', 'allow cloudasset.assets.listIamPolicy (required): it shows w'],
    [
      'failed',
      'policyanalyzer.serviceAccountLastAuthenticationActivities.query',
      'turn the API on: PERMISSION_DENIED: policyanalyzer.googleapi',
    ],
    [
      'failed',
      'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query',
      'turn the API on: PERMISSION_DENIED: policyanalyzer.googleapi',
    ],
  ]);
});

test('credentials that are not accepted', async () => {
  const server = await startGoogle(() => ({ status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'no' } } }));
  expect(await check('gcp:organizations/4400', server)).toMatchObject([
    { status: 'failed', remedy: expect.stringContaining('gcloud auth') },
  ]);
  expect(await check('gcp:nothing', server)).toMatchObject([{ status: 'failed', remedy: expect.stringContaining('gcp:organizations/') }]);
});

test('the role to give: every permission once, those of pools as roles spell them', () => {
  const document = collector.permissionDocument?.() ?? '';
  const listed = [...document.matchAll(/^- (.+)$/gm)].map((m) => m[1]);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed).toContain('iam.googleapis.com/workloadIdentityPools.list');
  expect(listed.filter((p) => /\.(?:create|update|delete|set\w*|getKeyString|access)$/.test(p ?? ''))).toEqual([]);
});
