import { splitCommand } from '../commands/words.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import type { Candidate } from '../secrets/arguments.ts';
import { candidatesIn } from '../secrets/arguments.ts';
import { recordCredentials } from '../secrets/record.ts';

/**
 * Reads what a Dockerfile writes into the image for good (https://docs.docker.com/reference/dockerfile/): `ENV`, the defaults
 * of `ARG`, and labels; of `RUN` the flags and variables of its commands.
 */
export function readDockerfile(out: Gathering, file: OpenFile, holder: () => string): void {
  const lines = file.text.split(/\r?\n/);
  const candidates: Candidate[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let text = (lines[i] ?? '').slice(0, 8192);
    // A continued instruction keeps the place of its first line.
    for (let more = 0; /\\\s*$/.test(text) && more < 200 && i + 1 < lines.length; more++) {
      i++;
      const next = (lines[i] ?? '').slice(0, 8192);
      text = `${text.replace(/\\\s*$/, ' ')}${/^\s*#/.test(next) ? '\\' : next}`;
      if (text.length > 65_536) break;
    }
    const match = /^\s*(ENV|ARG|LABEL|RUN)\s+(.*)$/is.exec(text);
    if (match === null) continue;
    const spot = { line, column: 1, pointer: '' };
    const [, instruction = '', rest = ''] = match;
    // The oldest form: `ENV NAME value`.
    const old = /^ENV$/i.test(instruction) ? /^([A-Za-z_]\w{0,200})\s+([^=].*)$/s.exec(rest) : null;
    if (old !== null) candidates.push({ key: old[1] ?? '', value: (old[2] ?? '').trim(), spot, position: 'env' });
    else if (/^RUN$/i.test(instruction)) candidates.push(...candidatesIn(splitCommand(rest, spot)).candidates);
    else {
      for (const { text: word } of splitCommand(rest, spot)) {
        const equals = word.indexOf('=');
        if (equals > 0) candidates.push({ key: word.slice(0, equals), value: word.slice(equals + 1), spot, position: 'env' });
      }
    }
  }
  recordCredentials(out, file, holder, candidates);
}
