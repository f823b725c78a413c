/** What infrastructure code may see of the scanned directory. */
export interface ScannedTree {
  /** The text of a file by its path below the root, or why it is not read. Never leads out of the root. */
  readonly read: (path: string) => { readonly text: string; readonly path: string } | { readonly why: string };
  /** Whether git tracks a file; undefined where that is not known. */
  readonly committed: (path: string) => boolean | undefined;
  /** The application of a file's directory, which holds what no other identity holds. */
  readonly applicationOf: (path: string) => string;
}

/** A path below the root in its plain form; undefined where it leads out. */
export function plainPath(path: string): string | undefined {
  const out: string[] = [];
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}
