import type { Collector } from '../collector.ts';
import { permissionDocument, permissions } from './permissions.ts';

/** Google Cloud: an organization, folder or project read live, and the files that gcloud and Cloud Asset Inventory write. */
export const collector: Collector = {
  name: 'gcp',
  plane: 'gcp',
  identityPlanes: ['gcp'],
  sources: [
    { form: 'gcp:organizations/N', summary: 'a Google Cloud organization with everything below it' },
    { form: 'gcp:folders/N', summary: 'a folder with everything below it' },
    { form: 'gcp:projects/ID', summary: 'one project (gcp alone: the project of the credentials)' },
    { form: 'FILE', summary: 'Cloud Asset exports, gcloud ... --format=json, and the Admin console list of domain-wide delegation' },
  ],
  accepts: (source) => source === 'gcp' || source.startsWith('gcp:'),
  async collect(source, context) {
    const { collectGoogle } = await import('./live.ts');
    return collectGoogle(source, context);
  },
  async recognises(head) {
    const { recognisesGoogleFile } = await import('./recognise-file.ts');
    return recognisesGoogleFile(head);
  },
  async collectFile(path, context) {
    const { collectGoogleFile } = await import('./file-dumps.ts');
    return collectGoogleFile(path, context);
  },
  async collectTogether(files, context) {
    const { collectGoogleFiles } = await import('./file-dumps.ts');
    return collectGoogleFiles(files, context);
  },
  permissions,
  permissionDocument,
  async doctor(source, context) {
    const { checkGoogle } = await import('./doctor.ts');
    return checkGoogle(source, context);
  },
};
