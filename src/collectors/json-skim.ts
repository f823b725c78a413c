import type { Skimmer } from './json-depth.ts';
import {
  add,
  and,
  atLeast,
  branch,
  byte,
  bytes,
  type Code,
  choose,
  count,
  end,
  equal,
  everywhere,
  get,
  greater,
  i32,
  isZero,
  leave,
  left,
  less,
  loop,
  makeLoop,
  minus,
  or,
  orBytes,
  otherwise,
  page,
  placesOf,
  put,
  putWord,
  right,
  v128,
  value,
  when,
  word,
  xor,
} from './wasm-loop.ts';

// Where things stand in memory: what is kept from call to call, then the bytes.
const [depthAt, deepestAt, linesAt, quotedAt, escapedAt, roomAt] = [0, 4, 8, 12, 16, 64];

/** Bytes that are taken at a time. */
export const skimmed = 16 * page;

/**
 * Finds ends sixteen bytes at a time: large files are looked through before they are parsed, and byte by byte that takes a third as
 * long as parsing them. Undefined where there is no WebAssembly.
 */
export function blockSkimmer(): Skimmer | undefined {
  const made = makeLoop(
    17,
    [
      [10, i32],
      [1, v128],
    ],
    body,
  );
  if (made === undefined) return undefined;
  const { memory, call } = made;
  const state = new Int32Array(memory, 0, 5);
  const room = new Uint8Array(memory, roomAt, skimmed + 16);
  let loaded: Buffer | undefined;
  return {
    get loaded() {
      return loaded;
    },
    load(chunk) {
      room.set(chunk);
      // What is looked at behind them stands for nothing.
      room.fill(0, chunk.length, chunk.length + 16);
      loaded = chunk;
    },
    skim(from, at) {
      state.set([at.depth, at.deepest, at.line, at.quoted ? 1 : 0, at.escaped ? 1 : 0]);
      const stop = call(roomAt + from, roomAt + (loaded?.length ?? 0));
      const [depth = 0, deepest = 0, line = 0, quoted, escaped] = state;
      at.depth = depth;
      at.deepest = deepest;
      at.line = line;
      at.quoted = quoted === 1;
      at.escaped = escaped === 1;
      return stop === 0 ? undefined : stop - roomAt;
    },
  };
}

/** Up to here nobody needs to know how deep a value is at its deepest. */
export const shallow = 100;

// What a call is given, and what it keeps.
const [from, to, depth, deepest, lines, quoted, escaped, letter, inside, opens, closes, stop, block] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
];

const [quote, backslash, newline, open, close] = [0x22, 0x5c, 0x0a, 0x7b, 0x7d];

const kept: readonly (readonly [local: number, at: number])[] = [
  [depth, depthAt],
  [deepest, deepestAt],
  [lines, linesAt],
  [quoted, quotedAt],
  [escaped, escapedAt],
];
const restore: Code = kept.flatMap(([local, at]) => [...value(0), ...word(at), ...put(local)]);
const save: Code = kept.flatMap(([local, at]) => [...value(0), ...get(local), ...putWord(at)]);

const set = (local: number, code: Code): Code => [...code, ...put(local)];
const plus = (local: number, n: number): Code => set(local, [...get(local), ...value(n), ...add]);
const is = (n: number): Code => [...get(letter), ...value(n), ...equal];
/** `[` and `{` are one bit apart, so are `]` and `}`. */
const isBracket = (n: number): Code => [...get(letter), ...value(0x20), ...or, ...value(n), ...equal];
const bracketsIn = (n: number): Code => [...get(block), ...everywhere(0x20), ...orBytes, ...placesOf(n), ...outside];
/** Of places, those that are in no string. */
const outside: Code = [...get(inside), ...value(0xffff), ...xor, ...and];

/** Each place is in a string that has an odd number of quotes before it. */
const markStrings: Code = [
  ...set(inside, [...get(block), ...placesOf(quote)]),
  ...[1, 2, 4, 8].flatMap((n) => set(inside, [...get(inside), ...get(inside), ...value(n), ...left, ...xor])),
  ...set(inside, [...get(inside), ...value(0), ...get(quoted), ...minus, ...xor, ...value(0xffff), ...and]),
];

/** Sixteen bytes at once: where nothing is escaped, the value cannot end, and it is not so deep that its depth matters. */
const takeBlock: Code = [
  ...markStrings,
  ...set(opens, [...bracketsIn(open), ...count]),
  ...set(closes, [...bracketsIn(close), ...count]),
  ...[...get(closes), ...get(depth), ...less, ...get(depth), ...get(opens), ...add, ...value(shallow), ...less, ...and],
  ...when,
  ...set(depth, [...get(depth), ...get(opens), ...add, ...get(closes), ...minus]),
  ...set(lines, [...get(lines), ...get(block), ...placesOf(newline), ...outside, ...count, ...add]),
  ...set(quoted, [...get(inside), ...value(15), ...right]),
  ...plus(from, 16),
  // Out of both conditions, and on with the loop.
  ...[0x0c, 2],
  ...end,
];

const takeInString: Code = [
  ...[...get(escaped), ...when, ...set(escaped, value(0))],
  ...[...otherwise, ...is(backslash), ...when, ...set(escaped, value(1))],
  ...[...otherwise, ...is(quote), ...when, ...set(quoted, value(0)), ...end, ...end, ...end],
];

const takeOutside: Code = [
  ...[...is(quote), ...when, ...set(quoted, value(1)), ...end],
  ...[...is(newline), ...when, ...plus(lines, 1), ...end],
  ...[...isBracket(open), ...when, ...plus(depth, 1)],
  ...[...get(depth), ...get(deepest), ...greater, ...when, ...set(deepest, get(depth)), ...end, ...end],
  ...[...isBracket(close), ...when, ...set(depth, [...get(depth), ...value(1), ...minus])],
  ...[...get(depth), ...isZero, ...when, ...save, ...get(from), ...leave, ...end, ...end],
];

const nextBlock: Code = [...get(from), ...value(16), ...add];

const body: Code = [
  ...restore,
  ...loop,
  ...[...get(from), ...get(to), ...atLeast, ...when, ...save, ...value(0), ...leave, ...end],
  ...set(block, [...get(from), ...bytes]),
  ...[...get(block), ...placesOf(backslash), ...get(escaped), ...or, ...isZero, ...when, ...takeBlock, ...end],
  // One by one, to the end of the block or of the bytes.
  ...set(stop, [...nextBlock, ...get(to), ...nextBlock, ...get(to), ...less, ...choose]),
  ...loop,
  ...set(letter, [...get(from), ...byte(0)]),
  ...plus(from, 1),
  ...[...get(quoted), ...when, ...takeInString, ...otherwise, ...takeOutside, ...end],
  ...[...get(from), ...get(stop), ...less, ...when, ...[0x0c, 1], ...end],
  ...end,
  ...branch,
  ...end,
  ...value(0),
];
