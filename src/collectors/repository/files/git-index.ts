import { Tracked } from './tracked.ts';

const gitlink = 0o160000;
/** Bytes of the smallest entry. */
const leastEntry = 63;
/** How many times larger than the index its paths may be: version 4 leaves out what a path has in common with the one before. */
const mostGrowth = 16;

/**
 * Reads the paths of a git index, versions 2 to 4 (https://git-scm.com/docs/index-format).
 * Undefined where the bytes are not a whole index, not in git's order, or only part of one (split index).
 */
export function readGitIndex(bytes: Buffer, hashLength: 20 | 32): Tracked | undefined {
  if (bytes.length < 12 + hashLength || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  const end = bytes.length - hashLength;
  if (count > end / leastEntry) return undefined;
  const starts = new Uint32Array(count + 1);
  const mounts: string[] = [];
  let paths = Buffer.allocUnsafe(64 * 1024);
  let files = 0;
  /** Where the next path goes, and where the one before is. */
  let to = 0;
  let before = { at: 0, length: 0 };
  let at = 12;
  for (let i = 0; i < count; i++) {
    const start = at;
    // ctime, mtime, dev, ino: 24 bytes; mode; uid, gid, size: 12 bytes; object name; flags.
    const flagsAt = start + 40 + hashLength;
    if (flagsAt + 2 > end) return undefined;
    const isMount = (bytes.readUInt32BE(start + 24) & 0o170000) === gitlink;
    const extended = version >= 3 && (bytes.readUInt16BE(flagsAt) & 0x4000) !== 0;
    let nameAt = flagsAt + (extended ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const strip = readOffset(bytes, nameAt, end);
      if (strip === undefined || strip.value > before.length) return undefined;
      kept = before.length - strip.value;
      nameAt = strip.next;
    }
    const nul = bytes.indexOf(0, nameAt);
    if (nul === -1 || nul >= end) return undefined;
    at = version === 4 ? nul + 1 : start + Math.ceil((nul - start + 1) / 8) * 8;
    const length = kept + nul - nameAt;
    if (to + length > paths.length) {
      if (to + length > mostGrowth * bytes.length) return undefined;
      paths = Buffer.concat([paths], 2 * (to + length));
    }
    // Byte by byte: paths are short, and calls for each of very many take longer.
    for (let k = 0; k < kept; k++) paths[to + k] = paths[before.at + k] as number;
    for (let k = nameAt, into = to + kept; k < nul; k++) paths[into++] = bytes[k] as number;
    before = { at: to, length };
    if (isMount) mounts.push(paths.toString('utf8', to, to + length));
    else {
      if (files > 0 && isBefore(paths, to, length, starts[files - 1] as number, to)) return undefined;
      to += length;
      starts[++files] = to;
    }
  }
  for (let next = at; next + 8 <= end; next += 8 + bytes.readUInt32BE(next + 4)) {
    // A split index keeps the rest of its entries in another file.
    if (bytes.toString('latin1', next, next + 4) === 'link') return undefined;
  }
  return new Tracked(Buffer.from(paths.subarray(0, to)), starts.slice(0, files + 1), mounts);
}

/** Whether the path that begins at `at` stands before the one that ends where it begins. */
function isBefore(paths: Buffer, at: number, length: number, other: number, otherEnd: number): boolean {
  for (let k = 0; k < length && other + k < otherEnd; k++) {
    const difference = (paths[at + k] as number) - (paths[other + k] as number);
    if (difference !== 0) return difference < 0;
  }
  return length < otherEnd - other;
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
