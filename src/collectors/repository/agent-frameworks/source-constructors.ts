/** A function or class of frameworks that makes an agent. */
export interface Constructor {
  readonly frameworks: readonly string[];
  /** The names of the argument that lists its tools. */
  readonly tools: readonly string[];
  /** The place of that argument where it is not named. */
  readonly place?: number;
  /** Tools that it brings itself. */
  readonly own?: readonly string[];
  /** Without a list it has tools that stand nowhere. */
  readonly bare?: true;
}

const langchain = ['langchain'] as const;
const second: Constructor = { frameworks: langchain, tools: ['tools'], place: 1 };

/** Constructors by name. https://docs.langchain.com/oss/python/langchain/agents and the documentation of each framework. */
export const constructors: ReadonlyMap<string, Constructor> = new Map(
  Object.entries<Constructor>({
    create_react_agent: second,
    create_agent: second,
    create_tool_calling_agent: second,
    create_openai_tools_agent: second,
    create_openai_functions_agent: second,
    create_structured_chat_agent: second,
    create_xml_agent: second,
    create_deep_agent: { frameworks: langchain, tools: ['tools'], bare: true },
    initialize_agent: { frameworks: langchain, tools: ['tools'], place: 0 },
    create_sql_agent: { frameworks: langchain, tools: ['extra_tools'], own: ['SQLDatabaseToolkit'] },
    create_pandas_dataframe_agent: { frameworks: langchain, tools: ['extra_tools'], own: ['dataframe'] },
    create_csv_agent: { frameworks: langchain, tools: ['extra_tools'], own: ['dataframe'] },
    createReactAgent: { frameworks: langchain, tools: ['tools'], place: 1 },
    createAgent: { frameworks: ['langchain', 'mastra'], tools: ['tools'] },
    createDeepAgent: { frameworks: langchain, tools: ['tools'], bare: true },
    Agent: {
      frameworks: [
        'crewai',
        'openai-agents',
        'google-adk',
        'pydantic-ai',
        'strands',
        'agno',
        'mastra',
        'vercel-ai',
        'microsoft-agent-framework',
      ],
      tools: ['tools'],
    },
    ToolLoopAgent: { frameworks: ['vercel-ai'], tools: ['tools'] },
    LlmAgent: { frameworks: ['google-adk'], tools: ['tools'] },
    ChatAgent: { frameworks: ['microsoft-agent-framework'], tools: ['tools'] },
    AssistantAgent: { frameworks: ['autogen'], tools: ['tools'] },
    ConversableAgent: { frameworks: ['autogen'], tools: ['tools', 'functions'] },
    UserProxyAgent: { frameworks: ['autogen'], tools: ['tools', 'functions'] },
    CodeExecutorAgent: { frameworks: ['autogen'], tools: ['tools'] },
    ChatCompletionAgent: { frameworks: ['semantic-kernel'], tools: ['plugins'], bare: true },
    CodeAgent: { frameworks: ['smolagents'], tools: ['tools'], place: 0 },
    ToolCallingAgent: { frameworks: ['smolagents'], tools: ['tools'], place: 0 },
    ReActAgent: { frameworks: ['llamaindex'], tools: ['tools'] },
    FunctionAgent: { frameworks: ['llamaindex'], tools: ['tools'] },
    // Without a list, every tool that Claude Code has.
    ClaudeAgentOptions: { frameworks: ['claude-agent-sdk'], tools: ['tools', 'allowed_tools'], bare: true },
    ClaudeCodeOptions: { frameworks: ['claude-agent-sdk'], tools: ['tools', 'allowed_tools'], bare: true },
    query: { frameworks: ['claude-agent-sdk'], tools: ['tools', 'allowedTools'], bare: true },
  }),
);
