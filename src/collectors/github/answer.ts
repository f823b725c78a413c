import type { Evidence } from '../../inventory/evidence.ts';
import { matchPath } from './api-path.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointAt } from './endpoints.ts';
import { graphItems } from './graph-answer.ts';
import { isRaw, objectOf, objectsOf, type Raw, textOf } from './raw.ts';
import { organizationIn, repositoryIn } from './read-webhook.ts';
import { refusalIn, shapeOf, wrappedList } from './shapes.ts';
import { below, type Reader, type Spot } from './spot.ts';

/** One object of an answer, with who reads it. */
export interface Item {
  readonly reader: Reader;
  /** The path of its endpoint. */
  readonly path: string;
  readonly raw: Raw;
  readonly spot: Spot;
}

/** What is found in an answer. */
export interface Finds {
  readonly item: (item: Item) => void;
  /** The API refused in place of answering. */
  readonly refusal: (status: number, message: string, endpoint: Endpoint | undefined, spot: Spot) => void;
  /** Objects that are of no known kind. */
  readonly unread: (count: number, at: Evidence) => void;
  /** All of a listing was there: its `total_count` says so. */
  readonly whole?: (endpoint: Endpoint, spot: Spot) => void;
}

/** Files in files: pages in a list, a bundle of answers, examples of an answer. */
const deepest = 6;

/** Takes an answer apart of which it is not known what it is of, or a collection of such: each part is told by its content. */
export function readValue(value: unknown, spot: Spot, finds: Finds, depth = 0): void {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    readList(value, spot, finds, depth);
    return;
  }
  if (!isRaw(value)) return;
  const refusal = refusalIn(value);
  if (refusal !== undefined) {
    finds.refusal(refusal.status, refusal.message, undefined, spot);
    return;
  }
  // As libraries hand answers over, with status and headers.
  if ('data' in value && ('status' in value || 'headers' in value)) {
    const named = matchPath(textOf(value.url) ?? '');
    if (named === undefined) readValue(value.data, spot, finds, depth + 1);
    else readAnswer(value.data, named.endpoint, { ...spot, ...named.named }, finds);
    return;
  }
  if (graphItems(value, spot, finds.item)) return;
  const wrapped = wrappedList(value);
  if (wrapped !== undefined) {
    readWrapped(value, wrapped, spot, finds);
    return;
  }
  const shape = shapeOf(value);
  if (shape !== undefined) {
    take(value, shape, spot, finds);
    return;
  }
  readBundle(value, spot, finds, depth);
}

function readList(list: readonly unknown[], spot: Spot, finds: Finds, depth: number): void {
  let unread = 0;
  list.forEach((item, i) => {
    const inner = { ...spot, at: below(spot.at, String(i)) };
    if (Array.isArray(item)) readValue(item, inner, finds, depth + 1);
    else if (isRaw(item) && (shapeOf(item) !== undefined || wrappedList(item) !== undefined || (depth < 2 && holdsMore(item))))
      readValue(item, inner, finds, depth + 1);
    else unread++;
  });
  if (unread > 0) finds.unread(unread, spot.at);
}

/** Whether there may be answers in an object that is none itself. */
function holdsMore(raw: Raw): boolean {
  return Object.values(raw).some((value) => isRaw(value) || (Array.isArray(value) && value.some(isRaw)));
}

/** A bundle of answers: by their paths, or by names of somebody's own. */
function readBundle(raw: Raw, spot: Spot, finds: Finds, depth: number): void {
  let found = false;
  for (const [key, value] of Object.entries(raw)) {
    const inner = { ...spot, at: below(spot.at, key) };
    const named = /^(?:GET )?\/?(?:orgs|repos|users?|app|enterprises|installation)\b/i.test(key) ? matchPath(key) : undefined;
    if (named !== undefined) {
      found = true;
      const examples = objectOf(objectOf(value)?.examples);
      const answers = examples === undefined ? [value] : Object.values(examples);
      for (const answer of answers) readAnswer(answer, named.endpoint, { ...inner, ...named.named }, finds);
    } else if (typeof value === 'object' && value !== null) {
      found = true;
      readValue(value, inner, finds, depth + 1);
    }
  }
  if (!found && depth > 0) finds.unread(1, spot.at);
}

