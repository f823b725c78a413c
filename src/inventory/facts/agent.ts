/** How an agent is set up. See fact-types.ts. */
export const agentFacts = {
  client: 'string', // claude-code, cursor, vscode, codex, gemini...
  bypass: 'list<string>', // settings that suppress every approval
  shell_rules: 'list<string>', // rules that allow any shell command
  broad_allows: 'list<string>',
  auto_approved_servers: 'list<string>', // MCP servers whose every tool is allowed
  sandbox_off: 'list<string>',
  project_mcp_auto: 'bool', // servers of the repository start without consent
  hooks: 'list<string>', // commands that run by themselves
  gates: 'list<string>', // hooks that run before tool calls and may refuse them: `PreToolUse, every tool: guard.py`
  hooks_download: 'bool', // one of them fetches code
  helpers: 'list<string>', // apiKeyHelper and the like
  secret_paths_denied: 'bool', // credential files are denied
  subagents_inherit: 'list<string>', // sub-agents with no tool list
  plugins_unpinned: 'list<string>',
  codeowner: 'bool', // its configuration has a code owner; absent where there is no CODEOWNERS semantics
  hidden_text: 'list<string>', // instruction files with invisible characters
  world_writable: 'list<string>', // configuration others can change
  scope: 'string', // project | user
  registered: 'bool',
  untrusted_input: 'bool',
  private_data: 'bool',
  egress: 'bool',
  telemetry: 'bool',
  limited: 'bool', // a limit of turns, time or cost is set
  tools: 'list<string>', // of an agent that is built: the tools it is given, where all of them are known
  facets: 'list<string>', // what those tools amount to: read, write, execute, egress, secrets; what is known of them
  approval: 'string', // of an agent that is built: each | some | none of its tools wait for a person
  named_tools: 'list<string>', // of a sub-agent: the words of its tool list, also where it is not known what they can do
  allowed: 'list<string>', // rules of what runs unasked, as written: `Bash(npm test)`, `mcp__github__get_issue`
  refused: 'list<string>', // rules of what never runs
  guardrail: 'bool', // of an agent of Bedrock: a guardrail stands before its model
  code_execution: 'list<string>', // ways in which what its model writes runs, unasked and in no sandbox
} as const;
