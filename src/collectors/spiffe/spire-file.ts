import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Gap } from '../../inventory/gap.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { openText } from '../decode.ts';
import { readError } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { type JsonPlace, JsonStream } from '../json-stream.ts';
import { readAgent, readEntry } from '../spiffe-model/entries.ts';
import { readBundle, readFederation, readKeySet, type TrustDomain } from './bundles.ts';

type FileContext = CollectContext & { readonly source: string };

/** Lists of SPIRE's answers, with what tells them from lists of the same name elsewhere, and what one of each is. */
const marks: readonly (readonly [key: string, shows: RegExp, what: string])[] = [
  ['entries', /"(?:spiffe_id|spiffeId)"\s*:\s*(?:\{\s*"(?:trust_domain|trustDomain|path)"|"spiffe:\/\/)/, 'registration entry'],
  ['agents', /"(?:attestation_type|attestationType)"\s*:/, 'agent'],
  ['federation_relationships', /"(?:bundle_endpoint_url|bundleEndpointUrl)"\s*:/, 'federation relationship'],
  ['federationRelationships', /"(?:bundle_endpoint_url|bundleEndpointUrl)"\s*:/, 'federation relationship'],
  ['bundles', /"(?:x509_authorities|x509Authorities|jwt_authorities|jwtAuthorities)"\s*:/, 'bundle'],
];

/** `bundle show` prints one bundle, in SPIRE's form or as a set of keys; `bundle list -format spiffe` key sets, each below its trust domain. */
const oneBundle = /"(?:x509_authorities|x509Authorities)"\s*:\s*\[/;
const keySet = /"use"\s*:\s*"(?:x509|jwt)-svid"/;
const headedKeySets = /^\*{20,}\s*\n\*\s*([a-z0-9._-]{1,255})\s*\n\*{20,}\s*\n/gm;

const largestBundle = 8 * 1024 * 1024;

export function recognisesSpireFile(head: FileHead): boolean {
  if (head.format === 'text') return head.text.startsWith('****') && keySet.test(head.text);
  if (head.format !== 'json') return false;
  return (
    marks.some(([key, shows]) => head.keys.includes(key) && shows.test(head.text)) ||
    (head.keys.includes('keys') && keySet.test(head.text)) ||
    (oneBundle.test(head.text) && (head.keys.includes('trust_domain') || head.keys.includes('trustDomain')))
  );
}

/** Reads what a SPIRE server printed. What is wrong inside becomes gaps. @throws UserError where the file cannot be read at all. */
export async function collectSpireFile(path: string, context: FileContext): Promise<Collected> {
  const gaps = new GapCounter();
  const domains = new Set<string>();
  const given = new Set<string>();
  const whole: Record<string, unknown> = {};
  const seconds = context.now.getTime() / 1000;
  const note = (group: string, gap: Omit<Gap, 'source' | 'file'>): void =>
    gaps.add(group, { source: context.source, file: context.source, ...gap });
  const emit = (identity: Identity): void => {
    if (identity.kind !== 'spiffe-trust-domain') domains.add(identity.scope);
    context.emit({ type: 'identity', value: identity });
  };
  const emitDomain = ({ identity, keys }: TrustDomain): void => {
    emit(identity);
    for (const value of keys) context.emit({ type: 'credential', value });
  };
  const stream = new JsonStream({
    lists: new Set(marks.map(([key]) => key)),
    wholes: new Set(['keys', 'x509_authorities', 'x509Authorities', 'jwt_authorities', 'jwtAuthorities']),
    key: (key) => given.add(key),
    element: (key, value, place) => take(key, value, place),
    value: (key, value) => {
      whole[key] = value;
      if (/^next_?page_?token$/i.test(key) && typeof value === 'string' && value !== '')
        note('page', { what: 'entries after the first page', why: 'not-given', detail: 'the answer says that more entries follow' });
    },
    problem: ({ message, line, pointer }) =>
      note('json', { what: 'a part of the file', why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer }),
  });

  function take(key: string, value: unknown, { line, pointer }: JsonPlace): void {
    const raw = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
    const evidence = { source: context.source, file: context.source, line, pointer };
    const domain = key === 'bundles' ? readBundle(raw, evidence) : /^federation/.test(key) ? readFederation(raw, evidence) : undefined;
    const identity =
      key === 'agents' ? readAgent(raw, seconds, evidence) : key === 'entries' ? readEntry(raw, seconds, evidence) : undefined;
    if (domain !== undefined) emitDomain(domain);
    else if (identity !== undefined) emit(identity);
    else {
      const what = marks.find(([name]) => name === key)?.[2] ?? key;
      const lacks = /^(?:bundles|federation)/.test(key) ? 'it has no trust domain' : 'it has no SPIFFE ID';
      note(what, { what: `a SPIRE ${what}`, why: 'unreadable', detail: `line ${line}: ${lacks}`, line, pointer });
    }
  }

  try {
    const headed = headedKeySetsIn(path);
    if (headed !== undefined) {
      for (const { domain, text, line } of headed) {
        const evidence = { source: context.source, file: context.source, line };
        const read = readKeySet(parsed(text), evidence, domain);
        if (read !== undefined) emitDomain(read);
      }
    } else {
      for await (const chunk of openText(path)) if (!stream.push(chunk)) break;
      stream.end();
    }
  } catch (error) {
    throw readError(context.source, error);
  }
  const evidence = { source: context.source, file: context.source };
  const single = given.has('keys') ? readKeySet(whole, evidence) : readBundle(whole, evidence);
  if (single !== undefined) emitDomain(single);
  else if (given.has('keys'))
    note('keys', { what: 'whose keys these are', why: 'not-given', detail: 'no certificate of the bundle names a trust domain' });
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

interface HeadedKeySet {
  readonly domain: string;
  readonly text: string;
  readonly line: number;
}

/** The key sets of `bundle list -format spiffe`; undefined where the file is of another form. */
function headedKeySetsIn(path: string): readonly HeadedKeySet[] | undefined {
  if (!startsWith(path, '****')) return undefined;
  const text = readFileSync(path).subarray(0, largestBundle).toString('utf8');
  const heads = [...text.matchAll(headedKeySets)];
  return heads.map((head, i) => {
    const from = head.index + head[0].length;
    return { domain: head[1] ?? '', text: text.slice(from, heads[i + 1]?.index), line: text.slice(0, from).split('\n').length };
  });
}

/** Entries may be many: of those files no more than the beginning is looked at here. */
function startsWith(path: string, text: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(text.length);
    return readSync(file, start, 0, text.length, 0) === text.length && start.toString('utf8') === text;
  } finally {
    closeSync(file);
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
