import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, Collector, FileHead } from '../collector.ts';
import { isAgentFile } from './agent-frameworks/agent-forms.ts';
import { isInfrastructureCode } from './infrastructure/recognise-code.ts';
import { looksLikeManifest } from './kubernetes/manifest-documents.ts';
import { repositoryOfPipeline } from './pipelines/systems.ts';
import type { Sink } from './read-repository.ts';
import { placeOf } from './readers.ts';
import type { Declared } from './tool-lists/ask-servers.ts';
import { isToolFile, type ListedTools } from './tool-lists/tool-book.ts';
import { readsLikeWorkflow, repositoryOfWorkflow } from './workflows/workflow-file.ts';

/** Reads repositories and the configuration of AI agents in them. Works on files alone and runs nothing. */
export const collector: Collector = {
  name: 'repository',
  plane: 'repository',
  // Workflows name the roles, service accounts and applications that their jobs log in as.
  identityPlanes: ['repository', 'agent', 'aws', 'gcp', 'azure', 'entra', 'kubernetes'],
  sources: [
    { form: 'DIRECTORY', summary: 'agent configurations, MCP servers, CI workflows, infrastructure code and credentials in a repository' },
    {
      form: 'FILE',
      summary: 'one such file: .mcp.json, settings.json, .env, a workflow, Terraform code, state or plan, a template of AWS or Azure',
    },
  ],
  permissions: [],
  accepts: () => false,
  collect: async (source) => {
    throw new UserError(`${source} is not a directory or file that can be read; name one, such as "."`);
  },
  recognises,
  async collectFile(path, context) {
    const { readSingleFile } = await import('./read-repository.ts');
    return readWithTools((sink) => readSingleFile(path, sink), dirname(path), context);
  },
  collectDirectory,
  async collectHome(home, context) {
    const { readHome } = await import('./read-repository.ts');
    return readWithTools((sink) => readHome(home, sink), home, context);
  },
};

/** A workflow by its place or its keys, infrastructure code by what it holds, a dotenv or agent file by its name, any other JSON by its keys. A plain `key.json` may be anybody's, and is left to them. */
function recognises(head: FileHead): boolean {
  if (repositoryOfWorkflow(resolve(head.path)) !== undefined || (head.format === 'yaml' && readsLikeWorkflow(head.text))) return true;
  if (isInfrastructureCode(head.path, head.text)) return true;
  if (head.format === 'yaml' && looksLikeManifest(head.text)) return true;
  if (isAgentFile(head.path) || isToolFile(head.path)) return true;
  if (repositoryOfPipeline(resolve(head.path)) !== undefined) return true;
  const place = placeOf(head.path, head.keys);
  return place !== undefined && (head.format !== 'json' || /(?:^|\/)\.|mcp|claude|service[-_]?account|opencode|gemini/i.test(place));
}

async function collectDirectory(path: string, context: CollectContext & { readonly source: string }): Promise<Collected> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${path} is not a directory`);
  }
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch {
    throw new UserError(`${context.source}: no permission to list the directory; scan as somebody who may read it`);
  }
  const { readRepository } = await import('./read-repository.ts');
  return readWithTools((sink) => readRepository(path, sink), path, context);
}

/**
 * Reads a source. Where servers are to be asked for their tools, it is read twice: first for their declarations alone, then
 * with what they answered.
 */
async function readWithTools(
  read: (sink: Sink) => string,
  root: string,
  context: CollectContext & { readonly source: string },
): Promise<Collected> {
  const { listTools } = context;
  let listed: readonly ListedTools[] = [];
  if (listTools !== undefined && listTools.servers.length > 0) {
    const { askServers } = await import('./tool-lists/ask-servers.ts');
    const { lockOf } = await import('./tool-lists/tool-book.ts');
    const declared = new Map<string, Declared>();
    const wanted = new Set(listTools.servers);
    read({
      source: context.source,
      fingerprint: context.fingerprint,
      emit: () => undefined,
      onDeclaration: (declaration, file) => {
        if (wanted.has(declaration.name) && !declared.has(declaration.name)) declared.set(declaration.name, { declaration, file });
      },
    });
    listed = await askServers(declared, root, listTools, context);
    if (listed.length > 0) listTools.onLock?.(lockOf(listed));
  }
  return { plane: 'repository', scope: read({ ...context, listed }), requests: 0 };
}
