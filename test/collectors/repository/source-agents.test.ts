import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSourceAgents } from '../../../src/collectors/repository/agent-frameworks/source-agents.ts';
import { frameworkImports, namesFramework } from '../../../src/collectors/repository/agent-frameworks/source-imports.ts';
import { blankSource } from '../../../src/collectors/repository/agent-frameworks/source-text.ts';
import { toolAbility } from '../../../src/collectors/repository/agent-frameworks/tool-abilities.ts';
import { marks } from '../../../src/collectors/repository/first-look.ts';

const python = (text: string) => readSourceAgents(text, 'python');
const javascript = (text: string) => readSourceAgents(text, 'javascript');
const langchain = 'from langgraph.prebuilt import create_react_agent\n';

/** Tools of the first agent, with a mark where they may not be all. */
const tools = (text: string, language: 'python' | 'javascript' = 'python'): string | undefined => {
  const agent = readSourceAgents(text, language)?.agents[0];
  return agent === undefined ? undefined : `${agent.tools.map((t) => t.name).join(' ')}${agent.whole ? '' : ' ...'}`.trim();
};

describe('a text that imports an agent framework is not passed over by the looks that come first', () => {
  test.each(
    (
      'langchain.agents langgraph.prebuilt deepagents crewai crewai_tools agents google.adk autogen_agentchat ag2 semantic_kernel ' +
      'agent_framework smolagents pydantic_ai strands strands_tools agno claude_agent_sdk claude_code_sdk llama_index.core'
    ).split(' '),
  )('%s in Python', (module) => {
    const text = `from ${module} import Agent\n`;
    expect(frameworkImports(text, text, 'python').size).toBeGreaterThan(0);
    expect([namesFramework(text), marks.some((mark) => text.includes(mark))]).toEqual([true, true]);
  });

  test.each(
    (
      '@langchain/core langchain @openai/agents @openai/agents-core @google/adk @strands-agents/sdk @anthropic-ai/claude-agent-sdk ' +
      '@anthropic-ai/claude-code llamaindex @mastra/core ai'
    ).split(' '),
  )('%s in JavaScript', (module) => {
    for (const text of [`import { Agent } from '${module}';\n`, `const { Agent } = require("${module}");\n`]) {
      expect(frameworkImports(text, text, 'javascript').size).toBeGreaterThan(0);
      expect([namesFramework(text), marks.some((mark) => text.includes(mark))]).toEqual([true, true]);
    }
  });
});

