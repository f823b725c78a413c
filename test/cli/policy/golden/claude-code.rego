# What "Claude Code" may do; everything else is refused. A start: read it, then make it smaller.
#
# What this policy does not know:
# - The rule Edit(src/**) is left out: it is a pattern, which each client matches in its own way.
# - The rule Bash(*) is left out: it allows every command; name the commands.
# - Every tool of tickets runs unasked today; this policy asks a person where a call changes something.
# - Which tools these servers have was not read, so none is allowed (--list-tools, or a saved mcp-tools.json, tells them): search.
# - Which tools these servers have was not read; only those that clients name are allowed (--list-tools, or a saved mcp-tools.json, tells them): orders-db.
# - What its client refuses by argument or by a pattern is left to the client, not refused here: Read(./.env).
# - It also acts as whoever starts it: what that allows is not in this policy.

package nhi.agent

import rego.v1

allow_list := {
	"agents": [
		"agent:claude-code/policy"
	],
	"tools": [
		{"from":"server","server":"orders-db","tool":"query","argument":{"kind":"any","text":""},"approval":false},
		{"from":"server","server":"tickets","tool":"close_ticket","argument":{"kind":"any","text":""},"approval":true},
		{"from":"server","server":"tickets","tool":"get_ticket","argument":{"kind":"any","text":""},"approval":false},
		{"from":"server","server":"tickets","tool":"list_tickets","argument":{"kind":"any","text":""},"approval":false},
		{"from":"client","server":"","tool":"Bash","argument":{"kind":"exact","text":"npm test"},"approval":false},
		{"from":"client","server":"","tool":"Bash","argument":{"kind":"prefix","text":"npm run lint"},"approval":false},
		{"from":"client","server":"","tool":"Read","argument":{"kind":"any","text":""},"approval":false},
		{"from":"client","server":"","tool":"WebFetch","argument":{"kind":"any","text":""},"approval":true}
	],
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
