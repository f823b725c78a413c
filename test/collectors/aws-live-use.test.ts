import { expect, test } from 'vitest';
import { account, denied, detailsXml, readAccount, roleXml, wholeAccount } from './aws-live-account.ts';
import type { StubHandler } from './aws-stub.ts';

const id = `aws:role/${account}/deploy`;
const whoseUse = (): readonly string[] => [id, `aws:role/${account}/not-read`];
const details = (status: string): string => `<JobStatus>${status}</JobStatus><JobCreationDate>2026-05-30T00:00:00Z</JobCreationDate>`;
const service = (name: string): string =>
  `<member><ServiceName>${name}</ServiceName><ServiceNamespace>${name}</ServiceNamespace><LastAuthenticated>2026-05-29T00:00:00Z</LastAuthenticated></member>`;

const jobs: Readonly<Record<string, StubHandler>> = {
  ...wholeAccount,
  GetAccountAuthorizationDetails: () => ({ xml: detailsXml({ roles: roleXml('deploy') }) }),
  GenerateServiceLastAccessedDetails: () => ({ xml: '<JobId>job-1</JobId>' }),
  GetServiceLastAccessedDetails: ({ Marker }, call) =>
    call === 0
      ? { xml: `${details('IN_PROGRESS')}<ServicesLastAccessed/>` }
      : {
          xml: `${details('COMPLETED')}<JobCompletionDate>2026-05-30T00:00:05Z</JobCompletionDate><ServicesLastAccessed>${service(Marker === undefined ? 's3' : 'sqs')}</ServicesLastAccessed><IsTruncated>${Marker === undefined}</IsTruncated>${Marker === undefined ? '<Marker>m1</Marker>' : ''}`,
        },
};

test('nobody is asked about unless it is wanted', async () => {
  const reading = await readAccount(jobs);
  expect(reading.calls.filter((c) => c.action.includes('LastAccessed'))).toEqual([]);
});

test('a job is waited for, all its pages are read, and the record says whose it is', async () => {
  const reading = await readAccount(jobs, { context: { whoseUse } });
  expect(reading.gaps).toEqual([]);
  expect(reading.calls.filter((c) => c.action === 'GenerateServiceLastAccessedDetails').map((c) => c.parameters)).toMatchObject([
    { Arn: `arn:aws:iam::${account}:role/deploy`, Granularity: 'ACTION_LEVEL' },
  ]);
  expect(reading.of('last-accessed').map((r) => r.raw)).toMatchObject([
    {
      Arn: `arn:aws:iam::${account}:role/deploy`,
      JobStatus: 'COMPLETED',
      JobCompletionDate: '2026-05-30T00:00:05Z',
      ServicesLastAccessed: [{ ServiceNamespace: 's3' }, { ServiceNamespace: 'sqs' }],
    },
  ]);
});

test('a refusal is a note, and the rest is read', async () => {
  const reading = await readAccount({ ...jobs, GenerateServiceLastAccessedDetails: denied }, { context: { whoseUse } });
  expect(reading.gaps).toMatchObject([{ why: 'denied', permission: 'iam:GenerateServiceLastAccessedDetails', partial: false }]);
  expect(reading.of('role-detail')).toHaveLength(1);
});

test('a job that never ends, or fails, is given up', async () => {
  for (const status of ['IN_PROGRESS', 'FAILED']) {
    const handler: StubHandler = () => ({ xml: `${details(status)}<ServicesLastAccessed/>` });
    const reading = await readAccount({ ...jobs, GetServiceLastAccessedDetails: handler }, { context: { whoseUse } });
    expect(reading.gaps).toMatchObject([{ permission: 'iam:GetServiceLastAccessedDetails', partial: false }]);
    expect(reading.of('last-accessed')).toEqual([]);
  }
});
