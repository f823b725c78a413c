import { parseAllDocuments } from 'yaml';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { openText } from '../decode.ts';
import { readError } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { JsonStream } from '../json-stream.ts';
import { isPlain, listIn, type Plain, textIn } from '../kubernetes-objects/plain.ts';
import { isServedJson, isServedYaml } from '../kubernetes-objects/served.ts';
import { ClusterReading } from './cluster-reading.ts';
import { isKubeconfig, readKubeconfig } from './kubeconfig.ts';
import { emitKubeconfig } from './kubeconfig-users.ts';

type FileContext = CollectContext & { readonly source: string };
type Note = (group: string, gap: Omit<Gap, 'source' | 'file'>) => void;

/** Larger YAML takes minutes to read; the same as JSON takes seconds. */
const mostYaml = 64 * 1024 * 1024;

/** Whether a file holds what `kubectl get -o json` or `-o yaml` prints, or a kubeconfig. */
export function recognisesDump({ format, text, keys }: FileHead): boolean {
  if (format === 'json') {
    if (!keys.includes('apiVersion')) return false;
    if (keys.includes('users') && keys.includes('contexts')) return true;
    return (keys.includes('items') || keys.includes('kind')) && isServedJson(text);
  }
  if (format !== 'yaml' || !/^apiVersion:/m.test(text)) return false;
  return isKubeconfig(text) || isServedYaml(text);
}

/** Reads such a file. What is wrong inside becomes gaps. @throws UserError where the file cannot be read at all. */
export async function collectDump(path: string, head: FileHead, context: FileContext): Promise<Collected> {
  const { source } = context;
  const gaps = new GapCounter();
  const note: Note = (group, gap) => gaps.add(group, { source, file: source, ...gap });
  const name = head.name.replace(/(?:\.(?:json|ya?ml|gz|txt))+$/i, '');
  let scope: string;
  try {
    if (isKubeconfig(head.text) || (head.keys.includes('users') && head.keys.includes('contexts'))) {
      const config = readKubeconfig(await wholeText(path, source), source);
      scope = emitKubeconfig(config, { source, file: source }, context);
    } else {
      const reading = new ClusterReading(name, context);
      if (head.format === 'json') await readJson(path, source, reading, note);
      else readYaml(await wholeText(path, source), source, reading, note);
      reading.finish(reading.seen.whole);
      noteMissing(reading, note);
      scope = name;
    }
  } catch (error) {
    throw readError(source, error);
  }
  gaps.flush(context.emit);
  return { plane: 'kubernetes', scope, requests: 0 };
}

function noteMissing(reading: ClusterReading, note: Note): void {
  const command = 'kubectl get serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,pods,deployments,cronjobs -A -o json';
  const missing = (what: string): void =>
    note(what, { what, why: 'not-given', detail: 'the file does not hold them for the whole cluster', permission: command });
  if (reading.seen.count('ServiceAccount') === 0) missing('the service accounts');
  if (!reading.seen.whole.bindings) missing('the role bindings');
}

async function readJson(path: string, source: string, reading: ClusterReading, note: Note): Promise<void> {
  let page = -1;
  let whole: Record<string, unknown> = {};
  let at: Evidence = { source };
  let items: { readonly item: Plain; readonly place: Evidence }[] = [];
  const turn = (next: number): void => {
    if (next === page) return;
    const kind = textIn(whole, 'kind');
    // The items of a list of one kind need not repeat it, and it may be told after them.
    for (const { item, place } of items) takeItem(reading, whole, item, place);
    if (kind !== undefined && !kind.endsWith('List')) reading.take(whole, at);
    const more = isPlain(whole.metadata) ? textIn(whole.metadata, 'continue') : undefined;
    if (more !== undefined)
      note('page', { what: 'objects after a page', why: 'not-given', detail: 'the list says that more objects follow' });
    whole = {};
    items = [];
    page = next;
  };
  const stream = new JsonStream({
    lists: new Set(['items']),
    wholes: new Set(['spec', 'data', 'stringData', 'metadata', 'rules', 'subjects']),
    key: (_, place) => {
      if (place.page === page) return;
      turn(place.page);
      at = { source, file: source, line: place.line, pointer: place.pointer.replace(/\/[^/]*$/, '') };
    },
    element: (_, value, { line, pointer }) => {
      const place = { source, file: source, line, pointer };
      if (!isPlain(value)) note('item', { what: 'an object', why: 'unreadable', detail: `line ${line}: it is no object`, line, pointer });
      else if (textIn(value, 'kind') !== undefined || textIn(whole, 'kind') !== undefined) takeItem(reading, whole, value, place);
      else items.push({ item: value, place });
    },
    value: (key, value) => {
      if (key !== '__proto__') whole[key] = value;
    },
    problem: ({ message, line, pointer }) =>
      note('json', { what: 'a part of the file', why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer }),
  });
  for await (const chunk of openText(path)) if (!stream.push(chunk)) break;
  stream.end();
  turn(Number.POSITIVE_INFINITY);
}

function takeItem(reading: ClusterReading, list: Plain, item: Plain, place: Evidence): void {
  const kind = textIn(list, 'kind');
  const own = kind === undefined || kind === 'List' ? {} : { kind: kind.replace(/List$/, ''), apiVersion: list.apiVersion };
  reading.take(textIn(item, 'kind') === undefined ? { ...own, ...item } : item, place);
}

function readYaml(text: string, source: string, reading: ClusterReading, note: Note): void {
  for (const [i, document] of parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false }).entries()) {
    const line = text.slice(0, document.range?.[0] ?? 0).split('\n').length;
    const place = { source, file: source, line, pointer: '' };
    let value: unknown;
    try {
      value = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
    } catch {
      value = undefined;
    }
    if (value === null) continue;
    if (!isPlain(value)) {
      note('yaml', { what: 'a document of the file', why: 'unreadable', detail: `document ${i + 1} is not valid YAML`, line });
      continue;
    }
    if (!Array.isArray(value.items)) reading.take(value, place);
    else
      for (const [n, item] of listIn(value, 'items').entries())
        if (isPlain(item)) takeItem(reading, value, item, { ...place, pointer: `/items/${n}` });
  }
}

async function wholeText(path: string, source: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of openText(path)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostYaml) throw new UserError(`${source}: YAML of more than 64 MiB is not read; save it as JSON: kubectl get ... -o json`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
