/** Images and commands of MCP servers and of AI agents that act by themselves. */
const agents =
  /(?:^|[/\s@_-])(?:mcp(?:[-_][\w-]+)?|[\w-]+[-_]mcp(?:[-_]server)?|mcp-server[\w-]*|claude-code|openhands|open-interpreter|autogpt|auto-gpt|crewai|langgraph(?:-api)?|swe-agent|aider|goose-agent|kagent|holmesgpt|k8sgpt(?:-operator)?)(?=$|[:@/\s])/i;

/** Whether an image or one of the words of its command is an agent's or an MCP server's. */
export function runsAgent(words: readonly string[]): boolean {
  return words.some((word) => word.length <= 500 && agents.test(word));
}
