import type { ActionUniverse } from './action-universe.ts';
import { type Authority, buildAuthority, type Held } from './authority.ts';
import { measureDespiteDoubts } from './doubted-power.ts';
import { Frame } from './frame.ts';
import { type Holdings, type HoldingsReader, shareKeyOf } from './holdings.ts';
import { callToIam } from './iam-region.ts';
import { measurePower } from './measure-power.ts';
import { type Measured, MeasuredAlike, MeasuredInFull, type Place } from './measured.ts';
import type { Outline, Outliner } from './outline.ts';
import type { PolicySource } from './policy-sources.ts';
import { type PowerTables, powerTables } from './power-tables.ts';
import { Questions } from './questions.ts';
import { isEmptyRegion, regionCovers } from './region.ts';
import { Totaller } from './totals.ts';

const mostReferences = 5;

/** Measures identities, each once; those with equal holdings share the measure, and those in one frame (see `Frame`) the power. */
export class Measures {
  readonly #universe: ActionUniverse;
  readonly #holdings: HoldingsReader;
  readonly #outlines: Outliner;
  readonly #totaller: Totaller;
  readonly questions = new Questions();
  readonly #byGrants = new Map<string, Measured>();
  readonly #byIdentity = new Map<string, Measured>();
  /** How many had holdings of their own, of those who were read in brief. */
  #briefs = 0;
  /** The identity asked about last, and its measure. */
  #last: readonly [identity: string, measured: Measured] | undefined;

  constructor(universe: ActionUniverse, holdings: HoldingsReader, outlines: Outliner) {
    this.#universe = universe;
    this.#holdings = holdings;
    this.#outlines = outlines;
    this.#totaller = new Totaller(universe);
  }

  of(identity: string): Measured {
    if (this.#last?.[0] === identity) return this.#last[1];
    let measured = this.#byIdentity.get(identity);
    if (measured === undefined) {
      const outline = this.#outlines.read(identity);
      measured = outline === undefined ? this.#inFull(this.#holdings.read(identity)) : this.#inBrief(identity, outline);
      this.#byIdentity.set(identity, measured);
    }
    this.#last = [identity, measured];
    return measured;
  }

  /** The statements behind the power of an identity. */
  placesBehind(identity: string): readonly Place[] {
    const holdings = this.#holdings.read(identity);
    return this.#measure('', holdings, buildAuthority(holdings), undefined).because ?? [];
  }

  get #tables(): PowerTables {
    return powerTables(this.#universe);
  }

  #inFull(holdings: Holdings): Measured {
    const key = shareKeyOf(holdings);
    const shared = this.#byGrants.get(key);
    if (shared && !shared.dependsOnSelf) return shared;
    const measured = this.#measure(key, holdings, buildAuthority(holdings), undefined);
    this.#byGrants.set(key, measured);
    return measured;
  }

  #inBrief(identity: string, outline: Outline): Measured {
    const { kin, documents } = outline;
    const shared = kin.measured.get(documents);
    if (shared && !shared.dependsOnSelf) return shared;
    const key = shared?.key ?? `#${++this.#briefs}`;
    const frame = kin.frames.get(outline.frame);
    const sum = frame?.sum(outline.small);
    const like = sum === undefined ? undefined : frame?.measured.get(sum);
    const measured = frame && like ? this.#alike(key, outline, frame, like) : this.#first(key, identity, outline, frame, sum);
    kin.measured.set(documents, measured);
    return measured;
  }

  /** What is known of an identity whose power is that of another one. */
  #alike(key: string, { small, everywhere, conditions }: Outline, frame: Frame, like: Measured): Measured {
    const all = everywhere.length === 0 ? small : [...small, ...everywhere];
    return new MeasuredAlike(key, like, frame, all, conditions, this.questions);
  }

  /** Measures the first one in a frame, or the first one there with such small statements. */
  #first(key: string, identity: string, outline: Outline, frame: Frame | null | undefined, sum: number | undefined): Measured {
    const { kin, whole, conditions } = outline;
    const holdings = this.#holdings.read(identity);
    const authority = buildAuthority(holdings);
    const measured = this.#measure(key, holdings, authority, conditions);
    // Many a frame is met once and never again.
    if (frame === undefined) kin.frames.set(outline.frame, null);
    else if (frame === null) kin.frames.set(outline.frame, new Frame(authority, whole, this.#universe, this.#tables));
    else if (sum !== undefined && !measured.dependsOnSelf) frame.measured.set(sum, measured);
    return measured;
  }

  #measure(key: string, { principal, sources }: Holdings, authority: Authority, conditions: Measured['conditions']): Measured {
    const { because, dependsOnSelf, ...power } = measureDespiteDoubts(
      authority,
      (one) => measurePower(one, this.#totaller.total(one), this.#tables, principal),
      { actions: this.#tables.callsToIam, facts: callToIam(principal.partition, authority.facts) },
    );
    const { allow, deny } = authority;
    const { customer, additive, unlisted } = authority.unread;
    const [outright, allowed] = this.#totaller.actionsWithin(allow, isOutright);
    const found = {
      key,
      power,
      because: placesOf(because, sources),
      dependsOnSelf,
      everywhere: this.#totaller.actionsOf(allow.filter(isEverywhere)),
      denied: customer.length + additive.length > 0 || unlisted ? undefined : this.#totaller.actionsOf(deny),
      limited: authority.unread.limiting.length > 0 || authority.limits.some(({ allow }) => !allow.some(this.#isEverything)),
      conditions,
      allRead: sources.every((s) => s.document !== undefined),
    };
    return new MeasuredInFull(found, allowed, outright);
  }

  readonly #isEverything = ({ statement }: Held): boolean =>
    !statement.conditional && statement.region.length === 0 && statement.actions.size === this.#universe.size;
}

function isOutright({ statement }: Held): boolean {
  return !statement.conditional && !isEmptyRegion(statement.region);
}

function isEverywhere({ statement }: Held): boolean {
  return !statement.narrow && regionCovers(statement.region, '*');
}

function placesOf(because: readonly Held[], sources: readonly PolicySource[]): readonly Place[] {
  const places: Place[] = [];
  for (const { source, statement } of because) {
    const place = { source: sources.indexOf(source), at: statement.at };
    if (!places.some((p) => p.source === place.source && p.at === place.at)) places.push(place);
    if (places.length === mostReferences) break;
  }
  return places;
}
