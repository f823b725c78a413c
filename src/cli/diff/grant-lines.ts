import type { Grant } from '../../inventory/grant.ts';
import { isPlaceholder } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement, RolePermission } from '../../inventory/policy.ts';
import type { RbacRule } from '../../inventory/rbac.ts';
import type { Resource } from '../../inventory/resource.ts';
import { canonicalPattern, covers } from '../../permissions/aws/wildcard.ts';
import { toolsOf } from '../../posture/drift.ts';

/** One thing that somebody is given, or that is taken from them, in words: `iam:PassRole on *`. */
export interface GrantLine {
  /** Without its condition. */
  readonly text: string;
  /** `limit`: a permissions boundary. */
  readonly effect: 'allow' | 'deny' | 'limit';
  /** The condition under which it holds, as a text to be compared; '' for none. */
  readonly condition: string;
  /** As patterns, so that what a wider one held before is not taken for gained. */
  readonly pattern?: { readonly action: string; readonly resource: string };
  /** Name of the policy, role or binding that says it. */
  readonly of?: string;
  /** The boundary or control policy that it is a statement of: it gives nothing, and lets through. */
  readonly within?: string;
  /** What the policy says was not read: nothing but its name is known. */
  readonly unread?: true;
  /** Nothing at all was read of what the holder has. */
  readonly placeholder?: true;
}

/** What an identity is given, itself and through groups. Lines that say the same stand once. */
export function grantLinesOf(inventory: Inventory, identity: string): readonly GrantLine[] {
  const holders = [identity, ...groupsOf(inventory, identity)];
  const lines = holders.flatMap((holder) => (inventory.grants.get(holder) ?? []).flatMap((grant) => linesOf(inventory, grant)));
  const agent = inventory.identities.get(identity);
  const tools = agent?.plane === 'agent' ? toolLines(agent) : [];
  return [...new Map([...lines, ...tools].map((line) => [keyOf(line), line])).values()];
}

/** What an agent may do by its settings. What the tools of its servers do is often not known, and is no line: it would seem lost. */
function toolLines({ mcp, settings }: Identity): readonly GrantLine[] {
  const known = { ...(mcp === undefined ? {} : { mcp: { ...mcp, facets: [] } }), ...(settings === undefined ? {} : { settings }) };
  return toolsOf(known).map((text) => ({ text, effect: 'allow', condition: '' }));
}

/** Lines of the first list that nothing in the second says already. */
export function linesBeyond(lines: readonly GrantLine[], others: readonly GrantLine[]): readonly GrantLine[] {
  const keys = new Set(others.map(keyOf));
  const wide = others.filter((o) => o.pattern !== undefined);
  return lines.filter((line) => !keys.has(keyOf(line)) && !wide.some((other) => isWithin(line, other)));
}

function keyOf({ text, effect, condition, within = '' }: GrantLine): string {
  return JSON.stringify([text, effect, condition, within]);
}

function isWithin({ pattern, effect, condition, within }: GrantLine, other: GrantLine): boolean {
  if (pattern === undefined || other.pattern === undefined || effect !== other.effect || within !== other.within) return false;
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
  if (isPlaceholder(grant)) return [{ text: grant.name, effect: 'allow', condition: '', placeholder: true }];
  return saidBy(inventory, grant).map((line) => ({ ...line, of: grant.name }));
}

function saidBy(inventory: Inventory, grant: Grant): readonly GrantLine[] {
  const policy = inventory.policies.get(grant.policy ?? '');
  const document = inventory.documents.get(grant.document ?? policy?.document ?? '');
  if (grant.kind === 'boundary' || grant.kind === 'scp' || grant.kind === 'rcp') {
    const within = `the ${grant.kind === 'boundary' ? 'boundary' : 'control policy'} ${grant.name}`;
    const inside = (document?.statements ?? []).flatMap(statementLines).map((line) => ({ ...line, within }));
    return [given(within, grant, 'limit'), ...inside];
  }
  if (document !== undefined) {
    return document.rules === undefined
      ? document.statements.flatMap(statementLines)
      : document.rules.flatMap((rule) => ruleLines(rule, grant));
  }
  const on = grant.scope === undefined ? '' : ` on ${grant.scope}`;
  const role = given(`${grant.name}${eligibility(grant)}${on}`, grant);
  const isRole = grant.scope !== undefined || grant.role !== undefined;
  if (!isRole && (policy?.permissions ?? policy?.allows ?? policy?.paths) === undefined) return [{ ...role, unread: true }];
  if (policy === undefined || policy.providerManaged) return [role];
  const under = (line: GrantLine, more: string | undefined): GrantLine =>
    more === undefined ? line : { ...line, condition: [line.condition, more].filter((c) => c !== '').join(' and ') };
  const parts = (policy.permissions ?? []).map((part) => given(`${part}${on}`, grant));
  const blocks = (policy.allows ?? []).flatMap((block) =>
    allowed(block).map((part) => under(given(`${part}${on}`, grant), block.condition)),
  );
  const paths = (policy.paths ?? []).flatMap(({ path, capabilities, limited }) =>
    capabilities.map((capability) => under(given(`${capability} on ${path}`, grant), limited === true ? 'limited' : undefined)),
  );
  return [role, ...parts, ...blocks, ...paths];
}

