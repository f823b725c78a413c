import type { Collector } from '../collector.ts';

/** Azure: subscriptions and management groups read live, and the answers that people save. */
export const collector: Collector = {
  name: 'azure',
  plane: 'azure',
  identityPlanes: ['azure', 'entra'],
  sources: [
    {
      form: 'FILE',
      summary: 'saved answers of Azure: az role assignment list, az identity list, az resource list, az graph query and others, as JSON',
    },
  ],
  accepts: () => false,
  async collect() {
    throw new Error('not yet');
  },
  async recognises(head) {
    const { recognisesAzureFile } = await import('./recognise.ts');
    return recognisesAzureFile(head);
  },
  async collectFile(path, context) {
    const { collectAzureFile } = await import('./read-file.ts');
    return collectAzureFile(path, context);
  },
  permissions: [],
};
