import type { Account } from './emission.ts';

/** Tags that Copilot Studio, AI Foundry and the Agent ID platform give to what they register. */
const agentTag = /^(?:power-virtual-agents-|AgentCreatedBy:|AgenticApp$|AgenticInstance$|copilot-?studio)/i;

/** Words that hardly name anything but an AI agent; `agent` alone may be a backup agent. */
const agentName =
  /(?:^|[^a-z])(?:ai[ _-]?agents?|copilot|chat[ _-]?bot|chatgpt|gpt(?:[ _-]?\d)?|llm|openai|claude|mcp(?:[ _-]?server)?|agentic|langchain|semantic[ _-]kernel)(?:[^a-z]|$)/i;

/** What speaks for an application being an AI agent that has no agent identity of its own, for a person. */
export function agentSigns({ application, principal, microsoft, managed }: Account): readonly string[] | undefined {
  if (microsoft || principal?.agent !== undefined || application?.blueprint === true) return undefined;
  const name = principal?.name ?? application?.name ?? '';
  const tags = [...(application?.tags ?? []), ...(principal?.tags ?? [])];
  const tag = tags.find((word) => agentTag.test(word));
  const signs = [...(agentName.test(name) ? ['its name'] : []), ...(tag === undefined ? [] : [`its tag ${tag}`])];
  // Without tags and without a sign nothing says that it is none.
  if (signs.length > 0) return signs;
  return managed || (application?.tags ?? principal?.tags) !== undefined ? [] : undefined;
}
