/** What a `uses:` names. */
export interface ActionReference {
  readonly kind: 'repository' | 'local' | 'docker';
  /** `owner/name` in lower case, with a path for actions in a subfolder; the image for docker; the path for local ones. */
  readonly name: string;
  /** Branch, tag or commit. */
  readonly ref?: string;
}

/** Reads `owner/name/path@ref`, `./path` or `docker://image`. */
export function parseActionReference(uses: string): ActionReference {
  const text = uses.trim();
  if (text.startsWith('./') || text.startsWith('../')) return { kind: 'local', name: text };
  if (text.startsWith('docker://')) return { kind: 'docker', name: text.slice('docker://'.length) };
  const at = text.lastIndexOf('@');
  if (at < 0) return { kind: 'repository', name: text.toLowerCase() };
  return { kind: 'repository', name: text.slice(0, at).toLowerCase(), ref: text.slice(at + 1) };
}

/** The providers' own organizations: GitHub controls these tags itself. */
const ownedByGitHub = new Set(['actions', 'github']);

/**
 * Whether code from somebody else can change under the reference: a tag or branch can be moved, a full commit id cannot
 * (https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions).
 */
export function isUnpinned(action: ActionReference): boolean {
  if (action.kind === 'local') return false;
  if (action.kind === 'docker') return isUnpinnedImage(action.name);
  if (ownedByGitHub.has(action.name.split('/', 1)[0] ?? '')) return false;
  return action.ref === undefined || !/^[0-9a-f]{40}$/i.test(action.ref);
}

/** Whether a container image is named without a digest. */
export function isUnpinnedImage(image: string): boolean {
  return !/@sha256:[0-9a-f]{64}$/i.test(image.trim());
}
