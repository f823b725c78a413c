import { closeSync, constants, existsSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Fragment } from '../../inventory/fragment.ts';
import type { GapReason } from '../../inventory/gap.ts';
import { isAgentFile } from './agent-frameworks/agent-forms.ts';
import { conclude } from './conclude.ts';
import { type Checkout, readCheckout } from './files/checkout.ts';
import { codeownersPaths, readCodeowners } from './files/codeowners.ts';
import type { Tracked } from './files/git-index.ts';
import { decode } from './files/text.ts';
import { insideRoot, reasonOf, walk } from './files/walk.ts';
import { Gathering } from './gathering.ts';
import { readHistory } from './history/read-history.ts';
import { findPlaces } from './home/find-places.ts';
import { homePlaces } from './home/places.ts';
import { isInfrastructure, isTerraformJson } from './infrastructure/recognise-code.ts';
import type { ScannedTree } from './infrastructure/scanned-tree.ts';
import { evidenceIn, type OpenFile } from './open-file.ts';
import { openBlame } from './owners/ask-blame.ts';
import { type Codeowners, OwnerAssignment } from './owners/assign-owners.ts';
import type { PipelineContext } from './pipelines/pipeline-job.ts';
import { isPipeline, readPipelines, repositoryOfPipeline } from './pipelines/systems.ts';
import { clientsOf, hasReader, isClientDirectory, placeOf, readersOf } from './readers.ts';
import { readingOf } from './secrets/reading.ts';
import { recordCredentials } from './secrets/record.ts';
import { TreeSweep } from './secrets/sweep-tree.ts';
import { isToolFile, type ListedTools } from './tool-lists/tool-book.ts';
import { readJson } from './tree/json.ts';
import { entriesOf } from './tree/tree.ts';
import { toolBook, treeParts } from './tree-parts.ts';
import { type LocalFile, LocalFiles } from './workflows/local-files.ts';
import type { Place } from './workflows/place.ts';
import { readAction, readWorkflow, readWorkflows } from './workflows/workflow.ts';
import { isAction, isWorkflow, readsLikeWorkflow, repositoryOfWorkflow } from './workflows/workflow-file.ts';

/** Larger files of these kinds are data, not configuration. State files may be larger. */
const largest = 1024 * 1024;
const largestState = 5 * 1024 * 1024;

export interface Sink {
  readonly source: string;
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
  /** Read git's history as well. */
  readonly history?: boolean;
  /** Told of every declaration of an MCP server. */
  readonly onDeclaration?: Gathering['onDeclaration'];
  /** What servers answered that were asked for their tools. */
  readonly listed?: readonly ListedTools[];
  /** Where git is found; only `blame` asks. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `--blame`: ask git who last committed what has no other owner. */
  readonly blame?: boolean;
}

/** Reads a directory as a repository. Answers with the repository's name. */
export function readRepository(root: string, sink: Sink): string {
  const checkout = readCheckout(root);
  let swept: TreeSweep | undefined;
  /** Credentials that stand in the files now. */
  const inFiles = new Set<string>();
  const owners = new OwnerAssignment(sink.emit, sink.blame === true);
  const emit = (fragment: Fragment): void => {
    swept?.note(fragment);
    if (fragment.type === 'credential') inFiles.add(fragment.value.id);
    owners.take(fragment);
  };
  const out = new Gathering(sink.source, checkout.repository, emit, sink.fingerprint);
  out.onDeclaration = sink.onDeclaration;
  emitScope(out);
  const codeowners = readOwners(out, root, checkout);
  owners.use(codeowners);
  readRemotes(out, checkout, root);
  const files = walk({
    root,
    ...(checkout.tracked === undefined ? {} : { tracked: checkout.tracked }),
    matters: isSettled,
    mayMatter: () => true,
    entersIgnored: isClientDirectory,
    onGap: (path, why, detail) => out.gap(path === '' ? '.' : path, why, detail),
  });
  const application = applications(out);
  const placeIn = (file: OpenFile): Place => placeOfFile(out, file, checkout);
  const locals = new LocalFiles();
  const workflows: LocalFile[] = [];
  const pipelines: OpenFile[] = [];
  const parts = treeParts(out, treeBelow(out, root, checkout.tracked, application), sink.listed);
  swept = new TreeSweep(
    out,
    root,
    files.map((file) => file.path),
    application,
  );
  for (const { path, real, settled } of files) {
    const takers = parts.filter((part) => part.wants(path));
    if (!settled && takers.length === 0) {
      swept.file(path, real, isTracked(checkout.tracked, real), false);
      continue;
    }
    const file = open(out, root, path, real, checkout.tracked, !settled && !isInfrastructure(path));
    if (file === undefined) {
      out.unread.push(clientsOf(path));
      swept.file(path, real, isTracked(checkout.tracked, real), true);
      continue;
    }
    if (isWorkflow(path)) workflows.push(locals.add(file, placeIn(file)));
    else if (isAction(path)) readAction(locals.add(file, placeIn(file)), emit, sink.fingerprint);
    else if (isPipeline(path)) pipelines.push(file);
    // What stands in tests is made for them; what a checksum proves is found all the same.
    const isTest = readingOf(path) === 'proved';
    for (const read of isTest ? readersOf(path, 'credentials') : readersOf(path)) read(out, file, application(file));
    const judged = takers.map((part) => part.take(file)).includes(true);
    if (!isWorkflow(path) && !isPipeline(path)) swept.text(file, judged || hasReader(path));
  }
  readWorkflows(workflows, locals, emit, sink.fingerprint);
  readPipelines(pipelines, pipelineContext(out, root, checkout, placeIn));
  for (const part of parts) part.finish();
  swept.finish();
  conclude(out, codeowners);
  if (sink.history === true) {
    if (checkout.places === undefined) out.gap('.git', 'not-given', 'not a git checkout: there is no history to read');
    else
      readHistory(
        out,
        checkout.places,
        (id) => inFiles.has(id),
        application({ source: out.source, path: '.git', text: '', worldWritable: false }),
      );
  }
  const rootReal = realpathSync(root);
  const textOf = (path: string): string | undefined => {
    const real = insideRoot(root, rootReal, path);
    return real === undefined ? undefined : open(out, root, path, real, checkout.tracked, true)?.text;
  };
  const blame = sink.blame === true ? openBlame(out, root, checkout, sink.environment ?? {}, textOf) : undefined;
  try {
    owners.finish(blame?.ask);
  } finally {
    blame?.close();
  }
  return checkout.repository;
}

