import { Binding, type BindingPlace, type BindingSink, type GivenRole } from '../inventory/binding.ts';
import { isPlain } from './known-secrets.ts';
import { PlainPlaces } from './plain-places.ts';

/** Roles that are remembered; with more than these it begins anew. */
const most = 100_000;

/**
 * The door of `secretDoor` for bindings. Few roles and conditions stand in very many of them, and many stand in one policy: what was
 * looked at is not looked at again, and whoever is named passes once. `count` is told how many grants come.
 */
export function bindingDoor(to: BindingSink, withoutSecrets: <T>(value: T) => T, count: (more: number) => void): BindingSink {
  const roles = new Map<GivenRole, GivenRole>();
  const bareRole = (given: GivenRole): GivenRole => {
    const bare = withoutSecrets(given);
    if (roles.size > most) roles.clear();
    roles.set(given, bare);
    return bare;
  };
  const plainPlaces = new PlainPlaces();
  let place: BindingPlace | undefined;
  let barePlace: BindingPlace | undefined;
  return {
    numberOf: (holder) => to.numberOf(isPlain(holder) ? holder : withoutSecrets(holder)),
    bind: (binding) => {
      const { given, on, row, holders } = binding;
      count(holders.length);
      const role = roles.get(given) ?? bareRole(given);
      if (on !== place || barePlace === undefined) {
        place = on;
        barePlace = isPlain(on.scope) && plainPlaces.has(on.at) ? on : withoutSecrets(on);
      }
      to.bind(role === given && barePlace === on ? binding : new Binding(role, barePlace, row, holders));
    },
  };
}
