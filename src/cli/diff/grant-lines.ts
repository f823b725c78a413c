import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement, RolePermission } from '../../inventory/policy.ts';
import type { RbacRule } from '../../inventory/rbac.ts';
import { canonicalPattern, covers } from '../../permissions/aws/wildcard.ts';

/** One thing that somebody is given, or that is taken from them, in words: `iam:PassRole on *`. */
export interface GrantLine {
  readonly text: string;
  readonly effect: 'allow' | 'deny';
  /** The condition under which it holds, as a text to be compared; '' for none. */
  readonly condition: string;
  /** Of a statement of AWS: patterns, so that what a wider one held before is not taken for gained. */
  readonly pattern?: { readonly action: string; readonly resource: string };
}

/** What an identity is given, itself and through groups. Lines that say the same stand once. */
export function grantLinesOf(inventory: Inventory, identity: string): readonly GrantLine[] {
  const holders = [identity, ...groupsOf(inventory, identity)];
  const lines = holders.flatMap((holder) => (inventory.grants.get(holder) ?? []).flatMap((grant) => linesOf(inventory, grant)));
  return [...new Map(lines.map((line) => [keyOf(line), line])).values()];
}

/** Lines of the first list that nothing in the second says already. */
export function linesBeyond(lines: readonly GrantLine[], others: readonly GrantLine[]): readonly GrantLine[] {
  const keys = new Set(others.map(keyOf));
  const wide = others.filter((o) => o.pattern !== undefined);
  return lines.filter((line) => !keys.has(keyOf(line)) && !wide.some((other) => isWithin(line, other)));
}

function keyOf({ text, effect, condition }: GrantLine): string {
  return JSON.stringify([text, effect, condition]);
}

function isWithin({ pattern, effect, condition }: GrantLine, other: GrantLine): boolean {
  if (pattern === undefined || other.pattern === undefined || effect !== other.effect) return false;
  if (other.condition !== '' && other.condition !== condition) return false;
  return covers(other.pattern.action, pattern.action) && covers(other.pattern.resource, pattern.resource);
}

function groupsOf({ memberships }: Inventory, identity: string): readonly string[] {
  const found = new Set<string>();
  const open = [...(memberships.get(identity) ?? [])];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (found.has(group)) continue;
    found.add(group);
    open.push(...(memberships.get(group) ?? []));
  }
  return [...found].sort();
}

function linesOf(inventory: Inventory, grant: Grant): readonly GrantLine[] {
  if (grant.kind === 'scp' || grant.kind === 'rcp') return [];
  const policy = inventory.policies.get(grant.policy ?? '');
  const document = inventory.documents.get(grant.document ?? policy?.document ?? '');
  if (grant.kind === 'boundary') return [given(`the boundary ${grant.name}`, grant, 'deny')];
  if (document !== undefined) {
    if (document.rules !== undefined) return document.rules.map((rule) => given(ruleText(rule, grant), grant));
    return document.statements.flatMap(statementLines);
  }
  const on = grant.scope === undefined ? '' : ` on ${grant.scope}`;
  const role = given(`${grant.name}${grant.eligible === true ? ' (eligible)' : ''}${on}`, grant);
  if (policy === undefined || policy.providerManaged) return [role];
  const parts = [...(policy.permissions ?? []), ...(policy.allows ?? []).flatMap(allowed)];
  const paths = (policy.paths ?? []).map((rule) => `${rule.capabilities.join(', ')} on ${rule.path}`);
  return [role, ...parts.map((part) => given(`${part}${on}`, grant)), ...paths.map((path) => given(path, grant))];
}

function given(text: string, { condition = '' }: Grant, effect: GrantLine['effect'] = 'allow'): GrantLine {
  return { text: condition === '' ? text : `${text} under a condition`, effect, condition };
}

function allowed({ actions, notActions, dataActions, notDataActions }: RolePermission): readonly string[] {
  const but = (not: readonly string[]): string => (not.length === 0 ? '' : ` except ${not.join(', ')}`);
  return [...actions.map((a) => `${a}${but(notActions)}`), ...dataActions.map((a) => `${a} (data)${but(notDataActions)}`)];
}

function ruleText({ verbs, resources = [], resourceNames = [], nonResourceURLs = [] }: RbacRule, { namespace }: Grant): string {
  const names = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`;
  return `${verbs.join(', ')} ${[...resources, ...nonResourceURLs].join(', ')}${names} ${where}`;
}

function statementLines(statement: PolicyStatement): readonly GrantLine[] {
  const { effect, action, notAction, resource, notResource, condition } = statement;
  const conditionText = condition === undefined ? '' : JSON.stringify(condition);
  const under = condition === undefined ? '' : ' under a condition';
  const line = (text: string, pattern?: GrantLine['pattern']): GrantLine => ({
    text: `${text}${under}`,
    effect: effect === 'Allow' ? 'allow' : 'deny',
    condition: conditionText,
    ...(pattern === undefined ? {} : { pattern }),
  });
  const resources = resource ?? (notResource === undefined ? ['*'] : undefined);
  if (action === undefined || resources === undefined) {
    const what = action?.join(', ') ?? `everything but ${(notAction ?? []).join(', ')}`;
    return [line(`${what} on ${resources?.join(', ') ?? `everything but ${(notResource ?? []).join(', ')}`}`)];
  }
  return action.flatMap((a) =>
    resources.map((r) => line(`${a} on ${r}`, { action: canonicalPattern(a.toLowerCase()), resource: canonicalPattern(r) })),
  );
}
