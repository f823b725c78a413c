import { withoutPartition } from './partition.ts';
import { canonicalPattern, covers, overlaps } from './wildcard.ts';

/** Resources that match one of the patterns, or (negated) none of them. */
export interface Clause {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** A part of all resources: those that meet every clause. No clause: every resource. */
export type Region = readonly Clause[];

export const everywhere: Region = [];
/** No resource at all. */
export const nowhere: Region = [{ patterns: [], negated: false }];

/** The region of a statement's Resource or NotResource. */
export function regionOf(patterns: readonly string[], negated: boolean): Region {
  // Nearly all are canonical as they stand: then the list is shared with the document.
  const canonical = patterns.every(isCanonical) ? patterns : patterns.flatMap(canonicalStated);
  if (canonical.includes('*')) return negated ? nowhere : everywhere;
  return [{ patterns: canonical, negated }];
}

/** A resource or pattern as regions compare them: canonical, and in one partition. */
export function canonicalResource(pattern: string): string {
  return withoutPartition(canonicalPattern(pattern));
}

const separators = 5;

/**
 * A policy's pattern as regions hold it. AWS completes an ARN with too few of its six parts: the parts that are missing
 * are anything, so that `arn:aws:sqs` is all of SQS. A star may also reach over colons: a short pattern with one stands
 * for both readings (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
function canonicalStated(pattern: string): readonly string[] {
  const plain = canonicalResource(pattern);
  if (!pattern.startsWith('arn:') || pattern.endsWith('*') || !isCutShort(pattern)) return [plain];
  const completed = canonicalResource(pattern + ':*'.repeat(separators + 1 - pattern.split(':').length));
  return pattern.includes('*') ? [plain, completed] : [completed];
}

function isCanonical(pattern: string): boolean {
  return canonicalResource(pattern) === pattern && (pattern.endsWith('*') || !pattern.startsWith('arn:') || !isCutShort(pattern));
}

/** Whether an ARN has fewer than its six parts. */
export function isCutShort(pattern: string): boolean {
  let at = 3;
  for (let found = 1; found < separators; found++) {
    at = pattern.indexOf(':', at + 1);
    if (at < 0) return true;
  }
  return false;
}

/** Whether every resource that `asked` (an ARN or a pattern) stands for lies in the region. */
export function regionCovers(region: Region, asked: string): boolean {
  return region.every((clause) =>
    clause.negated ? !clause.patterns.some((p) => overlaps(p, asked)) : clause.patterns.some((p) => covers(p, asked)),
  );
}

/** Whether the region may hold some resource that `asked` stands for; exact for regions of one clause. */
export function regionTouches(region: Region, asked: string): boolean {
  return region.every((clause) =>
    clause.negated ? !clause.patterns.some((p) => covers(p, asked)) : clause.patterns.some((p) => overlaps(p, asked)),
  );
}

/** A piece of a region: the resources that match all of these patterns. */
export type Piece = readonly string[];

/** The region as pieces, most specific pattern first in each. Empty when nothing is in it. */
export function piecesOf(region: Region): readonly Piece[] {
  let pieces: Piece[] = [[]];
  for (const { patterns, negated } of region) {
    if (negated) continue;
    const next: Piece[] = [];
    for (const piece of pieces) {
      for (const pattern of patterns) {
        const meeting = narrow(piece, pattern);
        if (meeting) next.push(meeting);
      }
    }
    pieces = next;
  }
  const excluded = region.filter((clause) => clause.negated).flatMap((clause) => clause.patterns);
  const all = pieces.map((piece) => (piece.length === 0 ? ['*'] : piece));
  return excluded.length === 0 ? all : all.filter((piece) => !excluded.some((x) => piece.some((p) => covers(x, p))));
}

/** Whether nothing lies in a region. */
export function isEmptyRegion(region: Region): boolean {
  const [only] = region;
  if (only === undefined) return false;
  if (region.length === 1) return !only.negated && only.patterns.length === 0;
  return piecesOf(region).length === 0;
}

/** Whether a region takes a piece whole. */
export function regionTakes(region: Region, piece: Piece): boolean {
  return region.every((clause) =>
    clause.negated
      ? piece.some((p) => !clause.patterns.some((x) => overlaps(x, p)))
      : clause.patterns.some((x) => piece.some((p) => covers(x, p))),
  );
}

function narrow(piece: Piece, pattern: string): Piece | undefined {
  if (piece.some((p) => covers(pattern, p))) return piece;
  if (piece.some((p) => !overlaps(p, pattern))) return undefined;
  const wider = piece.filter((p) => !covers(p, pattern));
  return [pattern, ...wider].sort((x, y) => y.length - x.length);
}
