import { expect, test } from 'vitest';
import { readPolicyText } from '../../../src/collectors/vault/policy-text.ts';

// https://developer.hashicorp.com/vault/docs/concepts/policies
test.each([
  ['a path', 'path "a/b" { capabilities = ["read"] }', [{ path: 'a/b', capabilities: ['read'] }]],
  [
    'parameters',
    'path "a" { capabilities = ["update"]\n allowed_parameters = { x = [] } }',
    [{ path: 'a', capabilities: ['update'], limited: true }],
  ],
  [
    'a template',
    'path "secret/data/{{identity.entity.id}}/*" { capabilities = ["read"] }',
    [{ path: 'secret/data/+/*', capabilities: ['read'], limited: true }],
  ],
  [
    'a template in JSON',
    '{"path":{"a/x-{{identity.entity.name}}":{"capabilities":["read"]}}}',
    [{ path: 'a/+', capabilities: ['read'], limited: true }],
  ],
  ['the old words', 'path "a" { policy = "write" }', [{ path: 'a', capabilities: ['create', 'read', 'update', 'delete', 'list'] }]],
])('%s', (_, text, rules) => {
  expect(readPolicyText(text)).toEqual({ rules, whole: true });
});
