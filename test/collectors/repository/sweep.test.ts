// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what people write into files.
import { describe, expect, test } from 'vitest';
import { checksummed, generated, jwt, pem } from '../../token-shapes.ts';
import { scan, write } from './scan.ts';

const keyId = `AKIA${generated(16, 3, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
const guid = '0d1f3c2e-7a5d-4a9e-9d1c-1f2e3d4c5b6a';
const secret = generated(32, 5);
const strong = `${generated(10, 6)}7!`;

/** A file, its text, and the kinds and names that are found in it. */
const found: readonly (readonly [path: string, text: string, ...names: string[]])[] = [
  ['src/app.ts', `const c = new Client({ apiKey: "${secret}", name: 'x' });`, 'api-key apiKey'],
  ['src/a.ts', `const password: string = "${strong}x#";`, 'password password'],
  ['src/a.go', `apiToken := "${secret}"`, 'token apiToken'],
  ['src/a.py', `HEADERS = {"Authorization": "Bearer ${secret}"}`, 'token Authorization'],
  ['src/A.java', `private static final String API_TOKEN = "${secret}";`, 'token API_TOKEN'],
  ['src/a.rb', `config.secret_key = '${secret}'`, 'api-key config.secret_key'],
  ['src/a.js', `fetch("https://bot:${generated(14, 8)}@git.brindle.example/x")`, 'password password in a URL'],
  ['src/a.php', `'dsn' => 'mysql://app:${generated(14, 8)}@db.brindle.example/x',`, 'connection-string connection string in a URL'],
  ['config/a.yaml', `db:\n  password: ${strong} # the old one\n`, 'password password'],
  ['config/b.yaml', `env:\n  - name: API_TOKEN\n    value: ${secret}\n`, 'token API_TOKEN'],
  ['config/a.json', `{ "client": { "clientSecret": "${secret}" } }`, 'password clientSecret'],
  ['config/a.toml', `[x]\napi_key = "${secret}"\n`, 'api-key api_key'],
  ['config/a.ini', `[x]\npassword=${strong}\n`, 'password password'],
  ['config/a.properties', `spring.datasource.password=${strong}\n`, 'password spring.datasource.password'],
  ['config/web.config', `<add key="ApiKey" value="${secret}"/>\n<password>${strong}</password>\n`, 'api-key ApiKey', 'password password'],
  ['deploy.sh', `export API_TOKEN=${secret}\n`, 'token API_TOKEN'],
  ['accessKeys.csv', `User,Access key ID,Secret access key\nci,${keyId},${generated(40, 12)}\n`, `aws-access-key ${keyId}`],
  ['notes.md', `use ${checksummed('npm_')} for now\n`, 'token npm token'],
  ['notes.txt', `-- ${checksummed('ghp_', 4)} --`, 'token github personal token'],
  ['src/b.ts', `const t = "${jwt({ iss: 'https://login.brindle.internal', exp: 1_900_000_000 })}";`, 'token t'],
  ['src/c.py', `"""A module."""\nAPI_TOKEN = "${secret}"\n'''x'''\n`, 'token API_TOKEN'],
  ['src/c.ts', `const key = \`${pem()}\`;`, 'private-key key'],
  ['test/login.test.ts', `const t = '${checksummed('gho_', 7)}';`, 'token t'],
];

