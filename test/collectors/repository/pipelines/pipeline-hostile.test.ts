import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pipelineJobKinds } from '../../../../src/inventory/pipeline-kinds.ts';
import { scan, scanFile, write } from '../scan.ts';

const jobsOf = (inventory: Awaited<ReturnType<typeof scan>>['inventory']) =>
  [...inventory.identities.values()].filter((i) => (pipelineJobKinds as readonly string[]).includes(i.kind));

const files = ['.gitlab-ci.yml', '.circleci/config.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'Jenkinsfile'] as const;

const bomb = `x0: &a0 [z, z, z, z, z, z, z, z, z]\n${Array.from({ length: 12 }, (_, i) => `x${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}`;

/** Broken and hostile texts, each tried as a pipeline of every system. */
const hostile: Readonly<Record<string, string>> = {
  empty: '',
  'only a scalar': 'hello',
  'a list': '- a\n- b\n',
  'an alias bomb': `${bomb}build:\n  script: *a12\npipelines: { default: *a12 }\nsteps: *a12\nworkflows: { w: { jobs: *a12 } }\n`,
  'nested thousands deep': `jobs: ${'['.repeat(50_000)}`,
  'thousands of open blocks': `${'stage("a") { '.repeat(5000)}`,
  'thousands of stages': `pipeline { stages { ${'stage("a") { steps { sh "x" } }\n'.repeat(3000)} } }`,
  'thousands of wrappers': `${'withCredentials([string(credentialsId: "a", variable: "B")]) { '.repeat(3000)}`,
  'open strings': `${'stage("'.repeat(20_000)}`,
  'comments without an end': `/* ${'stage("a") { } /* '.repeat(5000)}`,
  'a merge conflict': '<<<<<<< ours\nbuild:\n  script: [a]\n=======\nbuild:\n  script: [b]\n>>>>>>> theirs\n',
  'jobs that extend each other': 'a: { extends: b, script: [x] }\nb: { extends: [a, b], script: [y] }\n',
  'merge keys in a ring': 'a: &a\n  <<: *a\n  script: [x]\n',
  'wrong shapes everywhere':
    'stages: 5\ninclude: { a: 1 }\ndefault: [1]\nvariables: 7\njobs: { a: 1, b: [2], c: { steps: 5, docker: 1, environment: [1] } }\nworkflows: { w: { jobs: { a: 1 } }, x: 5 }\npipelines: { default: 5, branches: [1], custom: { a: { b: 1 } } }\nsteps: [1, null, { script: {}, inputs: 5, env: [1], task: {} }]\nx: { script: { a: 1 }, rules: 5, only: { refs: 7 }, id_tokens: [1], environment: [2], tags: {}, parallel: { matrix: 5 }, image: [3], secrets: 1 }\n',
  'control characters in names': '"a\\u001b[31mred\\u0007": { script: [x] }\n',
  'prototype names': '__proto__: { script: [x] }\nconstructor: { script: [y], extends: __proto__, rules: [{ if: constructor }] }\n',
  'variables that name each other':
    'variables: { A: $B, B: $A$A$A$A$A$A$A$A, AWS_ROLE_ARN: $A, AWS_WEB_IDENTITY_TOKEN_FILE: x }\nj: { script: ["aws sts assume-role --role-arn $A"] }\n',
  'words that almost match': `j: { script: ["vault write auth/${'jwt'.repeat(20_000)}"] }\nversion: 2.1\njobs: { j: { steps: [{ run: "<< pipeline.trigger_parameters.${'branch'.repeat(10_000)}" }] } }\n`,
  'long lines of flags': `j: { script: ["${'aws sts assume-role '.repeat(3000)}"] }\nsteps: [{ script: "${'az login --service-principal '.repeat(2000)}" }]\n`,
};

describe.each(files)('%s', (file) => {
  test.each(Object.entries(hostile))('%s', async (_name, text) => {
    const { inventory } = await scan(write({ [file]: text }));
    expect(inventory.identities.size).toBeLessThan(4000);
    expect(JSON.stringify(inventory.gaps)).not.toContain('at Object');
  });

  test('any text at all', async () => {
    const word = fc.constantFrom(
      'stage',
      "'a'",
      '"',
      '{',
      '}',
      '(',
      ')',
      '\n',
      '  ',
      'script:',
      '- ',
      'jobs:',
      '<<: *a',
      '&a',
      '$X',
      'sh ',
      '/*',
      '//',
      '!reference [a, b]',
      'extends: a',
      '${{ if x }}:',
      'template: a.yml',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), async (words) => {
        await scan(write({ [file]: words.join(' ') }));
      }),
      { numRuns: 40 },
    );
  });
});

test('broken parts are told, and the rest is read', async () => {
  const { inventory } = await scan(write({ '.gitlab-ci.yml': "good:\n  script: [npm test]\nbad: 'open\n" }));
  expect(inventory.gaps.map((g) => [g.why, g.file])).toEqual([['unreadable', '.gitlab-ci.yml']]);
  expect(jobsOf(inventory).map((j) => j.name)).toEqual(['gitlab-ci / good']);
  // In a damaged file nothing is known to be absent.
  expect(jobsOf(inventory)[0]?.ci).not.toHaveProperty('static_cloud_auth');
});

test('names are one clean line', async () => {
  const { inventory } = await scan(write({ '.gitlab-ci.yml': '"two\\nlines": { script: [x] }\n' }));
  expect(jobsOf(inventory).map((j) => j.name)).toEqual(['gitlab-ci / two lines']);
});

describe('nothing outside the checkout is opened', () => {
  const outside = 'stolen: { script: [x] }\n';
  test.each([
    [
      '.gitlab-ci.yml',
      'include: [{ local: ../outside.yml }, { local: /../../outside.yml }, { local: link.yml }]\na: { script: [y] }\n',
      'gitlab-ci-job',
    ],
    [
      'azure-pipelines.yml',
      'jobs: [{ template: ../outside.yml }, { template: /../outside.yml }, { template: link.yml }]\nsteps: []\n',
      'azure-pipelines-job',
    ],
  ])('%s', async (file, text, kind) => {
    const root = write({ [file]: text });
    writeFileSync(join(root, '../outside.yml'), file === '.gitlab-ci.yml' ? outside : 'jobs: [{ job: stolen, steps: [] }]\n');
    symlinkSync('../outside.yml', join(root, 'link.yml'));
    const { inventory } = await scan(root);
    expect(JSON.stringify(inventory.identities.size === 0 ? [] : [...inventory.identities.values()])).not.toContain('stolen');
    expect(jobsOf(inventory).every((j) => j.kind === kind)).toBe(true);
    expect(inventory.gaps.filter((g) => g.why === 'not-given').length).toBeGreaterThan(0);
  });
});

test.each(['.gitlab-ci.yml', '.circleci/config.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'Jenkinsfile'])(
  '%s can be named by itself',
  async (path) => {
    const root = fileURLToPath(new URL('../../../../fixtures/everything-wrong/shop', import.meta.url));
    const { inventory } = await scanFile(join(root, path));
    expect(jobsOf(inventory).length).toBeGreaterThan(0);
    expect(jobsOf(inventory).every((job) => job.id.includes(`/${path}#`))).toBe(true);
  },
);

test('a template or an included file is no pipeline of its own', async () => {
  const { inventory } = await scan(
    write({
      'azure-pipelines.yml': 'jobs: [{ template: .azure-pipelines/job.yml }]\n',
      '.azure-pipelines/job.yml': 'jobs: [{ job: inner, steps: [{ script: x }] }]\n',
      '.gitlab-ci.yml': 'include: sub/.gitlab-ci.yml\nchild: { trigger: { include: { local: other/.gitlab-ci.yml } } }\n',
      'sub/.gitlab-ci.yml': 'part: { script: [x] }\n',
      'other/.gitlab-ci.yml': 'leaf: { script: [x] }\n',
    }),
  );
  expect(
    jobsOf(inventory)
      .map((j) => j.id)
      .sort(),
  ).toEqual([
    'repository:azure-pipelines-job/shop/azure-pipelines.yml#inner',
    'repository:gitlab-ci-job/shop/.gitlab-ci.yml#child',
    'repository:gitlab-ci-job/shop/.gitlab-ci.yml#part',
    'repository:gitlab-ci-job/shop/other/.gitlab-ci.yml#leaf',
  ]);
});
