import { describe, expect, test } from 'vitest';
import { randomSecret } from '../../../src/collectors/secret-formats/random-secret.ts';

describe('a variable whose name and value are a secret', () => {
  test.each([
    ['DB_PASSWORD', 'k7Qz2mWx9LpT4', 'password', 'database'],
    ['dbPassword', 'vR8!tq2Lm#0zPa', 'password', 'database'],
    ['AWS_SECRET_ACCESS_KEY', 'Lst69XrwdIigCfl4wbHCYyWAuSgJ8IWpWy9bMGD8', 'api-key', 'cloud'],
    ['JWT_SECRET', '9f2c4be17a03d58e6619fbb0c7a4e2d1', 'password', 'other'],
    ['PARTNER_API_KEY', 'q8Zt3nB6vXc1Lk5mPw0R', 'api-key', 'other'],
    ['SESSION_TOKEN_PROD', 'Yb4-kQ9_zT2wLx7vNm1c', 'token', 'other'],
    ['REDIS_PASS', 'hG7k2Qp9zXw4tLm1', 'password', 'database'],
  ])('%s=%s', (name, value, kind, purpose) => {
    expect(randomSecret(name, value)).toEqual({ kind, purpose });
  });
});

describe('a variable that is none', () => {
  test.each([
    ['a stand-in', 'DB_PASSWORD', 'changeme-please-1'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the Serverless Framework
    ['a reference', 'DB_PASSWORD', '${ssm:/app/db/password}'],
    ['a dynamic reference', 'DB_PASSWORD', '{{resolve:secretsmanager:app:SecretString:password}}'],
    ['the ARN of a secret', 'DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
    ['the name of a secret', 'DB_SECRET', 'orders/database/v2'],
    ['a path', 'TLS_PRIVATE_KEY', '/etc/tls/keys/server-2026a.pem'],
    ['a name with a date', 'DEPLOY_TOKEN', 'release-candidate-2026'],
    ['a test value', 'API_KEY', 'test-k7Qz2mWx9LpT4'],
    ['a word with a number', 'ADMIN_PASSWORD', 'Mozambique2024!'],
    ['a number', 'SESSION_SECRET', '8274619203847561'],
    ['a short value', 'DB_PASSWORD', 'k7Qz2m'],
    ['a UUID', 'CLIENT_SECRET', '3f2b8c1e-9a47-4d0e-b5c6-72e19f8a4d03'],
    ['a public key', 'STRIPE_PUBLIC_KEY', 'q8Zt3nB6vXc1Lk5mPw0R'],
    ['a page token', 'NEXT_PAGE_TOKEN', 'q8Zt3nB6vXc1Lk5mPw0R'],
    ['a name that says nothing', 'TABLE_NAME', 'q8Zt3nB6vXc1Lk5mPw0R'],
    ['the length of a password', 'PASSWORD_LENGTH', '16'],
    ['a switch', 'USE_TOKEN', 'true'],
    ['words', 'DB_PASSWORD', 'correct horse battery staple 7'],
  ])('%s: %s=%s', (_, name, value) => {
    expect(randomSecret(name, value)).toBeUndefined();
  });
});
