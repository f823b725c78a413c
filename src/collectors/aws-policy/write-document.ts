import type { PolicyStatement } from '../../inventory/policy.ts';

/** What JSON writes as it reads: no quote, backslash or control character, and no half of a pair. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** A document as `JSON.stringify` writes it, for its id, from what it writes for its statements. */
export function writeDocument(version: string, statements: readonly string[]): string {
  let text = '';
  for (const one of statements) text += text === '' ? one : `,${one}`;
  return `{"version":${quoted(version)},"statements":[${text}]}`;
}

/**
 * A statement as `JSON.stringify` writes it, from what it writes for the parts that many share: to write those but once takes a third
 * of the time.
 */
export function writeStatement(statement: PolicyStatement, sid = '', action = '', condition = ''): string {
  const { effect, resource } = statement;
  if (action === '' || resource === undefined || hasMore(statement)) return JSON.stringify(statement);
  let list = '';
  for (const one of resource) list += list === '' ? quoted(one) : `,${quoted(one)}`;
  const start = sid === '' ? '{' : `{"sid":${sid},`;
  const end = condition === '' ? ']}' : `],"condition":${condition}}`;
  return `${start}"effect":"${effect}","action":${action},"resource":[${list}${end}`;
}

function hasMore({ notAction, notResource, principal, notPrincipal, unread }: PolicyStatement): boolean {
  return (notAction ?? notResource ?? principal ?? notPrincipal ?? unread) !== undefined;
}

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}
