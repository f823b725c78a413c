import type { Evidence } from '../inventory/evidence.ts';

/** A record while it is put together. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** A place inside a record. There are many: joined into one flat text, and made in one piece, it takes half the memory. */
export function below({ source, file, line, pointer }: Evidence, rest: string): Evidence {
  const place = [pointer ?? '', rest].join('');
  if (file === undefined) return line === undefined ? { source, pointer: place } : { source, line, pointer: place };
  return line === undefined ? { source, file, pointer: place } : { source, file, line, pointer: place };
}
