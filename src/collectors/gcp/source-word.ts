import { UserError } from '../../user-error.ts';

/** What a source word names: `organizations/1`, `folders/7`, `projects/acme`; undefined for the project of the credentials. */
export function rootOf(source: string): string | undefined {
  if (source === 'gcp') return undefined;
  const named = source.slice('gcp:'.length);
  const [, level, id = ''] = /^(organizations|folders|projects)\/([a-z0-9][a-z0-9:.-]*)$/.exec(named) ?? [];
  if (level === 'projects' || (level !== undefined && /^\d+$/.test(id))) return named;
  throw new UserError(
    `${JSON.stringify(source)} names nothing of Google Cloud: write gcp:organizations/123456789012, gcp:folders/123456789012 or gcp:projects/my-project`,
  );
}
