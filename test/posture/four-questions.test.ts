import { expect, test } from 'vitest';
import type { Credential } from '../../src/inventory/credential.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import type { Power } from '../../src/permissions/power.ts';
import { answerFourQuestions } from '../../src/posture/four-questions.ts';

const identity: Identity = {
  id: 'entra:application/a1',
  plane: 'entra',
  kind: 'entra-application',
  name: 'web',
  scope: '',
  nature: 'workload',
  agent: false,
  standing: 'observed',
  evidence: [],
};

const decisions = { own: [], workloads: [], admission: [] };

const key = (more: Partial<Credential>): Credential => ({
  id: 'c',
  kind: 'entra-client-secret',
  name: 'key',
  static: false,
  evidence: [],
  ...more,
});

test.each([
  [{ static: true }, 'no', 'key without expiry'],
  [{ static: true, enabled: false }, 'yes', 'no credential without expiry seen'],
  [{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2028-01-01T00:00:00Z' }, 'no', 'key lives 730 days'],
  [{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-07-01T00:00:00Z' }, 'yes', 'no credential without expiry seen'],
  [{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2028-01-01T00:00:00Z', enabled: false }, 'yes', 'no credential without expiry seen'],
  [{ expiresAt: '2028-01-01T00:00:00Z' }, 'yes', 'no credential without expiry seen'],
] as const)('credentials %j are short-lived: %s', (more, answer, because) => {
  const power = { level: 'none', conditional: false } as unknown as Power;
  expect(answerFourQuestions({ identity, power, credentials: [key(more)], fanOut: 1, decisions }).lifetime).toEqual({ answer, because });
});
