import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprinter } from '../../../../src/collectors/fingerprint.ts';
import { readAction, readWorkflow } from '../../../../src/collectors/repository/workflows/workflow.ts';
import { YamlTree } from '../../../../src/collectors/repository/workflows/yaml-tree.ts';
import type { Fragment } from '../../../../src/inventory/fragment.ts';

function read(text: string, repository = 'harbour/lighthouse'): Fragment[] {
  const fragments: Fragment[] = [];
  readWorkflow(text, { source: '.', file: '.github/workflows/x.yml', repository }, (f) => fragments.push(f), fingerprinter(undefined));
  return fragments;
}

const gaps = (fragments: readonly Fragment[]) => fragments.flatMap((f) => (f.type === 'gap' ? [f.value] : []));
const jobs = (fragments: readonly Fragment[]) =>
  fragments.flatMap((f) => (f.type === 'identity' && f.value.kind === 'github-workflow-job' ? [f.value] : []));

const step = (run: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${JSON.stringify(run)}\n`;

/** Files made to exhaust a reader, and what of them is still told. */
const hostile: Readonly<Record<string, { readonly text: string; readonly jobs: number; readonly gap: boolean }>> = {
  empty: { text: '', jobs: 0, gap: true },
  'only a scalar': { text: 'hello', jobs: 0, gap: true },
  'a list': { text: '- a\n- b\n', jobs: 0, gap: true },
  'a map of nothing': { text: 'on:\njobs:\n', jobs: 0, gap: true },
  'jobs as a list': { text: 'on: push\njobs: [a, b]\n', jobs: 0, gap: true },
  'wrong shapes everywhere': {
    text: 'on: 7\nenv: [1]\npermissions: 3\njobs:\n  a:\n    runs-on: {}\n    steps: 5\n    env: x\n    if: [1]\n    needs: {b: 1}\n    strategy: 2\n    environment: []\n    container: {}\n    services: []\n  b:\n    steps: [1, null, {run: {}, uses: [], with: 4, env: 5, if: {}}]\n',
    jobs: 2,
    gap: false,
  },
  'nested thousands deep': { text: `on: push\njobs: ${'['.repeat(50_000)}`, jobs: 0, gap: true },
  'an alias bomb': {
    text: `on: push\nx0: &a0 [z, z, z, z, z, z, z, z, z]\n${Array.from({ length: 12 }, (_, i) => `x${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}jobs:\n  a:\n    steps: *a12\n`,
    jobs: 0,
    gap: true,
  },
  'a self-containing list': { text: 'on: push\njobs:\n  a:\n    steps: &s [*s, *s]\n', jobs: 1, gap: true },
  'an anchor nobody set': { text: 'on: push\njobs:\n  a:\n    steps: *nowhere\n', jobs: 1, gap: true },
  'a file beyond the bound': { text: `on: push\n# ${'x'.repeat(1_100_000)}\njobs:\n  a: { steps: [] }\n`, jobs: 0, gap: true },
  'open expressions': { text: step("${{ ' ".repeat(30_000)), jobs: 1, gap: false },
  'deep expressions': { text: step(`\${{ ${'('.repeat(4000)} }}`), jobs: 1, gap: false },
  'many negations': { text: step(`\${{ ${'!'.repeat(7000)}x }}`), jobs: 1, gap: false },
  'many expressions': { text: step('${{ secrets.A }}'.repeat(30_000)), jobs: 1, gap: false },
  'needs in a ring': { text: 'on: issues\njobs:\n  a: { needs: b, steps: [] }\n  b: { needs: [a, b], steps: [] }\n', jobs: 2, gap: false },
  'a long chain of needs': {
    text: `on: issues\njobs:\n${Array.from({ length: 6000 }, (_, i) => `  j${i}: { needs: j${i + 1} }\n`).join('')}`,
    jobs: 6000,
    gap: false,
  },
  'prototype names': {
    text: 'on: { __proto__: {}, constructor: {} }\npermissions: { __proto__: write, constructor: write }\njobs:\n  __proto__: { steps: [{ uses: constructor }, { uses: __proto__ }, { uses: toString@v1 }] }\n  constructor: { steps: [] }\n',
    jobs: 2,
    gap: false,
  },
  'duplicate keys': { text: 'on: push\non: issues\njobs:\n  a: { steps: [] }\n  a: { steps: [{ run: x }] }\n', jobs: 1, gap: false },
  'two documents': { text: 'on: push\njobs:\n  a: { steps: [] }\n---\non: issues\n', jobs: 1, gap: true },
  'byte order mark and CRLF': {
    text: '\uFEFFon: push\r\njobs:\r\n  a:\r\n    runs-on: ubuntu-latest\r\n    steps: []\r\n',
    jobs: 1,
    gap: false,
  },
  'unknown tags': { text: 'on: push\njobs:\n  a: !job { steps: !steps [ { run: !sh x } ] }\n', jobs: 1, gap: false },
};

describe('hostile files', () => {
  it.each(Object.entries(hostile))('%s', (_name, { text, jobs: count, gap }) => {
    const fragments = read(text);
    expect(jobs(fragments)).toHaveLength(count);
    expect(gaps(fragments).length > 0).toBe(gap);
  });

  it('bounds the work that many jobs and variables make together', () => {
    const env = Array.from({ length: 1000 }, (_, i) => `  V${i}: \${{ secrets.S${i} }}\n`).join('');
    const many = Array.from(
      { length: 100 },
      (_, i) =>
        `  j${i}: { needs: [${Array.from({ length: 20 }, (_, k) => `j${i - k - 1}`).join(', ')}], if: github.actor, steps: [{ run: x }, { uses: a/b@v1 }] }\n`,
    ).join('');
    expect(jobs(read(`on: issues\nenv:\n${env}jobs:\n${many}`))).toHaveLength(100);
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'on: ',
      'jobs:\n',
      '  a:\n',
      '    steps:\n',
      '      - run: ',
      '      - uses: ',
      'x/y@v1\n',
      '${{ ',
      ' }}',
      'secrets.X',
      "'",
      '"',
      '|\n',
      '&a ',
      '*a ',
      '[',
      ']',
      '{',
      '}',
      '!',
      '\n',
      '  ',
      'if: ',
      'claude -p ',
      '@',
      '#',
      '\t',
      '\u0000',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (parts) => {
        read(parts.join(''));
        read(
          `on: issues\njobs:\n  a:\n    if: ${JSON.stringify(parts.join(''))}\n    steps:\n      - run: ${JSON.stringify(parts.join(''))}\n`,
        );
      }),
    );
  });

  it('tells the same twice', () => {
    const text = readFileSync(new URL('../../../../fixtures/workflows/agent-open/workflow.yml', import.meta.url), 'utf8');
    expect(JSON.stringify(read(text))).toBe(JSON.stringify(read(text)));
  });
});