describe('the tools of an agent in Python', () => {
  test.each([
    ['in place', 'create_react_agent(model, [ShellTool(), calculator])', 'ShellTool calculator'],
    ['by name', 'create_react_agent(model=m, tools=[ShellTool()], prompt="tools=[]")', 'ShellTool'],
    ['from a variable', 'tools = [ShellTool()]\nx = create_react_agent(model, tools)', 'ShellTool'],
    ['of the nearest variable', 'tools = [ShellTool()]\na = create_react_agent(m, tools)\ntools = [calculator]\n', 'ShellTool'],
    ['of the instance', 'self.tools = [ShellTool()]\nx = create_react_agent(model, tools)', 'ShellTool'],
    ['made before', 'search = TavilySearch(max_results=2)\nx = create_react_agent(model, [search])', 'TavilySearch'],
    ['with a spread', 'base = [ShellTool()]\nx = create_react_agent(model, [*base, own])', 'ShellTool own'],
    ['with a spread of what is not there', 'x = create_react_agent(model, [*base, own])', 'own ...'],
    ['that are added to', 'tools = [ShellTool()]\ntools.append(own)\nx = create_react_agent(model, tools)', 'ShellTool ...'],
    ['and more', 'x = create_react_agent(model, [ShellTool()] + more)', 'ShellTool ...'],
    ['that are loaded', 'x = create_react_agent(model, load_tools(["serpapi", "terminal"]))', 'serpapi terminal'],
    [
      'that are loaded, and more',
      'tools = load_tools(["requests_all"], llm=m) + [own]\nx = create_react_agent(model, tools)',
      'requests_all ...',
    ],
    ['of a toolkit', 'x = create_react_agent(model, GmailToolkit().get_tools())', 'GmailToolkit'],
    ['of something unknown', 'x = create_react_agent(model, make())', '...'],
    ['none', 'x = create_react_agent(model, [])', ''],
    [
      'over several lines',
      'x = create_react_agent(\n  model,\n  # [PythonREPLTool()]\n  [\n    ShellTool(),  # a shell\n    own,\n  ],\n)',
      'ShellTool own',
    ],
    ['with brackets in texts', 'x = create_react_agent(model, [own], prompt=")]( (")', 'own'],
    ['by type', 'x = create_react_agent(model, [{"type": "web_search"}])', 'web_search'],
    ['with servers besides', 'x = create_react_agent(model, [own], mcp_servers=[s])', 'own ...'],
  ])('%s', (_name, text, expected) => {
    expect(tools(langchain + text)).toBe(expected);
  });

  test('are not those of a class or function of the same name, or of a text', () => {
    expect(python(`${langchain}def create_react_agent(model, tools=[ShellTool()]):\n  pass`)?.agents).toEqual([]);
    expect(python(`${langchain}"""\ncreate_react_agent(m, [ShellTool()])\n"""\n# create_react_agent(m, [ShellTool()])\n`)).toMatchObject({
      agents: [],
      code: [],
    });
    expect(python('agent = create_react_agent(model, [ShellTool()])')).toBeUndefined();
    expect(python('from estate import Agent\nimport langchain\nagent = Agent(tools=[ShellTool])')?.agents).toEqual([]);
  });

  test('belong to the framework that the name comes from', () => {
    const text =
      'from crewai import Agent as Crewman\nfrom agents import Agent\na = Crewman(role="x", tools=[own])\nb = Agent(name="y", tools=[])';
    expect(python(text)?.agents.map((a) => [a.framework, a.name])).toEqual([['openai-agents', 'y']]);
    expect(python('import autogen\nx = autogen.AssistantAgent("a")')?.agents.map((a) => a.framework)).toEqual(['autogen']);
  });
});

describe('the tools of an agent in TypeScript', () => {
  const from = "import { createReactAgent } from '@langchain/langgraph/prebuilt';\n";
  test.each([
    ['in an object', 'createReactAgent({ llm, tools: [new Calculator(), own] })', 'Calculator own'],
    ['by shorthand', 'const tools = [new Calculator()];\nexport const g = createReactAgent({ llm, tools });', 'Calculator'],
    ['in an object of tools', 'createReactAgent({ llm, tools: { weather, shell: shellTool } })', 'weather shellTool'],
    ['with templates and patterns', 'const p = /[(]`/; const q = `)${"x"}]`;\ncreateReactAgent({ llm, tools: [own] })', 'own'],
    ['with a spread', 'createReactAgent({ llm, tools: [...base, own] })', 'own ...'],
  ])('%s', (_name, text, expected) => {
    expect(tools(from + text, 'javascript')).toBe(expected);
  });

  test('are not those of a comment, or of a file that imports nothing', () => {
    expect(javascript(`${from}// createReactAgent({ tools: [shell] })\n/* createReactAgent({ tools: [shell] }) */`)?.agents).toEqual([]);
    expect(javascript("import { Agent } from 'http';\nnew Agent({ tools: [shellTool] })")).toBeUndefined();
    expect(javascript("// import { Agent } from '@openai/agents'\nnew Agent({ tools: [] })")).toBeUndefined();
  });
});

