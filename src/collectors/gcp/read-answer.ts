import type { Evidence } from '../../inventory/evidence.ts';
import { below } from '../place-below.ts';
import { type Answer, answersAt, dig, field, isAnswer, lastOf, textAt, textOf, textsAt, timeAt } from './answer.ts';
import { assetTypes, serviceAssetType } from './asset-types.ts';
import type { GoogleNormaliser } from './normalise.ts';
import { kindOfAnswer } from './recognise-kind.ts';
import type { GoogleKind, GoogleRecord } from './record.ts';

/** What is known of an answer that it does not say itself. */
export interface Surroundings {
  /** Full name of what a policy without a name is attached to, or the group that members are of. */
  readonly about?: string | undefined;
}

/** Answers inside answers: a list in an object in a list. */
const deepest = 8;

/**
 * Finds the records in an answer: an asset, a page of a list, a single thing, or several answers kept in one object. Live
 * answers and files come through here alike.
 */
export class AnswerReader {
  readonly #normaliser: GoogleNormaliser;
  /** The row before was the policy of this, and the next may be of what it lies in. */
  #inner: string | undefined;
  #updated = '';
  #note = '';
  /** Rows that are nothing that is read; by the name of the list they stand in. */
  readonly #unknown = new Map<string, { count: number; readonly at: Evidence }>();

  constructor(normaliser: GoogleNormaliser) {
    this.#normaliser = normaliser;
  }

  /** Reads one answer. `list`: the name of the list that it is a row of. Answers with the number of records found. */
  read(value: unknown, at: Evidence, around: Surroundings = {}, list = 'the file'): number {
    const found = this.#read(value, at, around, 0);
    if (found === 0 && isAnswer(value) && holdsRows(value)) this.#miss(list, at);
    return found;
  }

