/**
 * Words of which a file must hold one before a reader that knows its own by their content is given it. They are looked for
 * in the bytes, in the same pass as secrets: most files are never made text.
 */
export const marks = [
  // Infrastructure code and manifests in JSON.
  'apiVersion',
  'AWS::',
  'urn:pulumi:',
  'terraform_version',
  '.azure.com/',
  // Agents that are declared in JSON.
  'langchain.agent',
  '"category"',
  'component_type',
  'declarative-agent/',
  // Modules of agent frameworks, in source code.
  'langchain',
  'langgraph',
  'deepagents',
  'crewai',
  'agents',
  '.adk',
  '/adk',
  'autogen',
  'ag2',
  'semantic_kernel',
  'agent_framework',
  'pydantic_ai',
  'strands',
  'agno',
  'claude_agent_sdk',
  'claude_code_sdk',
  '@anthropic-ai/claude-',
  'llama_index',
  'llamaindex',
  '@mastra/core',
  '"ai"',
  "'ai'",
] as const;

export type Mark = (typeof marks)[number];

/** What a reader asks of a file before it takes it: nothing more, one of some marks, or that it be another file. */
export type Wants = 'any' | 'none' | readonly Mark[];

/**
 * Whether some reader may take a file whatever it holds. Of all others, but for those whose path says that they matter, every
 * reader asks for a mark: most files are done with when none is met.
 */
export function isTakenByName(path: string): boolean {
  return takenEndings.test(path);
}

const takenEndings =
  /\.(?:ya?ml|tf|tfvars|tfstate|hcl|template|bicep|bicepparam|tpl)$|\.(?:tf|tfvars|template)\.json$|(?:^|\/)templates\/.*\.json$|(?:^|\/)Kustomization$/i;

export function deserves(wants: Wants, seen: ReadonlySet<Mark>): boolean {
  return wants === 'any' || (wants !== 'none' && wants.some((mark) => seen.has(mark)));
}
