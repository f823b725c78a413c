import type { Spot } from '../tree/tree.ts';

/** One word of a command line and where it stands. */
export interface Word {
  readonly text: string;
  readonly spot: Spot;
}

/**
 * Cuts a command line into words as a shell would, quotes taken off; every word keeps the place of the whole. Operators
 * (`|`, `&&`, `;`, `>`) are words of their own.
 */
export function splitCommand(text: string, spot: Spot): Word[] {
  const part = /(?:\\.|"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^()]*\)|[^\s"'\\|&;<>])+|[|&;<>]+/g;
  return Array.from(text.slice(0, 8192).matchAll(part), ([word]) => ({
    text: word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) => double ?? single ?? '',
    ),
    spot,
  }));
}

/** The file name of a program, without directories and `.exe` or `.cmd`. */
export function programName(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .replace(/\.(?:exe|cmd|bat|ps1)$/i, '')
    .toLowerCase();
}
