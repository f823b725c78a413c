import { nextId } from '../../document-id.ts';
import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import { isSameJson } from '../../inventory/same-json.ts';
import { markOfText } from './recent.ts';

/** A power of two. */
const places = 65_536;

/**
 * Documents that are one holder's own, of which some are alike after all: copies of one policy. Each has a place by a number that equal
 * ones have in common; of those that share a place the one that came last has it.
 */
export class OwnDocuments {
  /** Made once there is something. */
  #places: (PolicyDocument | undefined)[] | undefined;

  /** The document with this content, and whether it is new. */
  take(version: string, statements: readonly PolicyStatement[]): { readonly document: PolicyDocument; readonly isNew: boolean } {
    const place = markOf(statements) & (places - 1);
    const before = this.#places?.[place];
    if (before !== undefined && before.version === version && isSameJson(before.statements, statements))
      return { document: before, isNew: false };
    const document = { id: nextId(), version, statements };
    this.#places ??= new Array<PolicyDocument | undefined>(places).fill(undefined);
    this.#places[place] = document;
    return { document, isNew: true };
  }
}

function markOf(statements: readonly PolicyStatement[]): number {
  let mark = statements.length;
  for (const { action, resource, condition } of statements) {
    mark = (Math.imul(mark, 31) + markOfList(action) + markOfList(resource) * 7 + (condition === undefined ? 0 : 3)) | 0;
  }
  return mark ^ (mark >>> 16);
}

function markOfList(list: readonly string[] | undefined): number {
  return list === undefined ? 0 : list.length + markOfText(list[0] ?? '') * 13;
}
