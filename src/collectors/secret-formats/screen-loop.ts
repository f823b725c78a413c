import {
  add,
  and,
  atLeast,
  branch,
  byte,
  type Code,
  end,
  get,
  i32,
  leave,
  left,
  loop,
  makeLoop,
  or,
  page,
  put,
  right,
  times,
  twoBytes,
  value,
  when,
  word,
  xor,
} from '../wasm-loop.ts';

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

/** Where things stand in memory: a word for each pair of bytes, a byte for each hash of four letters, the bytes to look through. */
const mayBeAt = 4 * page;
const roomAt = 5 * page;
/** The loop takes eight bytes at a time and looks at what stands next to them. */
const ahead = 16;

/** `pairs` and `mayBe` are the tables of a screen. Undefined where there is no WebAssembly. */
export function screenLoop(pairs: Int32Array, mayBe: Uint8Array): ScreenLoop | undefined {
  const loop = makeLoop(6, [[6, i32]], body);
  if (loop === undefined) return undefined;
  const { memory, call } = loop;
  new Int32Array(memory, 0, page).set(pairs);
  new Uint8Array(memory, mayBeAt, page).set(mayBe);
  const room = new Uint8Array(memory, roomAt, page - ahead);
  return { room, next: (from, to) => call(roomAt + from, roomAt + to) - roomAt };
}

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
