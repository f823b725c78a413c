import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/inventory/evidence.ts';
import { makeDirectory, nhi, root } from './nhi.ts';

const statements = [
  { Sid: 'Look', Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' },
  { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
] as const;
const document = { Version: '2012-10-17', Statement: statements };
const lone = { Version: '2012-10-17', Statement: statements[1] };
const user = (name: string, policy: unknown) => ({
  UserName: name,
  Arn: `arn:aws:iam::111122223333:user/${name}`,
  UserPolicyList: policy === undefined ? [] : [{ PolicyName: 'own', PolicyDocument: policy }],
  GroupList: name === 'grouped' ? ['readers'] : [],
  AttachedManagedPolicies: name === 'attached' ? [{ PolicyName: 'reading', PolicyArn: 'arn:aws:iam::111122223333:policy/reading' }] : [],
});
const directory = makeDirectory({
  'gaad.json': JSON.stringify(
    {
      UserDetailList: [
        user('listed', document),
        user('lone', lone),
        user('text', encodeURIComponent(JSON.stringify(document))),
        user('grouped', undefined),
        user('attached', undefined),
      ],
      GroupDetailList: [
        {
          GroupName: 'readers',
          Arn: 'arn:aws:iam::111122223333:group/readers',
          GroupPolicyList: [{ PolicyName: 'theirs', PolicyDocument: document }],
          AttachedManagedPolicies: [],
        },
      ],
      RoleDetailList: [],
      Policies: [
        {
          PolicyName: 'reading',
          Arn: 'arn:aws:iam::111122223333:policy/reading',
          DefaultVersionId: 'v2',
          PolicyVersionList: [
            { VersionId: 'v1', IsDefaultVersion: false, Document: lone },
            { VersionId: 'v2', IsDefaultVersion: true, Document: document },
          ],
        },
      ],
    },
    null,
    1,
  ),
});

describe('the place of a deciding statement leads to it in the dump', () => {
  test.each([
    ['listed', '/UserDetailList/0/UserPolicyList/0/PolicyDocument/Statement/1'],
    // A lone statement is found in its policy, and inside text no pointer leads.
    ['lone', '/UserDetailList/1/UserPolicyList/0'],
    ['text', '/UserDetailList/2/UserPolicyList/0'],
    ['grouped', '/GroupDetailList/0/GroupPolicyList/0/PolicyDocument/Statement/1'],
    ['attached', '/Policies/0/PolicyVersionList/1/Document/Statement/1'],
  ])('%s', async (name, pointer) => {
    const ran = await nhi(['can', name, 's3:GetObject', 'gaad.json', '--format', 'json'], { cwd: directory });
    const { statements: found } = JSON.parse(ran.out) as { statements: { statement: string; evidence: Evidence[] }[] };
    expect(found.map((s) => s.statement)).toEqual(['Read']);
    expect(found[0]?.evidence[0]).toMatchObject({ file: 'gaad.json', pointer });
    const at = valueAt(JSON.parse(readFileSync(join(directory, 'gaad.json'), 'utf8')), pointer);
    expect(JSON.stringify(at)).toContain('Read');
    if (pointer.includes('/Statement/')) expect(at).toEqual(statements[1]);
  });
});

describe('in the report of a dump', () => {
  const dump = join(root, 'fixtures/acme/aws/418273645501-authorization-details.json');
  let report: { findings: { evidence: Evidence[] }[]; paths: { steps: { evidence: Evidence[] }[] }[] };
  let whole: unknown;
  beforeAll(async () => {
    const ran = await nhi(['scan', dump, '--format', 'json', '--fail-on', 'none', '--allow-gaps']);
    report = JSON.parse(ran.out) as typeof report;
    whole = JSON.parse(readFileSync(dump, 'utf8'));
  });

  test('every place leads somewhere, and those of statements to what their notes say', () => {
    const places = [...report.findings, ...report.paths.flatMap((p) => p.steps)].flatMap((f) => f.evidence);
    const statementsSeen = places.filter((e) => /\/(?:PolicyDocument|Document)\/Statement\/\d+$/.test(e.pointer ?? ''));
    expect(statementsSeen.length).toBeGreaterThan(20);
    for (const { pointer = '', file } of places) if (file === dump) expect(valueAt(whole, pointer), pointer).toBeDefined();
    for (const { pointer = '', note = '' } of statementsSeen) {
      const { Effect, Action } = valueAt(whole, pointer) as { Effect: string; Action?: string | string[] };
      expect(note, pointer).toContain(Effect);
      if (Action !== undefined) expect(note, pointer).toContain([Action].flat()[0]);
    }
  });
});

/** What a JSON pointer leads to (RFC 6901). */
function valueAt(value: unknown, pointer: string): unknown {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>(
    (at, part) => (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}
