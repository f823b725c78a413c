/**
 * Loops over bytes, written down instruction by instruction as WebAssembly has them and made when they are first asked for.
 * https://webassembly.github.io/spec/core/binary/instructions.html
 */

/** Missing where code must not be made while a program runs (`node --jitless`). */
declare const WebAssembly:
  | {
      readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
      readonly validate: (bytes: Uint8Array) => boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (
        module: object,
        imports: { readonly '': { readonly '': object } },
      ) => { readonly exports: { readonly loop: (from: number, to: number) => number } };
    }
  | undefined;

export type Code = readonly number[];

/** Bytes of memory that it is counted in. */
export const page = 65_536;

// Instructions, by their names in the specification.
export const [i32, v128] = [0x7f, 0x7b];
export const [loop, when, otherwise, branch, leave, end] = [[0x03, 0x40], [0x04, 0x40], [0x05], [0x0c, 0], [0x0f], [0x0b]] as const;
export const [isZero, equal, less, greater, atLeast] = [[0x45], [0x46], [0x48], [0x4a], [0x4f]] as const;
export const [count, add, minus, times, and, or, xor, left, right] = [
  [0x69],
  [0x6a],
  [0x6b],
  [0x6c],
  [0x71],
  [0x72],
  [0x73],
  [0x74],
  [0x76],
] as const;
/** Of two values the first where the third is not zero. */
export const choose: Code = [0x1b];
export const get = (local: number): Code => [0x20, local];
export const put = (local: number): Code => [0x21, local];
export const value = (n: number): Code => [0x41, ...signed(n)];
export const word = (at: number): Code => [0x28, 0, ...unsigned(at)];
export const putWord = (at: number): Code => [0x36, 0, ...unsigned(at)];
export const byte = (at: number): Code => [0x2d, 0, ...unsigned(at)];
export const twoBytes = (at: number): Code => [0x2f, 0, ...unsigned(at)];
/** Sixteen bytes at once. */
export const bytes: Code = [0xfd, 0x00, 0, 0];
export const orBytes: Code = [0xfd, 0x50];
/** As often as sixteen bytes have room for it. */
export const everywhere = (n: number): Code => [...value(n), 0xfd, 0x0f];
/** A bit for each of sixteen bytes that is this one. */
export const placesOf = (n: number): Code => [...everywhere(n), 0xfd, 0x23, 0xfd, 0x64];

/** A function of two numbers, with so many pages of memory and these variables besides; undefined where there is no such WebAssembly. */
export function makeLoop(
  pages: number,
  locals: readonly Code[],
  body: Code,
): { readonly memory: ArrayBuffer; readonly call: (from: number, to: number) => number } | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const code = module(pages, locals, body);
  // Old processors do not take sixteen bytes at once.
  if (!WebAssembly.validate(code)) return undefined;
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { '': { '': memory } });
  return { memory: memory.buffer, call: exports.loop };
}

function module(pages: number, locals: readonly Code[], body: Code): Uint8Array {
  const code = [...list(locals), ...body, ...end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...list([[i32], [i32]]), ...list([[i32]])]]),
    ...section(2, [[...text(''), ...text(''), 2, 0, ...unsigned(pages)]]),
    ...section(3, [[0]]),
    ...section(7, [[...text('loop'), 0, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

function section(id: number, items: readonly Code[]): Code {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): Code {
  return list([...name].map((c) => [c.charCodeAt(0)]));
}

/** Numbers are written seven bits at a time, the last first (LEB128). */
function unsigned(n: number): Code {
  return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...unsigned(n >>> 7)];
}

function signed(n: number): Code {
  return n < 0x40 ? [n] : [(n & 0x7f) | 0x80, ...signed(n >>> 7)];
}
