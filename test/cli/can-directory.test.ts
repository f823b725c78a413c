import { describe, expect, test } from 'vitest';
import { nhi } from './nhi.ts';

describe('nhi can for directories of Entra ID', () => {
  test.each([
    [
      ['hr-onboarding', 'AppRoleAssignment.ReadWrite.All', 'demo'],
      /^allowed {2}hr-onboarding.*\n.*\n.*AppRoleAssignment\.ReadWrite\.All, for the whole tenant/,
    ],
    [['hr-onboarding', 'Mail.Read', 'demo'], /^denied {2}/],
    [
      ['jon@acme.example', 'microsoft.directory/users/password/update', '/', 'demo'],
      /^allowed {2}.*\n.*\n {2}Global Administrator, on the whole directory/,
    ],
    [['mia@acme.example', 'microsoft.directory/users/password/update', 'demo'], /^denied {2}/],
    [['id-warehouse-sync', 'microsoft.directory/applications/create', 'demo'], /^denied {2}/],
  ])('%j', async (words, answer) => {
    const { code, out, err } = await nhi(['can', ...words]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(answer);
  });

  test('who can', async () => {
    const { code, out } = await nhi(['who-can', 'microsoft.directory/applications/credentials/update', 'demo']);
    expect(code).toBe(0);
    expect(out).toMatch(/^allowed {5}entra:user\/70f4a902.* Global Administrator\n/);
    expect(out).toMatch(/: 1 allowed, \d+ denied\n$/);
  });
});

test.each(['Microsoft.Authorization/*', 'microsoft.directory/applications/*', '*'])(
  '%s is a pattern, and not one action',
  async (action) => {
    const { code, err } = await nhi(['can', 'hr-onboarding', action, 'demo']);
    expect([code, err]).toEqual([2, `nhi: "${action}" is a pattern; ask about one action\n`]);
  },
);
