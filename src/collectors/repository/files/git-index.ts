/** What git's index says: which files it tracks, and where other repositories are mounted. */
export interface Tracked {
  readonly files: ReadonlySet<string>;
  /** Directories that hold a tracked file. */
  readonly directories: ReadonlySet<string>;
  /** Submodules: whether their files are tracked is for their own index to say. */
  readonly mounts: readonly string[];
}

const gitlink = 0o160000;

/**
 * Reads the paths of a git index, versions 2 to 4 (https://git-scm.com/docs/index-format).
 * Undefined where the bytes are not a whole index, or only part of one (split index).
 */
export function readGitIndex(bytes: Buffer, hashLength: 20 | 32): Tracked | undefined {
  if (bytes.length < 12 + hashLength || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  const end = bytes.length - hashLength;
  const files = new Set<string>();
  const directories = new Set<string>();
  const mounts: string[] = [];
  let at = 12;
  let previous: Buffer = Buffer.alloc(0);
  for (let i = 0; i < count; i++) {
    const start = at;
    // ctime, mtime, dev, ino: 24 bytes; mode; uid, gid, size: 12 bytes; object name; flags.
    const flagsAt = start + 40 + hashLength;
    if (flagsAt + 2 > end) return undefined;
    const mode = bytes.readUInt32BE(start + 24);
    const extended = version >= 3 && (bytes.readUInt16BE(flagsAt) & 0x4000) !== 0;
    let nameAt = flagsAt + (extended ? 4 : 2);
    let kept: Buffer = Buffer.alloc(0);
    if (version === 4) {
      const strip = readOffset(bytes, nameAt, end);
      if (strip === undefined || strip.value > previous.length) return undefined;
      kept = previous.subarray(0, previous.length - strip.value);
      nameAt = strip.next;
    }
    const nul = bytes.indexOf(0, nameAt);
    if (nul === -1 || nul >= end) return undefined;
    const own = bytes.subarray(nameAt, nul);
    const name = kept.length === 0 ? own : Buffer.concat([kept, own]);
    previous = name;
    at = version === 4 ? nul + 1 : start + Math.ceil((nul - start + 1) / 8) * 8;
    const path = name.toString('utf8');
    if ((mode & 0o170000) === gitlink) mounts.push(path);
    else files.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  for (let next = at; next + 8 <= end; next += 8 + bytes.readUInt32BE(next + 4)) {
    // A split index keeps the rest of its entries in another file.
    if (bytes.toString('latin1', next, next + 4) === 'link') return undefined;
  }
  return { files, directories, mounts };
}

/** The variable-width number of version 4: seven bits a byte, each continuation adds one (git's offset encoding). */
function readOffset(bytes: Buffer, at: number, end: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let i = at; i < end && i < at + 5; i++) {
    const byte = bytes[i] ?? 0;
    value = i === at ? byte & 0x7f : (value + 1) * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, next: i + 1 };
  }
  return undefined;
}

/** Whether git tracks a file; undefined where that is not known. */
export function isTracked(tracked: Tracked | undefined, path: string): boolean | undefined {
  if (tracked === undefined || tracked.mounts.some((mount) => path.startsWith(`${mount}/`))) return undefined;
  return tracked.files.has(path);
}
