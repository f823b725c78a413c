import type { Grant } from '../../inventory/grant.ts';
import { organizationInArn } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';

/** The holder of what is attached to an organization's root. */
export const organization = 'aws:organization';

/** The control policies of one level. `perhapsIn`: of a unit that the account may or may not be in. */
export interface Level {
  readonly grants: readonly Grant[];
  readonly perhapsIn?: string;
}

/**
 * The control policies over an account: the root's, those of each unit on the way down, the account's own. Every level that has any must
 * allow (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html). Where the units over the
 * account are not all known, each other unit that holds policies may be one of them. Levels without policies are left out.
 */
export function levelsOver(account: string, kind: 'scp' | 'rcp', inventory: Inventory): readonly Level[] {
  const of = (holder: string): readonly Grant[] => (inventory.grants.get(holder) ?? []).filter((grant) => grant.kind === kind);
  const path = pathTo(`aws:account/${account}`, inventory);
  const placed = path[0] === organization;
  // Where every level was listed, a policy that is only assumed to be attached is attached elsewhere.
  const listed = placed && path.every((holder) => inventory.scopes.get(holder)?.supplies?.includes(`policies:${kind}`) === true);
  const whose = inventory.scopes.get(`aws:account/${account}`)?.organizationId;
  const top = of(organization).filter((grant) => !(listed && grant.assumed === true) && !isOfAnother(grant, whose));
  const below = placed ? path.slice(1) : path;
  const sure = [top, ...below.map(of)].map((grants): Level => ({ grants }));
  const perhaps = placed
    ? []
    : [...inventory.grants.keys()]
        .filter((holder) => holder.startsWith(unitPrefix) && !below.includes(holder))
        .sort()
        .map((holder): Level => ({ grants: of(holder), perhapsIn: holder.slice(unitPrefix.length) }));
  return [...sure, ...perhaps].filter((level) => level.grants.length > 0);
}

/** Two organizations may be read together: whose a policy is stands in its ARN. */
function isOfAnother({ policy }: Grant, organizationId: string | undefined): boolean {
  const id = policy === undefined || organizationId === undefined ? undefined : organizationInArn(policy);
  return id !== undefined && id !== organizationId;
}

const unitPrefix = 'aws:ou/';

/** The ids (`ou-...`) of the units over an account, the highest first; undefined where some parent is not known. */
export function unitsOver(account: string, inventory: Inventory): readonly string[] | undefined {
  const path = pathTo(`aws:account/${account}`, inventory);
  return path[0] === organization ? path.slice(1, -1).map((unit) => unit.slice(unitPrefix.length)) : undefined;
}

/** From the top as far as it is known down to a holder, the holder included. */
function pathTo(holder: string, inventory: Inventory): readonly string[] {
  const path = [holder];
  for (let at = inventory.scopes.get(holder)?.parent; at !== undefined && !path.includes(at); at = inventory.scopes.get(at)?.parent) {
    path.unshift(at);
  }
  return path;
}

/**
 * The keys by which AWS itself tells where in its organization an account is: the principal's, which service control policies
 * limit, and the resource's, which resource control policies do.
 */
const pathKeys = { scp: 'aws:PrincipalOrgPaths', rcp: 'aws:ResourceOrgPaths' } as const;

/**
 * Statements of a unit's policy as they count for an account that may be outside the unit: denies on condition that it is inside, and,
 * where the policy allows only some things, everything else on condition that it is not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export function onlyInUnit(statements: readonly PolicyStatement[], unit: string, kind: 'scp' | 'rcp' = 'scp'): readonly PolicyStatement[] {
  const pathKey = pathKeys[kind];
  const pattern = [`*/${unit}/*`];
  const denies = statements
    .filter((statement) => statement.effect === 'Deny')
    .map((statement): PolicyStatement => {
      const { condition = {} } = statement;
      const like = condition['ForAnyValue:StringLike'];
      return { ...statement, condition: { ...condition, 'ForAnyValue:StringLike': { [pathKey]: pattern, ...like } } };
    });
  const allows = statements.filter((statement) => statement.effect === 'Allow');
  if (allows.length === 0) return denies;
  const outside: PolicyStatement = {
    effect: 'Allow',
    action: ['*'],
    resource: ['*'],
    condition: { 'ForAllValues:StringNotLike': { [pathKey]: pattern } },
  };
  return [...denies, ...allows, outside];
}
