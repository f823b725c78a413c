import { readFileSync } from 'node:fs';

/** Where the objects of a pack stand. */
export interface PackIndex {
  readonly count: number;
  /** The offset of an object, by its binary id; undefined where the pack does not hold it. */
  offsetOf(id: Buffer): number | undefined;
  /** Where the object that begins at an offset ends at the latest. */
  endOf(offset: number): number;
}

/**
 * Reads a pack's index, version 2 (https://git-scm.com/docs/gitformat-pack#_version_2_pack_idx_files). Undefined for what is
 * none; version 1 has not been written since 2007.
 */
export function readPackIndex(path: string, packSize: number, hashLength: number): PackIndex | undefined {
  const bytes = readFileSync(path);
  if (bytes.length < 8 + 1024 || bytes.readUInt32BE(0) !== 0xff744f63 || bytes.readUInt32BE(4) !== 2) return undefined;
  const fanout = 8;
  const count = bytes.readUInt32BE(fanout + 255 * 4);
  const names = fanout + 1024;
  const offsets = names + count * (hashLength + 4);
  const large = offsets + count * 4;
  if (large + 2 * hashLength > bytes.length) return undefined;
  const offsetAt = (i: number): number => {
    const offset = bytes.readUInt32BE(offsets + i * 4);
    if (offset < 0x80000000) return offset;
    const at = large + (offset - 0x80000000) * 8;
    return at + 8 <= bytes.length ? Number(bytes.readBigUInt64BE(at)) : -1;
  };
  const sorted = Float64Array.from({ length: count }, (_, i) => offsetAt(i)).sort();
  const end = packSize - hashLength;
  return {
    count,
    offsetOf(id) {
      const first = id[0] ?? 0;
      let low = first === 0 ? 0 : bytes.readUInt32BE(fanout + (first - 1) * 4);
      let high = Math.min(count, bytes.readUInt32BE(fanout + first * 4));
      while (low < high) {
        const middle = (low + high) >>> 1;
        const at = names + middle * hashLength;
        const order = bytes.compare(id, 0, hashLength, at, at + hashLength);
        if (order === 0) return offsetAt(middle);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      return undefined;
    },
    endOf(offset) {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sorted[middle] ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return sorted[low] ?? end;
    },
  };
}
