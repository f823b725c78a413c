import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, Collector } from '../collector.ts';
import type { Sink } from './read-repository.ts';
import type { Declared } from './tool-lists/ask-servers.ts';
import type { ListedTools } from './tool-lists/tool-book.ts';

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
  async recognises(head) {
    const { recognisesFile } = await import('./recognise-file.ts');
    return recognisesFile(head);
  },
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

/** Of fewer files a thread would be slower to start than they are to look at. As sources the program has no thread to start. */
const lookAhead = import.meta.url.endsWith('.ts')
  ? {}
  : { ahead: { thread: new URL('./look-ahead/thread.js', import.meta.url), files: 3000 } };

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
  return readWithTools((sink) => readRepository(path, { ...sink, ...lookAhead }), path, context);
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
