import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from '../../../inventory/credential.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { GitPlaces } from '../files/checkout.ts';
import { decode } from '../files/text.ts';
import { isSkipped } from '../files/walk.ts';
import { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import { credentialReadersOf } from '../readers.ts';
import { lookOf } from '../secrets/reading.ts';
import { recordCredentials } from '../secrets/record.ts';
import { candidatesOf, isBinary } from '../secrets/sweep-file.ts';
import { directoriesIn } from './object-directories.ts';
import { ObjectStore } from './object-store.ts';
import { readRefs } from './refs.ts';
import { type Unread, type Version, walkHistory } from './walk-history.ts';

/** Places of one credential that are told; further ones say no more. */
const mostPlaces = 10;

/** What nobody writes text into. */
const media =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|mov|avi|webm|ogg|wav|zip|gz|tgz|bz2|xz|7z|jar|war|class|exe|dll|so|dylib|pyc|pdf|psd|o|a)$/i;

/**
 * Reads the secrets that stand in git's history and not in the files now. `isKnown` tells the credentials of the files by
 * id; `holder` is asked for only where something is found.
 */
export function readHistory(
  out: Gathering,
  root: string,
  places: GitPlaces,
  isKnown: (credential: string) => boolean,
  holder: () => string,
): void {
  const store = new ObjectStore(places.common, places.hashLength, root);
  const unread: Unread = { missing: 0, broken: 0, large: 0 };
  const toldPaths = new Map<string, Set<string>>();
  const emitOf = ({ commit }: Version): ((fragment: Fragment) => void) => {
    const kept = new Set<string>();
    return (fragment) => {
      if (fragment.type === 'credential') {
        const { id } = fragment.value;
        const paths = toldPaths.get(id) ?? new Set();
        const path = fragment.value.found?.[0]?.file ?? '';
        if (isKnown(id) || paths.size >= mostPlaces || paths.has(path)) return;
        kept.add(id);
        toldPaths.set(id, paths.add(path));
        out.emit({ type: 'credential', value: inCommit(fragment.value, commit.id, commit.time) });
      } else if (fragment.type === 'identity') out.emit(fragment);
      else if (fragment.type === 'link' && kept.has(fragment.value.to)) {
        out.link('holds', holder(), fragment.value.to, fragment.value.evidence);
      }
    };
  };
  try {
    const tips = readRefs(places.common, places.own);
    for (const versions of walkHistory(store, tips, (name, isDirectory) => (isDirectory ? isSkipped(name) : media.test(name)), unread)) {
      // Read in the order of storage, told in the order of the commits.
      const told: { readonly place: number; readonly fragments: readonly Fragment[] }[] = [];
      const ordered = versions.map((version, place) => ({ version, place, order: store.orderOf(version.id) }));
      ordered.sort((a, b) => a.order - b.order || a.version.id.compare(b.version.id));
      for (const { version, place } of ordered) {
        const object = store.read(version.id);
        if (typeof object === 'string') unread[object]++;
        else if (!isBinary(object.data)) {
          const fragments = readVersion(out, version, object.data);
          if (fragments.length > 0) told.push({ place, fragments });
        }
      }
      for (const { place, fragments } of told.sort((a, b) => a.place - b.place)) {
        const emit = emitOf(versions[place] as Version);
        for (const fragment of fragments) emit(fragment);
      }
    }
  } finally {
    store.close();
  }
  tellUnread(out, places, store, unread);
}

function readVersion(out: Gathering, { path }: Version, data: Buffer): readonly Fragment[] {
  const fragments: Fragment[] = [];
  const past = new Gathering(out.source, out.repository, (fragment) => void fragments.push(fragment), out.fingerprint);
  const look = lookOf(path);
  const readers = look.reading === 'proved' ? [] : credentialReadersOf(path);
  const text = readers.length === 0 ? '' : (decode(data)?.text ?? '');
  const file: OpenFile = { source: out.source, path, text, committed: true, worldWritable: false };
  if (text !== '' && text.length <= 1024 * 1024) for (const read of readers) read(past, file, () => '');
  const given = new Set(fragments.flatMap((f) => (f.type === 'credential' ? (f.value.fingerprint ?? []) : [])));
  const isJudged = readers.length > 0 && look.reading === 'all';
  const candidates = candidatesOf(data, isJudged ? { ...look, reading: 'formats' } : look);
  if (candidates.length > 0) {
    recordCredentials(past, file, () => '', candidates, {
      hand: (give, fingerprint) => {
        if (fingerprint === undefined || !given.has(fingerprint)) give();
      },
    });
  }
  return fragments;
}

function inCommit(credential: Credential, commit: string, seconds: number): Credential {
  const day = new Date(seconds * 1000).toISOString().slice(0, 10);
  const note = `in commit ${commit.slice(0, 12)} of ${day}; not in the files now`;
  const found = (credential.found ?? []).map((f) => ({
    ...f,
    commit,
    evidence: { ...f.evidence, note: f.evidence.note === undefined ? note : `${f.evidence.note}; ${note}` },
  }));
  return { ...credential, found, evidence: found.map((f) => f.evidence) };
}

function tellUnread(out: Gathering, places: GitPlaces, store: ObjectStore, { missing, broken, large }: Unread): void {
  const tell = (detail: string): void => out.gap('.git', 'not-given', `${detail}: a part of the history was not read`);
  if (existsSync(join(places.common, 'shallow'))) tell('the clone is shallow; fetch the rest with git fetch --unshallow');
  else if (store.borrows) tell('objects are borrowed from another repository, which is not opened');
  else if (lstatSync(join(places.common, 'refs'), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    tell('references stand in another repository, which is not opened');
  else if (existsSync(join(places.common, 'reftable'))) tell('its references are kept as a reftable, a format that is not read');
  else if (missing > 0) tell(`${missing} objects are not here (a partial clone keeps them elsewhere)`);
  if (broken > 0 || store.brokenPacks.length > 0) tell(`${broken} objects and ${store.brokenPacks.length} packs are damaged`);
  const parts = directoriesIn(join(places.common, 'modules')).size;
  if (parts > 0)
    out.gap(
      '.git',
      'not-given',
      `${parts === 1 ? 'a submodule has a history of its own' : `${parts} submodules have histories of their own`}: scan each with --history`,
      {
        harmless: true,
      },
    );
  if (large > 0) tell(`${large} objects are larger than 32 MiB`);
}
