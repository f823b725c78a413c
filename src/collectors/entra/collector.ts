import type { Collector } from '../collector.ts';

/** Entra ID: a directory read live through Microsoft Graph, and files of its answers. */
export const collector: Collector = {
  name: 'entra',
  plane: 'entra',
  identityPlanes: ['entra', 'azure'],
  sources: [
    { form: 'entra', summary: 'the Entra ID tenant of the current sign-in (az login, environment, managed identity)' },
    { form: 'FILE', summary: 'answers of Microsoft Graph, output of az ad and Get-Mg*, AzureHound files' },
  ],
  accepts: (source) => source === 'entra' || source.startsWith('entra:'),
  async collect() {
    throw new Error('not yet');
  },
  async recognises(head) {
    const { recognisesEntraFile } = await import('./file-dumps.ts');
    return recognisesEntraFile(head);
  },
  async collectFile(path, context) {
    const { collectEntraFile } = await import('./file-dumps.ts');
    return collectEntraFile(path, context);
  },
  async collectTogether(files, context) {
    const { collectEntraFiles } = await import('./file-dumps.ts');
    return collectEntraFiles(files, context);
  },
  permissions: [],
};
