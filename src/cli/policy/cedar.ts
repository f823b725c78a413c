import type { AllowedTool, AllowList } from './allow-list.ts';
import { asciiJson, asciiLine, wellFormed } from './ascii.ts';
import type { GrantedPermission } from './granted-permissions.ts';

/** What requests look like (https://docs.cedarpolicy.com/schema/human-readable-schema.html). No input ever changes it. */
export const cedarSchema = `// An agent calls a tool of an MCP server, or of its own client: Client::"own".
entity Agent;
entity Client;
entity Server;
action "call" appliesTo {
  principal: Agent,
  resource: [Client, Server],
  context: { tool: String, argument?: String, approved?: Bool }
};

// An agent uses a permission of an identity that it acts as.
entity Identity;
action "use" appliesTo {
  principal: Agent,
  resource: Identity,
  context: { permission: String, target: String }
};
`;

/** What starts another command within one. */
const chaining = [';', '&', '|', '<', '>', '$', '(', ')', '`', '\n', '\r', '\\'];

/** The client whose own tools an agent has. */
const ownTools = 'Client::"own"';

/** The allow-list as Cedar policies. Cedar refuses what no policy permits. */
export function renderCedar(list: AllowList): string {
  const notes = list.notes.map((note) => `// - ${asciiLine(note)}\n`).join('');
  const policies = list.agents.flatMap((agent) => [...toolPolicies(agent, list.tools), ...permissionPolicies(agent, list.permissions)]);
  return [
    `// What ${asciiJson(list.name)} may do; everything else is refused. A start: read it, then make it smaller.\n`,
    notes === '' ? '' : `//\n// What this policy does not know:\n${notes}`,
    policies.length === 0 ? '\n// Nothing is permitted.\n' : policies.map((policy) => `\n${policy}`).join(''),
  ].join('');
}

/** One policy for each place that tools come from and what their calls need; one for each tool whose argument matters. */
function toolPolicies(agent: string, tools: readonly AllowedTool[]): readonly string[] {
  const groups = new Map<string, { readonly from: string; readonly conditions: readonly string[]; readonly names: string[] }>();
  for (const { server, tool, argument, approval } of tools) {
    const from = server === undefined ? ownTools : `Server::${cedarText(server)}`;
    const conditions = [
      ...(argument === undefined ? [] : [argumentCondition(argument)]),
      ...(approval ? [`context has approved && context.approved`] : []),
    ];
    const key = JSON.stringify([from, conditions]);
    const group = groups.get(key) ?? { from, conditions, names: [] };
    group.names.push(tool);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ from, conditions, names }) =>
    permit(agent, 'call', from, [isOneOf('context.tool', names), ...conditions]),
  );
}

function argumentCondition({ kind, text }: NonNullable<AllowedTool['argument']>): string {
  const exact = `context.argument == ${cedarText(text)}`;
  if (kind === 'exact') return `context has argument && ${exact}`;
  const single = chaining.map((c) => `!(context.argument like "*${likeText(c)}*")`).join(' && ');
  return `context has argument && (${exact} || (context.argument like "${likeText(`${text} `)}*" && ${single}))`;
}

/** One policy for each identity and what its permissions are held on. */
function permissionPolicies(agent: string, permissions: readonly GrantedPermission[]): readonly string[] {
  const groups = new Map<string, { readonly identity: string; readonly targets: readonly string[]; readonly names: string[] }>();
  for (const { identity, permission, targets } of permissions) {
    const key = JSON.stringify([identity, targets]);
    const group = groups.get(key) ?? { identity, targets, names: [] };
    group.names.push(permission);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ identity, targets, names }) => {
    const patterns = targets.map((t) => `context.target like "${t.split('*').map(likeText).join('*')}"`);
    const held = targets.includes('*') ? [] : [patterns.length === 1 ? (patterns[0] as string) : `(${patterns.join(' || ')})`];
    return permit(agent, 'use', `Identity::${cedarText(identity)}`, [isOneOf('context.permission', names), ...held]);
  });
}

function permit(agent: string, action: string, resource: string, conditions: readonly string[]): string {
  const when = conditions.map((c) => `  ${c}`).join(' &&\n');
  return `permit (\n  principal == Agent::${cedarText(agent)},\n  action == Action::"${action}",\n  resource == ${resource}\n) when {\n${when}\n};\n`;
}

function isOneOf(what: string, names: readonly string[]): string {
  return names.length === 1 ? `${what} == ${cedarText(names[0] as string)}` : `[${names.map(cedarText).join(', ')}].contains(${what})`;
}

/** A string of Cedar in printable ASCII (https://docs.cedarpolicy.com/policies/syntax-grammar.html#grammar-str). */
function cedarText(text: string): string {
  return `"${escaped(text)}"`;
}

/** The inside of a pattern in which nothing is a wildcard. */
function likeText(text: string): string {
  return escaped(text).replaceAll('*', '\\*');
}

function escaped(text: string): string {
  return Array.from(wellFormed(text), (c) => (/[ !#-[\]-~]/.test(c) ? c : `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)).join('');
}
