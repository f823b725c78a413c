import type { Evidence } from '../../inventory/evidence.ts';
import type { Facts } from '../../inventory/fact-types.ts';
import type { Fragment, Scope } from '../../inventory/fragment.ts';
import { organizationId } from '../../inventory/github-id.ts';
import type { GithubPart } from '../../inventory/github-repository.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Resource } from '../../inventory/resource.ts';
import { GapCounter } from '../gap-counter.ts';
import { ActivityBook } from './activity-book.ts';
import type { Endpoint } from './endpoint.ts';
import { PeopleBook } from './people-book.ts';
import { keeperOf, type Spot } from './spot.ts';

export interface BookSettings {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
  readonly gaps?: GapCounter;
}

/**
 * What is read of one source, or of files that are read together. Most of it is handed over at once; what several answers say
 * of one thing is put together here and handed over by `finish`.
 */
export class Book {
  readonly gaps: GapCounter;
  readonly fingerprint: (secret: string) => string;
  readonly people = new PeopleBook();
  readonly activity = new ActivityBook();
  readonly #emit: (fragment: Fragment) => void;
  readonly #stored = new Map<string, Resource>();
  readonly #selected = new Map<string, Set<string>>();
  readonly #runners = new Map<string, { readonly lasting: string[]; readonly at: Evidence }>();
  readonly #reached = new Map<string, Set<string>>();
  /** What keeps secrets that were listed whole. */
  readonly #keepers = new Map<string, string>();
  /** Parts of organizations that come in pages: the names that came, and how many there are. */
  readonly #listed = new Map<
    string,
    { readonly organization: string; readonly part: GithubPart; readonly names: Set<string>; total: number }
  >();
  readonly #asked = new Set<string>();
  readonly #later: { readonly of: string; readonly read: () => void }[] = [];
  /** Objects that were read. */
  taken = 0;

  constructor({ emit, fingerprint, gaps = new GapCounter() }: BookSettings) {
    this.#emit = emit;
    this.fingerprint = fingerprint;
    this.gaps = gaps;
  }

  emit(fragment: Fragment): void {
    this.#emit(fragment);
  }

  /** An identity of GitHub; what it holds stands in grants. */
  identity(value: Omit<Identity, 'plane' | 'agent' | 'standing'> & Partial<Pick<Identity, 'agent' | 'standing'>>): void {
    this.#emit({ type: 'identity', value: { plane: 'github', agent: false, standing: 'observed', ...value } });
  }

  /** A role, or a set of permissions, on an organization or repository; without a scope, it is not known on which. */
  grant(grant: Pick<Grant, 'holder' | 'name' | 'evidence'> & Partial<Pick<Grant, 'role' | 'policy' | 'scope'>>): void {
    const on = grant.scope === undefined ? '' : ` on ${grant.scope}`;
    this.#emit({ type: 'grant', value: { id: `${grant.holder}#binding/${grant.name}${on}`, kind: 'binding', ...grant } });
  }

  scope(id: string, name: string, at: Evidence, parts: Omit<Partial<Scope>, 'id' | 'plane' | 'name'> = {}): void {
    this.#emit({ type: 'scope', value: { id, plane: 'github', name, evidence: [at], ...parts } });
  }

  settings(id: string, name: string, settings: Facts<'ScopeSettings'>, at: Evidence): void {
    const told = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    this.scope(id, name, at, { settings: told });
  }

  /** All of a part of a scope was listed. */
  supply(id: string, name: string, part: GithubPart): void {
    if (part === 'secrets') this.#keepers.set(id, name);
    this.#emit({ type: 'scope', value: { id, plane: 'github', name, supplies: [part] } });
  }

  /** The same, for the answer of an endpoint. */
  supplied({ supplies }: Pick<Endpoint, 'supplies'>, spot: Spot): void {
    if (supplies === undefined) return;
    const { id, name } = keeperOf(spot);
    this.supply(id, name, supplies);
  }

  /** A page of a part of an organization; all of it was listed once as many came as there are. */
  listed(organization: string, part: GithubPart, names: readonly string[], total: number): void {
    const key = `${organization.toLowerCase()} ${part}`;
    const known = this.#listed.get(key) ?? { organization, part, names: new Set(), total };
    this.#listed.set(key, known);
    known.total = Math.max(known.total, total);
    for (const name of names) known.names.add(name);
  }

  /** A stored secret or variable; which repositories are given it may stand in another answer. */
  store(resource: Resource): void {
    if (!this.#stored.has(resource.id)) this.#stored.set(resource.id, resource);
  }

  /** A repository that is given a secret of its organization. */
  select(resource: string, repository: string | undefined): void {
    add(this.#selected, resource, repository);
  }

  runner(group: string, name: string, lasting: boolean | undefined, at: Evidence): void {
    const known = this.#runners.get(group) ?? { lasting: [], at };
    this.#runners.set(group, known);
    if (lasting === true) known.lasting.push(name);
  }

  /** A repository that an installation or token reaches; undefined says only that they were listed. */
  reach(holder: string, repository: string | undefined): void {
    add(this.#reached, holder, repository);
  }

  reachedBy(holder: string): readonly string[] | undefined {
    const reached = this.#reached.get(holder);
    return reached === undefined ? undefined : [...reached].sort();
  }

  /** Something was told in full, so that what tells less of it does not count. */
  told(what: string): void {
    this.#asked.add(what);
  }

  /** Reads something at the end, unless it was told in full by then. */
  unlessTold(what: string, read: () => void): void {
    this.#later.push({ of: what, read });
  }

  /** Hands over what waited for other answers. */
  finish(): void {
    for (const { of, read } of this.#later) if (!this.#asked.has(of)) read();
    for (const [id, resource] of this.#stored) {
      const repositories = this.#selected.get(id);
      const { stored } = resource;
      this.#emit({
        type: 'resource',
        value:
          stored === undefined || repositories === undefined
            ? resource
            : { ...resource, stored: { ...stored, repositories: [...repositories].sort() } },
      });
    }
    for (const { organization, part, names, total } of this.#listed.values())
      if (names.size >= total) this.supply(organizationId(organization), organization, part);
    const kept = countBy(
      [...this.#stored.values()].flatMap(({ stored }) => (stored?.store === 'actions' && !stored.variable ? [stored.keeper] : [])),
    );
    for (const [id, name] of this.#keepers)
      this.#emit({ type: 'scope', value: { id, plane: 'github', name, settings: { stored_secrets: kept.get(id) ?? 0 } } });
    for (const [id, { lasting, at }] of this.#runners)
      this.scope(id, id.slice(id.lastIndexOf('/') + 1), at, { settings: { lasting_runners: lasting.sort() } });
    this.people.finish(this);
    this.activity.finish(this);
    this.gaps.flush(this.#emit);
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string | undefined): void {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  if (value !== undefined) set.add(value);
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
