import { nextId } from '../../document-id.ts';
import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import { isSameJson } from '../../inventory/same-json.ts';
import { markOfText } from './recent.ts';

/**
 * Documents that are one holder's own, of which some are alike after all: copies of one policy. They are found by a number that equal
 * ones have in common; of those that only share the number the last one is.
 */
export class OwnDocuments {
  readonly #byMark = new Map<number, PolicyDocument>();

  /** The document with this content, and whether it is new. */
  take(version: string, statements: readonly PolicyStatement[]): { readonly document: PolicyDocument; readonly isNew: boolean } {
    const mark = markOf(statements);
    const before = this.#byMark.get(mark);
    if (before !== undefined && before.version === version && isSameJson(before.statements, statements))
      return { document: before, isNew: false };
    const document = { id: nextId(), version, statements };
    this.#byMark.set(mark, document);
    return { document, isNew: true };
  }
}

function markOf(statements: readonly PolicyStatement[]): number {
  let mark = statements.length;
  for (const { action, resource, condition } of statements) {
    mark = (Math.imul(mark, 31) + markOfList(action) + markOfList(resource) * 7 + (condition === undefined ? 0 : 3)) | 0;
  }
  return mark;
}

function markOfList(list: readonly string[] | undefined): number {
  return list === undefined ? 0 : list.length + markOfText(list[0] ?? '') * 13;
}
