import { projectOfServiceAccount, serviceAccountId } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';

const accountPrefix = '//iam.googleapis.com/projects/-/serviceAccounts/';
const projectPrefix = 'gcp:project/';
const projectsPart = '/projects/';

/**
 * The tree that roles are inherited down: organization, folders, projects, and what lies in a project as far as its name tells
 * (https://cloud.google.com/iam/docs/resource-hierarchy-access-control).
 */
export class ScopeTree {
  readonly #inventory: Inventory;
  readonly #byNumber = new Map<string, string>();
  readonly #numbers = new Map<string, string>();
  readonly #children = new Map<string, string[]>();
  readonly #chains = new Map<string, readonly string[]>();
  /** Roles are given on one thing many times: each way to write it is read once. */
  readonly #names = new Map<string, string>();
  /** Very many things lie in a project: its scope is one text for all of them. */
  readonly #projects = new Map<string, string>();
  /** Organizations, and whatever else hangs under nothing that is known. */
  readonly roots: readonly string[];

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    const roots: string[] = [];
    for (const { id, plane, number, parent } of inventory.scopes.values()) {
      if (plane !== 'gcp') continue;
      if (number !== undefined) {
        this.#byNumber.set(number, id);
        this.#numbers.set(id, number);
      }
      if (parent === undefined) roots.push(id);
      else {
        const list = this.#children.get(parent);
        if (list === undefined) this.#children.set(parent, [id]);
        else list.push(id);
      }
    }
    this.roots = roots;
  }

  /** A scope as grants name it: `projects/123`, `//cloudresourcemanager.googleapis.com/folders/7` and `gcp:project/123` alike. */
  named(text: string): string {
    // Nearly all are written that way already.
    if (text.startsWith('//') ? isPlain(text) : text.startsWith(projectPrefix) && !isNumeral(text, projectPrefix.length)) return text;
    const present = this.#names.get(text);
    if (present !== undefined) return present;
    const name = this.#read(text);
    this.#names.set(text, name);
    return name;
  }

  /** The scope of a project by its id or number. */
  projectNamed(name: string): string {
    const present = this.#projects.get(name);
    if (present !== undefined) return present;
    const scope = this.named(`projects/${name}`);
    this.#projects.set(name, scope);
    return scope;
  }

  #read(text: string): string {
    if (text.startsWith('//') && !/^\/\/(?:cloudresourcemanager|iam)\./.test(text)) return this.#resource(text);
    const [, kind, name = ''] =
      /^(?:gcp:|\/\/cloudresourcemanager\.googleapis\.com\/)?(project|folder|organization)s?\/([^/]+)$/.exec(text) ?? [];
    if (kind !== undefined) return kind === 'project' ? (this.#byNumber.get(name) ?? `gcp:project/${name}`) : `gcp:${kind}/${name}`;
    const account = /^(?:\/\/iam\.googleapis\.com\/)?projects\/[^/]+\/serviceAccounts\/([^/]+@[^/]+)$/.exec(text)?.[1];
    return account === undefined ? text : accountPrefix + account;
  }

  /** A resource by the id of its project, and a bucket as Cloud Asset Inventory names it. */
  #resource(text: string): string {
    const bucket = /^\/\/storage\.googleapis\.com\/projects\/_\/buckets\/([^/]+)$/.exec(text)?.[1];
    if (bucket !== undefined) return `//storage.googleapis.com/${bucket}`;
    const [, service = '', number = '', rest = ''] = /^(\/\/[^/]+\/projects\/)(\d+)(\/.+)$/s.exec(text) ?? [];
    const id = this.#byNumber.get(number);
    return id === undefined ? text : `${service}${id.slice('gcp:project/'.length)}${rest}`;
  }

  /** A scope and all above it, as far as they are known. */
  chainOf(scope: string): readonly string[] {
    const present = this.#chains.get(scope);
    if (present !== undefined) return present;
    const parent = this.parentOf(scope);
    // What is a resource lies in no resource that lies in it.
    const chain =
      parent !== undefined && !isBroad(scope) && isBroad(parent) ? [scope, ...this.chainOf(parent)] : this.#climb(scope, parent);
    this.#chains.set(scope, chain);
    return chain;
  }

  #climb(scope: string, parent: string | undefined): readonly string[] {
    const chain = [scope];
    for (let at = parent; at !== undefined && !chain.includes(at); at = this.parentOf(at)) chain.push(at);
    return chain;
  }

  isWithin(scope: string, above: string): boolean {
    return this.chainOf(scope).includes(above);
  }

  /** Folders and projects right below. */
  childrenOf(scope: string): readonly string[] {
    return this.#children.get(scope) ?? [];
  }

  /** The project that a scope is or lies in. */
  projectOf(scope: string): string | undefined {
    if (scope.startsWith(projectPrefix)) return scope;
    // Most things lie right in one: no chain has to be kept of each.
    const above = isBroad(scope) || this.#chains.has(scope) ? undefined : this.parentOf(scope);
    if (above?.startsWith(projectPrefix) === true) return above;
    return this.chainOf(scope).find((s) => s.startsWith(projectPrefix));
  }

  /** The number of a project, where it is known. */
  numberOf(project: string): string | undefined {
    return this.#numbers.get(project);
  }

  /** The scope of a service account, a user's domain being none. */
  homeOf(identity: string): string | undefined {
    return identity.startsWith('gcp:service-account/') ? accountScope(identity) : undefined;
  }

  /** What is right above a scope, as far as it is known. */
  parentOf(scope: string): string | undefined {
    if (scope.startsWith('gcp:')) {
      const parent = this.#inventory.scopes.get(scope)?.parent;
      return parent?.startsWith('gcp:') === true ? parent : undefined;
    }
    const account = accountOf(scope);
    if (account !== undefined) {
      const home = this.#inventory.identities.get(serviceAccountId(account))?.scope ?? projectOfServiceAccount(account);
      return home === undefined || home === '' ? undefined : this.projectNamed(home);
    }
    const above = containerOf(scope);
    if (above !== undefined) return this.named(above);
    // The names of buckets say nothing of the project they lie in.
    const home = this.#inventory.resources.get(`gcp:resource/${scope.slice(2)}`)?.scope;
    return home === undefined ? undefined : this.projectNamed(home);
  }
}

