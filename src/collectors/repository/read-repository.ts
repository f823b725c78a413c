import { closeSync, existsSync, fstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Fragment } from '../../inventory/fragment.ts';
import { isAgentFile } from './agent-frameworks/agent-forms.ts';
import { conclude } from './conclude.ts';
import { type Checkout, readCheckout } from './files/checkout.ts';
import { codeownersPaths, readCodeowners } from './files/codeowners.ts';
import { about, asText, readText } from './files/read-text.ts';
import type { Tracked } from './files/tracked.ts';
import { insideRoot, walk } from './files/walk.ts';
import { deserves } from './first-look.ts';
import { Gathering } from './gathering.ts';
import { readHistory } from './history/read-history.ts';
import { findPlaces } from './home/find-places.ts';
import { homePlaces } from './home/places.ts';
import { isInfrastructure } from './infrastructure/recognise-code.ts';
import type { ScannedTree } from './infrastructure/scanned-tree.ts';
import { evidenceIn, type OpenFile } from './open-file.ts';
import { openBlame } from './owners/ask-blame.ts';
import { type Codeowners, OwnerAssignment } from './owners/assign-owners.ts';
import type { PipelineContext } from './pipelines/pipeline-job.ts';
import { isPipeline, readPipelines, repositoryOfPipeline } from './pipelines/systems.ts';
import { clientsOf, hasReader, isClientDirectory, placeOf, readersOf } from './readers.ts';
import { redactName } from './secrets/detect.ts';
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
  /** A job shows a cloud a token that names the repository, which nothing here names in full. */
  let isUnnamed = false;
  const emit = (fragment: Fragment): void => {
    swept?.note(fragment);
    if (fragment.type === 'link') isUnnamed ||= fragment.value.claims?.repository?.some((name) => name.startsWith('*/')) === true;
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
    others: true,
    entersIgnored: isClientDirectory,
    onGap: (path, why, detail) => out.gap(path === '' ? '.' : path, why, detail),
  });
  const application = applications(out);
  const placeIn = (file: OpenFile): Place => placeOfFile(out, file, checkout);
  const locals = new LocalFiles();
  const workflows: LocalFile[] = [];
  const pipelines: OpenFile[] = [];
  const parts = treeParts(out, treeBelow(out, root, checkout.tracked, application), sink.listed);
  swept = new TreeSweep(out, root, application);
  for (const met of files) {
    const { path, real, settled } = met;
    const looked = swept.look(met, settled && hasReader(path));
    if (looked === undefined) {
      if (settled) out.unread.push(clientsOf(path));
      continue;
    }
    try {
      const takers = parts.filter((part) => deserves(part.wants(path), looked.seen));
      if (!settled && takers.length === 0 && looked.candidates.length === 0) continue;
      const wanted = { path, real, quiet: !settled && !isInfrastructure(path) };
      const isCi = isWorkflow(path) || isPipeline(path);
      let file: OpenFile | undefined;
      let judged = false;
      if (settled || takers.length > 0) {
        file =
          looked.whole === undefined
            ? readText(out, root, wanted, checkout.tracked)
            : asText(out, wanted, looked.whole, fstatSync(looked.descriptor), checkout.tracked);
        if (file === undefined && settled) out.unread.push(clientsOf(path));
      }
      if (file !== undefined) {
        if (isWorkflow(path)) workflows.push(locals.add(file, placeIn(file)));
        else if (isAction(path)) readAction(locals.add(file, placeIn(file)), emit, sink.fingerprint);
        else if (isCi) pipelines.push(file);
        // What stands in tests is made for them; what a checksum proves is found all the same.
        const readers = !settled ? [] : looked.isTest ? readersOf(path, 'credentials') : readersOf(path);
        for (const read of readers) read(out, file, application(file));
        judged = takers.map((part) => part.take(file)).includes(true);
      }
      if (looked.candidates.length > 0 && (file === undefined || !isCi))
        swept.record(file ?? about(out, wanted, fstatSync(looked.descriptor).mode, checkout.tracked), looked.candidates, judged);
    } finally {
      closeSync(looked.descriptor);
    }
  }
  readWorkflows(workflows, locals, emit, sink.fingerprint);
  readPipelines(pipelines, pipelineContext(out, root, checkout, placeIn));
  if (isUnnamed) {
    const detail = `without a remote its owner is not known, and its name, ${redactName(checkout.repository)}, is that of the directory: who lets its jobs in is uncertain`;
    out.gap('.git/config', 'not-given', detail, { harmless: true });
  }
  for (const part of parts) part.finish();
  swept.finish();
  conclude(out, codeowners);
  if (sink.history === true) {
    if (checkout.places === undefined) out.gap('.git', 'not-given', 'not a git checkout: there is no history to read');
    else
      readHistory(
        out,
        root,
        checkout.places,
        (id) => inFiles.has(id),
        application({ source: out.source, path: '.git', text: '', worldWritable: false }),
      );
  }
  const rootReal = realpathSync(root);
  const textOf = (path: string): string | undefined => {
    const real = insideRoot(root, rootReal, path);
    return real === undefined ? undefined : readText(out, root, { path, real, quiet: true }, checkout.tracked)?.text;
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
    const file = readText(out, home, { path, real }, undefined);
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
  const file = readText(out, root, { path, real: path }, checkout.tracked);
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
      if (part.wants(path) !== 'none' || part.knowsContent) part.take(file);
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
        const file = readText(out, rootReal, { path, real: relative(rootReal, real), quiet: true }, tracked);
        return file === undefined ? { why: 'it cannot be read' } : { text: file.text, path };
      } catch {
        return { why: 'it is not in the scanned tree' };
      }
    },
    committed: (path) => tracked?.holds(path),
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
      return real === undefined || real === '' ? undefined : readText(out, root, { path: posix.normalize(path), real }, checkout.tracked);
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
    const file = real === undefined ? undefined : readText(out, root, { path, real }, checkout.tracked);
    if (file !== undefined) return { file, rules: readCodeowners(file.text, checkout.dialect) };
  }
  // Without a host that knows code owners, their absence says nothing.
  return checkout.hosted || existsSync(join(root, '.github')) ? { rules: [] } : undefined;
}
