import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { openText } from '../decode.ts';
import { readError, readHead } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { JsonStream } from '../json-stream.ts';
import { isPlain, listIn, type Plain, textIn } from '../kubernetes-objects/plain.ts';
import { isServedJson, isServedYaml } from '../kubernetes-objects/served.ts';
import { tallyBySource } from '../source-tally.ts';
import { clusterNameOf } from './cluster-name.ts';
import { ClusterReading } from './cluster-reading.ts';
import { isKubeconfig, type Kubeconfig, readKubeconfig } from './kubeconfig.ts';
import { emitKubeconfig } from './kubeconfig-users.ts';
import { secretsOfTable } from './secret-table.ts';

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

interface DumpFile {
  readonly path: string;
  readonly source: string;
}

/** Reads such a file. What is wrong inside becomes gaps. @throws UserError where the file cannot be read at all. */
export async function collectDump(path: string, context: FileContext): Promise<Collected> {
  const { source } = context;
  const file = await openDump({ path, source });
  const scope = file.config === undefined ? clusterNameOf(source) : emitDumpedConfig(file, file.config, context);
  if (file.config === undefined) await readCluster(scope, [file], context);
  return { plane: 'kubernetes', scope, requests: 0 };
}

/** Reads the files of a run: those of one cluster together. Each has a status of its own. */
export async function collectDumps(files: readonly DumpFile[], context: CollectContext): Promise<Collected> {
  const scopes = new Map<string, string>();
  const { tallies, emit } = tallyBySource(files, context.emit);
  const clusters = new Map<string, OpenDump[]>();
  for (const file of files) {
    try {
      const open = await openDump(file);
      const name = open.config === undefined ? clusterNameOf(file.source) : emitDumpedConfig(open, open.config, { ...context, emit });
      scopes.set(file.source, name);
      if (open.config === undefined) clusters.set(name, [...(clusters.get(name) ?? []), open]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      emit({ type: 'gap', value: refusal(file.source, error) });
    }
  }
  for (const [name, all] of clusters) await readCluster(name, all, { ...context, emit });
  const parts = [...tallies].map(([source, tally]) =>
    tally.status(source, { plane: 'kubernetes', scope: scopes.get(source) ?? '', requests: 0 }),
  );
  return { plane: 'kubernetes', scope: [...clusters.keys()][0] ?? '', requests: 0, parts };
}

interface OpenDump extends DumpFile {
  readonly format: FileHead['format'];
  readonly config: Kubeconfig | undefined;
}

/** @throws UserError where it cannot be read at all. */
async function openDump({ path, source }: DumpFile): Promise<OpenDump> {
  try {
    const head = await readHead(path, source);
    const isConfig = isKubeconfig(head.text) || (head.keys.includes('users') && head.keys.includes('contexts'));
    return { path, source, format: head.format, config: isConfig ? readKubeconfig(await wholeText(path, source), source) : undefined };
  } catch (error) {
    throw readError(source, error);
  }
}

function emitDumpedConfig({ path, source }: DumpFile, config: Kubeconfig, context: Pick<CollectContext, 'emit' | 'fingerprint'>): string {
  return emitKubeconfig(config, { source, file: source, shared: isInCheckout(path) }, context);
}

async function readCluster(name: string, files: readonly OpenDump[], context: Pick<CollectContext, 'emit' | 'fingerprint'>): Promise<void> {
  const reading = new ClusterReading(name, context);
  for (const { path, source, format } of files) {
    const gaps = new GapCounter();
    const note: Note = (group, gap) => gaps.add(group, { source, file: source, ...gap });
    try {
      if (format === 'json') await readJson(path, source, reading, note);
      else readYaml(await wholeText(path, source), source, reading, note);
    } catch (error) {
      const failure = readError(source, error);
      if (files.length === 1) throw failure;
      reading.seen.miss();
      context.emit({ type: 'gap', value: refusal(source, failure) });
    }
    if (files.length === 1) noteMissing(reading, note);
    gaps.flush(context.emit);
  }
  if (files.length > 1) {
    const gaps = new GapCounter();
    const source = files[0]?.source ?? '';
    noteMissing(reading, (group, gap) => gaps.add(group, { source, ...gap }));
    gaps.flush(context.emit);
  }
  reading.finish(reading.seen.whole);
}

function refusal(source: string, error: Error): Gap {
  return { source, file: source, what: 'the file', why: 'unreadable', detail: error.message.replace(`${source}: `, '') };
}

/** Whether a file may be one that git gives to others. */
function isInCheckout(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (folder === dirname(folder)) return false;
  }
}

function noteMissing(reading: ClusterReading, note: Note): void {
  const command = 'kubectl get serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,pods,deployments,cronjobs -A -o json';
  const missing = (what: string): void =>
    note(what, { what, why: 'not-given', detail: 'what was given does not hold them for the whole cluster', permission: command });
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
    if (kind === 'Table') takeTable(whole, at);
    else if (kind !== undefined && !kind.endsWith('List')) reading.take(whole, at);
    const more = isPlain(whole.metadata) ? textIn(whole.metadata, 'continue') : undefined;
    if (more !== undefined) reading.seen.miss();
    if (more !== undefined)
      note('page', { what: 'objects after a page', why: 'not-given', detail: 'the list says that more objects follow' });
    whole = {};
    items = [];
    page = next;
  };
  const takeTable = (table: Plain, place: Evidence): void => {
    const secrets = secretsOfTable(table);
    const detail = 'a table shows what kubectl prints of objects, and not what they are; save it with -o json';
    if (secrets === undefined) note('table', { what: 'a table of objects', why: 'unsupported', detail });
    for (const secret of secrets ?? []) reading.take(secret, place);
  };
  const stream = new JsonStream({
    lists: new Set(['items']),
    wholes: new Set(['spec', 'data', 'stringData', 'metadata', 'rules', 'subjects', 'columnDefinitions', 'rows']),
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
    problem: ({ message, line, pointer }) => {
      reading.seen.miss();
      note('json', { what: 'a part of the file', why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer });
    },
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
      reading.seen.miss();
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
