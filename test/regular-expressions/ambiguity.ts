import { type Parsed, type Pattern, parsePattern, type Ranges } from './parse-pattern.ts';

/** Repeated more often than this, a part counts as repeated for ever: nested, such bounds take for ever too. */
const few = 6;
/** A pattern with more letters is not written out. */
const mostLetters = 2000;

/**
 * Whether some text can be matched in exponentially many ways, so that a backtracking engine may take for ever on one that
 * does not match: a loop that reads one text in two ways (Weber and Seidl: exponential ambiguity of the automaton). Never
 * says no wrongly: what stands around a loop is not taken into account, assertions count as true.
 */
export function canTakeExponentialTime(source: string, flags: string): boolean {
  const { pattern, asserted }: Parsed = parsePattern(source, flags);
  return [withoutLastLoop(pattern), ...asserted].some(isAmbiguous);
}

/** A loop that nothing follows is left at the first success: no text makes the engine come back to it. */
function withoutLastLoop(pattern: Pattern): Pattern {
  if (pattern.kind === 'choice' && pattern.parts.length > 1) return { kind: 'choice', parts: pattern.parts.map(withoutLastLoop) };
  const end = pattern.kind === 'sequence' ? pattern.parts.at(-1) : undefined;
  if (pattern.kind !== 'sequence' || end?.kind !== 'repeat') return pattern;
  return { kind: 'sequence', parts: [...pattern.parts.slice(0, -1), end.part] };
}

/** Positions of the automaton (Glushkov), with the number of ways from one to the next: 2 stands for several. */
interface Part {
  readonly empty: number;
  readonly first: ReadonlyMap<number, number>;
  readonly last: ReadonlyMap<number, number>;
}

function isAmbiguous(pattern: Pattern): boolean {
  const letters: Ranges[] = [];
  const follow: Map<number, number>[] = [];
  const join = (last: ReadonlyMap<number, number>, first: ReadonlyMap<number, number>): void => {
    for (const [from, m] of last) for (const [to, n] of first) add(follow[from] as Map<number, number>, to, m * n);
  };
  const build = (part: Pattern): Part => {
    switch (part.kind) {
      case 'letter': {
        if (letters.length >= mostLetters) throw new Error('the pattern is too large to be checked');
        const at = letters.push(part.ranges) - 1;
        follow.push(new Map());
        return { empty: 0, first: new Map([[at, 1]]), last: new Map([[at, 1]]) };
      }
      case 'sequence':
        return part.parts.reduce<Part>((a, next) => then(a, build(next)), { empty: 1, first: new Map(), last: new Map() });
      case 'choice':
        return part.parts
          .map(build)
          .reduce((a, b) => ({ empty: cap(a.empty + b.empty), first: sum(a.first, b.first), last: sum(a.last, b.last) }));
      case 'repeat':
        return repeat(part.part, part.least, part.most);
    }
  };
  const then = (a: Part, b: Part): Part => {
    join(a.last, b.first);
    return {
      empty: cap(a.empty * b.empty),
      first: sum(a.first, times(b.first, a.empty)),
      last: sum(b.last, times(a.last, b.empty)),
    };
  };
  const repeat = (part: Pattern, least: number, most: number): Part => {
    if (most === 0) return { empty: 1, first: new Map(), last: new Map() };
    if (most > few) {
      const inside = build(part);
      join(inside.last, inside.first);
      return least === 0 ? { ...inside, empty: 1 } : inside;
    }
    // Each time in turn: x{1,3} is x(x(x)?)?.
    let out: Part | undefined;
    for (let i = most; i >= 1; i--) {
      const inside = out === undefined ? build(part) : then(build(part), out);
      out = i > least ? { ...inside, empty: 1 } : inside;
    }
    return out as Part;
  };
  build(pattern);

  const classes = classesOf(letters);
  for (const loop of loopsOf(follow.map((to) => [...to.keys()]))) {
    const inLoop = new Set(loop);
    if (loop.some((p) => [...(follow[p] as Map<number, number>)].some(([to, ways]) => ways > 1 && inLoop.has(to)))) return true;
    if (readsInTwoWays(loop, follow, classes)) return true;
  }
  return false;
}

