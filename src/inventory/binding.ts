import type { Evidence } from './evidence.ts';
import type { Given, Grant } from './grant.ts';

/** A role and the condition that it is given under: few make up very many bindings. */
export interface GivenRole {
  readonly name: string;
  /** `gcp:role/<role>`. */
  readonly policy: string;
  readonly condition?: string | undefined;
  readonly until?: string | undefined;
}

/** The policy that bindings stand in: what it is attached to, and where it stands itself. */
export interface BindingPlace {
  readonly scope: string;
  readonly at: Evidence;
}

/**
 * A role that one policy gives to several at once: a grant of each of them. There may be a million, and few are ever looked at one by
 * one, so each is a row: a role and a place that it has in common with others, and its number. A grant, and the place of one, are made
 * for whoever asks for them.
 */
export class Binding implements Given {
  readonly given: GivenRole;
  readonly on: BindingPlace;
  /** Which binding of its policy it is, from 0. */
  readonly row: number;
  /** The numbers of those who have it, see `BindingSink`. */
  readonly holders: readonly number[];
  /** It counts at once. */
  declare readonly eligible?: true;

  constructor(given: GivenRole, on: BindingPlace, row: number, holders: readonly number[]) {
    this.given = given;
    this.on = on;
    this.row = row;
    this.holders = holders;
  }

  get kind(): 'attached' {
    return 'attached';
  }

  get name(): string {
    return this.given.name;
  }

  get policy(): string {
    return this.given.policy;
  }

  get scope(): string {
    return this.on.scope;
  }

  get condition(): string | undefined {
    return this.given.condition;
  }

  get until(): string | undefined {
    return this.given.until;
  }

  /** Made each time: room for it in every one of a million costs more than making that of the few that are shown. */
  get evidence(): readonly Evidence[] {
    return [placeOfBinding(this.on.at, this.row)];
  }
}

/** Takes bindings. Whoever is named in very many is looked up once, and goes by a number from then on. */
export interface BindingSink {
  numberOf(holder: string): number;
  bind(binding: Binding): void;
}

/** What a holder has: a grant of its own, or a share in a binding. */
export type HeldGrant = Grant | Binding;

export function isBinding(held: HeldGrant): held is Binding {
  return held instanceof Binding;
}

/** Where a binding stands in a policy. A list of assets says of when it is; that goes with every role in it. */
export function placeOfBinding({ source, file, line, pointer: policy = '', note }: Evidence, row: number): Evidence {
  const pointer = pointerOfRow(policy, row);
  // Made in one piece, for there are as many as accounts with a policy of their own.
  if (file !== undefined && line !== undefined && note !== undefined) return { source, file, line, pointer, note };
  return {
    source,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    pointer,
    ...(note === undefined ? {} : { note }),
  };
}

/** Pointers to the first rows of the policy that was last looked into: in a file of assets one a line, all policies have the same. */
let known: { readonly policy: string; readonly rows: string[] } = { policy: '', rows: [] };

function pointerOfRow(policy: string, row: number): string {
  if (policy !== known.policy) known = { policy, rows: [] };
  // Joined into one flat text: edges keep it.
  const pointer = known.rows[row] ?? [policy, '/bindings/', row].join('');
  if (row < 256) known.rows[row] = pointer;
  return pointer;
}

/** The id that a grant to a holder has: see `Grant.id`. */
export function idOfHeld(held: HeldGrant, holder: string): string {
  return isBinding(held) ? `${holder}#attached/${held.policy.slice(held.policy.indexOf('/') + 1)} on ${held.scope}` : held.id;
}

/** The grant that a binding is to one of its holders. */
export function grantOf(held: HeldGrant, holder: string): Grant {
  if (!isBinding(held)) return held;
  const { kind, name, policy, scope, condition, evidence, until } = held;
  return {
    id: idOfHeld(held, holder),
    holder,
    kind,
    name,
    policy,
    scope,
    ...(condition === undefined ? {} : { condition }),
    evidence,
    ...(until === undefined ? {} : { until }),
  };
}