  /** Says which rows were nothing that is read. `file`: where they stand, of a file. */
  noteUnknown(file?: string): void {
    for (const [list, { count, at }] of this.#unknown) {
      const detail = `${count === 1 ? '1 row' : `${count} rows`} of ${list}: nothing that this version reads`;
      const { line, pointer } = at;
      this.#normaliser.book.gap(`unknown ${list}`, {
        what: `what ${list} holds`,
        why: 'unsupported',
        detail,
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
        ...(pointer === undefined ? {} : { pointer }),
      });
    }
  }

  #read(value: unknown, at: Evidence, around: Surroundings, depth: number): number {
    if (Array.isArray(value)) return this.#readList(value, at, around, depth);
    if (!isAnswer(value)) return 0;
    const wrapped = this.#readWrapped(value, at, around);
    if (wrapped !== undefined) return wrapped;
    const kind = kindOfAnswer(value);
    if (kind !== undefined) return this.#add({ kind, raw: value, at, name: around.about });
    if (depth >= deepest) return 0;
    let found = 0;
    for (const [key, part] of Object.entries(value)) {
      if (typeof part !== 'object' || part === null) continue;
      const about = key.includes('@') && Array.isArray(part) ? { about: key } : around;
      found += this.#read(part, below(at, `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`), about, depth + 1);
    }
    return found;
  }

  #readList(list: readonly unknown[], at: Evidence, around: Surroundings, depth: number): number {
    let found = 0;
    const missed: Evidence[] = [];
    list.forEach((item, n) => {
      const place = below(at, `/${n}`);
      const before = this.#unknownCount();
      const records = this.#read(item, place, around, depth + 1);
      found += records;
      // What is in a row that is nothing counts with it.
      if (records === 0 && isAnswer(item) && this.#unknownCount() === before) missed.push(place);
    });
    if (missed.length > 0) for (const place of missed) this.#miss(listName(at), place);
    return found;
  }

  /** What carries an answer, with where it stands: an asset, a search result. Undefined where it is none. */
  #readWrapped(value: Answer, at: Evidence, around: Surroundings): number | undefined {
    const type = textOf(value.assetType ?? value.asset_type);
    const resource = textOf(value.resource);
    if (type !== undefined && resource === undefined) return this.#readAsset(value, type, at);
    const policy = field(value, 'policy');
    if (resource !== undefined && isAnswer(policy)) {
      this.#learnProject(resource, textAt(value, 'project'));
      const place = below(at, '/policy');
      return this.#add({ kind: 'allow-policy', raw: policy, at: place, name: resource, ancestors: placeOf(value), listed: 'search' });
    }
    const name = textAt(value, 'fullResourceName');
    if (name !== undefined && Array.isArray(field(value, 'policies'))) return this.#readEffective(value, at);
    const level = textAt(value, 'type');
    if (isAnswer(policy) && textAt(value, 'id') !== undefined && /^(?:project|folder|organization)$/.test(level ?? '')) {
      const segment = `${level}s/${textAt(value, 'id')}`;
      this.#learnNext(segment);
      const name = `//cloudresourcemanager.googleapis.com/${segment}`;
      return this.#add({ kind: 'allow-policy', raw: policy, at: below(at, '/policy'), name });
    }
    if (Array.isArray(field(value, 'bindings')) && (field(value, 'etag') !== undefined || field(value, 'version') !== undefined))
      return this.#add({ kind: 'allow-policy', raw: value, at, name: around.about });
    if (around.about?.includes('@') && textAt(value, 'role') !== undefined && textAt(value, 'email') !== undefined)
      return this.#add({ kind: 'group-member', raw: value, at, name: around.about });
    if (around.about?.includes('@') && dig(value, 'preferredMemberKey.id') !== undefined)
      return this.#add({ kind: 'group-member', raw: value, at, name: around.about });
    return undefined;
  }

  /**
   * https://cloud.google.com/asset-inventory/docs/reference/rest/v1/Asset. Resources of other types are no concern of this tool. What
   * an export of policies says is read by its names, in both ways of writing: there may be a million.
   */
  #readAsset(asset: Answer, type: string, at: Evidence): number {
    const { book } = this.#normaliser;
    const name = textOf(asset.name);
    const updated = textOf(asset.updateTime ?? asset.update_time);
    const note = updated === undefined ? at.note : at.file === undefined ? `${name} as of ${updated}` : this.#noteOf(updated);
    const { ancestors: listed } = asset;
    const ancestors = listed === undefined || listed === null ? placeOf(asset) : textsAt(asset, 'ancestors');
    this.#learnProject(name, ancestors?.[0]);
    const policy = asset.iamPolicy ?? asset.iam_policy;
    if (isAnswer(policy)) {
      const inside = placeIn(at, policy === asset.iamPolicy ? '/iamPolicy' : '/iam_policy', note);
      this.#normaliser.add({ kind: 'allow-policy', raw: policy, at: inside, name, ancestors, listed: 'asset' });
      if (book.isExport && name?.includes('organizations/') === true) {
        const scope = book.scopeOf(name);
        if (scope.startsWith('gcp:organization/')) book.listedWhole.add(scope);
      }
    }
    const kind = type === serviceAssetType ? 'enabled-service' : assetTypes.get(type);
    if (kind !== undefined || (asset.orgPolicy ?? asset.org_policy) !== undefined)
      this.#readResource(asset, kind, { at, note, name, ancestors });
    // Assets alone still tell what lies in what.
    book.learnAncestors(ancestors);
    return 1;
  }

  /** What an asset says of the resource itself. */
  #readResource(asset: Answer, kind: GoogleKind | undefined, { at, note, name, ancestors }: AssetHead): void {
    for (const raw of answersAt(asset, 'orgPolicy'))
      this.#add({ kind: 'org-policy', raw, at: placeIn(at, '', note), name, ancestors, listed: 'asset' });
    if (kind === undefined) return;
    const { resource } = asset;
    const own = resource === undefined || resource === null ? undefined : dig(resource, 'data');
    const data = own ?? dig(answersAt(asset, 'versionedResources').at(-1), 'resource');
    if (isAnswer(data))
      this.#add({ kind, raw: data, at: placeIn(at, own === undefined ? '' : '/resource/data', note), name, ancestors, listed: 'asset' });
    else if (kind === 'enabled-service') this.#add({ kind, raw: asset, at: placeIn(at, '', note), name, ancestors, listed: 'asset' });
    else if (kind === 'service-account') this.#learnAge(name, timeAt(asset, 'createTime'));
  }

  /** Of when an asset in a file is: mostly the same time as the one before. */
  #noteOf(updated: string): string {
    if (updated !== this.#updated) {
      this.#updated = updated;
      this.#note = `as of ${updated}`;
    }
    return this.#note;
  }

  /** https://cloud.google.com/asset-inventory/docs/reference/rest/v1/effectiveIamPolicies/batchGet */
  #readEffective(value: Answer, at: Evidence): number {
    answersAt(value, 'policies').forEach((entry, n) => {
      const raw = field(entry, 'policy');
      const name = textAt(entry, 'attachedResource');
      if (isAnswer(raw)) this.#add({ kind: 'allow-policy', raw, at: below(at, `/policies/${n}/policy`), name });
    });
    return 1;
  }

  /** Policies of a project and of all above it come innermost first: `gcloud projects get-ancestors-iam-policy`. */
  #learnNext(segment: string): void {
    if (!segment.startsWith('projects/') && this.#inner !== undefined) this.#normaliser.book.learnParent(this.#inner, segment);
    this.#inner = segment.startsWith('organizations/') ? undefined : segment;
  }

  /** The asset of a project is called by its id, and what lies in it by its number. */
  #learnProject(name: string | undefined, innermost: string | undefined): void {
    if (name?.startsWith('//cloudresourcemanager.') !== true) return;
    const id = /^\/\/cloudresourcemanager\.googleapis\.com\/projects\/([^/]+)$/.exec(name)?.[1];
    if (id !== undefined) this.#normaliser.book.learnProject(id, /^projects\/(\d+)$/.exec(innermost ?? '')?.[1]);
  }

  /** Search results alone say when an account was made. */
  #learnAge(name: string | undefined, made: string | undefined): void {
    if (name !== undefined && made !== undefined) this.#normaliser.book.made.set(lastOf(name), made);
  }

  #add(record: GoogleRecord): number {
    this.#normaliser.add(record);
    return 1;
  }

  #miss(list: string, at: Evidence): void {
    const known = this.#unknown.get(list);
    if (known === undefined) this.#unknown.set(list, { count: 1, at });
    else known.count++;
  }

  #unknownCount(): number {
    let count = 0;
    for (const entry of this.#unknown.values()) count += entry.count;
    return count;
  }
}

