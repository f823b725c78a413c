# What "helper" may do; everything else is refused. A start: read it, then make it smaller.
#
# What this policy does not know:
# - What its client refuses by argument or by a pattern is left to the client, not refused here: Read(./.env).
# - It has no tool list of its own and may use every tool of its client: name its tools, and make its policy again.
# - No tool of it is known by name: this policy refuses every tool call.
# - It also acts as whoever starts it: what that allows is not in this policy.

package nhi.agent

import rego.v1

allow_list := {
	"agents": [
		"agent:claude-code/policy/helper"
	],
	"tools": [],
	"permissions": []
}

default allow := false

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
	not regex.match("[;&|<>$()\\x60\\n\\r\\\\]", input.argument)
}

approved(tool) if tool.approval == false

approved(tool) if {
	tool.approval == true
	input.approved == true
}
