import type { Evidence } from '../../inventory/evidence.ts';
import type { Spot } from './tree/tree.ts';

/** A file that was read. Nothing of it outlives the scan but what readers take out. */
export interface OpenFile {
  /** The source as the user named it. */
  readonly source: string;
  /** Relative to the source, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Git tracks it; absent where that is not known. */
  readonly committed?: boolean;
  /** Anybody on the machine may change it. */
  readonly worldWritable: boolean;
}

export function evidenceIn(file: OpenFile, spot?: Partial<Spot>, note?: string): Evidence {
  return {
    source: file.source,
    file: file.path,
    ...(spot?.line === undefined ? {} : { line: spot.line }),
    ...(spot?.column === undefined ? {} : { column: spot.column }),
    ...(spot?.pointer === undefined || spot.pointer === '' ? {} : { pointer: spot.pointer }),
    ...(note === undefined ? {} : { note }),
  };
}

const environments: readonly (readonly [RegExp, string])[] = [
  [/^(?:production|prod|prd|live)$/, 'production'],
  [/^(?:staging|stage|stg|preprod|uat)$/, 'staging'],
  [/^(?:development|develop|dev|local)$/, 'development'],
  [/^(?:test|testing|ci|qa|e2e)$/, 'test'],
];

/** The environment that a file's name tells, else the innermost folder that tells one. */
export function environmentOf(path: string): string | undefined {
  for (const segment of path.toLowerCase().split('/').reverse()) {
    for (const word of segment.split(/[._-]/)) {
      const row = environments.find(([pattern]) => pattern.test(word));
      if (row !== undefined) return row[1];
    }
  }
  return undefined;
}
