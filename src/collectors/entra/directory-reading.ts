import { basename } from 'node:path';
import type { Evidence } from '../../inventory/evidence.ts';
import { isObject } from '../../plain-object.ts';
import type { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import type { GapCounter } from '../gap-counter.ts';
import { type JsonPlace, type JsonProblem, JsonStream } from '../json-stream.ts';
import { below } from '../place-below.ts';
import { isHoundEntry, takeHoundEntry } from './azurehound.ts';
import type { Directory } from './directory.ts';
import { type GraphKind, kindByFields, kindOf, kindOfContext, ownerInContext } from './graph-kinds.ts';
import { GraphObject } from './graph-object.ts';

/** Lists that are read element by element. */
export const streamed: ReadonlySet<string> = new Set(['value', 'data', 'responses']);
const wholes = new Set(['body', 'data']);
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
/** Objects inside objects that are looked through for lists of the directory's objects. */
const deepest = 3;

interface Page {
  readonly number: number;
  contextKind: GraphKind | undefined;
  owner: string | undefined;
  next: boolean;
  kind: GraphKind | undefined;
  streamed: boolean;
  readonly values: Map<string, unknown>;
  place: JsonPlace | undefined;
}

/** Reads one file of Graph's answers, or of a tool that saves them, into a directory. */
export class DirectoryReading {
  readonly #directory: Directory;
  readonly #arm: ArmNormaliser;
  readonly #gaps: GapCounter;
  readonly #source: string;
  /** Whose owners, members or credentials the file holds, as its name says. */
  readonly #about: string | undefined;
  readonly #lists: 'owners' | 'sponsors' | 'members' | undefined;
  #page: Page = newPage(-1);
  /** Kinds of pages that promise another one, which has not come yet. */
  readonly #waiting = new Map<GraphKind, number>();
  readonly #azure = new Map<string, number>();
  #unknown = 0;

  constructor(directory: Directory, arm: ArmNormaliser, gaps: GapCounter, source: string) {
    this.#directory = directory;
    this.#arm = arm;
    this.#gaps = gaps;
    this.#source = source;
    const name = basename(source).toLowerCase();
    this.#about = guid.exec(name)?.[0];
    this.#lists = /owner/.test(name) ? 'owners' : /sponsor/.test(name) ? 'sponsors' : /member/.test(name) ? 'members' : undefined;
  }

  async read(chunks: AsyncIterable<Buffer>): Promise<void> {
    const stream = this.#stream();
    for await (const chunk of chunks) if (!stream.push(chunk)) break;
    stream.end();
    this.finish();
  }

  #stream(): JsonStream {
    return new JsonStream({
      lists: streamed,
      wholes,
      key: (_key, place) => this.#at(place),
      element: (key, value, place) => this.#element(key, value, place),
      value: (key, value, place) => {
        this.#at(place);
        this.#page.place ??= place;
        if (key === '@odata.context' && typeof value === 'string') {
          this.#page.contextKind = kindOfContext(value);
          this.#page.owner = ownerInContext(value);
        } else if (key === '@odata.nextLink' && typeof value === 'string') this.#page.next = true;
        this.#page.values.set(key, value);
      },
      problem: (problem) => this.#problem(problem),
    });
  }

  finish(): void {
    this.#closePage();
    for (const [kind] of this.#waiting) {
      this.#directory.cut.add(kind);
      this.#note(
        `cut ${kind}`,
        'the rest of a list',
        'not-given',
        `the last page of ${kind} objects promises another one (@odata.nextLink)`,
        'a tool that follows @odata.nextLink, such as az or Get-Mg* -All',
      );
    }
    if (this.#azure.size > 0) {
      const all = [...this.#azure.values()].reduce((a, b) => a + b, 0);
      this.#note(
        'azure',
        'resources of Azure in the file',
        'unsupported',
        `${all} entries of ${[...this.#azure.keys()].sort().slice(0, 6).join(', ')} are not read`,
        'nhi scan azure, or the answers of az',
      );
    }
    if (this.#unknown > 0) {
      const what = this.#unknown === 1 ? '1 object is' : `${this.#unknown} objects are`;
      this.#note('unknown', 'a part of the file', 'unsupported', `${what} of a kind that is not known`);
    }
  }

  #at({ page }: JsonPlace): void {
    if (page === this.#page.number) return;
    this.#closePage();
    this.#page = newPage(page);
  }

  #element(key: string, value: unknown, place: JsonPlace): void {
    this.#at(place);
    this.#page.streamed = true;
    if (!isObject(value)) {
      this.#unknown++;
      return;
    }
    if (isHoundEntry(value)) this.#hound(value, place);
    else if (key === 'responses') this.#response(value, place);
    else this.#take(new GraphObject(value, this.#evidence(place), this.#gaps), this.#page.contextKind, this.#page.owner ?? this.#about);
  }

  /** One of the answers of a batch. */
  #response(value: Readonly<Record<string, unknown>>, place: JsonPlace): void {
    const body = isObject(value.body) ? value.body : undefined;
    if (body !== undefined && typeof value.status === 'number' && value.status < 300)
      this.#container(body, { ...place, pointer: `${place.pointer}/body` }, 0);
    else {
      const { status } = value;
      const said =
        typeof status === 'number' || typeof status === 'string' ? `with status ${String(status).slice(0, 3)}` : 'without a status';
      this.#note('response', 'an answer of a batch', 'denied', `answered ${said}`);
    }
  }

  #hound(entry: { readonly kind: string; readonly data: unknown }, place: JsonPlace): void {
    if (!isObject(entry.data)) {
      this.#unknown++;
      return;
    }
    const at = this.#evidence(place);
    const left = takeHoundEntry(
      this.#directory,
      entry.kind,
      new GraphObject(entry.data, { ...at, pointer: `${at.pointer}/data` }, this.#gaps),
    );
    if (left !== undefined && !this.#takeArm(entry.data, { ...at, pointer: `${at.pointer}/data` }, 0))
      this.#azure.set(left, (this.#azure.get(left) ?? 0) + 1);
  }

  /** Resources of Azure as ARM writes them, and role assignments inside lists of AzureHound's own. @returns whether any is understood. */
  #takeArm(raw: unknown, at: Evidence, depth: number): boolean {
    if (Array.isArray(raw)) {
      let understood = raw.length === 0;
      for (const [i, one] of (raw as unknown[]).entries()) understood = this.#takeArm(one, below(at, `/${i}`), depth + 1) || understood;
      return understood;
    }
    if (!isObject(raw) || depth > deepest) return false;
    if (typeof raw.id === 'string' && raw.id.startsWith('/')) return this.#arm.add(raw, at) !== 'unknown';
    let understood = false;
    for (const [key, value] of Object.entries(raw)) {
      // A list that is empty is written as null.
      if (value === null) understood = true;
      else if (typeof value === 'object') understood = this.#takeArm(value, below(at, `/${key}`), depth + 1) || understood;
    }
    return understood;
  }

  #take(object: GraphObject, context: GraphKind | undefined, about: string | undefined): void {
    const kind = object.type === undefined ? (context ?? kindOf(object, undefined)) : (kindOf(object, undefined) ?? context);
    if (this.#lists !== undefined && this.#about !== undefined && (kind === 'user' || kind === 'group' || kind === 'service-principal')) {
      this.#directory.addReferences(this.#lists, this.#about, [object]);
      return;
    }
    if (kind === undefined) {
      this.#unknown++;
      return;
    }
    this.#page.kind ??= kind;
    this.#directory.take(kind, object, about);
  }

  #closePage(): void {
    const page = this.#page;
    const inContext = page.contextKind;
    // A list without an element says that there is none.
    const empty =
      inContext !== undefined && !page.streamed && [...page.values.keys()].every((key) => key.startsWith('@') || key.startsWith('_'));
    if (page.place !== undefined && !page.streamed && !empty) this.#whole(page, page.place);
    const kind = page.kind ?? inContext;
    if (kind === undefined) return;
    if (page.streamed || empty) this.#directory.seen.add(kind);
    if (page.next) this.#waiting.set(kind, page.number);
    else this.#waiting.delete(kind);
  }

  /** A page that holds no list is an object itself, or a bundle of lists. */
  #whole(page: Page, place: JsonPlace): void {
    const at = { ...place, pointer: place.pointer.slice(0, place.pointer.lastIndexOf('/')) };
    this.#container(Object.fromEntries(page.values), at, 0);
  }

  #container(raw: Readonly<Record<string, unknown>>, place: JsonPlace, depth: number): void {
    const context = typeof raw['@odata.context'] === 'string' ? raw['@odata.context'] : undefined;
    const object = new GraphObject(raw, this.#evidence(place), this.#gaps);
    const own = kindOf(object, Array.isArray(raw.value) ? undefined : context);
    if (isHoundEntry(raw)) this.#hound(raw, place);
    else if (own !== undefined) this.#take(object, own, ownerInContext(context) ?? this.#about);
    else if (!this.#bundle(raw, context, place, depth)) this.#unknown++;
  }

  /** Lists of objects inside an object, under names that tell what they are. @returns whether there are any. */
  #bundle(raw: Readonly<Record<string, unknown>>, context: string | undefined, place: JsonPlace, depth: number): boolean {
    let found = false;
    for (const [key, value] of Object.entries(raw)) {
      const below = { ...place, pointer: `${place.pointer}/${key}` };
      if (Array.isArray(value)) {
        const hint = kindOfContext(key === 'value' ? context : `#${key}`);
        for (const [i, one] of (value as unknown[]).entries()) {
          if (!isObject(one)) continue;
          found = true;
          const each = new GraphObject(one, this.#evidence({ ...below, pointer: `${below.pointer}/${i}` }), this.#gaps);
          this.#take(each, hint, ownerInContext(context) ?? this.#about);
        }
      } else if (isObject(value) && depth < deepest) {
        found = true;
        this.#container(value, below, depth + 1);
      }
    }
    return found;
  }

  #evidence({ line, pointer }: JsonPlace): Evidence {
    return { source: this.#source, file: this.#source, line, pointer };
  }

  #problem({ kind, message, line, pointer }: JsonProblem): void {
    const what = kind === 'truncated' || kind === 'broken' ? 'the rest of the file' : 'a part of the file';
    this.#gaps.add(`json ${kind} ${this.#source}`, {
      source: this.#source,
      file: this.#source,
      what,
      why: 'unreadable',
      detail: `line ${line}: ${message}`,
      line,
      pointer,
    });
  }

  #note(group: string, what: string, why: 'not-given' | 'unsupported' | 'denied', detail: string, permission?: string): void {
    const { partial } = { partial: why === 'unsupported' && group === 'azure' ? { partial: false } : {} };
    this.#gaps.add(`${group} ${this.#source}`, {
      source: this.#source,
      file: this.#source,
      what,
      why,
      detail,
      ...(permission === undefined ? {} : { permission }),
      ...partial,
    });
  }
}

function newPage(number: number): Page {
  return {
    number,
    contextKind: undefined,
    owner: undefined,
    next: false,
    kind: undefined,
    streamed: false,
    values: new Map(),
    place: undefined,
  };
}

/** Whether a file's first object is one of the directory's, by its own fields. */
export function looksLikeDirectory(raw: Readonly<Record<string, unknown>>, gaps: GapCounter): boolean {
  const object = new GraphObject(raw, { source: '' }, gaps);
  const kind = object.type === undefined ? kindByFields(object) : kindOf(object, undefined);
  return kind !== undefined && kind !== 'consent-policy' && kind !== 'app-policy' && !isOfArm(raw);
}

/** Federated credentials and role assignments of Azure's own resources have the fields too. */
function isOfArm({ id, type }: Readonly<Record<string, unknown>>): boolean {
  return (
    (typeof id === 'string' && /^\/?(?:subscriptions|providers)\//i.test(id) && !/microsoft\.aadiam/i.test(id)) ||
    (typeof type === 'string' && type.startsWith('Microsoft.'))
  );
}