/**
 * Reads what AI agents keep in a person's home directory: the places of a fixed list and nothing else. What leads out of the
 * home directory is not followed.
 */
export function readHome(home: string, sink: Sink): string {
  const out = new Gathering(sink.source, 'home', sink.emit, sink.fingerprint, 'user');
  out.onDeclaration = sink.onDeclaration;
  emitScope(out);
  const application = applications(out);
  const homeReal = realpathSync(home);
  const read = new Set<string>();
  for (const path of findPlaces(home, homePlaces, (place, why, detail) => out.gap(place, why, detail))) {
    const real = insideRoot(home, homeReal, path);
    // On disks that do not tell upper from lower case, two places may be one.
    if (real === undefined || read.has(real)) continue;
    read.add(real);
    const file = open(out, home, path, real, undefined);
    if (file === undefined) out.unread.push(clientsOf(path));
    else for (const reader of readersOf(path)) reader(out, file, application(file));
  }
  toolBook(out, sink.listed).finish();
  conclude(out, undefined);
  return 'home';
}

/** Reads one file that was named, as part of the directory it stands in; a workflow as part of its repository. */
export function readSingleFile(named: string, sink: Sink): string {
  const { root, path } = repositoryOfWorkflow(resolve(named)) ??
    repositoryOfPipeline(resolve(named)) ?? { root: dirname(named), path: basename(named) };
  const checkout = readCheckout(root);
  const out = new Gathering(sink.source, checkout.repository, sink.emit, sink.fingerprint);
  out.onDeclaration = sink.onDeclaration;
  emitScope(out);
  const file = open(out, root, path, path, checkout.tracked);
  if (file !== undefined) {
    const application = applications(out);
    const keys = file.text.trimStart().startsWith('{') ? entriesOf(readJson(file.text).tree).map((e) => e.key) : [];
    const readers = readersOf(placeOf(named, keys) ?? '');
    for (const read of readers) read(out, file, application(file));
    const runs = isWorkflow(path) || (readers.length === 0 && readsLikeWorkflow(file.text));
    const isAlone = !runs && isPipeline(path);
    if (isAlone)
      readPipelines(
        [file],
        pipelineContext(out, root, checkout, (f) => placeOfFile(out, f, checkout)),
      );
    if (runs) readWorkflow(file.text, placeOfFile(out, file, checkout), sink.emit, sink.fingerprint);
    for (const part of treeParts(out, treeBelow(out, root, checkout.tracked, application), sink.listed)) {
      if (part.wants(path) || part.knowsContent) part.take(file);
      part.finish();
    }
    conclude(out, undefined);
  }
  return checkout.repository;
}

/** Whether its path alone says that a file matters. */
function isSettled(path: string): boolean {
  return isWorkflow(path) || isAction(path) || isPipeline(path) || isAgentFile(path) || isToolFile(path) || readersOf(path).length > 0;
}

