import type { Grant } from './grant.ts';
import { preferObserved } from './merge.ts';

/** With more grants than this a holder gets an index of its own. */
const few = 12;

/** The grants of one holder, by their places in the book. */
interface Held {
  readonly places: number[];
  byId?: Map<string, number>;
}

/**
 * Grants by their ids, in the order in which they came. An id begins with its holder, and most holders have few: to look among those
 * is cheaper than one index of a million long texts.
 */
export class GrantBook {
  readonly #all: (Grant | undefined)[] = [];
  readonly #held = new Map<string, Held>();
  #isWhole = true;

  /** Puts a grant down. One that says something else than the one of its id stands beside it, under an id of its own. */
  add(grant: Grant): void {
    const held = this.#of(grant.holder);
    for (let n = 1; ; n++) {
      const id = n === 1 ? grant.id : `${grant.id}#${n}`;
      const place = this.#find(held, id);
      const present = place === undefined ? undefined : this.#all[place];
      if (place === undefined || present === undefined) this.#put(held, n === 1 ? grant : { ...grant, id });
      else if (isSameGrant(present, grant)) this.#all[place] = mergeGrant(present, grant);
      else continue;
      return;
    }
  }

  values(): Grant[] {
    return this.#isWhole ? (this.#all.slice() as Grant[]) : this.#all.flatMap((grant) => grant ?? []);
  }

  /** Takes those out that something is said of, one by one, and hands each over when it is gone. */
  takeOut(fits: (grant: Grant) => boolean, taken: (grant: Grant) => void): void {
    const end = this.#all.length;
    for (let place = 0; place < end; place++) {
      const grant = this.#all[place];
      if (grant === undefined || !fits(grant)) continue;
      const held = this.#of(grant.holder);
      held.places.splice(held.places.indexOf(place), 1);
      held.byId?.delete(grant.id);
      this.#all[place] = undefined;
      this.#isWhole = false;
      taken(grant);
    }
  }

  #of(holder: string): Held {
    const present = this.#held.get(holder);
    if (present !== undefined) return present;
    const made: Held = { places: [] };
    this.#held.set(holder, made);
    return made;
  }

  #find({ places, byId }: Held, id: string): number | undefined {
    if (byId !== undefined) return byId.get(id);
    for (const place of places) if (this.#all[place]?.id === id) return place;
    return undefined;
  }

  #put(held: Held, grant: Grant): void {
    const place = this.#all.push(grant) - 1;
    held.places.push(place);
    if (held.byId !== undefined) held.byId.set(grant.id, place);
    else if (held.places.length > few) held.byId = new Map(held.places.map((at) => [this.#all[at]?.id ?? '', at]));
  }
}

function isSameGrant(a: Grant, b: Grant): boolean {
  // One that only names a policy says nothing else than the one that tells which it is.
  const isNameOnly = b.kind === 'attached' && b.policy === undefined && b.document === undefined;
  return (
    isNameOnly ||
    (a.policy === b.policy && a.document === b.document && a.condition === b.condition && (a.eligible ?? false) === (b.eligible ?? false))
  );
}

/** A list of assignments does not say when one ends; the schedule behind it does. */
function mergeGrant(a: Grant, b: Grant): Grant {
  const merged = preferObserved(a, b);
  const until = a.until ?? b.until;
  return until === undefined || merged.until !== undefined ? merged : { ...merged, until };
}
