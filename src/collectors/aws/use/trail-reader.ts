import type { NormaliseContext } from '../normalise-context.ts';
import type { AwsRecord } from '../records.ts';
import { SeenEvents } from './seen-events.ts';
import { TrailActivity } from './trail-activity.ts';
import { readTrailEvent } from './trail-event.ts';

/** Takes the events of a source and says in the end what they add up to. */
export class TrailReader {
  readonly #context: NormaliseContext;
  #activity: TrailActivity | undefined;
  readonly #seen = new SeenEvents();

  constructor(context: NormaliseContext) {
    this.#context = context;
  }

  /** A CloudTrail record, or an element of LookupEvents, which holds the record as text. */
  add({ raw, at }: AwsRecord): void {
    const event = readTrailEvent(recordIn(raw));
    if (event === 'insight') return;
    if ('wrong' in event) {
      this.#context.door.wrong('a CloudTrail event', event.wrong, at);
      return;
    }
    if (event.id !== undefined && this.#seen.has(event.id)) return;
    this.#activity ??= new TrailActivity();
    this.#activity.add(event, at);
  }

  /** Hands over what was read; the accounts whose trails it is from. */
  finish(): readonly string[] {
    this.#activity?.finish(this.#context.emit);
    return this.#activity?.accounts ?? [];
  }
}

function recordIn(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('CloudTrailEvent' in raw)) return raw;
  try {
    return typeof raw.CloudTrailEvent === 'string' ? JSON.parse(raw.CloudTrailEvent) : raw.CloudTrailEvent;
  } catch {
    return undefined;
  }
}
