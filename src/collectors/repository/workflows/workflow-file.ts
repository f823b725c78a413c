import { sep } from 'node:path';

/** Only the workflows at the root run (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax). */
export function isWorkflow(path: string): boolean {
  return path.startsWith('.github/') && /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** The metadata of a local action (https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax). */
export function isAction(path: string): boolean {
  return path.endsWith('ml') && /(?:^|\/)action\.ya?ml$/.test(path);
}

/** Whether a text has the two keys at its top that every workflow must have. */
export function readsLikeWorkflow(text: string): boolean {
  return /^["']?on["']?[ \t]*:/m.test(text) && /^["']?jobs["']?[ \t]*:/m.test(text);
}

/** The repository of a workflow file and the path in it, where the absolute path of the file says so. */
export function repositoryOfWorkflow(absolute: string): { readonly root: string; readonly path: string } | undefined {
  const segments = absolute.split(sep);
  const path = segments.slice(-3).join('/');
  return isWorkflow(path) ? { root: segments.slice(0, -3).join(sep) || sep, path } : undefined;
}
