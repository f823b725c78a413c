import { isDangerousPath } from '../../kubernetes-objects/host-access.ts';

/** Where people keep their own logins, in every way that a home directory is written. */
const logins =
  /^(?:~|\$\{?HOME\}?|(?:\$\{localEnv:(?:HOME|USERPROFILE)\}){1,2}|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/(\.(?:aws|kube|azure|ssh|config\/gcloud|config\/gh|docker|netrc|npmrc|gnupg)(?:\/[\w./-]*)?)$/;

/** The logins of a person that a path of the machine leads to: `.aws`, `.kube/config`. */
export function personLogin(source: string): string | undefined {
  return logins.exec(source)?.[1];
}

/** Whether a mount opens the machine. Only sockets and the whole machine: developers mount their own files all the time. */
export function opensMachine(source: string): boolean {
  return (
    /docker\.sock$|containerd\.sock$|podman\.sock$/.test(source) ||
    (isDangerousPath(source) && /^\/(?:etc|proc|root|var\/lib\/docker)?$/.test(source))
  );
}

/** Whether a capability of Linux lets a container out of its walls. */
export function isEscapingCapability(name: string): boolean {
  return /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)$/.test(name);
}
