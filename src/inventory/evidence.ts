/** One place a person can open to check a fact by hand. */
export interface Evidence {
  /** The source as the user named it (`.`, `gaad.json`, `aws:prod`). */
  readonly source: string;
  /** Path of the file, relative to the source when the source is a directory. Absent for live answers. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** JSON pointer (RFC 6901) inside the file or answer. */
  readonly pointer?: string;
  /** What is to be seen there, when the place alone does not say it: a statement, a trust condition. Never a secret value. */
  readonly note?: string;
}

/** A stable text form, used to sort and to drop repeats. */
export function evidenceKey(e: Evidence): string {
  return `${e.source}\u0000${e.file ?? ''}\u0000${String(e.line ?? 0).padStart(9, '0')}\u0000${String(e.column ?? 0).padStart(6, '0')}\u0000${e.pointer ?? ''}\u0000${e.note ?? ''}`;
}

/** Whether two places have the same key. */
export function isSamePlace(a: Evidence, b: Evidence): boolean {
  return (
    a === b ||
    ((a.pointer ?? '') === (b.pointer ?? '') &&
      (a.line ?? 0) === (b.line ?? 0) &&
      (a.note ?? '') === (b.note ?? '') &&
      (a.file ?? '') === (b.file ?? '') &&
      (a.column ?? 0) === (b.column ?? 0) &&
      a.source === b.source)
  );
}
