import type { Binding, BindingPlace } from './binding.ts';
import { TextMarks } from './text-marks.ts';

/** With more than these on one thing, or to one role, they are looked up and not looked through. */
const few = 48;

/** Roles that were given on one thing. */
interface GivenHere {
  readonly all: Binding[];
  /** By role, once there are many. */
  byRole?: Map<string, Binding[]>;
}

const nobody: readonly Binding[] = [];

/**
 * Tells which bindings gave a role on the same thing before: a policy may give it twice, under two conditions, and a policy may be
 * read twice. Of the policies read so far it keeps no more than a mark of what each is on until one comes again.
 */
export class BindingIndex {
  readonly #scopes = new TextMarks();
  readonly #all: readonly Binding[];
  #on: BindingPlace | undefined;
  #keepsAll = false;
  /** By scope, once all are kept. */
  #byScope: Map<string, GivenHere> | undefined;

  /** `all`: those put down before, to which each that is noted is added afterwards. */
  constructor(all: readonly Binding[]) {
    this.#all = all;
  }

  /** Notes a binding. Answers with those of its role on the same thing that came before; undefined: none but from the policy at hand. */
  add(binding: Binding): readonly Binding[] | undefined {
    const { scope, on } = binding;
    if (on !== this.#on) {
      this.#on = on;
      // Should it take two scopes for the same, then all are kept for nothing.
      if (this.#scopes.add(scope)) this.#keepsAll = true;
    }
    if (!this.#keepsAll) return undefined;
    this.#byScope ??= byScope(this.#all);
    const here = this.#byScope.get(scope) ?? { all: [] };
    const before = sameRole(here, binding.policy);
    put(here, binding);
    this.#byScope.set(scope, here);
    return before;
  }

  /** From the next one on it answers of all that ever came. */
  keepAll(): void {
    this.#keepsAll = true;
  }
}

function sameRole({ all, byRole }: GivenHere, policy: string): readonly Binding[] {
  if (byRole !== undefined) return byRole.get(policy)?.slice() ?? nobody;
  let found: Binding[] | undefined;
  for (const one of all) {
    if (one.policy !== policy) continue;
    if (found === undefined) found = [one];
    else found.push(one);
  }
  return found ?? nobody;
}

function put(given: GivenHere, binding: Binding): void {
  given.all.push(binding);
  if (given.byRole !== undefined) {
    const same = given.byRole.get(binding.policy);
    if (same === undefined) given.byRole.set(binding.policy, [binding]);
    else same.push(binding);
  } else if (given.all.length > few) {
    given.byRole = new Map();
    for (const one of given.all) given.byRole.set(one.policy, [...(given.byRole.get(one.policy) ?? []), one]);
  }
}

function byScope(bindings: readonly Binding[]): Map<string, GivenHere> {
  const out = new Map<string, GivenHere>();
  for (const binding of bindings) {
    const given = out.get(binding.scope) ?? { all: [] };
    out.set(binding.scope, given);
    put(given, binding);
  }
  return out;
}

/** Whether somebody has a share in one of some bindings. Many are looked up. */
export function holdersOf(bindings: readonly Binding[]): (holder: number) => boolean {
  const count = bindings.reduce((n, { holders }) => n + holders.length, 0);
  if (count <= few) return (holder) => bindings.some(({ holders }) => holders.includes(holder));
  const all = new Set(bindings.flatMap(({ holders }) => holders));
  return (holder) => all.has(holder);
}