describe('what a model writes runs', () => {
  const ways = (text: string): readonly string[] => {
    const read = python(text);
    return [...(read?.agents ?? []).flatMap((a) => a.code.map((c) => c.what)), ...(read?.code ?? []).map((c) => c.what)];
  };
  test.each([
    [
      'from langchain_experimental.agents import create_csv_agent\nx = create_csv_agent(m, "a.csv", allow_dangerous_code=True)',
      ['allow_dangerous_code=True'],
    ],
    ['from langchain_experimental.agents import create_csv_agent\nx = create_csv_agent(m, "a.csv", allow_dangerous_code=False)', []],
    ['from autogen import ConversableAgent\nx = ConversableAgent("a", code_execution_config={"use_docker": False})', ['use_docker: False']],
    ['from autogen import ConversableAgent\nx = ConversableAgent("a", code_execution_config={"use_docker": True})', []],
    [
      'from crewai import Agent\nx = Agent(role="a", allow_code_execution=True, code_execution_mode="unsafe")',
      ['code_execution_mode="unsafe"'],
    ],
    ['from crewai import Agent\nx = Agent(role="a", allow_code_execution=True)', []],
    ['from smolagents import CodeAgent\nx = CodeAgent([], additional_authorized_imports=["os"])', ['additional_authorized_imports']],
    ['from smolagents import CodeAgent\nx = CodeAgent([], additional_authorized_imports=["numpy"])', []],
    ['from google.adk.code_executors import UnsafeLocalCodeExecutor\ne = UnsafeLocalCodeExecutor()', ['UnsafeLocalCodeExecutor']],
    ['from langchain_openai import ChatOpenAI\nexec(answer.content)', ['exec of what the model answered']],
    ['from langchain_openai import ChatOpenAI\nexec(open("x").read())', []],
    ['from langchain_experimental.utilities import PythonREPL\nclass PythonREPL(Base):\n  pass', []],
    ['from langchain_community.tools import ShellTool\nfrom x import human_in_the_loop\nt = ShellTool()', []],
  ])('%s', (text, expected) => {
    expect(ways(text)).toEqual(expected);
  });
});

describe('blanking a source', () => {
  test('keeps its length and its lines', () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      '`',
      '"""',
      '#',
      '//',
      '/*',
      '*/',
      '\\',
      '\n',
      'a',
      '(',
      '[',
      '/',
      '= ',
      '$',
      '{',
      '}',
      'Agent(',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('python', 'javascript'), (pieces, language) => {
        const text = pieces.join('');
        const blanked = blankSource(text, language);
        expect(blanked.length).toBe(text.length);
        expect(blanked.split('\n').map((l) => l.length)).toEqual(text.split('\n').map((l) => l.length));
        for (let i = 0; i < text.length; i++) expect([text[i], ' ']).toContain(blanked[i]);
      }),
    );
  });

  test('of anything, nothing is thrown', () => {
    const piece = fc.constantFrom(
      'from agents import Agent\n',
      'Agent(',
      'tools=',
      '[',
      ']',
      '(',
      ')',
      '{',
      '*',
      'x',
      ',',
      '"',
      "'",
      '\n',
      'x = ',
      'load_tools(',
      '#',
      '.',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        readSourceAgents(`from agents import Agent\n${pieces.join('')}`, 'python');
        readSourceAgents(`import { Agent } from '@openai/agents';\n${pieces.join('')}`, 'javascript');
      }),
    );
  });
});

describe('a tool by its name', () => {
  test.each([
    ['PythonREPLTool', true],
    ['python_repl', true],
    ['shell', true],
    ['LocalShellTool', true],
    ['Bash', true],
    ['CodeInterpreterTool', false],
    ['code_execution', false],
    ['VertexAiCodeExecutor', false],
    ['ShellCompanyLookup', undefined],
    ['get_orders', undefined],
    ['validate_email', undefined],
    ['slack', false],
  ])('%s runs code: %s', (name, runs) => {
    expect(toolAbility(name)?.runsCode).toBe(runs);
  });

  test.each([
    ['google_search', true, false, false],
    ['TavilySearch', true, false, false],
    ['WebFetch', true, false, true],
    ['ScrapeWebsiteTool', true, false, true],
    ['RequestsGetTool', true, false, true],
    ['FileSearchTool', false, true, false],
    ['Read', undefined, undefined, undefined],
    ['SQLDatabaseToolkit', false, true, false],
    ['GmailToolkit', true, true, true],
    ['Calculator', false, false, false],
  ])('%s: untrusted %s, private %s, a way out %s', (name, untrusted, privateData, egress) => {
    const ability = toolAbility(name);
    expect([ability?.untrusted, ability?.privateData, ability?.facets.includes('egress')]).toEqual([untrusted, privateData, egress]);
  });
});
