import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const tags = {
  'db-password': 'amber-Fjord-41',
  apiKey: 'violet-Reef-52',
  ApiToken: 'ochre-Dune-63',
  bypass: 'kept-1',
  secretary: 'kept-2',
};
const user = {
  UserName: 'app',
  UserId: 'AIDAAPP',
  Path: '/',
  Arn: 'arn:aws:iam::210987654321:user/app',
  CreateDate: '2026-01-01T00:00:00Z',
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
};

test('a tag whose key says that it is a secret is not kept in a snapshot', async () => {
  const dump = { UserDetailList: [user], RoleDetailList: [], GroupDetailList: [], Policies: [] };
  const cwd = makeDirectory({ 'details.json': JSON.stringify(dump) });
  await nhi(['collect', 'details.json', '-o', 'out.nhi'], { cwd });
  const snapshot = gunzipSync(readFileSync(join(cwd, 'out.nhi'))).toString();
  expect(snapshot).not.toMatch(/amber-Fjord|violet-Reef|ochre-Dune/);
  expect(snapshot).toContain('kept-1');
  expect(snapshot).toContain('kept-2');
});
