import { readFileSync } from 'node:fs';

/** A form of input that is read, as the README tells it. */
export interface SupportedForm {
  readonly form: string;
  readonly files: string;
  /** The identities, credentials and permissions that are read. */
  readonly read: string;
  /** What no file of the form can tell. */
  readonly cannot?: string;
  /** A path that shows what is read. */
  readonly fixture: string;
  /** A path in which there is nothing to flag. */
  readonly careful: string;
}

export const supportedForms = JSON.parse(readFileSync(new URL('./supported-forms.json', import.meta.url), 'utf8')) as Readonly<
  Record<'ci' | 'infrastructure' | 'frameworks' | 'answers', readonly SupportedForm[]>
>;

/** A table of the README. */
export function tableOf(forms: readonly SupportedForm[]): string {
  const cannot = forms.some((f) => f.cannot !== undefined);
  const heads = ['form', 'files', 'what is read', ...(cannot ? ['no file can tell'] : []), 'fixtures'];
  const rows = forms.map((f) => [f.form, f.files, f.read, ...(cannot ? [f.cannot ?? ''] : []), fixturesOf(f.fixture, f.careful)]);
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function fixturesOf(fixture: string, careful: string): string {
  return `[shown](${fixture}) [careful](${careful})`;
}
