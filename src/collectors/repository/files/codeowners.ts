import { matchSegments } from './path-pattern.ts';

/** Whose rules a file follows: they differ in what a pattern without a leading `/` means, and GitLab knows sections. */
export type Dialect = 'github' | 'gitlab';

/**
 * Where the hosts look for the file, each in its order: the first that is there counts.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 * https://docs.gitlab.com/user/project/codeowners/#codeowners-file
 */
export const codeownersPaths: Readonly<Record<Dialect, readonly string[]>> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};

/** One line of the file. */
export interface OwnerRule {
  readonly pattern: readonly string[];
  /** Empty: whoever wrote the line wants nobody to be asked. */
  readonly owners: readonly string[];
  readonly line: number;
  /** GitLab: the section, in lower case; empty before the first. */
  readonly section: string;
  /** GitLab: what matches has no owner in the section, whatever the other lines say. */
  readonly excludes: boolean;
}

/** Who owns a path, and the line that says it; of several sections the first that does. */
export interface Ownership {
  readonly owners: readonly string[];
  readonly line: number;
}

const longest = 1024;

export function readCodeowners(text: string, dialect: Dialect = 'github'): readonly OwnerRule[] {
  const rules: OwnerRule[] = [];
  let section = { name: '', owners: [] as readonly string[] };
  text.split('\n').forEach((raw, i) => {
    const line = raw.slice(0, 4 * longest).trim();
    const heading = dialect === 'gitlab' ? headingOf(line) : undefined;
    if (heading !== undefined) {
      section = heading;
      return;
    }
    const [written, ...named] = wordsOf(line);
    if (written === undefined || written.length > longest) return;
    const excludes = dialect === 'gitlab' && written.startsWith('!');
    // What GitHub cannot read it passes over as a whole line.
    if (dialect === 'github' && (/^!|[[\]]/.test(written) || !named.every(isOwner))) return;
    const own = named.filter(isOwner);
    rules.push({
      pattern: (dialect === 'github' ? githubPattern : gitlabPattern)((excludes ? written.slice(1) : written).replace(/\\(.)/g, '$1')),
      owners: excludes ? [] : own.length > 0 ? own : section.owners,
      line: i + 1,
      section: section.name,
      excludes,
    });
  });
  return rules;
}

/** The last line that matches decides, in each section by itself; a path that no line matches has no answer. */
export function ownershipOf(rules: readonly OwnerRule[], path: string): Ownership | undefined {
  const segments = path.split('/');
  const decisive = new Map<string, OwnerRule>();
  for (const rule of rules) {
    if (decisive.get(rule.section)?.excludes !== true && matchSegments(rule.pattern, segments)) decisive.set(rule.section, rule);
  }
  const found = [...decisive.values()];
  const first = found.find((rule) => rule.owners.length > 0) ?? found[0];
  return first && { owners: [...new Set(found.flatMap((rule) => rule.owners))], line: first.line };
}

/** `[Name][2] @default`, `^[Name]`; https://docs.gitlab.com/user/project/codeowners/reference/#sections */
function headingOf(line: string): { readonly name: string; readonly owners: readonly string[] } | undefined {
  const match = /^\^?\[([^\]]{1,200})\](?:\[\d{1,4}\])?(?:\s|$)/.exec(line);
  if (match === null) return undefined;
  return { name: (match[1] ?? '').trim().toLowerCase(), owners: wordsOf(line.slice(match[0].length)).filter(isOwner) };
}

/** Words between spaces that no backslash stands before, up to a comment. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

/** `@login`, `@group/team`, GitLab's role `@@maintainers`, an e-mail address. */
function isOwner(word: string): boolean {
  return /^@{1,2}[\w./-]{1,200}$/.test(word) || /^[^\s@<>]{1,100}@[^\s@<>]{1,200}$/.test(word);
}

function githubPattern(written: string): readonly string[] {
  const anchored = written.slice(0, -1).includes('/');
  const parts = partsOf(written);
  const pattern = anchored ? parts : ['**', ...parts];
  // `docs/*` is the files of docs only; everything else also covers what lies below it.
  return parts.at(-1) === '*' && anchored ? pattern : [...pattern, '**'];
}

/** https://docs.gitlab.com/user/project/codeowners/reference/#file-paths: a pattern covers what lies below only with a last `/`. */
function gitlabPattern(written: string): readonly string[] {
  const parts = partsOf(written);
  const pattern = written.startsWith('/') ? parts : ['**', ...parts];
  return written.endsWith('/') ? [...pattern, '**'] : pattern;
}

function partsOf(written: string): readonly string[] {
  return written.split('/').filter((part) => part !== '');
}