/** Files in which nothing is to be flagged. */
const harmless: readonly (readonly [why: string, path: string, text: string])[] = [
  ['an example in a comment', 'src/a.ts', `// apiKey: "${secret}"\n/*\n * apiKey: "${secret}"\n */`],
  ['a comment of a configuration', 'config/a.yaml', `# password: ${strong}\n`],
  ['test data', 'test/a.ts', `const c = { apiKey: "${secret}", password: "${strong}x#" };`],
  ['a private key of a test', 'tests/fixtures/server.pem', pem()],
  ['a test beside its source', 'src/login.test.ts', `const apiKey = "${secret}";`],
  ['an example to fill in', 'config/app.example.yaml', `password: ${strong}\n`],
  ['references', 'config/a.yaml', 'password: ${DB_PASSWORD}\ntoken: {{ .Values.token }}\nsecret: vault:kv/x#y\n'],
  ['placeholders', 'config/a.yaml', 'password: changeme-please1!\ntoken: your-token-here-1234567\napiKey: xxxxxxxxxxxxxxxxxxxx1\n'],
  ['labels', 'src/labels.json', '{ "password": "Passwort", "forgotPassword": "Passwort vergessen?", "token": "Your token" }'],
  [
    'code',
    'src/a.ts',
    'const token = await getToken(user);\nconst secretName = "my-secret-name-v2";\nif (password === "letmein99X!") x();\ntype A = { token: string };',
  ],
  ['a name of a variable', 'src/a.py', 'token = os.environ["API_TOKEN_PRODUCTION_1"]\npassword = "DB_PASSWORD_PRODUCTION"\n'],
  ['a text in YAML within Python', 'src/a.py', `EXAMPLES = r'''\n- x:\n    api_key: "${secret}"\n'''\n`],
  [
    'an answer shown in the documentation of a Python file',
    'src/a.py',
    `def f():\n    """Gives\n    {'oauth_token_secret': '${secret}'}\n    """\n`,
  ],
  ['a key in a comment that documents code', 'src/a.js', `/**\n *   key:\n *     '${pem().replaceAll('\n', '\\n')}'\n */\n`],
  [
    'what was encrypted',
    'config/a.yaml',
    `password: ENCRYPTED[${generated(40, 8)}]\ntoken: ENC[${generated(40, 9)}]\nsecret: "{cipher}${generated(40, 9)}"\n`,
  ],
  ['a word in base64', 'config/a.yaml', 'login_password: UGFzc3dvcmQ6\n'],
  ['a password that is not needed', 'src/a.json', '{ "baseUrl": "http://x", "password": "not-needed" }'],
  ['an address in a message', 'src/a.js', 'throw new Error("use dotenv://:key_1234@dotenv.brindle.example/vault");\n'],
  ['a page of a manual', 'man5/Dockerfile.5.gz', '\u001f\u008b\u0000'],
  ['a pattern', 'src/a.json', '{ "secret": "^arn:aws([a-z]|\\\\-)*:secretsmanager:[0-9]{12}$" }'],
  ['tokens that only make a call unique', 'src/a.json', `{ "ClientRequestToken": "${secret}", "nextToken": "${secret}" }`],
  ['a checksum that does not fit', 'notes.md', `use ghp_${generated(36, 2)}\n`],
  ["the vendor's own example", 'src/a.ts', 'const id = "AKIAIOSFODNN7EXAMPLE"; const k = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";'],
  ['a key id alone', 'src/a.ts', `const id = "${keyId}";`],
  ['a token of the documentation', 'src/a.ts', `const t = "${jwt({ sub: '1234567890', name: 'John Doe' })}";`],
  [
    'a key cut short for show',
    'src/a.ts',
    'const k = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpQIBAAKCAQEAuyf/lNrH9ck8DmNyo3fGMIIEpQIBAAKCAQ...";',
  ],
  ['a generated file', 'package-lock.json', `{ "x": { "integrity": "sha512-${generated(86, 3)}==", "apiKey": "${secret}" } }`],
  ['a bundle', 'public/app.min.js', `a({apiKey:"${secret}"})`],
  [
    'a key that clients of Firebase publish',
    'src/firebase.ts',
    `const c = { apiKey: "AIza${generated(35, 4)}", authDomain: "shop.firebaseapp.com" };`,
  ],
  ['a user without a password', 'src/a.js', 'h = { Authorization: "Basic b3BlbnNoaWZ0LWNoYWxsZW5naW5nLWNsaWVudDo=" };'],
  [
    "an emulator's key",
    'src/a.ts',
    'const c = "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";',
  ],
  ['a key that clients of PostHog publish', 'src/a.ts', `new PostHog({ apiKey: "phc_${generated(40, 4)}" });`],
  ['an address that reports are sent to', 'src/a.ts', `SENTRY_URL = "https://${generated(32, 4)}:${generated(32, 5)}@sentry.io/174697";`],
  ['digits that somebody counted', 'src/a.ts', 'const content = \'api_key = "sk-abc123456789012345678901234567890"\';'],
  ['the version of an action', 'src/a.ts', 'const ACTIONS_CREATE_GITHUB_APP_TOKEN = "actions/create-github-app-token@v3.2.0";'],
  ["other people's code", 'node_modules/x/index.js', `const apiKey = "${secret}";`],
  ['a binary', 'src/a.ts', `\0\0const apiKey = "${secret}";`],
];

