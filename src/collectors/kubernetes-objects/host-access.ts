import { flagIn, isPlain, listIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';

/** Sockets and directories of a node with which a container gets out of its walls. */
const dangerousPaths =
  /^(?:\/|(?:\/var)?\/run\/(?:docker|containerd|crio)[\w./-]*\.sock|\/var\/run|\/run|\/etc(?:\/kubernetes[\w./-]*)?|\/root[\w./-]*|\/home|\/proc|\/var\/lib\/(?:kubelet|docker|containerd|etcd)[\w./-]*|\/var\/lib|\/var)\/?$/;

/** Whether a path of the host is one with which a container gets at the host. */
export function isDangerousPath(path: string): boolean {
  return path.length < 300 && dangerousPaths.test(path);
}

/**
 * What in a pod opens the node it runs on (https://kubernetes.io/docs/concepts/security/pod-security-standards/): the
 * settings that the baseline standard forbids, and of host paths those that lead out.
 */
export function hostAccess(spec: Plain): readonly string[] {
  const found: string[] = [];
  for (const key of ['hostPID', 'hostIPC'] as const) if (flagIn(spec, key) === true) found.push(key);
  for (const volume of listIn(spec, 'volumes')) {
    const path = textIn(recordIn(volume, 'hostPath'), 'path');
    if (path !== undefined && isDangerousPath(path)) found.push(`hostPath ${path}`);
  }
  for (const container of [...listIn(spec, 'initContainers'), ...listIn(spec, 'containers')]) {
    const security = isPlain(container) ? recordIn(container, 'securityContext') : undefined;
    if (flagIn(security, 'privileged') === true) found.push('privileged');
    for (const capability of textsIn(recordIn(security, 'capabilities'), 'add')) {
      if (/^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)$/.test(capability)) found.push(`capability ${capability}`);
    }
  }
  return [...new Set(found)];
}
