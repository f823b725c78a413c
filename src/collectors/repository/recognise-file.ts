import { resolve } from 'node:path';
import type { FileHead } from '../collector.ts';
import { isAgentFile } from './agent-frameworks/agent-forms.ts';
import { isInfrastructureCode } from './infrastructure/recognise-code.ts';
import { looksLikeManifest } from './kubernetes/manifest-documents.ts';
import { repositoryOfPipeline } from './pipelines/systems.ts';
import { placeOf } from './readers.ts';
import { isToolFile } from './tool-lists/tool-book.ts';
import { readsLikeWorkflow, repositoryOfWorkflow } from './workflows/workflow-file.ts';

/** A workflow by its place or its keys, infrastructure code by what it holds, a dotenv or agent file by its name, any other JSON by its keys. A plain `key.json` may be anybody's, and is left to them. */
export function recognisesFile(head: FileHead): boolean {
  if (repositoryOfWorkflow(resolve(head.path)) !== undefined || (head.format === 'yaml' && readsLikeWorkflow(head.text))) return true;
  if (isInfrastructureCode(head.path, head.text)) return true;
  if ((head.format === 'yaml' || head.keys.includes('apiVersion')) && looksLikeManifest(head.text)) return true;
  if (isAgentFile(head.path) || isToolFile(head.path)) return true;
  if (repositoryOfPipeline(resolve(head.path)) !== undefined) return true;
  const place = placeOf(head.path, head.keys);
  return place !== undefined && (head.format !== 'json' || /(?:^|\/)\.|mcp|claude|service[-_]?account|opencode|gemini/i.test(place));
}
