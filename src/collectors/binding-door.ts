import type { Binding, BindingSink } from '../inventory/binding.ts';
import type { Evidence } from '../inventory/evidence.ts';

/** Texts that are remembered; with more than these it begins anew. */
const most = 100_000;

/** Texts that are shorter hold no secret. */
const shortest = 16;

/**
 * The door of `secretDoor` for bindings. Few roles, conditions and places stand in very many of them: a text that was found to hold
 * no secret is not looked at again, and whoever is named passes once. `count` is told how many grants come.
 */
export function bindingDoor(to: BindingSink, withoutSecrets: <T>(value: T) => T, count: (more: number) => void): BindingSink {
  const known = new Set<string>();
  const isClean = (text: string | undefined): boolean => {
    if (text === undefined || text.length < shortest || known.has(text)) return true;
    if (withoutSecrets(text) !== text) return false;
    if (known.size > most) known.clear();
    known.add(text);
    return true;
  };
  // What stands in a row is mostly given on one thing, and stands in one place.
  let scope: string | undefined;
  let note: string | undefined;
  let source: string | undefined;
  // Most roles are called the same wherever they are given.
  const names = new Map<string, string>();
  const isCleanRole = (policy: string, name: string): boolean => {
    if (names.get(policy) === name) return true;
    if (!isClean(policy) || !isClean(name)) return false;
    if (names.size > most) names.clear();
    names.set(policy, name);
    return true;
  };
  const isCleanPlace = (place: Evidence): boolean =>
    (place.note === note || isClean(place.note)) &&
    (place.source === source || isClean(place.source)) &&
    (place.file === source || isClean(place.file)) &&
    (place.pointer === undefined || withoutSecrets(place.pointer) === place.pointer);
  const bare = (binding: Binding): Binding => {
    const { policy, name, condition, evidence } = binding;
    const isBare =
      (binding.scope === scope || isClean(binding.scope)) &&
      isCleanRole(policy, name) &&
      isClean(condition) &&
      evidence.every(isCleanPlace);
    if (!isBare) return withoutSecrets(binding);
    scope = binding.scope;
    note = evidence[0]?.note;
    source = evidence[0]?.source;
    return binding;
  };
  return {
    numberOf: (holder) => to.numberOf(withoutSecrets(holder)),
    bind: (binding) => {
      count(binding.holders.length);
      to.bind(bare(binding));
    },
  };
}
