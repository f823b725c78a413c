import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { readAssignments } from '../../../src/collectors/repository/credential-files/dotenv.ts';
import { scan, write } from './scan.ts';

const secret = 'Kq7Zt2Wm9Xv4Lp6Rb8Nc';
const key = `-----BEGIN RSA PRIVATE KEY-----\n${secret.repeat(5)}\n-----END RSA PRIVATE KEY-----\n`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['.env', `TOKEN=${secret}\n`, 'token', 1],
  ['deploy/prod.env', `\n\nTOKEN=${secret}\n`, 'token', 3],
  ['.envrc', `export TOKEN='${secret}'\n`, 'token', 1],
  ['terraform.tfvars', `region = "eu"\ndb_password = "${secret}"\n`, 'password', 2],
  ['.npmrc', `//npm.example.net/:_authToken=${secret}\n`, 'token', 1],
  ['.pypirc', `[pypi]\nusername = __token__\npassword = ${secret}\n`, 'password', 3],
  ['.netrc', `machine git.example.net login bot password ${secret}\n`, 'password', 1],
  ['.git-credentials', `https://bot:${secret}@git.example.net\n`, 'password', 1],
  ['.docker/config.json', JSON.stringify({ auths: { 'r.example.net': { auth: base64(`bot:${secret}`) } } }), 'token', 1],
  ['kubeconfig', `users:\n  - name: ci\n    user:\n      token: ${secret}\n`, 'token', 4],
  ['.kube/config', `users:\n  - name: ci\n    user:\n      client-key-data: ${base64(key)}\n`, 'private-key', 4],
  ['.config/gh/hosts.yml', `github.com:\n  oauth_token: ${secret}\n`, 'token', 2],
  ['tls/server.pem', key, 'private-key', 1],
  [
    'state/x.tfstate',
    JSON.stringify({ version: 4, resources: [{ type: 'x', instances: [{ attributes: { password: secret, id: 'a' } }] }] }),
    'password',
    1,
  ],
])('%s', async (file, text, kind, line) => {
  const { fragments, inventory } = await scan(write({ [file]: text }));
  const folder = file.includes('/') ? `/${file.slice(0, file.lastIndexOf('/'))}` : '';
  const found = [...inventory.credentials.values()];
  expect(found.map((c) => c.kind)).toEqual([kind]);
  expect(found[0]?.found?.[0]).toMatchObject({ file, evidence: { line } });
  expect(inventory.links.map((l) => l.from)).toEqual([`repository:application/shop${folder}`]);
  expect(inventory.identities.get(`repository:application/shop${folder}`)).toMatchObject({
    kind: 'application',
    nature: 'workload',
    agent: false,
  });
  expect(JSON.stringify(fragments)).not.toContain(secret);
});

test.each([
  ['.env.example', 'TOKEN=Kq7Zt2Wm9Xv4Lp6Rb8Nc\n'],
  ['.env', 'TOKEN=${OTHER}\nKEY=changeme\n# SECRET=Kq7Zt2Wm9Xv4Lp6Rb8Nc\n'],
  ['tls/ca.pem', '-----BEGIN CERTIFICATE-----\nKq7Zt2Wm9Xv4Lp6Rb8Nc\n-----END CERTIFICATE-----\n'],
])('%s holds nothing', async (file, text) => {
  const { inventory } = await scan(write({ [file]: text }));
  expect([...inventory.credentials.values(), ...inventory.identities.values()]).toEqual([]);
});

describe('AWS keys', () => {
  const id = 'AKIAY34FZKBOKMUTVV7A';
  const value = 'tB5zWq1Xk8Lm3Vn6Jc9Rd2Ys7Hf4Pg0Ea+Uo/QiT';

  test('each profile is a pair', async () => {
    const other = 'AKIAZ7Q2MX4KT3VNB6RC';
    const text = `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${value}\n[other]\naws_access_key_id = ${other}\naws_secret_access_key = ${value.toLowerCase().slice(0, 39)}Z\n`;
    const { inventory } = await scan(write({ '.aws/credentials': text }));
    expect([...inventory.credentials.keys()].sort()).toEqual([`aws:access-key/${id}`, `aws:access-key/${other}`]);
  });

  test('a secret without its id is a secret of its own', async () => {
    const { inventory } = await scan(write({ '.env': `AWS_SECRET_ACCESS_KEY=${value}\n` }));
    expect([...inventory.credentials.values()]).toMatchObject([
      { id: expect.stringMatching(/^secret:[0-9a-f]{12}$/), provider: 'aws', purpose: 'cloud' },
    ]);
  });

  test('an id without its secret is no credential', async () => {
    const { inventory } = await scan(write({ '.env': `AWS_ACCESS_KEY_ID=${id}\n` }));
    expect(inventory.credentials.size).toBe(0);
  });

  test('a temporary key ends by itself', async () => {
    const text = `AWS_ACCESS_KEY_ID=${id.replace('AKIA', 'ASIA')}\nAWS_SECRET_ACCESS_KEY=${value}\nAWS_SESSION_TOKEN=${'Kq7Zt2Wm9Xv4Lp6Rb8Nc'.repeat(6)}\n`;
    const { inventory } = await scan(write({ '.env': text }));
    expect([...inventory.credentials.values()]).toMatchObject([{ kind: 'aws-access-key', static: false }]);
  });
});

test('a signed token says when it ends', async () => {
  const jwt = [{ alg: 'HS256' }, { sub: 'ci-runner', exp: 1_800_000_000 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const { inventory } = await scan(write({ '.env': `TOKEN=${jwt}.${secret}${secret}\n` }));
  expect([...inventory.credentials.values()]).toMatchObject([{ static: false, expiresAt: '2027-01-15T08:00:00.000Z' }]);
});

test('assignments keep their lines', () => {
  const text = '# a\r\nexport A="x y" # note\r\nB=\'z\'\nC="one\ntwo"\nD=plain # note\nnot an assignment\nE="open\n';
  expect(readAssignments(text).map((c) => [c.key, c.value, c.spot.line])).toEqual([
    ['A', 'x y', 2],
    ['B', 'z', 3],
    ['C', 'one\ntwo', 4],
    ['D', 'plain', 6],
    ['E', 'open', 8],
  ]);
});
