import type { AllowList } from './allow-list.ts';
import { asciiJson, asciiLine, wellFormed } from './ascii.ts';

/**
 * The rules, which no input ever changes. They are asked with
 * `{ agent, action: "call", from: "server" | "client", server, tool, argument, approved }` or
 * `{ agent, action: "use", identity, permission, target }`. Rego v1 (https://www.openpolicyagent.org/docs/policy-language).
 */
const rules = `default allow := false

# A tool call: {"agent": ..., "action": "call", "from": "server" or "client", "server": ..., "tool": ..., "argument": ..., "approved": ...}
allow if {
	input.action == "call"
	input.agent in allow_list.agents
	some tool in allow_list.tools
	tool.from == input.from
	same_server(tool)
	tool.tool == input.tool
	fits(tool.argument)
	approved(tool)
}

# A permission of an identity that the agent acts as: {"agent": ..., "action": "use", "identity": ..., "permission": ..., "target": ...}
allow if {
	input.action == "use"
	input.agent in allow_list.agents
	some grant in allow_list.permissions
	grant.identity == input.identity
	grant.permission == input.permission
	some target in grant.targets
	regex.match(target, input.target)
}

same_server(tool) if tool.from == "client"

same_server(tool) if {
	tool.from == "server"
	tool.server == input.server
}

fits(argument) if argument.kind == "any"

fits(argument) if {
	argument.kind in {"exact", "prefix"}
	input.argument == argument.text
}

# One command and its arguments: nothing that starts another.
fits(argument) if {
	argument.kind == "prefix"
	startswith(input.argument, concat("", [argument.text, " "]))
	not regex.match("[;&|<>$()\\\\x60\\\\n\\\\r\\\\\\\\]", input.argument)
}

approved(tool) if tool.approval == false

approved(tool) if {
	tool.approval == true
	input.approved == true
}
`;

/** The allow-list as a Rego module. All that comes from what was scanned stands in one JSON value, and in comments of one line. */
export function renderRego(list: AllowList): string {
  const notes = list.notes.map((note) => `# - ${asciiLine(note)}\n`).join('');
  return [
    `# What ${asciiJson(list.name)} may do; everything else is refused. A start: read it, then make it smaller.\n`,
    notes === '' ? '' : `#\n# What this policy does not know:\n${notes}`,
    '\npackage nhi.agent\n\nimport rego.v1\n\n',
    `allow_list := ${indented(regoData(list))}\n\n`,
    rules,
  ].join('');
}

/** The allow-list as the rules read it. */
export function regoData(list: AllowList): unknown {
  return {
    agents: list.agents,
    tools: list.tools.map(({ server, tool, argument, approval }) => ({
      from: server === undefined ? 'client' : 'server',
      server: server ?? '',
      tool,
      argument: argument ?? { kind: 'any', text: '' },
      approval,
    })),
    permissions: list.permissions.map(({ identity, permission, targets }) => ({ identity, permission, targets: targets.map(toRegex) })),
  };
}

/** A pattern with `*` as a regular expression; every character that may mean something there is spelt out. */
function toRegex(pattern: string): string {
  const parts = Array.from(wellFormed(pattern), (c) =>
    c === '*' ? '.*' : /[A-Za-z0-9:/_-]/.test(c) ? c : `\\x{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `(?s)^${parts.join('')}$`;
}

/** One entry a line: two versions of a policy are compared line by line. */
function indented(value: unknown): string {
  const lists = Object.entries(value as Record<string, readonly unknown[]>).map(([key, entries]) => {
    const lines = entries.map((entry) => `\n\t\t${asciiJson(entry)}`).join(',');
    return `\t${asciiJson(key)}: [${lines}${lines === '' ? '' : '\n\t'}]`;
  });
  return `{\n${lists.join(',\n')}\n}`;
}