describe('secrets in odd places', () => {
  const planted = 'ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX';
  const places: readonly (readonly [string, string])[] = [
    ['an action name', `on: push\njobs:\n  a:\n    steps: [{ uses: 'x/${planted}@v1' }]\n`],
    ['a job name', `on: push\njobs:\n  ${planted}:\n    steps: []\n`],
    ['an event', `on: ${planted}\njobs: { a: { steps: [] } }\n`],
    ['an environment', `on: push\njobs: { a: { environment: ${planted}, steps: [] } }\n`],
    ['an image', `on: push\njobs: { a: { container: 'x/${planted}', steps: [] } }\n`],
    [
      'a role',
      `on: push\npermissions: {id-token: write}\njobs: { a: { steps: [{ uses: aws-actions/configure-aws-credentials@v4, with: { role-to-assume: '\${{ vars.X }}${planted}' } }] } }\n`,
    ],
    [
      'an expression',
      `on: push\njobs: { a: { steps: [{ run: "echo \${{ github.event.${planted} || github.event }} \${{ secrets.${planted} }}" }] } }\n`,
    ],
    ['a broken line', `on: push\njobs: { a: { steps: [{ run: "${planted} }] } }\n`],
    ['a condition', `on: issues\njobs: { a: { if: "github.actor == '${planted}'", steps: [] } }\n`],
    ['a permission', `on: push\npermissions: { ${planted}: write }\njobs: { a: { steps: [] } }\n`],
    [
      'an audience',
      `on: push\npermissions: {id-token: write}\njobs: { a: { steps: [{ uses: aws-actions/configure-aws-credentials@v4, with: { audience: ${planted}, role-to-assume: 'arn:aws:iam::111122223333:role/x' } }] } }\n`,
    ],
    [
      'a branch',
      `on: { push: { branches: [${planted}] } }\npermissions: {id-token: write}\njobs: { a: { steps: [{ uses: aws-actions/configure-aws-credentials@v4, with: { role-to-assume: 'arn:aws:iam::111122223333:role/x' } }] } }\n`,
    ],
    [
      'a tool rule',
      `on: push\njobs: { a: { steps: [{ uses: anthropics/claude-code-action@v1, with: { claude_args: '--allowedTools "Bash(*),${planted}"' } }] } }\n`,
    ],
    ['a variable name', `on: push\njobs: { a: { env: { ${planted}_TOKEN: 'aB3dE5fG7hJ9kL1m' }, steps: [] } }\n`],
  ];
  it.each(places)('%s', (_name, text) => {
    const fragments = read(text);
    const output = JSON.stringify(fragments);
    expect(output).not.toContain(planted);
  });
});

