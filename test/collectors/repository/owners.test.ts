import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findGit } from '../../../src/collectors/repository/owners/find-git.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Scanned, scan, write } from './scan.ts';

const workflow = 'on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps: [{ run: make }]\n';

/** Runs git as somebody, with nothing of the machine's own settings. */
function git(root: string, who: string, ...words: readonly string[]): void {
  const [, name = '', mail = ''] = /^(.*) <(.*)>$/.exec(who) ?? [];
  execFileSync('git', ['-C', root, ...words], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: mail,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: mail,
      GIT_AUTHOR_DATE: '2026-02-03T10:00:00Z',
      GIT_COMMITTER_DATE: '2026-02-03T10:00:00Z',
    },
  });
}

function commit(root: string, who: string): void {
  git(root, who, 'add', '-A');
  git(root, who, 'commit', '-qm', 'Change');
}

function checkout(files: Readonly<Record<string, string>>, who = 'Ann Fox <ann@acme.example>'): string {
  const root = write(files);
  git(root, who, 'init', '-q');
  commit(root, who);
  return root;
}

const job = ({ inventory }: Scanned): Identity | undefined =>
  [...inventory.identities.values()].find((i) => i.kind === 'github-workflow-job');
const gaps = ({ fragments }: Scanned): readonly string[] => fragments.flatMap((f) => (f.type === 'gap' ? [f.value.detail] : []));

describe('code owners', () => {
  test('own the jobs that a file declares', async () => {
    const root = write({ '.github/workflows/ci.yml': workflow, '.github/CODEOWNERS': '* @acme/dev\n/.github/ @acme/platform @ann\n' });
    expect(job(await scan(root))).toMatchObject({
      owner: '@acme/platform, @ann',
      ownerFrom: 'codeowners',
      factEvidence: { owner: [{ file: '.github/CODEOWNERS', line: 2 }] },
    });
  });

  test('who are named for other files only leave a job without an owner', async () => {
    const root = write({ '.github/workflows/ci.yml': workflow, '.github/CODEOWNERS': '/docs/ @acme/docs\n' });
    expect(job(await scan(root))).toMatchObject({ ownerless: true });
  });

  test('that are nowhere say nothing', async () => {
    const found = job(await scan(write({ '.github/workflows/ci.yml': workflow })));
    expect([found?.owner, found?.ownerless]).toEqual([undefined, undefined]);
  });

  test('give way to the tags of what code declares', async () => {
    const role = (tags: string): string =>
      `resource "aws_iam_role" "web" {\n  name = "web"\n  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n  tags = ${tags}\n}\n`;
    const ownerOf = async (tags: string): Promise<unknown> => {
      const { inventory } = await scan(write({ CODEOWNERS: '* @acme/dev\n', '.github/x': '', 'main.tf': role(tags) }));
      const found = [...inventory.identities.values()].find((i) => i.kind === 'aws-iam-role');
      return [found?.owner, found?.ownerFrom];
    };
    expect(await ownerOf('{ owner = "payments" }')).toEqual(['payments', undefined]);
    expect(await ownerOf('{ stage = "test" }')).toEqual(['@acme/dev', 'codeowners']);
  });

  test('are read by the rules of GitLab where GitLab keeps the repository', async () => {
    const files = { '.gitlab-ci.yml': 'build:\n  script: [make]\n', '.gitlab/CODEOWNERS': '[Pipelines] @acme/platform\n.gitlab-ci.yml\n' };
    const found = [...(await scan(write(files))).inventory.identities.values()].find((i) => i.kind === 'gitlab-ci-job');
    expect(found?.owner).toBe('@acme/platform');
  });
});

