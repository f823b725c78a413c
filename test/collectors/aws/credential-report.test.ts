import { describe, expect, it } from 'vitest';
import { inventoryOf, readFixture, valuesOf } from './read-fixture.ts';

const account = '111122223333';

describe('credential report', () => {
  it('tells people from programs, and when each was last used', async () => {
    const { identities } = await inventoryOf('report/credential-report.csv');
    const facts = [...identities.values()].map((i) => [
      i.id,
      i.nature,
      i.lastUsedAt,
      i.aws?.console_password,
      i.aws?.mfa,
      i.aws?.active_keys,
    ]);
    expect(facts).toEqual([
      [`aws:root/${account}`, 'human', '2025-02-03T04:05:06Z', undefined, false, 1],
      [`aws:user/${account}/ana`, 'human', null, true, true, 0],
      [`aws:user/${account}/deploy-bot`, 'workload', '2025-06-07T08:09:00Z', false, false, 1],
      [`aws:user/${account}/both,quoted`, 'unknown', '2024-02-02T00:00:00Z', true, undefined, 1],
    ]);
  });

  it('gives passwords, keys and certificates', async () => {
    const { credentials } = await inventoryOf('report/credential-report.csv');
    expect([...credentials.values()].map((c) => [c.id, c.kind, c.enabled, c.lastUsedAt])).toEqual([
      [`aws:access-key/${account}/<root>@2020-01-02T00:00:00Z`, 'aws-root-access-key', true, null],
      [`aws:password/${account}/ana`, 'aws-console-password', true, null],
      [`aws:signing-certificate/${account}/ana/1`, 'aws-signing-certificate', true, undefined],
      [`aws:access-key/${account}/deploy-bot@2022-01-03T03:04:05Z`, 'aws-access-key', true, '2025-06-07T08:09:00Z'],
      [`aws:access-key/${account}/deploy-bot@2023-01-01T00:00:00Z`, 'aws-access-key', false, null],
      [`aws:password/${account}/both,quoted`, 'aws-console-password', true, '2024-01-01T00:00:00Z'],
      [`aws:access-key/${account}/both,quoted@2022-01-03T00:00:00Z`, 'aws-access-key', true, '2024-02-02T00:00:00Z'],
    ]);
  });

  it('says what it could not read in a field, and keeps the rest', async () => {
    const gaps = valuesOf(await readFixture('report/credential-report.csv'), 'gap');
    expect(gaps.filter((g) => g.why === 'unreadable').map((g) => [g.what, g.line])).toEqual([
      ['column user_creation_time of the credential report', 5],
      ['column mfa_active of the credential report', 5],
    ]);
  });

  it('fills the nature and the facts of users from the authorization details, in either order', async () => {
    const files = ['report/credential-report.csv', 'details/authorization-details.json'];
    for (const order of [files, files.toReversed()]) {
      const { identities, grants } = await inventoryOf(...order);
      const id = `aws:user/${account}/deploy-bot`;
      expect(identities.get(id)).toMatchObject({ nature: 'workload', owner: 'platform', aws: { path: '/ci/', active_keys: 1 } });
      expect(grants.get(id)?.map((g) => g.kind)).toEqual(['inline', 'attached', 'boundary']);
    }
  });

  it('reads the report inside the JSON that the AWS CLI prints', async () => {
    const csv = await readFixture('report/credential-report.csv');
    const json = await readFixture('report/get-credential-report.json');
    expect(valuesOf(json, 'credential').map((c) => c.id)).toEqual(valuesOf(csv, 'credential').map((c) => c.id));
  });

  it('leaves out a row that does not fit the header', async () => {
    const read = await readFixture('report/ragged.csv');
    expect(valuesOf(read, 'identity').map((i) => i.name)).toEqual(['ana', 'deploy-bot']);
    expect(valuesOf(read, 'gap')).toContainEqual(expect.objectContaining({ what: 'a row of the credential report', line: 3 }));
  });

  it('keeps two keys of one second apart, whichever of the list and the report says so', async () => {
    const [list, report] = ['lists/list-access-keys-together-111122223333.json', 'report/keys-made-together.csv'];
    for (const files of [[list], [report], [list, report], [report, list], [list, list, report]]) {
      const { credentials } = await inventoryOf(...files);
      expect([...credentials.values()].map((c) => [c.identity, c.enabled])).toEqual([
        [`aws:user/${account}/twins`, true],
        [`aws:user/${account}/twins`, true],
      ]);
    }
  });
});