describe('credentials written into a workflow', () => {
  const found = (env: string): unknown[] =>
    read(`on: push\njobs:\n  a:\n    env:\n      ${env}\n    steps: []\n`).flatMap((f) => (f.type === 'credential' ? [f.value] : []));
  const credentials = [
    ['DATABASE_URL: postgres://app:Zk29xQpL77@db.harbour.test/x', { kind: 'connection-string', purpose: 'database' }],
    ['GIT_URL: https://q8Zt3LmXp0Vb7Nc2KdR5@git.harbour.test/x', { kind: 'password' }],
    ['HOOK: https://x.harbour.test/?api_key=q8Zt3LmXp0Vb7Nc2KdR5', { kind: 'api-key' }],
    ['CLOUDFLARE_API_TOKEN: q8Zt3LmXp0Vb7Nc2KdR5', { kind: 'token', provider: 'cloudflare', purpose: 'cloud' }],
    ['PULUMI: pul-7f3a9c1e5b2d8f4a6c0e9b1d3f5a7c2e4b6d8f0a', { kind: 'token', provider: 'pulumi' }],
  ] as const;
  it.each(credentials)('%s', (env, wanted) => {
    expect(found(env)).toMatchObject([{ static: true, found: [{ position: 'env' }], ...wanted }]);
  });

  it.each([
    'DATABASE_URL: postgres://postgres:postgres@localhost:5432/x',
    'DATABASE_URL: postgres://app:ci_password@db.harbour.test/x',
    'ROOT_PASSWORD: rootpassword',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow
    'API_TOKEN: ${{ secrets.API_TOKEN }}',
    'API_KEY: your-api-key-here',
    'key: cache-node-20-4f9a1b7c3d2e',
    'API_URL: https://api.harbour.test/v1',
  ])('none in %s', (env) => {
    expect(found(env).filter((c) => !String((c as { id: string }).id).startsWith('repository:secret/'))).toEqual([]);
  });
});

describe('repositories without a known owner', () => {
  it('leaves the owner of the claims open', () => {
    const text =
      "on: push\npermissions: {id-token: write}\njobs: { a: { steps: [{ uses: aws-actions/configure-aws-credentials@v4, with: { role-to-assume: 'arn:aws:iam::111122223333:role/x' } }] } }\n";
    const link = read(text, 'lighthouse').find((f) => f.type === 'link');
    expect(link?.value).toMatchObject({
      from: 'repository:workflow-job/lighthouse/.github/workflows/x.yml#a',
      claims: {
        repository: ['*/lighthouse'],
        repository_owner: ['*'],
        sub: ['repo:*/lighthouse:ref:refs/heads/*', 'repo:*/lighthouse:ref:refs/tags/*'],
      },
    });
  });
});

describe('local actions', () => {
  it('are read for credentials and for what is broken in them', () => {
    const text =
      "name: Knot\nruns:\n  using: composite\n  steps:\n    - run: npm publish --//registry.test/:_authToken=npm_Aa0Bb1Cc2Dd3Ee4Ff5Gg6Hh7Ii8Jj9Kk0Ll1\n      shell: bash\n    - run: 'open\n";
    const fragments: Fragment[] = [];
    const place = { source: '.', file: 'action.yml', repository: 'harbour/lighthouse' };
    readAction({ tree: new YamlTree(text, place), place }, (f) => fragments.push(f), fingerprinter(undefined));
    expect(fragments).toMatchObject([
      { type: 'gap', value: { why: 'unreadable', file: 'action.yml' } },
      { type: 'credential', value: { provider: 'npm', found: [{ position: 'file', evidence: { line: 5 } }] } },
    ]);
    expect(JSON.stringify(fragments)).not.toContain('npm_Aa0');
  });
});

describe('workflow files of installed packages', () => {
  const modules = new URL('../../../../node_modules/', import.meta.url).pathname;
  const files = readdirSync(modules).flatMap((name) => {
    const folder = join(modules, name, '.github/workflows');
    return existsSync(folder) ? readdirSync(folder).flatMap((file) => (/\.ya?ml$/.test(file) ? [join(folder, file)] : [])) : [];
  });
  it('are read without a gap, each job with its facts', () => {
    for (const file of files) {
      const fragments = read(readFileSync(file, 'utf8'));
      expect(gaps(fragments), file).toEqual([]);
      expect(jobs(fragments).length, file).toBeGreaterThan(0);
    }
  });
});

describe('a permission at the top of a workflow', () => {
  const top = 'on: push\npermissions: { id-token: write }\njobs:\n  a: { steps: [] }\n';

  it('is that of its only job', () => {
    expect(jobs(read(top)).map((j) => j.ci?.id_token_workflow_wide)).toEqual([false]);
  });

  it('is shared by several, whatever one of them declares for itself', () => {
    const text = `${top}  b: { permissions: { id-token: write }, steps: [] }\n`;
    expect(jobs(read(text)).map((j) => j.ci?.id_token_workflow_wide)).toEqual([true, true]);
  });
});