/** What infrastructure code may read: files of the tree, and no link that leads out of it. */
function treeBelow(out: Gathering, root: string, tracked: Tracked | undefined, application: (file: OpenFile) => () => string): ScannedTree {
  const rootReal = realpathSync(root);
  return {
    read(path) {
      try {
        const real = realpathSync(join(root, path));
        if (!real.startsWith(rootReal.endsWith(sep) ? rootReal : rootReal + sep)) return { why: 'it is outside the scanned tree' };
        const file = open(out, rootReal, path, relative(rootReal, real), tracked, true);
        return file === undefined ? { why: 'it cannot be read' } : { text: file.text, path };
      } catch {
        return { why: 'it is not in the scanned tree' };
      }
    },
    committed: (path) => isTracked(tracked, path),
    applicationOf: (path) => application({ source: out.source, path, text: '', worldWritable: false })(),
  };
}

function placeOfFile(out: Gathering, file: OpenFile, { remote }: Checkout): Place {
  const committed = file.committed === undefined ? {} : { committed: file.committed };
  return { source: out.source, file: file.path, repository: out.repository, ...(remote === undefined ? {} : { remote }), ...committed };
}

/** Pipelines take in other files of the checkout, which are opened as they are named and never outside of it. */
function pipelineContext(out: Gathering, root: string, checkout: Checkout, placeIn: (file: OpenFile) => Place): PipelineContext {
  const rootReal = realpathSync(root);
  return {
    emit: out.emit,
    fingerprint: out.fingerprint,
    placeOf: placeIn,
    open: (path) => {
      const real = path.length > 1024 || path.split('/').includes('.git') ? undefined : insideRoot(root, rootReal, path);
      return real === undefined || real === '' ? undefined : open(out, root, posix.normalize(path), real, checkout.tracked);
    },
  };
}

function emitScope(out: Gathering): void {
  out.emit({ type: 'scope', value: { id: `repository:${out.repository}`, plane: 'repository', name: out.repository } });
}

/** Who holds what no agent holds: the application of a directory, handed over when it first holds something. */
function applications(out: Gathering): (file: OpenFile, directory?: string) => () => string {
  const known = new Set<string>();
  return (file, directory = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '') =>
    () => {
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
  for (const path of codeownersPaths[checkout.dialect]) {
    if (!existsSync(join(root, path))) continue;
    const real = insideRoot(root, realpathSync(root), path);
    const file = real === undefined ? undefined : open(out, root, path, real, checkout.tracked);
    if (file !== undefined) return { file, rules: readCodeowners(file.text, checkout.dialect) };
  }
  // Without a host that knows code owners, their absence says nothing.
  return checkout.hosted || existsSync(join(root, '.github')) ? { rules: [] } : undefined;
}

/** Opens a file, or says why not; `quiet` where nobody asked for it by its name. */
function open(out: Gathering, root: string, path: string, real: string, tracked: Tracked | undefined, quiet = false): OpenFile | undefined {
  const tell = (why: GapReason, detail: string, problem?: Parameters<Gathering['gap']>[3]): void => {
    if (!quiet) out.gap(path, why, detail, problem);
  };
  let descriptor: number | undefined;
  try {
    // Not blocking: a pipe that took a file's place must not stop the scan.
    descriptor = openSync(join(root, real), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return undefined;
    const isState = real.includes('.tfstate') || (stat.size > largest && isTerraformJson(beginningOf(descriptor)));
    const most = isState ? largestState : largest;
    if (stat.size > most) {
      // A plan too large to read is told, though its name said nothing.
      (isState ? out.gap.bind(out, path) : tell)('unsupported', `larger than ${most / 1024 / 1024} MiB`);
      return undefined;
    }
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    for (let n = -1; n !== 0 && length < bytes.length; length += n) n = readSync(descriptor, bytes, length, bytes.length - length, length);
    const decoded = decode(bytes.subarray(0, length));
    if (decoded === undefined) {
      tell('unreadable', 'not a text file');
      return undefined;
    }
    if (decoded.damaged) tell('unreadable', 'some bytes are not valid text', { harmless: true });
    const conflict = conflictLine(decoded.text);
    if (conflict !== undefined) tell('unreadable', 'it holds merge conflict markers; resolve the conflict first', { line: conflict });
    const committed = isTracked(tracked, real);
    return {
      source: out.source,
      path,
      text: decoded.text,
      ...(committed === undefined ? {} : { committed }),
      worldWritable: process.platform !== 'win32' && (stat.mode & 0o002) !== 0,
    };
  } catch (error) {
    tell(reasonOf(error), 'the file cannot be read');
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function beginningOf(descriptor: number): string {
  const bytes = Buffer.alloc(4096);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0)).toString('utf8');
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
