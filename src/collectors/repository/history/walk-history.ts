import type { ObjectStore } from './object-store.ts';

/** A version of a file, and the first commit that has it. */
export interface Version {
  readonly id: Buffer;
  readonly path: string;
  readonly commit: Commit;
}

export interface Commit {
  readonly id: string;
  /** When it was committed; seconds since 1970. */
  readonly time: number;
  readonly tree: string;
}

/** What kept a part of the history from being read: how many objects. */
export interface Unread {
  missing: number;
  broken: number;
  large: number;
}

/** Versions handed over at a time: enough to read them in the order in which they are stored. */
const batch = 20_000;
const deepest = 60;

/**
 * Every version of every file that the references reach, each once, with the path and the commit it came in with, the
 * oldest commits first. `skips` says which directories and files are left out.
 */
export function* walkHistory(
  store: ObjectStore,
  tips: readonly string[],
  skips: (name: string, isDirectory: boolean) => boolean,
  unread: Unread,
): Generator<readonly Version[]> {
  const commits = readCommits(store, tips, unread);
  const seen = new Set<string>();
  let found: Version[] = [];
  const enter = (tree: Buffer, base: string, commit: Commit, depth: number): void => {
    const key = tree.toString('latin1');
    if (depth > deepest || seen.has(key)) return;
    seen.add(key);
    const object = store.read(tree);
    if (typeof object === 'string' || object.type !== 'tree') {
      unread[typeof object === 'string' ? object : 'broken']++;
      return;
    }
    const { data } = object;
    for (let at = 0; at < data.length; ) {
      const space = data.indexOf(32, at);
      const nul = data.indexOf(0, space);
      if (space < 0 || nul < 0 || nul + 1 + tree.length > data.length) break;
      const mode = data.toString('latin1', at, space);
      const name = data.toString('utf8', space + 1, nul);
      const id = Buffer.from(data.subarray(nul + 1, nul + 1 + tree.length));
      at = nul + 1 + tree.length;
      const isDirectory = mode === '40000';
      // Links (120000) and other repositories (160000) hold no text of this one.
      if ((!isDirectory && !mode.startsWith('100')) || skips(name, isDirectory)) continue;
      const path = base === '' ? name : `${base}/${name}`;
      if (isDirectory) enter(id, path, commit, depth + 1);
      else if (!seen.has(id.toString('latin1'))) {
        seen.add(id.toString('latin1'));
        found.push({ id, path, commit });
      }
    }
  };
  for (const commit of commits) {
    enter(Buffer.from(commit.tree, 'hex'), '', commit, 0);
    if (found.length < batch) continue;
    yield found;
    found = [];
  }
  yield found;
}

/** The commits that the references reach, the oldest first. */
function readCommits(store: ObjectStore, tips: readonly string[], unread: Unread): readonly Commit[] {
  const known = new Set(tips);
  const open = [...tips];
  const commits: Commit[] = [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const object = store.read(Buffer.from(id, 'hex'));
    if (typeof object === 'string') {
      unread[object]++;
      continue;
    }
    const text = object.data.toString('latin1', 0, Math.min(object.data.length, 100_000));
    const head = text.slice(0, text.indexOf('\n\n') < 0 ? undefined : text.indexOf('\n\n'));
    const next =
      object.type === 'commit'
        ? [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((m) => m[1] ?? '')
        : object.type === 'tag'
          ? [/^object ([0-9a-f]{40,64})$/m.exec(head)?.[1] ?? '']
          : [];
    const tree = /^tree ([0-9a-f]{40,64})$/m.exec(head)?.[1];
    if (object.type === 'commit' && tree !== undefined)
      commits.push({ id, tree, time: Number(/^committer .*> (\d{1,11}) /m.exec(head)?.[1] ?? 0) });
    for (const other of next) {
      if (other === '' || known.has(other)) continue;
      known.add(other);
      open.push(other);
    }
  }
  return commits.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}