describe('files that no reader was made for', () => {
  test.each(found)('%s: %s', async (path, text, ...names) => {
    const { inventory, fragments } = await scan(write({ [path]: text }));
    expect([...inventory.credentials.values()].map((c) => `${c.kind} ${c.name}`).sort()).toEqual([...names].sort());
    for (const value of [secret, strong]) expect(JSON.stringify(fragments)).not.toContain(value);
  });

  test.each(harmless)('nothing to flag: %s', async (_why, path, text) => {
    const { inventory } = await scan(write({ [path]: text }));
    expect([...inventory.credentials.values()].map((c) => c.name)).toEqual([]);
    expect(inventory.gaps).toEqual([]);
  });

  test('the place is the line and column of the value', async () => {
    const { inventory } = await scan(write({ 'src/a.ts': `const x = 1;\n\n  const apiKey = "${secret}";\n` }));
    expect([...inventory.credentials.values()][0]?.found?.[0]).toMatchObject({ file: 'src/a.ts', evidence: { line: 3, column: 19 } });
  });

  test('one secret in two files is one credential', async () => {
    const { inventory } = await scan(
      write({ 'a/package.json': '{}', 'a/x.ts': `const apiKey = "${secret}";`, '.env': `API_KEY=${secret}\n` }),
    );
    const [credential, ...others] = inventory.credentials.values();
    expect(others).toEqual([]);
    expect(credential?.found?.map((f) => f.file).sort()).toEqual(['.env', 'a/x.ts']);
  });

  test('a secret of an application that a state and a file both hold is one', async () => {
    const value = generated(40, 31);
    const provider = 'provider["registry.terraform.io/hashicorp/azuread"]';
    const state = (type: string, attributes: object): object => ({
      mode: 'managed',
      type,
      name: 'x',
      provider,
      instances: [{ attributes }],
    });
    const resources = [
      state('azuread_application', { client_id: guid, object_id: guid, id: `/applications/${guid}`, display_name: 'orders' }),
      state('azuread_application_password', { application_id: `/applications/${guid}`, value, key_id: guid.replace('0d', '1d') }),
    ];
    const { inventory } = await scan(
      write({
        'infra/terraform.tfstate': JSON.stringify({
          version: 4,
          terraform_version: '1.9.0',
          serial: 1,
          lineage: 'x',
          outputs: {},
          resources,
        }),
        '.env': `AZURE_CLIENT_ID=${guid}\nAZURE_TENANT_ID=${guid}\nAZURE_CLIENT_SECRET=${value}\n`,
      }),
    );
    const [credential, ...others] = inventory.credentials.values();
    expect(others.map((c) => c.id)).toEqual([]);
    expect(credential?.identity).toBe(`entra:application/${guid}`);
    expect(new Set(credential?.found?.map((f) => f.file))).toEqual(new Set(['.env', 'infra/terraform.tfstate']));
  });

  test('a large file is read in pieces, and what stands across two of them is found once', async () => {
    const line = 'the quick brown fox jumps over the lazy dog again\n';
    const at = 1024 * 1024 - 32 * 1024 - 20;
    const text = `${line.repeat(30_000).slice(0, at)}\nconst a = '${checksummed('ghp_', 4)}';\n${line.repeat(30_000)}const b = '${checksummed('ghp_', 5)}';\n`;
    const { inventory } = await scan(write({ 'src/large.ts': text }));
    const lines = [...inventory.credentials.values()].flatMap((c) => c.found?.map((f) => f.evidence.line));
    const expected = text.split('\n').flatMap((l, i) => (l.includes('ghp_') ? [i + 1] : []));
    expect(lines.sort()).toEqual(expected.sort());
  });

  test('an application of Azure is named by the id beside its secret', async () => {
    const text = `ARM_TENANT_ID = "1b1f3c2e-7a5d-4a9e-9d1c-1f2e3d4c5b6a"\nARM_CLIENT_ID = "${guid}"\nARM_CLIENT_SECRET = "${generated(36, 4)}"\n`;
    for (const path of ['deploy/azure.py', '.env']) {
      const { inventory } = await scan(write({ [path]: text }));
      expect([...inventory.credentials.values()].map((c) => c.identity)).toEqual([`entra:application/${guid}`]);
      expect(inventory.identities.get(`entra:application/${guid}`)?.standing).toBe('named');
    }
  });

  test('a key of Google is joined by its id to its service account, under any name', async () => {
    const id = generated(40, 3, '0123456789abcdef');
    const email = 'deployer@brindle-shop.iam.gserviceaccount.com';
    const text = JSON.stringify({ type: 'service_account', private_key_id: id, private_key: pem(''), client_email: email }, null, 2);
    for (const path of ['config/anything.json', 'service-account.json']) {
      const { inventory } = await scan(write({ [path]: text }));
      expect([...inventory.credentials.values()].map((c) => [c.identity, c.aliases])).toEqual([
        [`gcp:service-account/${email}`, [`gcp:service-account-key/${id}`]],
      ]);
    }
  });
});
