import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addFile, makeDirectory, type Ran, root, runProgram, worlds } from '../cli/nhi.ts';

/** The steps of action.yml, with `gh` replaced by a program that writes down how it was called. */

const git = ['-c', 'user.name=a', '-c', 'user.email=a@acme.example', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false'];

async function run(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return runProgram(program, args, { cwd, env });
}

async function commit(cwd: string): Promise<string> {
  await run('git', [...git, 'add', '-A'], cwd);
  await run('git', [...git, 'commit', '-qm', 'x'], cwd);
  return (await run('git', ['rev-parse', 'HEAD'], cwd)).out.trim();
}

/** A repository with one finding in its first commit. */
async function repository(files: Readonly<Record<string, string>> = {}): Promise<{ readonly cwd: string; readonly base: string }> {
  const cwd = makeDirectory({ ...worlds.flawed, 'README.md': '# Shop\n', ...files });
  await run('git', [...git, 'init', '-q'], cwd);
  return { cwd, base: await commit(cwd) };
}

interface Scanned {
  readonly code: string;
  readonly markdown: string;
  readonly sarif: string;
  readonly ran: Ran;
}

async function scan(cwd: string, env: Readonly<Record<string, string>>): Promise<Scanned> {
  const temporary = makeDirectory();
  const output = join(temporary, 'output');
  const ran = await run('bash', [join(root, 'action/scan.sh')], cwd, { RUNNER_TEMP: temporary, GITHUB_OUTPUT: output, ...env });
  const outputs = existsSync(output) ? readFileSync(output, 'utf8') : '';
  const of = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(outputs)?.[1] ?? '';
  return { code: of('exit-code'), markdown: of('markdown'), sarif: of('sarif'), ran };
}

const leak = '{"mcpServers":{"more":{"type":"http","url":"http://more.acme.example/mcp"}}}\n';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly name: string;
      readonly run: string;
      readonly uses?: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

function readAction(): Action {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
}

const { inputs } = readAction();

describe('a pull request', () => {
  test.each<[string | undefined]>([[undefined], ['https://github.com/acme/shop.git']])(
    'passes with what is known, and says so (remote %s)',
    async (remote) => {
      const { cwd, base } = await repository();
      if (remote !== undefined) await run('git', ['remote', 'add', 'origin', remote], cwd);
      writeFileSync(join(cwd, 'README.md'), '# Shop, better\n');
      await commit(cwd);
      const { code, markdown, ran } = await scan(cwd, { NHI_BASE_COMMIT: base });
      expect(code, ran.err).toBe('0');
      expect(readFileSync(markdown, 'utf8')).toContain('## nhi: nothing new');
    },
  );

  test('fails with what is new, and tells it', async () => {
    const { cwd, base } = await repository();
    addFile(cwd, '.cursor/mcp.json', leak);
    await commit(cwd);
    const { code, markdown } = await scan(cwd, { NHI_BASE_COMMIT: base });
    expect(code).toBe('1');
    expect(readFileSync(markdown, 'utf8')).toMatch(/MCP server more is reached without encryption/);
    expect(readFileSync(markdown, 'utf8')).not.toMatch(/MCP server files is reached/);
  });

  test('tells what is gone', async () => {
    const { cwd, base } = await repository();
    writeFileSync(join(cwd, '.mcp.json'), '{}\n');
    await commit(cwd);
    const { code, markdown } = await scan(cwd, { NHI_BASE_COMMIT: base });
    expect(code).toBe('0');
    expect(readFileSync(markdown, 'utf8')).toContain('### Gone');
  });

  test('does not waive itself', async () => {
    const { cwd, base } = await repository();
    addFile(cwd, '.cursor/mcp.json', leak);
    addFile(cwd, '.nhi.yaml', 'fail_on: none\nrules:\n  agent-mcp-http-plain: off\n');
    await run(process.execPath, [join(root, 'bin/nhi.js'), 'baseline', '-q'], cwd);
    await commit(cwd);
    expect((await scan(cwd, { NHI_BASE_COMMIT: base })).code).toBe('1');
  });

  test('is judged by the baseline and the configuration of its base', async () => {
    const { cwd, base } = await repository({
      '.nhi.yaml': 'rules:\n  agent-mcp-http-plain: off\n',
      '.nhi-baseline.json': '{"schema":"nhi-baseline/1","now":"","findings":[]}',
    });
    addFile(cwd, '.cursor/mcp.json', leak);
    await commit(cwd);
    const { code, markdown } = await scan(cwd, { NHI_BASE_COMMIT: base, NHI_BASELINE: '.nhi-baseline.json' });
    expect(code).toBe('0');
    expect(readFileSync(markdown, 'utf8')).not.toContain('without encryption');
  });

  test('has as new what stands in a directory that it adds, and in no other', async () => {
    const { cwd, base } = await repository();
    addFile(cwd, 'more/.mcp.json', leak);
    await commit(cwd);
    const { code, markdown } = await scan(cwd, {
      NHI_BASE_COMMIT: base,
      NHI_SOURCES: '.\nmore',
      NHI_FAIL_ON: 'none',
      NHI_FAIL_ON_NEW: 'low',
    });
    expect(code).toBe('1');
    expect(readFileSync(markdown, 'utf8')).toMatch(/MCP server more is reached without encryption/);
    expect(readFileSync(markdown, 'utf8')).not.toMatch(/MCP server files is reached/);
  });

  test.each([
    [{ NHI_FAIL_ON_NEW: 'medium' }, '0'],
    [{ NHI_FAIL_ON_NEW: 'medium', NHI_FAIL_ON: 'low' }, '1'],
  ])('passes with what is known at %j: %s', async (levels, expected) => {
    const { cwd, base } = await repository();
    const { code, ran } = await scan(cwd, { NHI_BASE_COMMIT: base, NHI_FAIL_ON: inputs['fail-on']?.default ?? '', ...levels });
    expect(code, ran.err).toBe(expected);
  });

  test('that cannot be compared says so in one line', async () => {
    const { cwd } = await repository();
    const { code, ran } = await scan(cwd, { NHI_BASE_COMMIT: `${'0'.repeat(39)}1` });
    expect(code).toBe('2');
    expect(ran.out).toMatch(/^::error title=nhi::The commit 0+1, .* cannot be fetched; check out with fetch-depth: 0\.\n$/);
  });

  test('is compared with a commit that only the token may fetch', async () => {
    const { cwd: origin, base } = await repository();
    const { cwd } = await repository({ 'more/.mcp.json': leak });
    const folder = makeDirectory();
    const found = (await run('bash', ['-c', 'command -v git'], cwd)).out.trim();
    const file = addFile(
      folder,
      'git',
      `#!/usr/bin/env bash
if [ "$1" != fetch ]; then exec ${found} "$@"; fi
[ "\${GIT_CONFIG_KEY_0:-}" = http.https://code.acme.example/.extraheader ] || exit 128
echo "$* \${GIT_CONFIG_VALUE_0:-}" >>"${folder}/calls"
unset GIT_CONFIG_COUNT
exec ${found} fetch --quiet "${origin}" "${base}"
`,
    );
    chmodSync(file, 0o755);
    const { code } = await scan(cwd, {
      NHI_BASE_COMMIT: base,
      NHI_TOKEN: 'of-the-job',
      GITHUB_SERVER_URL: 'https://code.acme.example',
      PATH: `${folder}:${process.env.PATH}`,
    });
    expect(code).toBe('1');
    const header = Buffer.from('x-access-token:of-the-job').toString('base64');
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(
      `fetch --quiet --no-tags --depth=1 origin ${base} AUTHORIZATION: basic ${header}\n`,
    );
  });

  test('leaves the repository as it was', async () => {
    const { cwd, base } = await repository();
    await scan(cwd, { NHI_BASE_COMMIT: base });
    expect((await run('git', ['worktree', 'list'], cwd)).out.trim().split('\n')).toHaveLength(1);
    expect((await run('git', ['status', '--short'], cwd)).out).toBe('');
  });
});

test('a push without a baseline has no level for what is new, and is judged by the other', async () => {
  const { cwd } = await repository();
  const { code, ran } = await scan(cwd, { NHI_FAIL_ON_NEW: 'medium', NHI_FAIL_ON: 'none' });
  expect(code, ran.err).toBe('0');
});

describe('inputs', () => {
  test.each([
    ['a command', '$(touch owned)'],
    ['another command', '`touch owned`; touch owned'],
    ['an option', '--config=/etc/passwd'],
  ])('that hold %s are names of sources', async (_, source) => {
    const { cwd } = await repository();
    const { code, ran } = await scan(cwd, { NHI_SOURCES: `.\n${source}\n` });
    expect(code).toBe('2');
    expect(ran.err).toContain('nhi: ');
    expect(existsSync(join(cwd, 'owned'))).toBe(false);
  });

  test.each([
    ['blanks and ends of lines of Windows', '  . \r\n\r\n'],
    ['blanks alone', ' \n\n'],
  ])('that hold %s are the sources between them', async (_, sources) => {
    const { cwd } = await repository();
    expect((await scan(cwd, { NHI_SOURCES: sources })).code).toBe('1');
  });

  test('of a level are checked', async () => {
    const { cwd } = await repository();
    expect((await scan(cwd, { NHI_FAIL_ON: 'x; touch owned' })).code).toBe('2');
    expect(existsSync(join(cwd, 'owned'))).toBe(false);
  });

  test('never stand in a script of action.yml', () => {
    for (const step of readAction().runs.steps) {
      expect(step.run).not.toContain('${{');
      expect(step.uses).toBeUndefined();
    }
  });
});

/** A `gh` that writes its arguments and its input down, and answers as it is told. */
function fakeGh(answer: string, code = 0): { readonly path: string; readonly calls: () => string; readonly input: () => unknown } {
  const folder = makeDirectory();
  const file = addFile(
    folder,
    'gh',
    `#!/usr/bin/env bash
echo "$*" >>"${folder}/calls"
while [ $# -gt 0 ]; do if [ "$1" = --input ]; then cp "$2" "${folder}/input"; break; fi; shift; done
if [ ${code} != 0 ]; then printf 'gh: Resource not accessible\n::error::by integration (HTTP 403)\n' >&2; fi
printf '%s' '${answer}'
exit ${code}
`,
  );
  chmodSync(file, 0o755);
  return {
    path: `${folder}:${process.env.PATH ?? ''}`,
    calls: () => readFileSync(join(folder, 'calls'), 'utf8'),
    input: () => JSON.parse(readFileSync(join(folder, 'input'), 'utf8')) as unknown,
  };
}

describe('the comment', () => {
  const folder = makeDirectory({ 'nhi.md': '## nhi: nothing new\n' });
  const env = { GITHUB_REPOSITORY: 'acme/shop', NHI_PULL_REQUEST: '7', NHI_MARKDOWN: join(folder, 'nhi.md'), GH_TOKEN: 'x' };

  test.each([
    ['is new where there is none', '', '--method POST repos/acme/shop/issues/7/comments'],
    ['goes over the first of several', '42\n43', '--method PATCH repos/acme/shop/issues/comments/42 '],
    ['goes over the one before', '42', '--method PATCH repos/acme/shop/issues/comments/42'],
  ])('%s', async (_, present, call) => {
    const gh = fakeGh(present);
    expect((await run('bash', [join(root, 'action/comment.sh')], folder, { ...env, PATH: gh.path })).code).toBe(0);
    expect(gh.calls()).toContain(call);
    expect(gh.input()).toEqual({ body: '<!-- nhi -->\n## nhi: nothing new\n' });
  });

  test.each([
    [
      'is a warning with the reason, in one line',
      {},
      '::warning title=nhi::The pull request was not commented on: gh: Resource not accessible ::error::by integration (HTTP 403). The token needs pull-requests: write.\n',
    ],
    [
      'on a pull request of a fork is a note, in one line',
      { NHI_FORK: 'true' },
      '::notice title=nhi::The pull request was not commented on: the pull request comes from a fork, whose token may only read. The job summary has the report.\n',
    ],
  ])('that may not be written %s', async (_, more, out) => {
    const gh = fakeGh('', 1);
    const ran = await run('bash', [join(root, 'action/comment.sh')], folder, { ...env, ...more, PATH: gh.path });
    expect(ran).toEqual({ code: 0, out, err: '' });
  });
});

describe('the upload', () => {
  const folder = makeDirectory({ 'nhi.sarif': '{"version":"2.1.0"}' });
  const env = {
    GITHUB_REPOSITORY: 'acme/shop',
    NHI_SARIF: join(folder, 'nhi.sarif'),
    NHI_COMMIT: 'abc',
    NHI_REF: 'refs/pull/7/head',
    GH_TOKEN: 'x',
  };

  test('is the SARIF, packed', async () => {
    const gh = fakeGh('{}');
    expect((await run('bash', [join(root, 'action/upload-sarif.sh')], folder, { ...env, PATH: gh.path })).code).toBe(0);
    expect(gh.calls()).toContain('--method POST repos/acme/shop/code-scanning/sarifs');
    const { sarif, ...rest } = gh.input() as { sarif: string };
    expect(rest).toEqual({ commit_sha: 'abc', ref: 'refs/pull/7/head', tool_name: 'nhi' });
    expect(gunzipSync(Buffer.from(sarif, 'base64')).toString('utf8')).toBe('{"version":"2.1.0"}');
  });

  test.each([
    [
      'is a warning',
      {},
      '::warning title=nhi::The results were not uploaded to code scanning: gh: Resource not accessible ::error::by integration (HTTP 403). The token needs security-events: write, and code scanning switched on.\n',
    ],
    [
      'on a pull request of a fork is a note',
      { NHI_FORK: 'true' },
      '::notice title=nhi::The results were not uploaded to code scanning: the pull request comes from a fork, whose token may only read. The job summary has the report.\n',
    ],
  ])('that is refused %s, in one line', async (_, more, out) => {
    const gh = fakeGh('', 1);
    const ran = await run('bash', [join(root, 'action/upload-sarif.sh')], folder, { ...env, ...more, PATH: gh.path });
    expect(ran).toEqual({ code: 0, out, err: '' });
  });
});

describe('a pull request of a fork', () => {
  test('is judged, and its report stands in the summary of the job, without any token that writes', async () => {
    const { cwd, base } = await repository();
    addFile(cwd, '.cursor/mcp.json', leak);
    await commit(cwd);
    const summary = join(makeDirectory(), 'summary.md');
    const { code } = await scan(cwd, { NHI_BASE_COMMIT: base, NHI_FAIL_ON_NEW: 'medium', GITHUB_STEP_SUMMARY: summary });
    expect(code).toBe('1');
    expect(readFileSync(summary, 'utf8')).toMatch(/MCP server more is reached without encryption/);
  });

  test('is told by where it comes from, and gates whatever the steps before could not do', () => {
    const steps = readAction().runs.steps;
    for (const name of ['Upload to code scanning', 'Comment on the pull request']) {
      expect(steps.find((step) => step.name === name)?.env?.NHI_FORK).toContain('head.repo.full_name != github.repository');
    }
    expect(steps.at(-1)).toMatchObject({ name: 'Gate', run: 'exit "$NHI_EXIT_CODE"' });
  });
});

test('sources elsewhere than in the checkout are compared as they are, spaces in them and all', async () => {
  const { cwd, base } = await repository({ 'my app/.mcp.json': worlds.flawed['.mcp.json'] });
  const outside = makeDirectory({ 'my app/.mcp.json': leak });
  const sources = `my app\n${join(outside, 'my app')}`;
  const { code, ran } = await scan(cwd, { NHI_BASE_COMMIT: base, NHI_SOURCES: sources, NHI_FAIL_ON: 'low' });
  expect(code, ran.err).toBe('0');
});

describe('the installation', () => {
  const copy = (): string => {
    const folder = makeDirectory({ 'my actions/dist/x': '' });
    const action = join(folder, 'my actions');
    addFile(action, 'action/install.sh', readFileSync(join(root, 'action/install.sh')));
    return action;
  };
  const npm = `#!/usr/bin/env bash\necho "$*" >>calls\n`;

  test('runs no script of a package, and is made once', async () => {
    const action = copy();
    const folder = makeDirectory();
    chmodSync(addFile(folder, 'npm', npm), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}` };
    for (const _ of ['first', 'second']) {
      expect(await run('bash', [join(action, 'action/install.sh')], folder, env)).toMatchObject({ code: 0, out: '', err: '' });
    }
    expect(readFileSync(join(action, 'calls'), 'utf8')).toBe('ci --ignore-scripts --no-audit --no-fund --loglevel=error\nrun build\n');
  });

  test('with too old a Node.js is refused in one line', async () => {
    const action = copy();
    const folder = makeDirectory();
    chmodSync(addFile(folder, 'npm', npm), 0o755);
    chmodSync(addFile(folder, 'node', '#!/usr/bin/env bash\nif [ "$1" = --version ]; then echo v18.1.0; else exit 1; fi\n'), 0o755);
    const ran = await run('bash', [join(action, 'action/install.sh')], folder, { PATH: `${folder}:${process.env.PATH ?? ''}` });
    expect(ran).toMatchObject({ code: 2, out: expect.stringMatching(/^::error title=nhi::Node\.js v18\.1\.0 is too old: [^\n]+\n$/) });
    expect(existsSync(join(action, 'calls'))).toBe(false);
  });
});

describe('pre-commit', () => {
  interface Hook {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly pass_filenames: boolean;
  }
  const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];

  test.each(hooks)('runs $id on the repository: it fails with findings, and passes without', async ({ entry, pass_filenames }) => {
    const bin = makeDirectory();
    symlinkSync(join(root, 'bin/nhi.js'), join(bin, 'nhi'));
    const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
    expect(pass_filenames).toBe(false);
    const at = async (cwd: string): Promise<number | null> => (await run('bash', ['-c', entry], cwd, env)).code;
    expect(await at((await repository()).cwd)).toBe(1);
    expect(await at(makeDirectory({ 'README.md': '# Shop\n' }))).toBe(0);
    // The level is the configuration's to say.
    expect(await at((await repository({ '.nhi.yaml': 'fail_on: none\n' })).cwd)).toBe(0);
  });

  test('is given the name of the package alone by npm pack: the build is silent there', async () => {
    expect((await run('npm', ['config', 'get', 'foreground-scripts'], root)).out.trim()).toBe('false');
  });
});
