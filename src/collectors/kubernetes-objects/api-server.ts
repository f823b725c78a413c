import type { WorkloadSettings } from '../../inventory/workload.ts';
import { type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, recordIn, textIn, textsIn } from './plain.ts';

/**
 * Reads whether the API server writes down who asked it what, where it runs as a pod of its own cluster: it does once it is given
 * a policy and a place (https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/). Undefined for any other pod.
 */
export function readApiServer(of: ClusterObject): Pick<WorkloadSettings, 'audit_logged'> | undefined {
  if (kindOf(of) !== 'Pod' || namespaceOf(of) !== 'kube-system' || !nameOf(of)?.startsWith('kube-apiserver')) return undefined;
  const containers = listIn(recordIn(of.object, 'spec'), 'containers').filter(isPlain);
  const container = containers.find((one) => textIn(one, 'name') === 'kube-apiserver') ?? containers[0];
  const words = [...textsIn(container, 'command'), ...textsIn(container, 'args')];
  // A flag's value may be a word of its own.
  const has = (name: string): boolean =>
    words.some((word, i) => {
      const value = word === `--${name}` ? words[i + 1] : word.startsWith(`--${name}=`) ? word.slice(name.length + 3) : undefined;
      return value !== undefined && value !== '' && !value.startsWith('--');
    });
  // Without its command, or with one that a shell takes apart, nothing of it is known.
  if (!words.some((word) => word.startsWith('--')) || words.some((word) => /\s--/.test(word))) return undefined;
  return { audit_logged: has('audit-policy-file') && (has('audit-log-path') || has('audit-webhook-config-file')) };
}
