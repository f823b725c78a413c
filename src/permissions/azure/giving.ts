import { idOfRole } from '../../inventory/azure-built-in-roles.ts';
import { builtInRoles } from './built-in-roles.ts';
import type { Condition } from './condition.ts';
import { type Asked, judgeCondition } from './judge-condition.ts';

export const assigning = 'microsoft.authorization/roleassignments/write';

/** Which roles somebody may give by role assignments that a condition limits. */
export interface Giving {
  /** Roles beside those that the condition names may be given. */
  readonly others: boolean;
  /** Of those that it names, the ids of roles that may be given for sure. */
  readonly roles: ReadonlySet<string>;
  /** It depends on something else than role and principal. */
  readonly open: readonly string[];
}

const prefix = '@request[microsoft.authorization/roleassignments:';
const roleAttribute = `${prefix}roledefinitionid]`;

/** A role that no condition names. */
const anotherRole = '00000000-0000-0000-0000-000000000000';

/**
 * Which roles a condition lets its holder give to somebody: a principal of a type, with an object id where that is known
 * (https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview).
 */
export function givingOf(condition: Condition, principal: { readonly type: string; readonly id?: string }): Giving {
  const open = new Set<string>();
  const may = (role: string): boolean => {
    const asked: Asked = {
      action: assigning,
      attributes: {
        [roleAttribute]: role,
        [`${prefix}principaltype]`]: principal.type,
        ...(principal.id === undefined ? {} : { [`${prefix}principalid]`]: principal.id }),
      },
    };
    return judgeCondition(condition, asked, open) === 'yes';
  };
  const roles = new Set(rolesIn(condition).filter(may));
  return { others: may(anotherRole), roles, open: [...open].sort() };
}

/** The built-in roles that may be given. */
export function givenRoles(giving: Giving, condition: Condition): readonly string[] {
  if (!giving.others) return [...giving.roles];
  const named = new Set(rolesIn(condition));
  const others = [...builtInRoles().keys()].flatMap((name) => idOfRole(name) ?? []).filter((id) => !named.has(id));
  return [...giving.roles, ...others];
}

/** The ids of roles that a condition names. */
export function rolesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(rolesIn);
    case 'not':
      return rolesIn(condition.of);
    case 'action':
      return [];
    case 'test':
      return condition.attribute.toLowerCase() === roleAttribute ? condition.values.map(dashed) : [];
  }
}

function dashed(id: string): string {
  const [, a, b, c, d, e] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(id.toLowerCase().replaceAll('-', '')) ?? [];
  return e === undefined ? id.toLowerCase() : [a, b, c, d, e].join('-');
}