/** Takes an answer apart of which the path is known. */
export function readAnswer(value: unknown, endpoint: Endpoint, spot: Spot, finds: Finds): void {
  const raw = objectOf(value);
  const refusal = raw === undefined ? undefined : refusalIn(raw);
  if (refusal !== undefined) {
    finds.refusal(refusal.status, refusal.message, endpoint, spot);
    return;
  }
  if (endpoint.single) {
    const pages = Array.isArray(value) ? value : [value];
    for (const page of pages) if (isRaw(page)) take(page, endpoint, spot, finds);
    return;
  }
  const pages: readonly unknown[] = Array.isArray(value) ? value : [value];
  let count = 0;
  let total: number | undefined;
  pages.forEach((page, i) => {
    // A list of objects, or of pages.
    const at = page === value ? spot.at : below(spot.at, String(i));
    if (Array.isArray(page)) count += takeAll(page, endpoint, { ...spot, at }, finds);
    else if (isRaw(page)) {
      const { key } = endpoint;
      const list = key === undefined ? undefined : objectsOf(page[key]);
      if (typeof page.total_count === 'number') total = page.total_count;
      if (key !== undefined && list !== undefined) count += takeAll(list, endpoint, { ...spot, at: below(at, key) }, finds);
      else {
        take(page, endpoint, { ...spot, at }, finds);
        count++;
      }
    }
  });
  // A list without a count is cut at the end of a page, which holds tens.
  const isWhole =
    total === undefined ? endpoint.key === undefined && Array.isArray(value) && (count === 0 || count % 10 !== 0) : count >= total;
  if (isWhole) finds.whole?.(endpoint, spot);
}

function takeAll(list: readonly unknown[], endpoint: Endpoint, spot: Spot, finds: Finds): number {
  list.forEach((item, i) => {
    if (isRaw(item)) take(item, endpoint, { ...spot, at: below(spot.at, String(i)) }, finds);
  });
  return list.length;
}

function readWrapped(raw: Raw, { key, list }: NonNullable<ReturnType<typeof wrappedList>>, spot: Spot, finds: Finds): void {
  const endpoint = endpointOfList(key, list);
  if (endpoint === undefined) {
    finds.unread(list.length, spot.at);
    return;
  }
  list.forEach((item, i) => {
    take(item, shapeOf(item) ?? endpoint, { ...spot, at: below(below(spot.at, key), String(i)) }, finds);
  });
  if (typeof raw.total_count === 'number' && list.length >= raw.total_count) finds.whole?.(endpoint, placed(list[0] ?? {}, endpoint, spot));
}

/** An empty list tells what it is of by its key alone. */
function endpointOfList(key: string, list: readonly Raw[]): Endpoint | undefined {
  const [first] = list;
  const shape = first === undefined ? undefined : shapeOf(first);
  if (shape !== undefined) return shape;
  const paths: Readonly<Record<string, string>> = {
    installations: '/orgs/{org}/installations',
    runners: '/orgs/{org}/actions/runners',
    runner_groups: '/orgs/{org}/actions/runner-groups',
    environments: '/repos/{owner}/{repo}/environments',
    configurations: '/orgs/{org}/private-registries',
    roles: '/orgs/{org}/organization-roles',
    custom_roles: '/orgs/{org}/custom-repository-roles',
    repositories: '/orgs/{org}/repos',
    workflows: '/repos/{owner}/{repo}/actions/workflows',
  };
  return paths[key] === undefined ? undefined : endpointAt(paths[key]);
}

function take(raw: Raw, endpoint: Endpoint, spot: Spot, finds: Finds): void {
  finds.item({ reader: endpoint.reader, path: endpoint.path, raw, spot: placed(raw, endpoint, spot) });
}

/** Whose an object is, where only its own addresses tell. */
function placed(raw: Raw, endpoint: Endpoint, spot: Spot): Spot {
  if (spot.repository !== undefined && spot.repository !== nobody) return spot;
  const wantsRepository = endpoint.path.includes('{repo}') || endpoint.path === 'BranchProtectionRule';
  const repository = wantsRepository || raw.type === 'Repository' ? repositoryIn(raw) : undefined;
  if (repository !== undefined) return { ...spot, organization: repository.split('/', 1)[0] ?? '', repository };
  if (wantsRepository) return { ...spot, repository: spot.repository ?? nobody };
  const organization = spot.organization ?? organizationIn(raw);
  return organization === undefined ? spot : { ...spot, organization };
}

const nobody = 'unnamed/unnamed';
