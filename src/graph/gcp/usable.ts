import type { Holding } from '../../permissions/gcp/holdings.ts';
import type { Certainty } from '../graph.ts';
import { certaintyFor } from './certainty-for.ts';
import { gcpTechniques } from './techniques/gcp-techniques.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/** A technique that may be used on a scope. */
export interface Usable {
  readonly technique: ReadyTechnique;
  readonly certainty: Certainty;
}

/** Everything that some technique needs. */
export const anyNeed = gcpTechniques.reduce((mask, t) => mask | t.all, 0n);

/** What an identity may use on a project, folder or organization, whatever lies in it. An administrator needs no technique. */
export function usableOn(holding: Holding): readonly Usable[] {
  if ((holding.conditional | holding.tagged) !== 0n) return measure(holding);
  // Most hold what others hold as well: what comes of it is worked out once.
  const kind = holding.scope.slice(0, holding.scope.indexOf('/'));
  const ofMask = bySureMask.get(holding.sure) ?? new Map<string, readonly Usable[]>();
  const known = ofMask.get(kind) ?? measure(holding);
  bySureMask.set(holding.sure, ofMask.set(kind, known));
  return known;
}

const bySureMask = new Map<bigint, Map<string, readonly Usable[]>>();

function measure(holding: Holding): readonly Usable[] {
  const level = holding.scope.slice('gcp:'.length, holding.scope.indexOf('/'));
  const all = gcpTechniques.flatMap((technique): Usable[] => {
    if (technique.at !== undefined && !technique.at.some((at) => at === level)) return [];
    const certainty = certaintyFor(technique.all, holding);
    return certainty === undefined ? [] : [{ technique, certainty }];
  });
  const administrator = all.filter((u) => u.certainty === 'confirmed' && u.technique.gains.what === 'administrator');
  return administrator.length > 0 ? administrator : all;
}
