import { describe, expect, test } from 'vitest';
import { expectRefusal, nhi } from './nhi.ts';

describe('nhi list --where', () => {
  test.each([
    ['identity.privileged && identity.unused_days > 90', ['break-glass', 'lambda-maintenance', 'migration-2024', 'root', 'root']],
    ["identity.name == 'ci-deploy'", ['ci-deploy']],
    ["identity.can('iam:PassRole') == 'allowed' && identity.kind == 'aws-iam-user'", ['break-glass', 'ci-deploy']],
  ])('%s', async (condition, names) => {
    const { out, code } = await nhi(['list', 'demo', '-q', '--where', condition, '--columns', 'name']);
    expect(code).toBe(0);
    expect(out.trim().split('\n').slice(1).sort()).toEqual(names);
  });

  test('says how many it cannot be decided for', async () => {
    const { err } = await nhi(['list', 'demo', '--where', 'identity.unused_days > 400']);
    expect(err).toMatch(/^\d+ identities are left out of which it is not known$/m);
  });

  test.each([
    ['identity.unused_dayz > 1', 'unknown fact "identity.unused_dayz"; did you mean "unused_days"?'],
    ['identity.name ==', '--where: '],
    ['identity.name', 'a condition must be true or false; this is a string'],
  ])('%s is refused', async (condition, message) => expectRefusal(await nhi(['list', 'demo', '--where', condition]), message));
});
