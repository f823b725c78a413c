import type { Collector } from '../collector.ts';
import { permissionDocument, permissions } from './permissions.ts';
import { isAzureSource } from './source-word.ts';

/** Azure: subscriptions and management groups read live, and answers that people save. */
export const collector: Collector = {
  name: 'azure',
  plane: 'azure',
  identityPlanes: ['azure', 'entra'],
  sources: [
    { form: 'azure', summary: 'all Azure subscriptions that the credentials see (az login, a service principal, a managed identity)' },
    { form: 'azure:subscription/ID', summary: 'one subscription' },
    { form: 'azure:mg/NAME', summary: 'the subscriptions below a management group' },
    {
      form: 'FILE',
      summary:
        'saved answers of Azure as JSON: az role assignment list --all, az identity list, az resource list, az graph query and others',
    },
  ],
  accepts: isAzureSource,
  async collect(source, context) {
    const { collectLive } = await import('./live.ts');
    return collectLive(source, context);
  },
  async recognises(head) {
    const { recognisesAzureFile } = await import('./recognise.ts');
    return recognisesAzureFile(head);
  },
  async collectFile(path, context) {
    const { collectAzureFile } = await import('./read-file.ts');
    return collectAzureFile(path, context);
  },
  async collectTogether(files, context) {
    const { collectAzureFiles } = await import('./read-file.ts');
    return collectAzureFiles(files, context);
  },
  permissions,
  permissionDocument,
  async doctor(source, context) {
    const { checkAzure } = await import('./doctor.ts');
    return checkAzure(source, context);
  },
};
