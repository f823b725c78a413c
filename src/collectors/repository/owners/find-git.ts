import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';

/**
 * Where git is, looked up in the absolute folders of PATH and never inside the scanned tree: nothing that is scanned is run.
 */
export function findGit(environment: Readonly<Record<string, string | undefined>>, root: string): string | undefined {
  const path = environment.PATH ?? environment.Path ?? '';
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  const scanned = realpathSync(root);
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      try {
        const found = realpathSync(join(folder, name));
        const inside = found === scanned || found.startsWith(scanned.endsWith(sep) ? scanned : scanned + sep);
        if (inside || !statSync(found).isFile()) continue;
        accessSync(found, constants.X_OK);
        // The name in PATH, not what it leads to: some installations tell by the name what they are.
        return join(folder, name);
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined;
}
