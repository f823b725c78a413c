import type { Gap } from '../../inventory/gap.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { openText } from '../decode.ts';
import { readError } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { type JsonPlace, JsonStream } from '../json-stream.ts';
import { readAgent, readEntry } from './entries.ts';

type FileContext = CollectContext & { readonly source: string };

/** Lists of SPIRE's answers, with what tells them from lists of the same name elsewhere. */
const marks: readonly (readonly [key: string, shows: RegExp])[] = [
  ['entries', /"(?:spiffe_id|spiffeId)"\s*:\s*(?:\{\s*"(?:trust_domain|trustDomain|path)"|"spiffe:\/\/)/],
  ['agents', /"(?:attestation_type|attestationType)"\s*:/],
];

export function recognisesSpireFile(head: FileHead): boolean {
  return head.format === 'json' && marks.some(([key, shows]) => head.keys.includes(key) && shows.test(head.text));
}

/** Reads what a SPIRE server printed. What is wrong inside becomes gaps. @throws UserError where the file cannot be read at all. */
export async function collectSpireFile(path: string, context: FileContext): Promise<Collected> {
  const gaps = new GapCounter();
  const domains = new Set<string>();
  const given = new Set<string>();
  const seconds = context.now.getTime() / 1000;
  const note = (group: string, gap: Omit<Gap, 'source' | 'file'>): void =>
    gaps.add(group, { source: context.source, file: context.source, ...gap });
  const stream = new JsonStream({
    lists: new Set(marks.map(([key]) => key)),
    key: (key) => given.add(key),
    element: (key, value, place) => {
      take(key === 'agents' ? 'agent' : 'registration entry', value, place);
    },
    value: (key, value) => {
      if (/^next_?page_?token$/i.test(key) && typeof value === 'string' && value !== '')
        note('page', { what: 'entries after the first page', why: 'not-given', detail: 'the answer says that more entries follow' });
    },
    problem: ({ message, line, pointer }) =>
      note('json', { what: 'a part of the file', why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer }),
  });

  function take(what: string, value: unknown, { line, pointer }: JsonPlace): void {
    const raw = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
    const evidence = { source: context.source, file: context.source, line, pointer };
    const read = what === 'agent' ? readAgent(raw, seconds, evidence) : readEntry(raw, seconds, evidence);
    if (read === undefined) {
      note(what, { what: `a SPIRE ${what}`, why: 'unreadable', detail: `line ${line}: it has no SPIFFE ID`, line, pointer });
      return;
    }
    domains.add(read.identity.scope);
    context.emit({ type: 'identity', value: read.identity });
    for (const link of read.links) context.emit({ type: 'link', value: link });
  }

  try {
    for await (const chunk of openText(path)) if (!stream.push(chunk)) break;
    stream.end();
  } catch (error) {
    throw readError(context.source, error);
  }
  if (!given.has('entries'))
    note('entries', {
      what: 'the registration entries',
      why: 'not-given',
      detail: 'the file holds none; save the output of: spire-server entry show -output json',
      partial: false,
    });
  gaps.flush(context.emit);
  return { plane: 'spiffe', scope: domains.size === 1 ? ([...domains][0] ?? '') : '', requests: 0 };
}
