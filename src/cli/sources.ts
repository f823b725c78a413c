import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Collector } from '../collectors/collector.ts';
import { UserError } from '../user-error.ts';
import { nearest } from './nearest.ts';

/** A source word, understood. */
export type Source =
  | { readonly form: 'live'; readonly word: string; readonly collector: Collector }
  | { readonly form: 'directory'; readonly word: string; readonly path: string }
  | { readonly form: 'file'; readonly word: string; readonly path: string };

/**
 * What each source word means: a live source where a collector claims the word (`aws`, `aws:prod`), else a path.
 * `demo` stands for the demo company's files. A word that is neither gets one line that says so.
 */
export function resolveSources(words: readonly string[], collectors: readonly Collector[]): readonly Source[] {
  const expanded = words.length === 0 ? ['.'] : words.flatMap((w) => (w === 'demo' && !existsSync('demo') ? demoSources() : [w]));
  return [...new Set(expanded)].map((word) => resolveSource(word, collectors));
}

function resolveSource(word: string, collectors: readonly Collector[]): Source {
  const collector = collectors.find((c) => c.accepts(word));
  if (collector) return { form: 'live', word, collector };
  if (!existsSync(word)) throw new UserError(unknownSource(word, collectors));
  return { form: statSync(word).isDirectory() ? 'directory' : 'file', word, path: word };
}

function unknownSource(word: string, collectors: readonly Collector[]): string {
  const forms = collectors.flatMap((c) => c.sources.map((s) => s.form));
  const looksLikePath = word.includes('/') || word.includes('\\') || /\.\w+$/.test(word);
  if (looksLikePath) return `${word}: no such file or directory`;
  const names = [...new Set(forms.map((f) => f.split(/[:\s]/)[0] as string))].filter((n) => /^[a-z0-9]+$/.test(n));
  const close = nearest(word.split(':')[0] as string, [...names, 'demo']);
  return `unknown source "${word}": no such file or directory, and no live source of that name${close ? `; did you mean "${close}"?` : ''} (sources: ${forms.join(', ')}, demo, or a path)`;
}

/** The demo company's raw provider answers and its repository. */
export function demoDirectory(): string {
  return fileURLToPath(new URL('../../fixtures/acme', import.meta.url));
}

function demoSources(): readonly string[] {
  const root = demoDirectory();
  const dumps = readdirSync(join(root, 'aws'))
    .sort()
    .map((name) => join(root, 'aws', name));
  return [...dumps, join(root, 'storefront')];
}
