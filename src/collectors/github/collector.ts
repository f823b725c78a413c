import { join } from 'node:path';
import type { Collector } from '../collector.ts';
import { appManifest, permissions } from './permissions.ts';

/** GitHub: an organization or repository read live, and files of the API's answers. The client loads only when a live source is named. */
export const collector: Collector = {
  name: 'github',
  plane: 'github',
  identityPlanes: ['github'],
  sources: [
    { form: 'github:ORG', summary: "an organization of GitHub; 'github:ORG/*' asks about each of its repositories in full" },
    { form: 'github:OWNER/REPO', summary: 'one repository (github:https://HOST/ORG for GitHub Enterprise Server)' },
    { form: 'FILE or DIRECTORY', summary: "answers of GitHub's API: output of gh api, files by API path" },
  ],
  accepts: (source) => source.startsWith('github:'),
  async collect(source, context) {
    const { collectLive } = await import('./live.ts');
    return collectLive(source, context);
  },
  async recognises(head) {
    const { recognisesGithubFile } = await import('./file-dumps.ts');
    return recognisesGithubFile(head);
  },
  async collectFile(path, context) {
    const { collectGithubFiles } = await import('./file-dumps.ts');
    const { parts: _, ...collected } = await collectGithubFiles([{ path, source: context.source }], context);
    return collected;
  },
  async collectTogether(files, context) {
    const { collectGithubFiles } = await import('./file-dumps.ts');
    return collectGithubFiles(files, context);
  },
  async findTree(path) {
    const { savedAnswers } = await import('./saved-answers.ts');
    return savedAnswers(path);
  },
  async collectTree(path, files, context) {
    const { collectGithubFiles } = await import('./file-dumps.ts');
    const dumps = files.map((file) => ({ path: join(path, file), source: context.source, file: file.split('\\').join('/') }));
    const { parts: _, ...collected } = await collectGithubFiles(dumps, context);
    return collected;
  },
  permissions,
  permissionDocument: appManifest,
  async doctor(source, context) {
    const { checkGithub } = await import('./doctor.ts');
    return checkGithub(source, context);
  },
};
