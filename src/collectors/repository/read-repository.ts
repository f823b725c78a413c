import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Fragment } from '../../inventory/fragment.ts';
import { type Codeowners, conclude } from './conclude.ts';
import { type Checkout, readCheckout } from './files/checkout.ts';
import { codeownersPaths, readCodeowners } from './files/codeowners.ts';
import type { Tracked } from './files/git-index.ts';
import { decode } from './files/text.ts';
import { reasonOf, walk } from './files/walk.ts';
import { Gathering } from './gathering.ts';
import { evidenceIn, type OpenFile } from './open-file.ts';
import { clientsOf, isClientDirectory, placeOf, readersOf } from './readers.ts';
import { recordCredentials } from './secrets/record.ts';
import { readJson } from './tree/json.ts';
import { entriesOf } from './tree/tree.ts';
import type { Place } from './workflows/place.ts';
import { readAction, readWorkflow } from './workflows/workflow.ts';
import { isAction, isWorkflow, readsLikeWorkflow, repositoryOfWorkflow } from './workflows/workflow-file.ts';

/** Larger files of these kinds are data, not configuration. State files may be larger. */
const largest = 1024 * 1024;
const largestState = 5 * 1024 * 1024;

export interface Sink {
  readonly source: string;
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
}

/** Reads a directory as a repository. Answers with the repository's name. */
export function readRepository(root: string, sink: Sink): string {
  const checkout = readCheckout(root);
  const out = new Gathering(sink.source, checkout.repository, sink.emit, sink.fingerprint);
  emitScope(out);
  readRemotes(out, checkout, root);
  const files = walk({
    root,
    ...(checkout.tracked === undefined ? {} : { tracked: checkout.tracked }),
    matters: (path) => isWorkflow(path) || isAction(path) || readersOf(path).length > 0,
    entersIgnored: isClientDirectory,
    onGap: (path, why, detail) => out.gap(path === '' ? '.' : path, why, detail),
  });
  const application = applications(out);
  for (const { path, real } of files) {
    const file = open(out, root, path, real, checkout.tracked);
    if (file === undefined) {
      out.unread.push(clientsOf(path));
      continue;
    }
    const place = workflowPlace(out, file);
    if (isWorkflow(path)) readWorkflow(file.text, place, sink.emit, sink.fingerprint);
    else if (isAction(path)) readAction(file.text, place, sink.emit, sink.fingerprint);
    for (const read of readersOf(path)) read(out, file, application(file));
  }
  conclude(out, readOwners(out, root, checkout));
  return checkout.repository;
}

/** Reads one file that was named, as part of the directory it stands in; a workflow as part of its repository. */
export function readSingleFile(named: string, sink: Sink): string {
  const { root, path } = repositoryOfWorkflow(resolve(named)) ?? { root: dirname(named), path: basename(named) };
  const checkout = readCheckout(root);
  const out = new Gathering(sink.source, checkout.repository, sink.emit, sink.fingerprint);
  emitScope(out);
  const file = open(out, root, path, path, checkout.tracked);
  if (file !== undefined) {
    const application = applications(out);
    const keys = file.text.trimStart().startsWith('{') ? entriesOf(readJson(file.text).tree).map((e) => e.key) : [];
    const readers = readersOf(placeOf(named, keys) ?? '');
    for (const read of readers) read(out, file, application(file));
    const runs = isWorkflow(path) || (readers.length === 0 && readsLikeWorkflow(file.text));
    if (runs) readWorkflow(file.text, workflowPlace(out, file), sink.emit, sink.fingerprint);
    conclude(out, undefined);
  }
  return checkout.repository;
}

function workflowPlace(out: Gathering, file: OpenFile): Place {
  const committed = file.committed === undefined ? {} : { committed: file.committed };
  return { source: out.source, file: file.path, repository: out.repository, ...committed };
}

function emitScope(out: Gathering): void {
  out.emit({ type: 'scope', value: { id: `repository:${out.repository}`, plane: 'repository', name: out.repository } });
}

