import type { Binding } from './binding.ts';

/** With more than these on one thing, or to one role, they are looked up and not looked through. */
const few = 48;

/** Roles that were given on one thing. */
interface Given {
  readonly all: Binding[];
  /** By role, once there are many. */
  byRole?: Map<string, Binding[]>;
}

const nobody: readonly Binding[] = [];

/**
 * Tells whether a role was given to somebody on the same thing before: a policy may give it twice, under two conditions, and a
 * policy may be read twice. Of the policies read so far it keeps no more than the names until one comes again.
 */
export class BindingIndex {
  readonly #scopes = new Set<string>();
  readonly #all: readonly Binding[];
  #scope: string | undefined;
  #here: Given = { all: [] };
  /** By scope, once one has come again. */
  #byScope: Map<string, Given> | undefined;

  /** `all`: those put down before, to which each that is noted is added afterwards. */
  constructor(all: readonly Binding[]) {
    this.#all = all;
  }

  /** Notes a binding. Answers with those of its role on the same thing that came before. */
  add(binding: Binding): readonly Binding[] {
    if (binding.scope !== this.#scope) this.#turnTo(binding.scope);
    const here = this.#here;
    const before = sameRole(here, binding.policy);
    put(here, binding);
    return before;
  }

  #turnTo(scope: string): void {
    this.#scope = scope;
    if (this.#scopes.has(scope)) this.#byScope ??= byScope(this.#all);
    else this.#scopes.add(scope);
    if (this.#byScope === undefined) {
      // Nobody looks at what was given on the thing before.
      this.#here.all.length = 0;
      delete this.#here.byRole;
      return;
    }
    this.#here = this.#byScope.get(scope) ?? { all: [] };
    this.#byScope.set(scope, this.#here);
  }
}

function sameRole({ all, byRole }: Given, policy: string): readonly Binding[] {
  if (byRole !== undefined) return byRole.get(policy)?.slice() ?? nobody;
  let found: Binding[] | undefined;
  for (const one of all) {
    if (one.policy !== policy) continue;
    if (found === undefined) found = [one];
    else found.push(one);
  }
  return found ?? nobody;
}

function put(given: Given, binding: Binding): void {
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

function byScope(bindings: readonly Binding[]): Map<string, Given> {
  const out = new Map<string, Given>();
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
