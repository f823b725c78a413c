import type { Collector } from '../collector.ts';
import { permissionDocument, permissions, permissionsOf } from './permissions.ts';
import { asksForOrganization } from './source-word.ts';

/** AWS: an account read live, and the files that the AWS command line writes. The SDK loads only when a live source is named. */
export const collector: Collector = {
  name: 'aws',
  plane: 'aws',
  identityPlanes: ['aws'],
  sources: [
    { form: 'aws', summary: 'the AWS account of the default credentials' },
    { form: 'aws:PROFILE', summary: 'the AWS account of a profile of ~/.aws/config' },
    { form: 'aws:org', summary: 'all accounts of the AWS organization, through a role in each (aws:org:PROFILE for a profile)' },
    {
      form: 'FILE',
      summary: 'saved output of get-account-authorization-details, the credential report and other IAM calls; CloudTrail files',
    },
    { form: 'DIRECTORY', summary: 'a folder of such files, or a tree of CloudTrail deliveries (AWSLogs/...)' },
  ],
  accepts: (source) => source === 'aws' || source.startsWith('aws:'),
  async collect(source, context) {
    const { AwsNormaliser } = await import('./normalise.ts');
    if (asksForOrganization(source)) {
      const { collectOrganization } = await import('./live-all-accounts.ts');
      return collectOrganization(source, context, (emit, of) => new AwsNormaliser(emit, { source: of, fingerprint: context.fingerprint }));
    }
    const { collectLive } = await import('./live.ts');
    return collectLive(source, context, new AwsNormaliser(context.emit, { source, fingerprint: context.fingerprint }));
  },
  async recognises(head) {
    const { recognisesAwsFile } = await import('./file-dumps.ts');
    return recognisesAwsFile(head);
  },
  async lacks(head) {
    const { whatAwsFileLacks } = await import('./file-dumps.ts');
    return whatAwsFileLacks(head);
  },
  async collectFile(path, context) {
    const { collectAwsFile } = await import('./file-dumps.ts');
    return collectAwsFile(path, context);
  },
  async findTree(path) {
    const { findTrail } = await import('./use/trail-tree.ts');
    return findTrail(path);
  },
  async collectTree(path, files, context) {
    const { collectTrail } = await import('./use/trail-tree.ts');
    return collectTrail(path, files, context);
  },
  permissions,
  permissionsOf,
  permissionDocument,
  async doctor(source, context) {
    if (asksForOrganization(source)) {
      const { checkOrganization } = await import('./doctor-organization.ts');
      return checkOrganization(source, context);
    }
    const { checkAws } = await import('./doctor.ts');
    return checkAws(source, context);
  },
};
