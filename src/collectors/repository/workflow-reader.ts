import type { Fragment } from '../../inventory/fragment.ts';

/** Reads one file of the CI. Broken files become gaps. */
type Read = (
  text: string,
  place: { readonly source: string; readonly file: string; readonly repository: string },
  emit: (fragment: Fragment) => void,
  fingerprint: (secret: string) => string,
) => void;

/** The readers of workflow files and of local actions. */
export interface WorkflowReaders {
  readonly readWorkflow?: Read;
  readonly readAction?: Read;
}

/** Loads the workflow readers; none where this build has none. */
export async function loadWorkflowReaders(): Promise<WorkflowReaders> {
  const path = import.meta.url.endsWith('.ts') ? './workflows/workflow.ts' : './workflows/workflow.js';
  try {
    return (await import(/* @vite-ignore */ path)) as WorkflowReaders;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes('workflows/workflow')) return {};
    throw error;
  }
}