describe('the last committer', () => {
  test('owns what nobody else owns, with the line and the commit', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow });
    expect(job(await scan(root))?.owner).toBeUndefined();
    const found = job(await scan(root, { blame: true }));
    expect(found).toMatchObject({ owner: 'Ann Fox <ann@acme.example>', ownerFrom: 'commit' });
    expect(found?.factEvidence?.owner?.[0]).toMatchObject({
      file: '.github/workflows/ci.yml',
      line: 4,
      note: expect.stringMatching(/^last committed in [0-9a-f]{10} on 2026-02-03$/),
    });
  });

  test('is found from whatever directory the scan was started in', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow });
    expect(job(await scan(relative(process.cwd(), root), { blame: true }))?.owner).toBe('Ann Fox <ann@acme.example>');
  });

  test('is that of the line, not of the file', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow });
    appendFileSync(join(root, '.github/workflows/ci.yml'), '  test:\n    runs-on: ubuntu-24.04\n    steps: [{ run: make test }]\n');
    commit(root, 'Ben Oak <ben@acme.example>');
    const { inventory } = await scan(root, { blame: true });
    expect([...inventory.identities.values()].map((i) => i.owner)).toEqual(['Ann Fox <ann@acme.example>', 'Ben Oak <ben@acme.example>']);
  });

  test('is nobody where the line was changed since, and where the file was never committed', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow });
    writeFileSync(join(root, '.github/workflows/ci.yml'), workflow.replace('  build:', '  ship:'));
    writeFileSync(join(root, '.github/workflows/new.yml'), workflow);
    const found = await scan(root, { blame: true });
    expect([...found.inventory.identities.values()].map((i) => i.owner)).toEqual([undefined, undefined]);
    expect(gaps(found)).toEqual([]);
  });

  test('is no program: a bot leaves it open, a host stands for the author', async () => {
    const bot = checkout({ '.github/workflows/ci.yml': workflow }, 'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>');
    expect(job(await scan(bot, { blame: true }))?.owner).toBeUndefined();
  });

  test('comes after code owners', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow, '.github/CODEOWNERS': '* @acme/dev\n' });
    expect(job(await scan(root, { blame: true }))?.ownerFrom).toBe('codeowners');
  });

  test('has a name that terminals and readers need not fear', async () => {
    const root = checkout(
      { '.github/workflows/ci.yml': workflow },
      '\u001b[31mEve\u202e ghp_ea6hGawFQRrIhHl50I4AD5vLZUyp1xl7ihhh <eve@acme.example>',
    );
    expect(job(await scan(root, { blame: true }))?.owner).toBe('[31mEve redacted <eve@acme.example>');
  });

  test('is not known where there is no git, no checkout, or only the last commits', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow });
    expect(gaps(await scan(root, { blame: true, environment: { PATH: '' } }))).toEqual(['git is not installed']);
    expect(gaps(await scan(write({ '.github/workflows/ci.yml': workflow }), { blame: true }))).toEqual([
      'this is not a git checkout with a commit that can be read',
    ]);
    writeFileSync(join(root, 'README.md'), 'Shop\n');
    commit(root, 'Ben Oak <ben@acme.example>');
    const parent = write({});
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, join(parent, 'clone')], { stdio: 'ignore' });
    const shallow = await scan(join(parent, 'clone'), { blame: true });
    expect(job(shallow)?.owner).toBeUndefined();
    expect(gaps(shallow)[0]).toMatch(/^the clone is shallow/);
  });

  test('is asked for without running anything that the checkout configures', async () => {
    const root = checkout({ '.github/workflows/ci.yml': workflow, '.gitattributes': '* diff=evil filter=evil\n' });
    const marker = join(root, 'ran');
    const run = join(root, 'evil.sh');
    writeFileSync(run, `#!/bin/sh\necho "$0 $*" >> '${marker}'\ncat\n`);
    chmodSync(run, 0o755);
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(root, '.git/hooks', hook), `#!/bin/sh\n${run}\n`);
      chmodSync(join(root, '.git/hooks', hook), 0o755);
    }
    appendFileSync(
      join(root, '.git/config'),
      [
        `[core]\n\tfsmonitor = ${run}\n\tpager = ${run}\n\tsshCommand = ${run}\n\tattributesFile = ${join(root, '.gitattributes')}`,
        `[diff "evil"]\n\ttextconv = ${run}\n\tcommand = ${run}`,
        `[filter "evil"]\n\tclean = ${run}\n\tsmudge = ${run}\n\tprocess = ${run}`,
        `[remote "origin"]\n\turl = ext::${run}\n\tpromisor = true\n\tuploadpack = ${run}`,
        `[protocol "ext"]\n\tallow = always\n[alias]\n\tblame = !${run}\n[blame]\n\tignoreRevsFile = ${join(root, 'none')}`,
      ].join('\n'),
    );
    expect(job(await scan(root, { blame: true }))?.owner).toBe('Ann Fox <ann@acme.example>');
    expect(existsSync(marker)).toBe(false);
  });

  test('is told by a git that does not stand in the scanned tree', () => {
    const root = write({ 'bin/git': '#!/bin/sh\n' });
    chmodSync(join(root, 'bin/git'), 0o755);
    expect(findGit({ PATH: `bin:.:${join(root, 'bin')}` }, root)).toBeUndefined();
    expect(findGit({ PATH: process.env.PATH }, root)).toMatch(/git$/);
  });
});
