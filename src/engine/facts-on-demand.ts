import { askPermission, withPermissionAnswers } from './permission-question.ts';

/** How each fact of a subject is worked out; undefined where it is not known. */
export type FactReaders<Source, Group> = { readonly [Fact in keyof Group]-?: (source: Source) => Group[Fact] };

type AnyReaders = Readonly<Record<string, (source: never) => unknown>>;

/**
 * Facts that are worked out where somebody asks for one. There may be very many subjects, and rules ask for few facts of most of
 * them: to make all would be most of the work, and to keep them most of the room.
 */
export abstract class FactsOnDemand {
  /** The same object for all of a class. */
  abstract readonly readers: AnyReaders;
}

/** How one fact is worked out of facts of a class; undefined where it has none of that name. */
export function readerOf({ readers }: FactsOnDemand, name: string): ((facts: FactsOnDemand) => unknown) | undefined {
  return Object.hasOwn(readers, name) ? (readers[name] as (facts: FactsOnDemand) => unknown) : undefined;
}

/** Lets the facts of a class be read as fields, too. */
export function readAsFields(prototype: FactsOnDemand): void {
  for (const [name, read] of Object.entries(prototype.readers)) {
    if (Object.hasOwn(prototype, name)) continue;
    Object.defineProperty(prototype, name, {
      get(this: never) {
        return read(this);
      },
    });
  }
}

/**
 * A context as plain data, for the library, which reads nothing else: facts on demand stand in it as those of the subject, or one
 * level below, where they are those of its identity.
 */
export function asPlainData<T extends Readonly<Record<string, unknown>>>(context: T): T {
  return plainFields(context, (subject) => (isRecord(subject) ? plainFields(subject, plainFacts) : plainFacts(subject)));
}

function plainFields<T extends Readonly<Record<string, unknown>>>(record: T, plain: (value: unknown) => unknown): T {
  const made = Object.entries(record).map(([name, value]) => [name, plain(value)] as const);
  return made.every(([name, value]) => value === record[name]) ? record : (Object.fromEntries(made) as T);
}

function plainFacts(facts: unknown): unknown {
  if (!(facts instanceof FactsOnDemand)) return facts;
  const all = Object.fromEntries(Object.entries(facts.readers).map(([name, read]) => [name, plainFacts(read(facts as never))]));
  return withPermissionAnswers(all, (action, everywhere) => askPermission(facts, action, everywhere));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}
