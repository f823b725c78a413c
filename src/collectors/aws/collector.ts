import type { Collector } from '../collector.ts';
import { recognisesAwsFile } from './file-dumps.ts';
import { permissionDocument, permissions } from './permissions.ts';

/** AWS: an account read live, and the files that the AWS command line writes. The SDK loads only when a live source is named. */
export const collector: Collector = {
  name: 'aws',
  plane: 'aws',
  sources: [
    { form: 'aws', summary: 'the AWS account of the default credentials' },
    { form: 'aws:PROFILE', summary: 'the AWS account of a profile of ~/.aws/config' },
    { form: 'FILE', summary: 'saved output of get-account-authorization-details, the credential report and other IAM calls' },
  ],
  accepts: (source) => source === 'aws' || source.startsWith('aws:'),
  async collect(source, context) {
    const [{ AwsNormaliser }, { collectLive }] = await Promise.all([import('./normalise.ts'), import('./live.ts')]);
    return collectLive(source, context, new AwsNormaliser(context.emit, { source, fingerprint: context.fingerprint }));
  },
  recognises: recognisesAwsFile,
  async collectFile(path, context) {
    const { collectAwsFile } = await import('./file-dumps.ts');
    return collectAwsFile(path, context);
  },
  permissions,
  permissionDocument,
  async doctor(source, context) {
    const { checkAws } = await import('./doctor.ts');
    return checkAws(source, context);
  },
};
