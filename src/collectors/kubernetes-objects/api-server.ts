import type { WorkloadSettings } from '../../inventory/workload.ts';
import { type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, recordIn, textsIn } from './plain.ts';

/**
 * Reads whether the API server writes down who asked it what, where it runs as a pod of its own cluster: it does once it is given
 * a policy and a place (https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/). Undefined for any other pod.
 */
export function readApiServer(of: ClusterObject): Pick<WorkloadSettings, 'audit_logged'> | undefined {
  if (kindOf(of) !== 'Pod' || namespaceOf(of) !== 'kube-system' || !nameOf(of)?.startsWith('kube-apiserver')) return undefined;
  const [container] = listIn(recordIn(of.object, 'spec'), 'containers').filter(isPlain);
  const flags = [...textsIn(container, 'command'), ...textsIn(container, 'args')];
  const has = (name: string): boolean => flags.some((flag) => flag.startsWith(`--${name}=`) && !flag.endsWith('='));
  // Without its command nothing of it is known.
  if (!flags.some((flag) => flag.startsWith('--'))) return undefined;
  return { audit_logged: has('audit-policy-file') && (has('audit-log-path') || has('audit-webhook-config-file')) };
}
