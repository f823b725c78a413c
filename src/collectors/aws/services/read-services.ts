import { type Failure, UnreadableAnswer } from '../live-failure.ts';
import { inParallel } from '../live-pages.ts';
import type { LiveReader } from '../live-reader.ts';
import { callPlan } from './call-plan.ts';
import { type Item, mostAsked, type PlannedCall } from './planned-call.ts';
import type { SignedCaller } from './signed-caller.ts';

/** Chains of calls at a time in one region. */
const width = 8;

/**
 * Reads the services of one region. Each chain of calls hands what it read to a reader of its own, made by `readerFor`, so that the order
 * does not depend on who answered first. Returns whether everything was seen.
 */
export async function readRegion(
  caller: Pick<SignedCaller, 'call'>,
  region: string,
  readerFor: (chain: number) => LiveReader,
  plan: readonly PlannedCall[] = callPlan,
): Promise<boolean> {
  const seen = await inParallel(plan, width, (planned, chain) => new RegionReading(caller, region, readerFor(chain)).follow(planned, [{}]));
  return seen.every((whole) => whole);
}

/** Regions that the account has enabled; undefined where AWS did not say. */
export async function readEnabledRegions(
  caller: Pick<SignedCaller, 'call'>,
  region: string,
  reader: LiveReader,
): Promise<readonly string[] | undefined> {
  const planned: PlannedCall = { permission: 'ec2:DescribeRegions', service: 'ec2', input: () => ({}) };
  const answer = await reader.ask(planned.permission, async () => {
    const { Regions } = await caller.call(planned, region, {});
    if (!Array.isArray(Regions)) throw new UnreadableAnswer('an answer without its list');
    return Regions as readonly Item[];
  });
  const names = answer?.flatMap((each) =>
    typeof each.RegionName === 'string' && /^[a-z0-9-]{5,30}$/.test(each.RegionName) ? each.RegionName : [],
  );
  return names === undefined ? undefined : [...new Set(names)].sort();
}

class RegionReading {
  readonly #caller: Pick<SignedCaller, 'call'>;
  readonly #region: string;
  readonly #reader: LiveReader;

  constructor(caller: Pick<SignedCaller, 'call'>, region: string, reader: LiveReader) {
    this.#caller = caller;
    this.#region = region;
    this.#reader = reader;
  }

  /** Makes a call for each item and follows what it leads to. Returns whether everything was seen. */
  async follow(planned: PlannedCall, items: readonly Item[]): Promise<boolean> {
    const all = planned.batch === undefined ? this.#questions(planned, items) : this.#batches(planned.batch, items);
    const asked = all.slice(0, mostAsked);
    if (asked.length === 0) return true;
    const answered = planned.list === undefined ? await this.#details(planned, asked) : await this.#lists(planned, asked);
    const { found } = answered;
    const whole = answered.whole && asked.length === all.length;
    if (asked.length < all.length) {
      const detail = `asked about ${asked.length} of ${all.length}: more would be too many requests`;
      this.#reader.missed(planned.permission, { why: 'not-given', detail }, { partial: false });
    }
    const added = await this.#add(planned, found);
    for (const { thing, pointer } of added.things) this.#record(planned, thing, pointer);
    const things = added.things.map(({ thing }) => thing);
    let seen = whole && added.whole;
    for (const next of planned.each ?? []) seen = (await this.follow(next, things)) && seen;
    return seen;
  }

  /** What is asked, each with the thing that it is about. */
  #questions({ input: ask, once }: PlannedCall, items: readonly Item[]): readonly Question[] {
    const asked = items.flatMap((item) => {
      const input = ask(item, this.#region);
      return input === undefined ? [] : [{ item, input }];
    });
    if (once !== true) return asked;
    return [...new Map(asked.map((question) => [JSON.stringify(question.input), question])).values()];
  }

  #batches({ size, alike, input }: NonNullable<PlannedCall['batch']>, items: readonly Item[]): readonly Question[] {
    const groups = new Map<unknown, Item[]>();
    for (const item of items) {
      const key = alike === undefined ? '' : item[alike];
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    return [...groups.values()].flatMap((group) => inBatches(group, size).map((batch) => ({ item: batch[0] ?? {}, input: input(batch) })));
  }