/** What is read of an asset beside what it holds. */
interface AssetHead {
  readonly at: Evidence;
  /** Of when it is. */
  readonly note: string | undefined;
  readonly name: string | undefined;
  readonly ancestors: readonly string[] | undefined;
}

/** A place in an asset of a file; a live answer is named, and has no places. */
function placeIn(at: Evidence, inside: string, note: string | undefined): Evidence {
  const { source, file, line, pointer } = at;
  if (file === undefined) return note === undefined ? at : { ...at, note };
  const place = pointer === undefined || pointer === '' ? inside : `${pointer}${inside}`;
  // Made in one piece, for there are as many as assets.
  if (line !== undefined && note !== undefined) return { source, file, line, pointer: place, note };
  return { ...at, pointer: place, ...(note === undefined ? {} : { note }) };
}

/** What a search result lies in. Of several folders it does not say which lies in which. */
function placeOf(result: Answer): readonly string[] | undefined {
  const folders = textsAt(result, 'folders');
  const [project, organization] = [textAt(result, 'project'), textAt(result, 'organization')];
  if (folders.length > 1) return project === undefined ? undefined : [project];
  return [project, ...folders, organization].filter((name) => name !== undefined);
}

/** Whether an object is something that should have held records: not one of scalars alone, such as the rest of a page. */
function holdsRows(value: Answer): boolean {
  return Object.values(value).some(
    (part) => typeof part === 'object' && part !== null && (Array.isArray(part) ? part.length > 0 : Object.keys(part).length > 0),
  );
}

function listName({ pointer = '' }: Evidence): string {
  const name = pointer
    .split('/')
    .filter((part) => !/^\d*$/.test(part))
    .at(-1);
  return name === undefined ? 'the file' : name.slice(0, 80);
}