function eligibility({ eligible, activation = [] }: Grant): string {
  if (eligible !== true) return '';
  return activation.length === 0 ? ' (eligible)' : ` (eligible, with ${activation.join(', ')})`;
}

/** What the policy of a thing gives, and to whom. */
export function resourceLines({ documents }: Inventory, { policy }: Resource): readonly GrantLine[] {
  return (documents.get(policy ?? '')?.statements ?? []).flatMap((statement) => {
    const { principal, notPrincipal } = statement;
    const whom = principal === undefined ? `everybody but ${principalText(notPrincipal)}` : principalText(principal);
    return statementLines(statement).map((line) => ({
      ...line,
      text: `${line.text} for ${whom}`,
      ...(line.pattern === undefined ? {} : { pattern: { action: line.pattern.action, resource: `${whom}\n${line.pattern.resource}` } }),
    }));
  });
}

function principalText(principal: PolicyStatement['principal'] = {}): string {
  return sorted(Object.entries(principal).flatMap(([kind, names]) => names.map((name) => (kind === '*' ? '*' : `${kind} ${name}`))));
}

function given(text: string, { condition = '' }: Grant, effect: GrantLine['effect'] = 'allow'): GrantLine {
  return { text, effect, condition };
}

function allowed({ actions, notActions, dataActions, notDataActions }: RolePermission): readonly string[] {
  const but = (not: readonly string[]): string => (not.length === 0 ? '' : ` except ${sorted(not)}`);
  return [...actions.map((a) => `${a}${but(notActions)}`), ...dataActions.map((a) => `${a} (data)${but(notDataActions)}`)];
}

/** A line for each verb on each resource: a rule that only grew does not take away what it gave. */
function ruleLines({ verbs, apiGroups = [''], resources = [], resourceNames, nonResourceURLs = [] }: RbacRule, grant: Grant): GrantLine[] {
  const { namespace } = grant;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`;
  const ofGroup = (resource: string): string[] =>
    apiGroups.map((group) => (group === '' ? resource : group === '*' && resource === '*' ? '*' : `${resource} of ${group}`));
  const names = resourceNames === undefined || resourceNames.length === 0 ? [undefined] : resourceNames;
  const things = [
    ...resources.flatMap(ofGroup).map((thing) => ({ thing, names })),
    ...nonResourceURLs.map((thing) => ({ thing, names: [undefined] })),
  ];
  return verbs.flatMap((verb) =>
    things.flatMap(({ thing, names: of }) =>
      of.map((name) => ({
        ...given(`${verb} ${thing}${name === undefined ? '' : ` named ${name}`} ${where}`, grant),
        pattern: { action: verb, resource: `${namespace ?? '*'}\n${thing}\n${name ?? '*'}` },
      })),
    ),
  );
}

function statementLines(statement: PolicyStatement): readonly GrantLine[] {
  const { effect, action, notAction, resource, notResource, condition } = statement;
  const line = (text: string, pattern?: GrantLine['pattern']): GrantLine => ({
    text,
    effect: effect === 'Allow' ? 'allow' : 'deny',
    condition: condition === undefined ? '' : inOneOrder(condition),
    ...(pattern === undefined ? {} : { pattern }),
  });
  const resources = resource ?? (notResource === undefined ? ['*'] : undefined);
  if (action === undefined || resources === undefined) {
    const what = action === undefined ? `everything but ${sorted(notAction ?? [])}` : sorted(action);
    return [line(`${what} on ${resources === undefined ? `everything but ${sorted(notResource ?? [])}` : sorted(resources)}`)];
  }
  return action.flatMap((a) =>
    resources.map((r) => line(`${a} on ${r}`, { action: canonicalPattern(a.toLowerCase()), resource: canonicalPattern(r) })),
  );
}

function sorted(words: readonly string[]): string {
  return [...words].sort().join(', ');
}

/** A condition as a text that the order of its keys and values does not change. */
function inOneOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneOrder).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${inOneOrder(inner)}`);
  return `{${parts.sort().join()}}`;
}
