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
  /** The parameters; for calls about one thing, made from what the list before answered. `{}`: nothing can be asked of it. */
  readonly input: (item: Item) => Item | undefined;
  /** The list in the answer. Without it the answer is one thing. */
  readonly list?: string;
  /** Where the list gives names alone, the key that each goes under. */
  readonly named?: string;
  /** The keys of the page marker in the answer and in the request. */
  readonly marker?: readonly [answer: string, request: string];
  /** The key of the thing in the answer. Without it the answer itself is the thing. */
  readonly member?: string;
  /** What the thing is recorded as; without it the thing only leads to other calls. */
  readonly kind?: ServiceKind;
  /** What is recorded where the thing has nothing of this kind, which AWS answers as not found. */
  readonly absent?: (item: Item) => Item;
  /** What of the thing before belongs into the record. */
  readonly keep?: (item: Item) => Item;
  /** So many things are asked of in one call. */
  readonly batch?: { readonly size: number; readonly input: (items: readonly Item[]) => Item };
  /** Calls about one thing whose answers are added to it before it is recorded. */
  readonly adds?: readonly PlannedCall[];
  /** Calls about each thing. */
  readonly each?: readonly PlannedCall[];
}

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