/** Ids of projects begin with a letter, so that no number is taken for one (https://cloud.google.com/resource-manager/docs/creating-managing-projects). */
function isNumeral(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

/** Whether a name is that of a resource in which no number stands for a project, and no bucket is written as its own service does. */
function isPlain(text: string): boolean {
  if (text.startsWith('//iam.')) return text.startsWith(accountPrefix);
  if (text.startsWith('//cloudresourcemanager.')) return false;
  const at = text.indexOf(projectsPart, 2);
  if (at < 0) return true;
  const first = at + projectsPart.length;
  return text.charCodeAt(first) !== 0x5f && !isNumeral(text, first);
}

/**
 * What a resource lies in by its name: `//secretmanager.googleapis.com/projects/acme/secrets/db/versions/1` in its secret, that in
 * `projects/acme`, an object in its bucket (https://cloud.google.com/iam/docs/full-resource-names).
 */
function containerOf(scope: string): string | undefined {
  const bucket = /^\/\/storage\.googleapis\.com\/projects\/_\/buckets\/[^/]+(?=\/.)/.exec(scope)?.[0];
  if (bucket !== undefined) return bucket;
  const [, service = '', path = ''] = /^(\/\/[^/]+\/)((?:project|folder|organization)s\/[^_-][^/]*\/.+)$/s.exec(scope) ?? [];
  if (path === '') return undefined;
  const parts = path.split('/');
  // Names come in pairs, of a collection and of one thing in it.
  const left = parts.slice(0, parts.length % 2 === 0 ? -2 : -1);
  return left.length === 2 ? left.join('/') : service + left.join('/');
}

/** The scope that a service account is, for roles that are given on it. */
export function accountScope(identity: string): string {
  return accountPrefix + identity.slice('gcp:service-account/'.length);
}

/** The address of the service account that a scope is. */
export function accountOf(scope: string): string | undefined {
  return scope.startsWith(accountPrefix) ? scope.slice(accountPrefix.length) : undefined;
}

/** Whether a scope is a project, folder or organization, and so holds more than one thing. */
export function isBroad(scope: string | undefined): scope is string {
  return scope?.startsWith('gcp:') === true;
}

/** `gcp:project/acme` -> `project acme`, `//storage.googleapis.com/acme` -> `storage.googleapis.com/acme`. */
export function shownScope(scope: string | undefined): string {
  if (scope === undefined) return 'something that is not known';
  return scope.startsWith('gcp:') ? scope.slice('gcp:'.length).replace('/', ' ') : (accountOf(scope) ?? scope.replace(/^\/\//, ''));
}
