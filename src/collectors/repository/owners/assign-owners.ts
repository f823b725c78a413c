import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { isPipelineJob } from '../../../inventory/pipeline-kinds.ts';
import { type OwnerRule, type Ownership, ownershipOf } from '../files/codeowners.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import type { LastCommit } from './blame.ts';

export interface Codeowners {
  /** Absent where the repository has none. */
  readonly file?: OpenFile;
  readonly rules: readonly OwnerRule[];
}

/** Who last committed the lines of a file, by line; 0 stands for the file as a whole. Undefined where that is not known. */
export type AskBlame = (path: string, lines: readonly number[]) => ReadonlyMap<number, LastCommit> | undefined;

/**
 * Gives what a file declares the owner of the file where nothing names one: its code owners, else (at the end, where asked
 * for) who last committed the line that declares it.
 */
export class OwnerAssignment {
  readonly #emit: (fragment: Fragment) => void;
  readonly #blames: boolean;
  readonly #waiting: Identity[] = [];
  readonly #known = new Map<string, Ownership | undefined>();
  #codeowners: Codeowners | undefined;

  constructor(emit: (fragment: Fragment) => void, blames: boolean) {
    this.#emit = emit;
    this.#blames = blames;
  }

  /** To be called before anything is declared. */
  use(codeowners: Codeowners | undefined): void {
    this.#codeowners = codeowners;
  }

  readonly take = (fragment: Fragment): void => {
    const identity = fragment.type === 'identity' ? this.#owned(fragment.value) : undefined;
    if (identity === undefined) this.#emit(fragment);
    else if (this.#blames && isOpen(identity)) this.#waiting.push(identity);
    else this.#emit({ type: 'identity', value: identity });
  };

  /** Hands over what waits for an answer of git. */
  finish(ask?: AskBlame): void {
    const byFile = new Map<string, Identity[]>();
    for (const identity of this.#waiting) {
      const path = identity.evidence[0]?.file ?? '';
      byFile.set(path, [...(byFile.get(path) ?? []), identity]);
    }
    for (const [path, identities] of byFile) {
      const lines = identities.flatMap((i) => i.evidence[0]?.line ?? []);
      const whole = identities.some((i) => i.evidence[0]?.line === undefined) ? ask?.(path, []) : undefined;
      const single = lines.length > 0 ? ask?.(path, [...new Set(lines)]) : undefined;
      for (const identity of identities) {
        const place = identity.evidence[0];
        const found = place?.line === undefined ? whole?.get(0) : single?.get(place.line);
        this.#emit({ type: 'identity', value: found === undefined || place === undefined ? identity : committed(identity, found, place) });
      }
    }
    this.#waiting.length = 0;
  }

  #owned(identity: Identity): Identity {
    const path = identity.evidence[0]?.file;
    const { file } = this.#codeowners ?? {};
    if (identity.standing !== 'declared' || identity.owner !== undefined || path === undefined || file === undefined) return identity;
    const ownership = this.#ownershipOf(path);
    if (ownership === undefined || ownership.owners.length === 0) {
      // Agents' configurations without code owners are told by a rule of their own; what carries tags may name an owner there.
      return isPipelineJob(identity.kind) ? { ...identity, ownerless: true } : identity;
    }
    return named(identity, ownership.owners.slice(0, 20).join(', '), 'codeowners', evidenceIn(file, { line: ownership.line }));
  }

  #ownershipOf(path: string): Ownership | undefined {
    if (!this.#known.has(path)) this.#known.set(path, ownershipOf(this.#codeowners?.rules ?? [], path));
    return this.#known.get(path);
  }
}

function isOpen({ standing, owner, evidence }: Identity): boolean {
  return standing === 'declared' && owner === undefined && evidence[0]?.file !== undefined;
}

function committed(identity: Identity, { who, commit, at }: LastCommit, place: Evidence): Identity {
  return named(identity, who, 'commit', { ...place, note: `last committed in ${commit} on ${at.slice(0, 10)}` });
}

function named(identity: Identity, owner: string, ownerFrom: 'codeowners' | 'commit', place: Evidence): Identity {
  return { ...identity, owner, ownerFrom, factEvidence: { ...identity.factEvidence, owner: [place] } };
}
