import type { Scope } from '../inventory/fragment.ts';
import { type Identity, natures } from '../inventory/identity.ts';
import { type Facet, levels, type Power } from '../permissions/power.ts';
import { authorization } from './authorization.ts';
import type { Posture } from './four-questions.ts';
import { keptSecretReadBy } from './kept-secrets.ts';
import { hasNothingOfItsOwn } from './nothing-of-its-own.ts';
import type { World } from './world.ts';

/** Postures of identities of one kind in projects that say the same, by what else they turn on, see `placeOf`. */
type Shelf = Map<number, Posture>;

/** Shelves by kind of identity: one lot for all projects that say the same. */
type Shelves = Map<string, Shelf>;

interface Book {
  readonly byWhatIsSaid: Map<string, Shelves>;
  readonly byProject: Map<string, Shelves>;
  /** Where nothing is said of any project, nobody's has to be looked up. */
  readonly ofAll: Shelves | undefined;
}

const books = new WeakMap<World, Book>();

/**
 * The four answers for an identity of Google Cloud of which nothing was read but its roles. There may be very many of these, and what
 * is answered turns on what they have in common: their kind, their project, how much they may do. Undefined of any other.
 */
export function postureOfAlike(world: World, identity: Identity, isAgent: boolean | undefined, answer: () => Posture): Posture | undefined {
  if (!isPlain(world, identity)) return undefined;
  const power = world.permissions.powerOf(identity.id);
  if (power.conditional || keptSecretReadBy(world, identity) !== undefined) return undefined;
  const shelf = shelfFor(world, identity);
  const place = placeOf(identity, power, isAgent);
  const known = shelf.get(place);
  if (known === undefined) {
    const made = answer();
    shelf.set(place, made);
    return made;
  }
  // Roles that are too much are told with where they stand, which is each one's own.
  return known.authorization.answer === 'no' ? { ...known, authorization: authorization(identity, power, isAgent) } : known;
}

/** Whether it has nothing but roles. */
function isPlain(world: World, identity: Identity): boolean {
  return identity.plane === 'gcp' && identity.aws === undefined && hasNothingOfItsOwn(world, identity);
}

function shelfFor(world: World, { kind, scope }: Identity): Shelf {
  const { byProject, ofAll } = bookOf(world);
  let shelves = ofAll ?? byProject.get(scope);
  if (shelves === undefined) {
    shelves = shelvesOf(world, scope);
    byProject.set(scope, shelves);
  }
  let shelf = shelves.get(kind);
  if (shelf === undefined) {
    shelf = new Map();
    shelves.set(kind, shelf);
  }
  return shelf;
}

function shelvesOf(world: World, project: string): Shelves {
  const said = saidOf(world.inventory.scopes.get(`gcp:project/${project}`) ?? {});
  const { byWhatIsSaid } = bookOf(world);
  const shelves: Shelves = byWhatIsSaid.get(said) ?? new Map();
  byWhatIsSaid.set(said, shelves);
  return shelves;
}

/** What answers turn on of what is said of a project. */
function saidOf({ supplies = [], settings }: Pick<Scope, 'supplies' | 'settings'>): string {
  return `${supplies.includes('keys')} ${supplies.includes('workloads')} ${settings?.tokens_extended}`;
}

function isAnySaid({ inventory }: World): boolean {
  const nothing = saidOf({});
  for (const scope of inventory.scopes.values()) if (scope.id.startsWith('gcp:project/') && saidOf(scope) !== nothing) return true;
  return false;
}

const asked = [true, false, undefined];
const facets: readonly Facet[] = ['all', 'some', 'none', 'unknown'];

/** A number for what identities on a shelf differ in: a text would have to be made and looked up for each of them. */
function placeOf({ nature, enabled, providerManaged }: Identity, power: Power, isAgent: boolean | undefined): number {
  let place = natures.indexOf(nature);
  for (const fact of [enabled, providerManaged, isAgent]) place = place * asked.length + asked.indexOf(fact);
  place = place * (levels.length + 1) + (power.level === 'unknown' ? levels.length : levels.indexOf(power.level));
  for (const facet of [power.write, power.execute, power.grant]) place = place * facets.length + facets.indexOf(facet);
  return place * 2 + (power.unreadable.length > 0 ? 1 : 0);
}

function bookOf(world: World): Book {
  const present = books.get(world);
  if (present !== undefined) return present;
  const book: Book = { byWhatIsSaid: new Map(), byProject: new Map(), ofAll: isAnySaid(world) ? undefined : new Map() };
  books.set(world, book);
  return book;
}
