import type { RolePermission } from '../../inventory/policy.ts';

/**
 * Reads roles in a notation made for this project: `= name` begins a role, `+` another block of permissions of it. `allow`, `not`,
 * `data` and `notdata` are its lists of actions; `only` the roles that it may give, with `as` before the type of principal
 * to which; `if` an attribute that its condition asks for. A word that ends in `:` is the provider of the words behind it, without
 * `Microsoft.` unless it has a dot of its own; `a/{b,c}` are `a/b` and `a/c`. Lines that begin with a space go on.
 */
export function readRoles(text: string): ReadonlyMap<string, readonly RolePermission[]> {
  const roles = new Map<string, readonly RolePermission[]>();
  for (const part of text.split(/^= /m).slice(1)) {
    const end = part.indexOf('\n');
    const blocks = part.slice(end + 1).split(/^\+\n/m);
    roles.set(part.slice(0, end), blocks.map(readBlock));
  }
  return roles;
}

function readBlock(text: string): RolePermission {
  const lists = new Map<string, readonly string[]>();
  for (const line of text.replace(/\n {2}/g, ' ').split('\n')) {
    const [word = '', ...words] = line.split(' ');
    if (word !== '') lists.set(word, words);
  }
  const of = (word: string): readonly string[] => readActions(lists.get(word) ?? []);
  const only = lists.get('only');
  const condition = only === undefined ? lists.get('if')?.map((attribute) => `${attribute} StringEquals '?'`)[0] : limitTo(only);
  return {
    actions: of('allow'),
    notActions: of('not'),
    dataActions: of('data'),
    notDataActions: of('notdata'),
    ...(condition === undefined ? {} : { condition }),
  };
}

function readActions(words: readonly string[]): readonly string[] {
  let provider = '';
  return words.flatMap((word) => {
    if (word.endsWith(':')) {
      provider = `${word.includes('.') ? '' : 'Microsoft.'}${word.slice(0, -1)}/`;
      return [];
    }
    const [, before = '', list] = /^(.*)\{(.*)\}$/.exec(word) ?? [];
    return list === undefined ? [provider + word] : list.split(',').map((last) => provider + before + last);
  });
}

const attribute = (name: string): string => `@Request[Microsoft.Authorization/roleAssignments:${name}]`;

/** The condition of roles that may give some roles only, as Azure writes it. */
function limitTo(words: readonly string[]): string {
  const end = words.indexOf('as');
  const ids = end < 0 ? words : words.slice(0, end);
  const type = end < 0 ? '' : ` AND ${attribute('PrincipalType')} StringEqualsIgnoreCase '${words[end + 1] ?? ''}'`;
  const may = `${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${ids.join(', ')}}${type}`;
  return `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (${may})`;
}
