import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';
import type { GapReason } from '../../../inventory/gap.ts';
import type { Gathering } from '../gathering.ts';
import { isTerraformJson } from '../infrastructure/recognise-code.ts';
import type { OpenFile } from '../open-file.ts';
import { largestText, openFile } from './open.ts';
import { decode } from './text.ts';
import type { Tracked } from './tracked.ts';
import { reasonOf } from './walk.ts';

/** State files may be larger than others. */
const largestState = 5 * 1024 * 1024;

/** Where a file stands, and whether what is wrong with it is told: not where nobody asked for it by its name. */
interface Wanted {
  readonly path: string;
  readonly real: string;
  readonly quiet?: boolean;
}

type Tell = (why: GapReason, detail: string, problem?: Parameters<Gathering['gap']>[3]) => void;

function teller(out: Gathering, { path, quiet }: Wanted): Tell {
  return (why, detail, problem) => {
    if (quiet !== true) out.gap(path, why, detail, problem);
  };
}

/** Opens a file and makes it text, or says why not. */
export function readText(out: Gathering, root: string, wanted: Wanted, tracked: Tracked | undefined): OpenFile | undefined {
  const tell = teller(out, wanted);
  let descriptor: number | undefined;
  try {
    descriptor = openFile(root, wanted.real);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return undefined;
    const isState = wanted.real.includes('.tfstate') || (stat.size > largestText && isTerraformJson(beginningOf(descriptor)));
    const most = isState ? largestState : largestText;
    if (stat.size > most) {
      // A plan too large to read is told, though its name said nothing.
      (isState ? out.gap.bind(out, wanted.path) : tell)('unsupported', `larger than ${most / 1024 / 1024} MiB`);
      return undefined;
    }
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    for (let n = -1; n !== 0 && length < bytes.length; length += n) n = readSync(descriptor, bytes, length, bytes.length - length, length);
    return asText(out, wanted, bytes.subarray(0, length), stat, tracked);
  } catch (error) {
    tell(reasonOf(error), 'the file cannot be read');
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The bytes of a file as text, or says why they are none. */
export function asText(
  out: Gathering,
  wanted: Wanted,
  bytes: Buffer,
  { mode }: Pick<Stats, 'mode'>,
  tracked: Tracked | undefined,
): OpenFile | undefined {
  const tell = teller(out, wanted);
  const decoded = decode(bytes);
  if (decoded === undefined) {
    tell('unreadable', 'not a text file');
    return undefined;
  }
  if (decoded.damaged) tell('unreadable', 'some bytes are not valid text', { harmless: true });
  const conflict = wanted.quiet === true ? undefined : conflictLine(decoded.text);
  if (conflict !== undefined) tell('unreadable', 'it holds merge conflict markers; resolve the conflict first', { line: conflict });
  return { ...about(out, wanted, mode, tracked), text: decoded.text };
}

/** What is known of a file beside its text. */
export function about(out: Gathering, { path, real }: Wanted, mode: number, tracked: Tracked | undefined): OpenFile {
  const committed = tracked?.holds(real);
  return {
    source: out.source,
    path,
    text: '',
    ...(committed === undefined ? {} : { committed }),
    worldWritable: process.platform !== 'win32' && (mode & 0o002) !== 0,
  };
}

function beginningOf(descriptor: number): string {
  const bytes = Buffer.alloc(4096);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0)).toString('utf8');
}

/** The line of the first merge conflict. A line of `=` alone underlines a heading in Markdown. */
function conflictLine(text: string): number | undefined {
  if (!text.includes('<<<<<<< ')) return undefined;
  const start = text.search(/^<{7} /m);
  return start < 0 || !/^>{7} /m.test(text) ? undefined : text.slice(0, start).split('\n').length;
}
