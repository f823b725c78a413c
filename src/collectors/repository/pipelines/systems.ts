import { sep } from 'node:path';
import type { OpenFile } from '../open-file.ts';
import { readAzurePipelines } from './azure/azure-pipelines.ts';
import { readBitbucket } from './bitbucket/bitbucket.ts';
import { readCircleci } from './circleci/circleci.ts';
import { readGitlab } from './gitlab/gitlab.ts';
import { readJenkinsfile } from './jenkins/jenkins.ts';
import type { PipelineContext } from './pipeline-job.ts';

/** Where a CI system keeps its pipelines, and how they are read. GitHub's workflows have a folder and a reader of their own. */
interface Reader {
  readonly path: RegExp;
  /** All files of the repository at once: one may take in another. */
  readonly read: (files: readonly OpenFile[], context: PipelineContext) => void;
}

const oneByOne =
  (read: (file: OpenFile, context: PipelineContext) => void): Reader['read'] =>
  (files, context) => {
    for (const file of files) read(file, context);
  };

const readers: readonly Reader[] = [
  { path: /(?:^|\/)\.gitlab-ci\.ya?ml$/, read: readGitlab },
  { path: /^\.circleci\/[^/]+\.ya?ml$/, read: oneByOne(readCircleci) },
  {
    path: /(?:^|\/)azure-pipelines[^/]*\.ya?ml$|^\.(?:azure-pipelines|azuredevops|pipelines)\/(?:[^/]+\/){0,8}[^/]+\.ya?ml$/,
    read: readAzurePipelines,
  },
  { path: /^bitbucket-pipelines\.ya?ml$/, read: oneByOne(readBitbucket) },
  { path: /(?:^|\/)(?:Jenkinsfile(?:[.-][\w.-]{1,60})?|[\w.-]{1,60}\.[Jj]enkinsfile)$/, read: oneByOne(readJenkinsfile) },
];

/** Whether a path is a pipeline of a CI system other than GitHub Actions. */
export function isPipeline(path: string): boolean {
  // Asked of every path of a tree.
  if (!path.endsWith('ml') && !path.includes('enkinsfile')) return false;
  return readers.some((reader) => reader.path.test(path));
}

/** The checkout of a pipeline that was named, and the path in it, where the absolute path of the file says so. */
export function repositoryOfPipeline(absolute: string): { readonly root: string; readonly path: string } | undefined {
  const segments = absolute.split(sep);
  for (const length of [1, 2]) {
    const path = segments.slice(-length).join('/');
    if (isPipeline(path)) return { root: segments.slice(0, -length).join(sep) || sep, path };
  }
  return undefined;
}

/** Reads the pipelines among the files of a repository. */
export function readPipelines(files: readonly OpenFile[], context: PipelineContext): void {
  for (const reader of readers) {
    const own = files.filter((file) => reader.path.test(file.path));
    if (own.length > 0) reader.read(own, context);
  }
}
