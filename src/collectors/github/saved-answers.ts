import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const deepest = 10;

/**
 * The files of a directory that are answers by their API paths: `orgs/acme/installations.json`,
 * `repos/acme/shop/environments/production/secrets.json`; beside them `graphql/*.json`. Sorted.
 */
export function savedAnswers(root: string): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < deepest) walk(path, depth + 1);
      else if (entry.isFile() && /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i.test(entry.name)) found.push(path);
    }
  };
  const folders = ['orgs', 'repos'].filter((folder) => isOfApi(root, folder));
  for (const folder of folders) walk(folder, 1);
  for (const folder of ['graphql', 'users']) if (folders.length > 0 && existsSync(join(root, folder))) walk(folder, 1);
  return found.sort();
}

/** A folder of folders: an owner, and below it answers or repositories. */
function isOfApi(root: string, folder: string): boolean {
  const path = join(root, folder);
  if (!existsSync(path) || existsSync(join(root, '.git'))) return false;
  try {
    return readdirSync(path, { withFileTypes: true }).some(
      (owner) =>
        (owner.isFile() && folder === 'orgs' && owner.name.endsWith('.json')) ||
        (owner.isDirectory() && readdirSync(join(path, owner.name)).some((name) => known.test(name) || folder === 'repos')),
    );
  } catch {
    return false;
  }
}

const known =
  /^(?:installations|members|teams|hooks|rulesets|repos|actions|personal-access-tokens|credential-authorizations|audit-log|outside_collaborators|dependabot|agents|codespaces|copilot|secret-scanning|organization-roles|custom-repository-roles)\b/;
