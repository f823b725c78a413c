import type { Candidate } from '../secrets/arguments.ts';

/**
 * Reads `NAME=value` lines as dotenv files, shell exports, properties and Terraform variable files write them, quoted
 * values over several lines included.
 */
export function readAssignments(text: string): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const match = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]{0,200})\s*=\s*(.*)$/s.exec(line.slice(0, 65_536));
    if (match === null) continue;
    const [, indent = '', key = '', rest = ''] = match;
    const spot = { line: i + 1, column: indent.length + 1, pointer: '' };
    const quote = /^["'`]/.exec(rest)?.[0];
    let value = rest;
    if (quote !== undefined) {
      let end = closing(rest, quote);
      // A value over several lines ends within the lines that the longest key has.
      for (let more = i + 1; end === -1 && more < lines.length && more < i + 200; more++) {
        value += `\n${lines[more] ?? ''}`;
        end = closing(value, quote);
        if (end !== -1) i = more;
      }
      value = end === -1 ? rest.slice(1) : value.slice(1, end);
    } else value = rest.replace(/\s#.*$/, '').trim();
    candidates.push({ key, value, spot, position: 'file' });
  }
  return candidates;
}

function closing(text: string, quote: string): number {
  for (let at = text.indexOf(quote, 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (quote === "'" || text[at - 1] !== '\\') return at;
  }
  return -1;
}
