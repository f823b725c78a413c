import type { ServicePermission } from './service-calls.ts';
import type { ServiceKind } from './service-kinds.ts';
import type { ServiceName } from './service-protocols.ts';

export type Item = Readonly<Record<string, unknown>>;

/** One call of the plan, and what is done with what it answers. */
export interface PlannedCall {
  readonly permission: ServicePermission;
  readonly service: ServiceName;
  /** For services with paths: method and path. A part in braces is taken from the input, the rest of the input goes to query or body. */
  readonly path?: string;
  /** The name of the operation, where the permission has another. */
  readonly operation?: string;
  /** What is not in the path goes into the body, whatever the service does else. */
  readonly inBody?: true;
  /** The parameters; for calls about one thing, made from what the list before answered. `undefined`: nothing can be asked of it. */
  readonly input: (item: Item, region: string) => Item | undefined;
  /** The list in the answer. Without it the answer is one thing. */
  readonly list?: string;
  /** Where there is nothing to list the answer has no list. */
  readonly empty?: true;
  /** Where the list gives names alone, the key that each goes under. */
  readonly named?: string;
  /** How else a member of the list becomes a thing. */
  readonly made?: (member: unknown) => Item;
  /** The keys of the page marker in the answer and in the request. */
  readonly marker?: readonly [answer: string, request: string];
  /** The key of the thing in the answer. Without it the answer itself is the thing. */
  readonly member?: string;
  /** The answer is a document: the key that it goes under. */
  readonly whole?: string;
  /** What the thing is recorded as; without it the thing only leads to other calls. */
  readonly kind?: ServiceKind | 'analyzer-finding';
  /** Which things are recorded, where not all are. */
  readonly records?: (thing: Item) => boolean;
  /** The thing is the policy of a resource: the places of its ARN and of the policy (`Attributes/Policy`). */
  readonly policy?: { readonly arn: string; readonly document: string };
  /** What is recorded where the thing has nothing of this kind, which AWS answers as not found. */
  readonly absent?: (item: Item) => Item;
  /** What of the thing before belongs into the record. */
  readonly keep?: (item: Item, region: string) => Item;
  /** Questions that come to the same are asked once. */
  readonly once?: true;
  /** So many things are asked of in one call; only things with the same value under `alike` together. */
  readonly batch?: { readonly size: number; readonly alike?: string; readonly input: (items: readonly Item[]) => Item };
  /** Calls about one thing whose answers are added to it before it is recorded. */
  readonly adds?: readonly PlannedCall[];
  /** Calls about each thing. */
  readonly each?: readonly PlannedCall[];
}

/** Questions about single things in one region: of what goes beyond, a gap says how much it is. */
export const mostAsked = 1000;

export const nothing = (): Item => ({});
/** Where most services put their page markers. */
export const token = ['nextToken', 'nextToken'] as const;
export const Token = ['NextToken', 'NextToken'] as const;
/** Takes keys of the item under other names. */
export const from =
  (names: Readonly<Record<string, string>>) =>
  (item: Item): Item | undefined => {
    const taken = Object.entries(names).map(([to, key]) => [to, item[key]] as const);
    return taken.every(([, value]) => typeof value === 'string' && value !== '') ? Object.fromEntries(taken) : undefined;
  };
