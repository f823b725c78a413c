import type { Evidence } from '../inventory/evidence.ts';

/** A record while it is put together. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** A place inside a record. There are many: joined into one flat text, and made in one piece, it takes half the memory. */
export function below({ source, file, line, pointer }: Evidence, rest: string): Evidence {
  return placed(source, file, line, [pointer ?? '', rest].join(''));
}

/** The same where very many places end alike: the text of such an end is kept once. */
export function belowAlike({ source, file, line, pointer }: Evidence, end: string): Evidence {
  return placed(source, file, line, `${pointer ?? ''}${end}`);
}

function placed(source: string, file: string | undefined, line: number | undefined, place: string): Evidence {
  if (file === undefined) return line === undefined ? { source, pointer: place } : { source, line, pointer: place };
  return line === undefined ? { source, file, pointer: place } : { source, file, line, pointer: place };
}

/** How pointers to the items of a list end, each text made once: `/RolePolicyList/0/PolicyDocument`. */
export class ItemPointers {
  readonly #list: string;
  readonly #rest: string;
  readonly #made: string[] = [];

  constructor(list: string, rest = '') {
    this.#list = list;
    this.#rest = rest;
  }

  at(index: number): string {
    this.#made[index] ??= [this.#list, '/', index, this.#rest].join('');
    return this.#made[index];
  }
}
