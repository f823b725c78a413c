import type { Collector } from '../collector.ts';
import { permissionDocument, permissions } from './permissions.ts';

/** Entra ID: a directory read live through Microsoft Graph, and files of its answers. The library for sign-ins loads only when a live source is named. */
export const collector: Collector = {
  name: 'entra',
  plane: 'entra',
  identityPlanes: ['entra', 'azure'],
  sources: [
    { form: 'entra', summary: 'the Entra ID tenant of the current sign-in (entra:TENANT for another one)' },
    { form: 'FILE', summary: 'answers of Microsoft Graph, output of az ad and Get-Mg*, AzureHound and ROADrecon files' },
  ],
  accepts: (source) => source === 'entra' || source.startsWith('entra:'),
  async collect(source, context) {
    const { collectLive } = await import('./live.ts');
    return collectLive(source, context);
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
  permissions,
  permissionDocument,
  async doctor(source, context) {
    const { checkEntra } = await import('./doctor.ts');
    return checkEntra(source, context);
  },
};
