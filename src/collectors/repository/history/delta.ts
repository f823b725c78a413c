/**
 * Builds an object from the one it was made from and the difference (https://git-scm.com/docs/gitformat-pack#_deltified_representation).
 * Undefined where the two do not belong together.
 */
export function applyDelta(base: Buffer, delta: Buffer, most: number): Buffer | undefined {
  const from = readSize(delta, 0);
  const to = readSize(delta, from.next);
  if (from.value !== base.length || to.value > most) return undefined;
  const out = Buffer.allocUnsafe(to.value);
  let at = to.next;
  let written = 0;
  while (at < delta.length) {
    const op = delta[at++] ?? 0;
    if ((op & 0x80) === 0) {
      // The next bytes are new.
      if (op === 0 || at + op > delta.length || written + op > out.length) return undefined;
      delta.copy(out, written, at, at + op);
      at += op;
      written += op;
      continue;
    }
    let start = 0;
    let length = 0;
    for (let i = 0; i < 4; i++) if ((op & (1 << i)) !== 0) start += (delta[at++] ?? 0) * 2 ** (8 * i);
    for (let i = 0; i < 3; i++) if ((op & (0x10 << i)) !== 0) length += (delta[at++] ?? 0) * 2 ** (8 * i);
    if (length === 0) length = 0x10000;
    if (start + length > base.length || written + length > out.length) return undefined;
    base.copy(out, written, start, start + length);
    written += length;
  }
  return written === out.length ? out : undefined;
}

/** Seven bits a byte, the lowest first. */
export function readSize(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let scale = 1; at < bytes.length && at < start + 8; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if ((byte & 0x80) === 0) break;
  }
  return { value, next: at };
}
