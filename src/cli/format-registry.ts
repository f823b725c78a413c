import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { UserError } from '../user-error.ts';

const folder = new URL('../reporters/', import.meta.url);

/** The reporter of a format, found by its file's name. Loads nothing else; a UserError names the nearest right format. */
export async function loadReporter(format: string): Promise<Reporter> {
  const file = (await files()).get(format);
  const reporter = file === undefined ? undefined : await read(file);
  if (reporter !== undefined) return reporter;
  const formats = (await allReporters()).map((r) => r.format).sort();
  throw new UserError(`unknown format ${quoted(format)}${didYouMean(format, formats)} (formats: ${formats.join(', ')})`);
}

/** Every format there is, sorted by name: a file in the reporters' folder that exports `reporter`. */
export async function allReporters(): Promise<Reporter[]> {
  const reporters = await Promise.all([...(await files()).values()].map(read));
  return reporters.filter((r) => r !== undefined);
}

/** The names of the formats, for help texts; loads none of them. */
export function formatNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => namesReporter.test(name) && exportsReporter.test(readFileSync(new URL(name, folder), 'utf8')))
    .map((name) => name.slice(0, -3))
    .sort();
}

const namesReporter = /^[a-z-]+\.(js|ts)$/;
const exportsReporter = /^export (?:const reporter\b|\{[^}]*\breporter\b)/m;

async function files(): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => namesReporter.test(name)).sort();
  return new Map(names.map((name) => [name.slice(0, -3), name]));
}

async function read(file: string): Promise<Reporter | undefined> {
  const module = (await import(new URL(file, folder).href)) as { readonly reporter?: Reporter };
  return module.reporter;
}
