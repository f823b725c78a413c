import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Collector } from '../collectors/collector.ts';
import { nearestName } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { UserError } from '../user-error.ts';

/** A source word, understood. `word` is what people are shown and what evidence names; `path` is where it is read. */
export type Source =
  | { readonly form: 'live'; readonly word: string; readonly collector: Collector }
  | { readonly form: 'directory' | 'file'; readonly word: string; readonly path: string }
  | { readonly form: 'home'; readonly word: string; readonly path: string }
  | {
      /** Files of a directory that are one source together. */
      readonly form: 'tree';
      readonly word: string;
      readonly path: string;
      readonly files: readonly string[];
      readonly collector: Collector;
    }
  | {
      /** Files of the run that are read together, each with a word of its own. */
      readonly form: 'together';
      readonly word: string;
      readonly files: readonly { readonly path: string; readonly source: string }[];
      readonly collector: Collector;
    };

/**
 * What each source word means: a live source where a collector claims the word (`aws`, `aws:prod`), else a path.
 * `demo` stands for the demo company's files. With a home directory that is read too, and the current one only if named. A word that is neither gets one line that says so.
 */
export function resolveSources(words: readonly string[], collectors: readonly Collector[], home?: string): readonly Source[] {
  const named = words.length === 0 && home === undefined ? ['.'] : [...new Set(words)];
  const sources = named.flatMap((word) => (word === 'demo' && !existsSync(word) ? demoSources() : [resolveSource(word, collectors)]));
  return home === undefined ? sources : [...sources, { form: 'home', word: '~', path: home }];
}

/** The home directory for `--home`; undefined where that was not asked for. */
export function homeOf(asked: boolean | undefined, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (asked !== true) return undefined;
  const home = environment.HOME ?? environment.USERPROFILE;
  if (home === undefined || home === '' || !statSync(home, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError('--home: no home directory is known; set HOME to it');
  return home;
}

/** Whether a word names a source, so that it can be told from an identity's name or id (`aws:role/123456789012/app`). */
export function isSource(word: string, collectors: readonly Collector[]): boolean {
  if (word === 'demo' || existsSync(word)) return true;
  return !/^\w+:[\w-]+\//.test(word) && collectors.some((c) => c.accepts(word));
}

function resolveSource(word: string, collectors: readonly Collector[]): Source {
  const collector = collectors.find((c) => c.accepts(word));
  if (collector) return { form: 'live', word, collector };
  const about = look(word, collectors);
  if (about.isDirectory()) return { form: 'directory', word, path: word };
  // Opening a pipe or a device may wait for ever.
  if (!about.isFile()) throw new UserError(`${word}: not a regular file; write its content to a file and name that`);
  return { form: 'file', word, path: word };
}

function look(word: string, collectors: readonly Collector[]): Stats {
  try {
    return statSync(word);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw new UserError(`${word}: a symbolic link that leads back to itself; name what it should lead to`);
    if (code === 'EACCES' || code === 'EPERM') throw new UserError(`${word}: no permission to look at it; check the folders above it`);
    throw new UserError(unknownSource(word, collectors));
  }
}

function unknownSource(word: string, collectors: readonly Collector[]): string {
  if (word === '') return 'a source is empty; name a path or a live source';
  const live = unknownLiveSource(word, collectors);
  if (live !== undefined) return live;
  const looksLikePath = word.includes('/') || word.includes('\\') || /\.\w+$/.test(word);
  if (looksLikePath) return `${word}: no such file or directory`;
  const forms = collectors.flatMap((c) => c.sources.map((s) => s.form)).filter((form) => /^[a-z]/.test(form));
  // What each name is written as: some are nothing without what they are asked for (`github:ORG`), one has another name than its collector.
  const written = new Map([...forms].reverse().map((form) => [form.split(':')[0] ?? form, form]));
  for (const c of collectors) {
    const [first] = c.sources;
    if (first !== undefined && forms.includes(first.form)) written.set(c.name, first.form);
  }
  const near = nearestName(word.split(':')[0] ?? '', [...written.keys(), 'demo']);
  const meant = near === undefined ? '' : `; did you mean ${quoted(written.get(near) ?? near)}?`;
  return `unknown source ${quoted(word)}: no such file or directory, and no live source of that name${meant} (sources: a path, ${forms.join(', ')}, demo)`;
}

/** What is wrong with a word that starts as a live source does, or nearly: `azure:sub/1`, `gpc:projects/acme`. */
function unknownLiveSource(word: string, collectors: readonly Collector[]): string | undefined {
  const [, prefix = '', rest = ''] = /^([a-z\d]{2,12}):(.+)$/is.exec(word) ?? [];
  const live = collectors.filter((c) => c.permissions.length > 0);
  const name = nearestName(
    prefix,
    live.map((c) => c.name),
  );
  const collector = live.find((c) => c.name === name);
  if (name === undefined || collector === undefined) return undefined;
  const forms = collector.sources.map((s) => s.form).filter((form) => form === name || form.startsWith(`${name}:`));
  const [kind = '', ...id] = rest.split('/');
  const kinds = forms.flatMap((form) => /^\w+:([a-z]+)\//.exec(form)?.[1] ?? []);
  const nearKind = kinds.find((k) => kind !== '' && (k.startsWith(kind) || kind.startsWith(k))) ?? nearestName(kind, kinds);
  const meant = [name, [nearKind ?? kind, ...id].join('/')].join(':');
  const suggestion = collector.accepts(meant) && meant !== word ? `; did you mean ${quoted(meant)}?` : '';
  return `unknown source ${quoted(word)}: no such file or directory, and ${name} is read as ${forms.join(', ')}${suggestion}`;
}

/** The demo company's raw provider answers and its repository. */
export function demoDirectory(): string {
  return fileURLToPath(new URL('../../fixtures/acme', import.meta.url));
}

/** Whether the demo company, and nothing else, is asked about. */
export function isDemo(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === 'demo' && !existsSync('demo');
}

/** The day on which the demo company's files were made: its ages stay true. */
export const demoNow = '2026-11-22T09:00:00Z';

/** Shown as `demo/...`: where the package is installed is nobody's business. */
function demoSources(): readonly Source[] {
  const root = demoDirectory();
  const dumps = ['aws', 'azure', 'entra', 'gcp', 'kubernetes'].flatMap((plane) =>
    readdirSync(join(root, plane))
      .sort()
      .map((name) => [plane, name] as const),
  );
  return [
    ...dumps.map(([plane, name]): Source => ({ form: 'file', word: `demo/${plane}/${name}`, path: join(root, plane, name) })),
    ...['github', 'storefront'].map((name): Source => ({ form: 'directory', word: `demo/${name}`, path: join(root, name) })),
  ];
}

/** @throws UserError where a role is to be assumed for reading AWS, and no live AWS source is named. */
export function checkRole(roleArn: string | undefined, sources: readonly Source[]): void {
  if (roleArn === undefined || sources.some((s) => s.form === 'live' && s.collector.plane === 'aws')) return;
  throw new UserError('--role-arn is for reading live AWS accounts (aws), and none is named');
}
