import type { Evidence } from '../../inventory/evidence.ts';
import { UserError } from '../../user-error.ts';
import { readError } from '../files.ts';
import type { GapCounter } from '../gap-counter.ts';
import { SqliteDamage, SqliteFile, type SqliteRow, type SqliteValue } from '../sqlite-file.ts';
import type { Directory } from './directory.ts';
import type { GraphKind } from './graph-kinds.ts';
import { GraphObject } from './graph-object.ts';

/** Tables of ROADrecon's database that hold objects, as Azure AD Graph described them (https://github.com/dirkjanm/ROADtools). */
const tables: readonly (readonly [table: string, kind: GraphKind])[] = [
  ['TenantDetails', 'tenant'],
  ['Applications', 'application'],
  ['ServicePrincipals', 'service-principal'],
  ['Users', 'user'],
  ['Groups', 'group'],
  ['AdministrativeUnits', 'administrative-unit'],
  ['RoleDefinitions', 'role-definition'],
  ['AppRoleAssignments', 'app-role-assignment'],
  ['OAuth2PermissionGrants', 'consent'],
  ['AuthorizationPolicys', 'authorization-policy'],
];

/** Tables with a row for each pair: the column that says whose, the other side's, and what that is. */
const links: readonly (readonly [table: string, list: 'owners' | 'members', of: string, one: string, type: string])[] = [
  ['lnk_application_owner_user', 'owners', 'Application', 'User', 'User'],
  ['lnk_application_owner_serviceprincipal', 'owners', 'Application', 'ServicePrincipal', 'ServicePrincipal'],
  ['lnk_serviceprincipal_owner_user', 'owners', 'ServicePrincipal', 'User', 'User'],
  ['lnk_serviceprincipal_owner_serviceprincipal', 'owners', 'ServicePrincipal', 'childServicePrincipal', 'ServicePrincipal'],
  ['lnk_group_member_user', 'members', 'Group', 'User', 'User'],
  ['lnk_group_member_group', 'members', 'Group', 'childGroup', 'Group'],
  ['lnk_group_member_serviceprincipal', 'members', 'Group', 'ServicePrincipal', 'ServicePrincipal'],
];

/** Columns that are written as 0 and 1. */
const flags = new Set(['accountEnabled', 'availableToOtherTenants', 'oauth2AllowImplicitFlow', 'publicClient', 'isBuiltIn', 'isEnabled']);

/** Whether a file is a database of ROADrecon. */
export function isRoadrecon(path: string): boolean {
  try {
    const file = new SqliteFile(path);
    const has = new Set(file.tables);
    file.close();
    return ['Applications', 'ServicePrincipals', 'AppRoleAssignments', 'TenantDetails'].every((table) => has.has(table));
  } catch {
    return false;
  }
}

/**
 * Reads a database of ROADrecon into a directory. Damage becomes a gap; what stood before it is read.
 * @throws UserError where nothing can be read.
 */
export function readRoadrecon(directory: Directory, gaps: GapCounter, path: string, source: string): void {
  const file = open(path, source);
  const objectOf = (table: string, row: SqliteRow, n: number): GraphObject => new GraphObject(plain(row), at(source, table, n), gaps);
  const guarded = (table: string, read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SqliteDamage)) throw error;
      gaps.add(`roadrecon ${table} ${source}`, {
        source,
        file: source,
        what: `the table ${table}`,
        why: 'unreadable',
        detail: error.message,
      });
    }
  };
  try {
    for (const [table, kind] of tables) {
      guarded(table, () => {
        let n = 0;
        for (const row of file.rows(table)) directory.take(kind, objectOf(table, row, n++));
        if (file.tables.includes(table)) directory.seen.add(kind);
      });
    }
    for (const [table, list, of, one, type] of links)
      guarded(table, () => readLinks(directory, file, { table, list, of, one, type, source, gaps }));
    // Every application is in the list: one without a row has no owner.
    for (const id of [...directory.applications.keys(), ...directory.principals.keys()]) directory.relate(id, { owners: [] });
    for (const [table, eligible] of [
      ['RoleAssignments', false],
      ['EligibleRoleAssignments', true],
    ] as const)
      guarded(table, () => readAssignments(directory, file, { table, eligible, source, gaps }));
  } finally {
    file.close();
  }
}

function open(path: string, source: string): SqliteFile {
  try {
    return new SqliteFile(path);
  } catch (error) {
    if (error instanceof SqliteDamage) throw new UserError(`${source}: the database cannot be read: ${error.message}`);
    throw readError(source, error);
  }
}

function readLinks(
  directory: Directory,
  file: SqliteFile,
  with_: {
    readonly table: string;
    readonly list: 'owners' | 'members';
    readonly of: string;
    readonly one: string;
    readonly type: string;
    readonly source: string;
    readonly gaps: GapCounter;
  },
): void {
  let n = 0;
  for (const row of file.rows(with_.table)) {
    const [about, id] = [row[with_.of], row[with_.one]];
    const place = at(with_.source, with_.table, n++);
    if (typeof about !== 'string' || typeof id !== 'string') continue;
    const object = new GraphObject({ id, '@odata.type': `#microsoft.graph.${with_.type}` }, place, with_.gaps);
    directory.addReferences(with_.list, about.toLowerCase(), [object]);
  }
}

/** An assignment has a list of scopes. */
function readAssignments(
  directory: Directory,
  file: SqliteFile,
  {
    table,
    eligible,
    source,
    gaps,
  }: { readonly table: string; readonly eligible: boolean; readonly source: string; readonly gaps: GapCounter },
): void {
  if (file.tables.includes(table)) directory.seen.add(eligible ? 'role-eligibility' : 'role-assignment');
  let n = 0;
  for (const row of file.rows(table)) {
    const scopes = plain(row).resourceScopes;
    for (const scope of Array.isArray(scopes) && scopes.length > 0 ? (scopes as unknown[]) : ['/']) {
      const raw = { ...plain(row), directoryScopeId: typeof scope === 'string' ? scope : '/' };
      directory.take(eligible ? 'role-eligibility' : 'role-assignment', new GraphObject(raw, at(source, table, n), gaps));
    }
    n++;
  }
}

function at(source: string, table: string, row: number): Evidence {
  return { source, file: source, pointer: `/${table}/${row}` };
}

/** A row with lists and objects as what they are: they are kept as JSON. */
function plain(row: SqliteRow): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, valueIn(column, value)]));
}

function valueIn(column: string, value: SqliteValue): unknown {
  if (typeof value === 'number' && flags.has(column)) return value !== 0;
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value === 'null' ? null : value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
