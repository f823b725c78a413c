/**
 * The one loop that every byte of a scanned tree goes through, in WebAssembly: there a look into a table costs no check of its
 * bounds, and two bytes are read at once wherever they stand. It is written down here instruction by instruction and made
 * when it is first asked for. https://webassembly.github.io/spec/core/binary/instructions.html
 */
export interface ScreenLoop {
  /** What is looked through is put here; `ahead` bytes behind it are looked at and stand for nothing. */
  readonly room: Uint8Array;
  /** The first place from `from` on that may begin a needle's four letters; where there is none below `to`, `to` or behind it. */
  readonly next: (from: number, to: number) => number;
}

/** Missing where code must not be made while a program runs (`node --jitless`). */
declare const WebAssembly:
  | {
      readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (
        module: object,
        imports: { readonly '': { readonly '': object } },
      ) => { readonly exports: { readonly next: ScreenLoop['next'] } };
    }
  | undefined;

const page = 65_536;
/** Where things stand in memory: a word for each pair of bytes, a byte for each hash of four letters, the bytes to look through. */
const mayBeAt = 4 * page;
const roomAt = 5 * page;
/** The loop takes eight bytes at a time and looks at what stands next to them. */
const ahead = 16;

/** `pairs` and `mayBe` are the tables of a screen. Undefined where there is no WebAssembly. */
export function screenLoop(pairs: Int32Array, mayBe: Uint8Array): ScreenLoop | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const memory = new WebAssembly.Memory({ initial: 6 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module()), { '': { '': memory } });
  new Int32Array(memory.buffer, 0, page).set(pairs);
  new Uint8Array(memory.buffer, mayBeAt, page).set(mayBe);
  const room = new Uint8Array(memory.buffer, roomAt, page - ahead);
  return { room, next: (from, to) => exports.next(roomAt + from, roomAt + to) - roomAt };
}

type Code = readonly number[];

// Instructions, by their names in the specification.
const i32 = 0x7f;
const [loop, when, branch, leave, end] = [[0x03, 0x40], [0x04, 0x40], [0x0c, 0], [0x0f], [0x0b]] as const;
const [atLeast, add, times, and, or, xor, left, right] = [[0x4f], [0x6a], [0x6c], [0x71], [0x72], [0x73], [0x74], [0x76]] as const;
const get = (local: number): Code => [0x20, local];
const put = (local: number): Code => [0x21, local];
const value = (n: number): Code => [0x41, ...signed(n)];
const word = (at: number): Code => [0x28, 0, ...unsigned(at)];
const byte = (at: number): Code => [0x2d, 0, ...unsigned(at)];
const twoBytes = (at: number): Code => [0x2f, 0, ...unsigned(at)];

// What a call is given, and what it keeps: what the tables say of five pairs, one behind the other.
const [from, to, first, second, third, fourth, fifth, both] = [0, 1, 2, 3, 4, 5, 6, 7];

/** What the table says of the two bytes so far behind the place. */
const pair = (behind: number): Code => [...get(from), ...twoBytes(behind), ...value(2), ...left, ...word(0)];

/** What two neighbours have in common: the low half of the one and the high half of the other. */
const common = (one: number, other: number): Code => [...get(one), ...get(other), ...value(16), ...right, ...and];

/** Answers with the place so far behind, if its four letters have the hash of a needle's. */
const tryAt = (behind: number): Code => [
  ...[...get(from), ...byte(behind), ...value(157), ...times],
  ...[...get(from), ...byte(behind + 1), ...value(8), ...left, ...xor],
  ...[...get(from), ...byte(behind + 2), ...xor],
  ...[...get(from), ...byte(behind + 3), ...value(2533), ...times, ...xor],
  ...[...value(0xffff), ...and, ...byte(mayBeAt)],
  ...[...when, ...get(from), ...value(behind), ...add, ...leave, ...end],
];

/** Tries the two places that two neighbours cover. */
const tryPairs = (one: number, other: number, behind: number): Code => [
  ...[...common(one, other), ...put(both)],
  ...[...get(both), ...value(0x00ff), ...and, ...when, ...tryAt(behind), ...end],
  ...[...get(both), ...value(0xff00), ...and, ...when, ...tryAt(behind + 1), ...end],
];

const body: Code = [
  ...[...pair(0), ...put(first)],
  ...loop,
  ...[...get(from), ...get(to), ...atLeast, ...when, ...get(from), ...leave, ...end],
  ...[...pair(2), ...put(second), ...pair(4), ...put(third), ...pair(6), ...put(fourth), ...pair(8), ...put(fifth)],
  ...[...common(first, second), ...common(second, third), ...or, ...common(third, fourth), ...or, ...common(fourth, fifth), ...or],
  ...when,
  ...tryPairs(first, second, 0),
  ...tryPairs(second, third, 2),
  ...tryPairs(third, fourth, 4),
  ...tryPairs(fourth, fifth, 6),
  ...end,
  ...[...get(fifth), ...put(first), ...get(from), ...value(8), ...add, ...put(from)],
  ...branch,
  ...end,
  ...get(from),
];

/** A module of one function, `next`, and a memory that it is given. */
function module(): Uint8Array {
  const code = [...list([[6, i32]]), ...body, ...end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...list([[i32], [i32]]), ...list([[i32]])]]),
    ...section(2, [[...text(''), ...text(''), 2, 0, 6]]),
    ...section(3, [[0]]),
    ...section(7, [[...text('next'), 0, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

function section(id: number, items: readonly Code[]): Code {
  const bytes = list(items);
  return [id, ...unsigned(bytes.length), ...bytes];
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