  #record({ permission, kind, policy, records }: PlannedCall, raw: Item, pointer: string): void {
    if (records?.(raw) === false) return;
    if (kind === 'analyzer-finding') this.#reader.record(permission, { kind, raw }, pointer);
    else if (kind !== undefined) this.#reader.record(permission, { kind, raw, region: this.#region }, pointer);
    const arn = policy === undefined ? undefined : valueAt(raw, policy.arn);
    if (policy === undefined || typeof arn !== 'string') return;
    const held = valueAt(raw, policy.document);
    const document = held === undefined || held === '' ? {} : { policy: held };
    this.#reader.record(permission, { kind: 'resource-policy', raw: { arn, ...document, key: policy.document } }, '');
  }

  async #lists(planned: PlannedCall, asked: readonly Question[]): Promise<{ found: Found[]; whole: boolean }> {
    const found: Found[] = [];
    const { permission, list = '', named, marker, keep, made } = planned;
    let whole = true;
    let answered = false;
    let refusals = 0;
    let unseen = 0;
    const failures = new Map<number, Failure>();
    const results = await inParallel(asked, width, async ({ item, input }, index) => {
      const mine: Found[] = [];
      // What was refused three times and never answered is not asked again.
      if (!answered && refusals >= 3) {
        unseen += 1;
        return mine;
      }
      let pages = 0;
      const failure = await this.#reader.askPages<Item>(
        permission,
        (token) =>
          this.#caller.call(planned, this.#region, token === undefined || marker === undefined ? input : { ...input, [marker[1]]: token }),
        (page) => (marker !== undefined && typeof page[marker[0]] === 'string' ? (page[marker[0]] as string) : undefined),
        (page) => {
          const members = page[list] ?? (planned.empty === true ? [] : undefined);
          if (!Array.isArray(members)) return [undefined];
          answered = true;
          pages += 1;
          for (const member of members as unknown[]) {
            const thing = made !== undefined ? made(member) : named === undefined ? asItem(member) : { [named]: member };
            if (thing !== undefined) mine.push({ thing: { ...keep?.(item, this.#region), ...thing }, pointer: `/${list}/${mine.length}` });
          }
          return [members];
        },
        () => true,
      );
      if (failure !== undefined) whole = false;
      if (failure === undefined || pages > 0) return mine;
      if (failure.why === 'denied') refusals += 1;
      unseen += 1;
      failures.set(index, failure);
      return mine;
    });
    const first = failures.get(Math.min(...failures.keys()));
    if (first !== undefined) {
      const count = asked.length === 1 ? '' : ` (${unseen} of ${asked.length} not seen)`;
      this.#reader.missed(permission, { why: first.why, detail: `${first.detail}${count}` });
    }
    for (const mine of results) found.push(...mine);
    // That there is none is something to know.
    const none = planned.kind === 'cloudtrail-trail' ? 'cloudtrail-list' : planned.kind;
    if (answered && (none === 'cloudtrail-list' || none === 'bedrock-enforced-guardrail'))
      this.#reader.record(permission, { kind: none, raw: {}, region: this.#region }, '');
    return { found, whole };
  }

  async #details(planned: PlannedCall, asked: readonly Question[]): Promise<{ found: Found[]; whole: boolean }> {
    const { permission, member, keep, absent } = planned;
    const missing = new Set<Item>();
    let refused = false;
    const answers = await this.#reader.askEach(
      permission,
      asked,
      async ({ item, input }) => {
        try {
          return await this.#caller.call(planned, this.#region, input);
        } catch (error) {
          if (absent !== undefined && isAbsent(error)) missing.add(item);
          throw error;
        }
      },
      // A thing may be deleted between the list and the question.
      (failure) => failure.why === 'not-found',
    );
    const found = asked.flatMap(({ item }, index): Found[] => {
      const answer = answers[index];
      const kept = keep?.(item, this.#region);
      if (answer === undefined) {
        if (missing.has(item)) return [{ thing: { ...kept, ...absent?.(item) }, pointer: '' }];
        refused = true;
        return [];
      }
      const answered = planned.whole === undefined ? answer : { [planned.whole]: answer };
      const thing = member === undefined ? answered : (asItem(answer[member]) ?? {});
      return [{ thing: { ...kept, ...thing }, pointer: member === undefined ? '' : `/${member}` }];
    });
    return { found, whole: !refused };
  }

  async #add({ adds }: PlannedCall, found: readonly Found[]): Promise<{ things: readonly Found[]; whole: boolean }> {
    let things = found;
    let whole = true;
    for (const planned of adds ?? []) {
      const answers = await this.#reader.askEach(planned.permission, things, ({ thing }) =>
        this.#caller.call(planned, this.#region, planned.input(thing, this.#region) ?? {}),
      );
      if (answers.includes(undefined)) whole = false;
      things = things.map((each, index) => ({ ...each, thing: { ...each.thing, ...answers[index] } }));
    }
    return { things, whole };
  }
}

/** One request, and the thing that it is about. */
interface Question {
  readonly item: Item;
  readonly input: Item;
}

interface Found {
  readonly thing: Item;
  readonly pointer: string;
}

function asItem(value: unknown): Item | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Item) : undefined;
}

function valueAt(raw: Item, place: string): unknown {
  const [outer = '', inner] = place.split('/');
  return inner === undefined ? raw[outer] : asItem(raw[outer])?.[inner];
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && /NotFound|^NoSuch/.test(error.name);
}

function inBatches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}
