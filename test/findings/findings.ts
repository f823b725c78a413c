import type { Finding } from '../../src/findings/finding.ts';

/** A failure to start from. */
export const failure: Finding = {
  fingerprint: '0123456789abcdef',
  rule: 'acme-key-old',
  severity: 'high',
  confidence: 'high',
  status: 'fail',
  title: 'Old key',
  message: 'A key is old',
  identity: 'aws:iam-user/111122223333/ci',
  subject: 'aws:access-key/AKIA1',
  subjectKind: 'credential',
  evidence: [],
  frameworks: [],
  fix: { summary: 'Replace it.' },
  why: 'It is old.',
};
