# What "assistant" may do; everything else is refused. A start: read it, then make it smaller.
#
# What this policy does not know:
# - No tool of it is known by name: this policy refuses every tool call.
# - What assistant may do under a condition is left out: kms:Decrypt.
# - dynamodb:GetItem of assistant is left out: it is held on a pattern with ? or a variable, or under a condition.

package nhi.agent

import rego.v1

allow_list := {
	"agents": [
		"aws:agentcore-runtime/stack.policy/assistant"
	],
	"tools": [],
	"permissions": [
		{"identity":"aws:role/stack.policy/assistant","permission":"s3:GetObject","targets":["(?s)^arn:aws:s3:::invoices/2026/.*$","(?s)^arn:aws:s3:::orders/.*$"]},
		{"identity":"aws:role/stack.policy/assistant","permission":"s3:PutObject","targets":["(?s)^arn:aws:s3:::invoices/2026/.*$","(?s)^arn:aws:s3:::orders/.*$"]},
		{"identity":"aws:role/stack.policy/assistant","permission":"sqs:SendMessage","targets":["(?s)^arn:aws:sqs:eu-west-1:111122223333:orders$"]}
	]
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
