import { expect, test } from 'vitest';
import { isDefaultAccount, isServiceAgent, readMember } from '../../../src/collectors/google-model/members.ts';

test.each<[string, 'agent' | 'default' | 'neither']>([
  ['service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com', 'agent'],
  ['service-123456789012@container-engine-robot.iam.gserviceaccount.com', 'agent'],
  ['service-org-123456789012@gcp-sa-ktd-hpsa.iam.gserviceaccount.com', 'agent'],
  ['service-123456789012@some-new-producer-prod.iam.gserviceaccount.com', 'agent'],
  ['123456789012@cloudservices.gserviceaccount.com', 'agent'],
  ['p123456789012-abcdef@gcp-sa-cloud-sql.iam.gserviceaccount.com', 'agent'],
  ['123456789012@cloudbuild.gserviceaccount.com', 'neither'],
  ['123456789012-compute@developer.gserviceaccount.com', 'default'],
  ['acme@appspot.gserviceaccount.com', 'default'],
  ['service-billing@acme.iam.gserviceaccount.com', 'neither'],
  ['ci@acme.iam.gserviceaccount.com', 'neither'],
  ['ci@acme.example.com.iam.gserviceaccount.com', 'neither'],
  ['service-1@acme.example', 'neither'],
])('%s: %s', (email, is) => {
  expect([isServiceAgent(email), isDefaultAccount(email)]).toEqual([is === 'agent', is === 'default']);
});

test.each<[string, string | undefined]>([
  ['serviceAccount:ci@acme.iam.gserviceaccount.com', 'gcp:service-account/ci@acme.iam.gserviceaccount.com'],
  ['serviceAccount:acme.svc.id.goog[shop/web]', 'gcp:principal/serviceAccount:acme.svc.id.goog[shop/web]'],
  ['user:ann@acme.example', 'gcp:user/ann@acme.example'],
  ['group:ops@acme.example', 'gcp:group/ops@acme.example'],
  ['domain:acme.example', 'gcp:domain/acme.example'],
  ['allUsers', 'gcp:allUsers'],
  ['projectEditor:acme', 'gcp:projectEditor/acme'],
  ['principalSet://iam.googleapis.com/x/*', 'gcp:principal/principalSet://iam.googleapis.com/x/*'],
  ['deleted:serviceAccount:a@b.iam.gserviceaccount.com?uid=1', 'gcp:deleted/serviceAccount:a@b.iam.gserviceaccount.com?uid=1'],
  ['deleted:principal://iam.googleapis.com/x', 'gcp:deleted/principal://iam.googleapis.com/x'],
  ['deleted:', undefined],
  ['serviceAccount:nobody', undefined],
  ['martian:x', undefined],
  ['', undefined],
  [`user:${'x'.repeat(2000)}`, undefined],
])('%s is %s', (text, holder) => {
  expect(readMember(text)?.holder).toBe(holder);
});
