import { UserError } from '../../user-error.ts';
import type { Collector } from '../collector.ts';
import { clusterRole, permissions } from './permissions.ts';

/** Kubernetes clusters: read over their API, or from what kubectl printed. */
export const collector: Collector = {
  name: 'kubernetes',
  plane: 'kubernetes',
  identityPlanes: ['kubernetes', 'aws', 'gcp', 'entra'],
  sources: [
    { form: 'k8s', summary: 'the cluster of the current context of KUBECONFIG or ~/.kube/config; its exec plugin is run for a token' },
    { form: 'k8s:CONTEXT', summary: 'the cluster of a context' },
    { form: 'FILE', summary: 'output of kubectl get -o json or -o yaml, of any kinds; a kubeconfig' },
  ],
  accepts: (source) => source === 'k8s' || /^k8s:./.test(source),
  async collect(source, context) {
    const { collectCluster } = await import('./live.ts');
    return collectCluster(source, context);
  },
  async recognises(head) {
    const { recognisesDump } = await import('./read-dump.ts');
    return recognisesDump(head);
  },
  async collectFile(path, context) {
    const { collectDump } = await import('./read-dump.ts');
    return collectDump(path, context);
  },
  async collectTogether(files, context) {
    const { collectDumps } = await import('./read-dump.ts');
    return collectDumps(files, context);
  },
  permissions,
  permissionDocument: clusterRole,
  async doctor(source, context) {
    if (!this.accepts(source)) throw new UserError(`${source} is no cluster`);
    const { checkCluster } = await import('./live.ts');
    return checkCluster(source, context);
  },
};