/** Who holds what no agent holds: the application of a directory, handed over when it first holds something. */
function applications(out: Gathering): (file: OpenFile) => () => string {
  const known = new Set<string>();
  return (file) => () => {
    const directory = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '';
    const id = `repository:application/${out.repository}${directory === '' ? '' : `/${directory}`}`;
    if (!known.has(id)) {
      known.add(id);
      out.emit({
        type: 'identity',
        value: {
          id,
          plane: 'repository',
          kind: 'application',
          name: directory === '' ? out.repository : `${out.repository}/${directory}`,
          scope: out.repository,
          nature: 'workload',
          agent: false,
          standing: 'declared',
          evidence: [evidenceIn(file)],
        },
      });
    }
    return id;
  };
}

/** A token in a remote's URL is a credential that everybody with the checkout holds. */
function readRemotes(out: Gathering, checkout: Checkout, root: string): void {
  if (checkout.remotes.length === 0) return;
  const path = existsSync(join(root, '.git', 'config')) ? '.git/config' : '.git';
  const file: OpenFile = { source: out.source, path, text: '', committed: false, worldWritable: false };
  const holder = applications(out)({ ...file, path: basename(path) });
  const candidates = checkout.remotes.map(({ url, line }) => ({
    key: 'remote url',
    value: url,
    spot: { line, column: 1, pointer: '' },
    position: 'url' as const,
  }));
  recordCredentials(out, file, holder, candidates);
}

function readOwners(out: Gathering, root: string, checkout: Checkout): Codeowners | undefined {
  for (const path of codeownersPaths) {
    if (!existsSync(join(root, path))) continue;
    const file = open(out, root, path, path, checkout.tracked);
    if (file !== undefined) return { file, rules: readCodeowners(file.text) };
  }
  // Without a host that knows code owners, their absence says nothing.
  return checkout.hosted || existsSync(join(root, '.github')) ? { rules: [] } : undefined;
}

/** Opens a file, or says why not. */
function open(out: Gathering, root: string, path: string, real: string, tracked: Tracked | undefined): OpenFile | undefined {
  let descriptor: number | undefined;
  try {
    // Not blocking: a pipe that took a file's place must not stop the scan.
    descriptor = openSync(join(root, real), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return undefined;
    const most = real.includes('.tfstate') ? largestState : largest;
    if (stat.size > most) {
      out.gap(path, 'unsupported', `larger than ${most / 1024 / 1024} MiB`);
      return undefined;
    }
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    for (let n = -1; n !== 0 && length < bytes.length; length += n) n = readSync(descriptor, bytes, length, bytes.length - length, length);
    const decoded = decode(bytes.subarray(0, length));
    if (decoded === undefined) {
      out.gap(path, 'unreadable', 'not a text file');
      return undefined;
    }
    if (decoded.damaged) out.gap(path, 'unreadable', 'some bytes are not valid text', { harmless: true });
    const conflict = conflictLine(decoded.text);
    if (conflict !== undefined)
      out.gap(path, 'unreadable', 'it holds merge conflict markers; resolve the conflict first', { line: conflict });
    const committed = isTracked(tracked, real);
    return {
      source: out.source,
      path,
      text: decoded.text,
      ...(committed === undefined ? {} : { committed }),
      worldWritable: process.platform !== 'win32' && (stat.mode & 0o002) !== 0,
    };
  } catch (error) {
    out.gap(path, reasonOf(error), 'the file cannot be read');
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The line of the first merge conflict. A line of `=` alone underlines a heading in Markdown. */
function conflictLine(text: string): number | undefined {
  const start = text.search(/^<{7} /m);
  return start < 0 || !/^>{7} /m.test(text) ? undefined : text.slice(0, start).split('\n').length;
}

function isTracked(tracked: Tracked | undefined, path: string): boolean | undefined {
  if (tracked === undefined || tracked.mounts.some((mount) => path.startsWith(`${mount}/`))) return undefined;
  return tracked.files.has(path);
}