/** Whether two walks through a loop start together, part, read the same, and meet where they started. */
function readsInTwoWays(loop: readonly number[], follow: readonly ReadonlyMap<number, number>[], classes: readonly bigint[]): boolean {
  const size = loop.length;
  const place = new Map(loop.map((p, i) => [p, i]));
  const next = loop.map((p) => [...(follow[p] as ReadonlyMap<number, number>).keys()].flatMap((to) => place.get(to) ?? []));
  const pairs = Array.from({ length: size * size }, (_, pair): readonly number[] => {
    const [a, b] = [Math.floor(pair / size), pair % size];
    return (next[a] as number[]).flatMap((x) =>
      (next[b] as number[]).flatMap((y) =>
        ((classes[loop[x] as number] as bigint) & (classes[loop[y] as number] as bigint)) === 0n ? [] : [x * size + y],
      ),
    );
  });
  const isDiagonal = (pair: number): boolean => Math.floor(pair / size) === pair % size;
  return loopsOf(pairs).some((component) => component.some(isDiagonal) && !component.every(isDiagonal));
}

/** Strongly connected components that hold an edge (Tarjan, without recursion). */
function loopsOf(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const index = new Int32Array(edges.length).fill(-1);
  const low = new Int32Array(edges.length);
  const onStack = new Uint8Array(edges.length);
  const stack: number[] = [];
  const loops: number[][] = [];
  let counter = 0;
  for (let root = 0; root < edges.length; root++) {
    if (index[root] !== -1) continue;
    const work: { readonly at: number; edge: number }[] = [{ at: root, edge: 0 }];
    while (work.length > 0) {
      const top = work.at(-1) as { readonly at: number; edge: number };
      const { at } = top;
      if (top.edge === 0) {
        index[at] = low[at] = counter++;
        stack.push(at);
        onStack[at] = 1;
      }
      const out = edges[at] as readonly number[];
      let entered = false;
      while (top.edge < out.length) {
        const to = out[top.edge++] as number;
        if (index[to] === -1) {
          work.push({ at: to, edge: 0 });
          entered = true;
          break;
        }
        if (onStack[to] === 1) low[at] = Math.min(low[at] as number, index[to] as number);
      }
      if (entered) continue;
      if (out.length === 0) top.edge = 1;
      work.pop();
      const parent = work.at(-1)?.at;
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[at] as number);
      if (low[at] !== index[at]) continue;
      const component = stack.splice(stack.lastIndexOf(at));
      for (const p of component) onStack[p] = 0;
      if (component.length > 1 || out.includes(at)) loops.push(component);
    }
  }
  return loops;
}

/** For each letter, a bit for every stretch of codes that no letter tells apart. */
function classesOf(letters: readonly Ranges[]): readonly bigint[] {
  const cuts = [...new Set(letters.flatMap((ranges) => ranges.flatMap(([from, to]) => [from, to + 1])))].sort((a, b) => a - b);
  return letters.map((ranges) => {
    let bits = 0n;
    cuts.forEach((cut, i) => {
      if (ranges.some(([from, to]) => from <= cut && cut <= to)) bits |= 1n << BigInt(i);
    });
    return bits;
  });
}

function add(map: Map<number, number>, key: number, ways: number): void {
  if (ways > 0) map.set(key, cap((map.get(key) ?? 0) + ways));
}

function sum(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const out = new Map(a);
  for (const [key, ways] of b) add(out, key, ways);
  return out;
}

function times(map: ReadonlyMap<number, number>, by: number): ReadonlyMap<number, number> {
  return by === 0 ? new Map() : new Map([...map].map(([key, ways]) => [key, cap(ways * by)]));
}

function cap(ways: number): number {
  return Math.min(2, ways);
}
