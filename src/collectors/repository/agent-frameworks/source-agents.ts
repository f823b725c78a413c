import { Lines } from '../tree/lines.ts';
import type { Spot } from '../tree/tree.ts';
import type { FrameworkAgent, Said } from './framework-agent.ts';
import { type Constructor, constructors } from './source-constructors.ts';
import { frameworkImports, namesFramework } from './source-imports.ts';
import { blankSource, insideBrackets, type Language, partsOf, type Span, trimmed } from './source-text.ts';
import { type Given, givenIn, type ListedTools, toolsIn } from './source-tools.ts';

/** An agent that a source text builds. */
export interface SourceAgent extends FrameworkAgent {
  readonly code: readonly Said[];
  /** The key of the agent in a configuration file, where the code takes it from there. */
  readonly configured?: string;
}

export interface SourceAgents {
  readonly agents: readonly SourceAgent[];
  /** Ways to run what a model writes that no agent of this file is seen to be given. */
  readonly code: readonly Said[];
  /** The framework that the file is written for. */
  readonly framework: string;
  /** Stores in which agents remember, and that the file writes to. */
  readonly memories: readonly Said[];
}

/** Text of a source file as readers of single calls see it. */
export interface Source {
  readonly text: string;
  readonly blanked: string;
  readonly language: Language;
  readonly at: (offset: number) => Spot;
  readonly given: Given;
}

/** A file with more calls of constructors is not written by hand. */
const mostCalls = 200;

/** Calls that a closer look would find something in. */
const callsOfInterest = new RegExp(
  `\\b(?:${[...constructors.keys()].join('|')}|PythonREPL(?:Tool)?|PythonAstREPLTool|ShellTools?|BashProcess|PythonTools|\\w*LocalCodeExecutor|LocalCommandLineCodeExecutor|exec|eval)\\s{0,4}\\(|allow_?[dD]angerous_?[cC]ode`,
);

/** Whether a text is worth a closer look: it names a framework where one is imported, speaks of agents, and calls what makes one. */
export function mayBuildAgents(text: string): boolean {
  return namesFramework(text) && /agent|langchain|langgraph|crewai/i.test(text) && (callsOfInterest.test(text) || mayRemember(text));
}

function mayRemember(text: string): boolean {
  return text.includes('_name') || text.includes('Name')
    ? /\b(?:Chroma|\w{1,40}Store|PGVector|Milvus|AzureSearch|\w{1,40}VectorSearch)\s{0,4}\(/.test(text)
    : text.includes('memory_id');
}

/** A person is asked before tools run, by one of the ways that frameworks have for it. */
const waits =
  /\b(?:HumanInTheLoopMiddleware|humanInTheLoopMiddleware|interrupt_before|interruptBefore|interrupt_on|interruptOn|HumanApprovalCallbackHandler|needs_approval|needsApproval|require_confirmation|requireApproval|can_use_tool|canUseTool|approval_func|human_in_the_loop)\b/;

/** Ways to run code that need no tool: a setting, or an executor that is made. */
const dangers: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\ballow_dangerous_code\s{0,4}=\s{0,4}True\b/g, 'allow_dangerous_code=True'],
  [/\ballowDangerousCode\s{0,4}:\s{0,4}true\b/g, 'allowDangerousCode: true'],
  [/(?<![\w.])(?:\w{1,40}\.){0,3}(LocalCommandLineCodeExecutor|UnsafeLocalCodeExecutor)\s{0,4}\(/g, ''],
  [/(?<![\w.])(PythonREPLTool|PythonAstREPLTool|PythonREPL|ShellTool|BashProcess|PythonTools|ShellTools)\s{0,4}\(/g, ''],
  // What a model answered is executed as it is.
  [
    /(?<![\w.])(?:exec|eval)\s{0,4}\(\s{0,4}\w{1,40}(?:\.choices\[\d\]\.message)?\.(?:content|output_text)\b/g,
    'exec of what the model answered',
  ],
];

/**
 * The agents that a source text builds, told by calls of constructors of frameworks that it imports. A look at the text:
 * comments and strings are no code, and what is made elsewhere is not known.
 */
export function readSourceAgents(text: string, language: Language): SourceAgents | undefined {
  const blanked = blankSource(text, language);
  const imports = frameworkImports(text, blanked, language);
  const framework = imports.get('*');
  if (framework === undefined) return undefined;
  const lines = new Lines(text);
  const source: Source = { text, blanked, language, at: (offset) => ({ ...lines.locate(offset), pointer: '' }), given: givenIn(blanked) };
  const asks = waits.test(blanked);
  const found: SourceAgent[] = [];
  const within: Span[] = [];
  let tried = 0;
  for (const match of blanked.matchAll(/(?<![\w.])((?:\w{1,60}\.){0,3})(\w{1,60})\s{0,4}\(/g)) {
    const [, prefix = '', name = ''] = match;
    const row = constructors.get(name);
    if (row === undefined || isDefinition(blanked, match.index)) continue;
    const of = imports.get(prefix === '' ? name : (prefix.split('.')[0] ?? ''));
    if (of === undefined || !row.frameworks.includes(of)) continue;
    if (++tried > mostCalls) break;
    const span = insideBrackets(blanked, match.index + match[0].length - 1);
    if (span === undefined) continue;
    found.push(agentOf(source, { row, framework: of, name, start: match.index, span, asks }));
    within.push(span);
  }
  const given = new Set(found.flatMap((a) => a.tools.map((t) => t.name)));
  const ways = asks ? [] : dangersIn(source).filter(({ what }) => !given.has(what));
  const isIn = (span: Span | undefined, offset: number): boolean => span !== undefined && offset >= span.from && offset < span.to;
  const loose = ways.filter(({ offset }) => !within.some((span) => isIn(span, offset)));
  return {
    framework,
    agents: found.map((agent, i) => ({
      ...agent,
      code: [...agent.code, ...ways.filter(({ offset }) => isIn(within[i], offset)), ...(found.length === 1 ? loose : [])].map(
        ({ what, spot }) => ({ what, spot }),
      ),
    })),
    code: found.length === 1 ? [] : loose.map(({ what, spot }) => ({ what, spot })),
    memories: memoriesIn(source),
  };
}

function dangersIn({ blanked, at }: Source): readonly (Said & { readonly offset: number })[] {
  return dangers.flatMap(([pattern, what]) =>
    [...blanked.matchAll(pattern)]
      .filter((m) => !isDefinition(blanked, m.index))
      .map((m) => ({ what: what === '' ? (m[1] ?? '') : what, spot: at(m.index), offset: m.index })),
  );
}

/** Whether a name is defined where it stands, and not called. */
function isDefinition(blanked: string, at: number): boolean {
  return /\b(?:def|class|function)\s{1,4}$/.test(blanked.slice(Math.max(0, at - 12), at));
}

interface Call {
  readonly row: Constructor;
  readonly framework: string;
  readonly name: string;
  readonly start: number;
  readonly span: Span;
  readonly asks: boolean;
}

function agentOf(source: Source, { row, framework, name, start, span, asks }: Call): SourceAgent {
  const { blanked, text, at } = source;
  const args = argumentsOf(source, span);
  const listed = toolsOf(source, row, args);
  const value = (key: string): string | undefined => {
    const part = args.named.get(key);
    return part === undefined ? undefined : /^[rf]?["'`]([^"'`\n]{1,200})["'`]$/.exec(text.slice(part.from, part.to))?.[1];
  };
  const isTrue = (key: string): boolean => {
    const part = args.named.get(key);
    return part !== undefined && /^[Tt]rue$/.test(blanked.slice(part.from, part.to));
  };
  const spotOf = (key: string): Spot => at(args.named.get(key)?.from ?? start);
  const mode = ['permission_mode', 'permissionMode'].find((key) => value(key) === 'bypassPermissions');
  const bypass = [
    ...(mode === undefined ? [] : [{ what: `${mode}: bypassPermissions`, spot: spotOf(mode) }]),
    ...(isTrue('dangerouslySkipPermissions') ? [{ what: 'dangerouslySkipPermissions', spot: spotOf('dangerouslySkipPermissions') }] : []),
  ];
  const code: Said[] = [];
  if (isTrue('allow_code_execution') && value('code_execution_mode') === 'unsafe') {
    code.push({ what: 'code_execution_mode="unsafe"', spot: spotOf('code_execution_mode') });
  }
  const execution = args.named.get('code_execution_config');
  const dockerOff =
    execution === undefined ? undefined : /use_docker["'\s]{0,6}[:=]\s{0,4}False\b/.exec(text.slice(execution.from, execution.to));
  if (dockerOff) code.push({ what: 'use_docker: False', spot: spotOf('code_execution_config') });
  const authorized = args.named.get('additional_authorized_imports');
  if (authorized !== undefined && /["'](?:\*|os|subprocess|sys)["']/.test(text.slice(authorized.from, authorized.to))) {
    code.push({ what: 'additional_authorized_imports', spot: spotOf('additional_authorized_imports') });
  }
  const config = args.named.get('config');
  const configured =
    config === undefined ? undefined : /agents_config\[["'](\w{1,100})["']\]/.exec(text.slice(config.from, config.to))?.[1];
  const limit = [...args.named.keys()].find((key) =>
    /^(?:max_?(?:turns|iter|iterations|steps|budget_usd|execution_time|rpm)|stopWhen|stop_when)$/i.test(key),
  );
  const target = /([A-Za-z_]\w{0,80})\s{0,4}(?::[^=\n]{0,100})?=\s{0,4}(?:await\s{1,4}|new\s{1,4})?$/.exec(
    blanked.slice(Math.max(0, start - 200), start),
  )?.[1];
  return {
    framework,
    name: configured ?? value('name') ?? value('role') ?? target ?? name,
    spot: at(start),
    ...listed,
    bypass,
    code,
    asks: asks || value('human_input_mode') === 'ALWAYS',
    ...(limit === undefined ? {} : { limited: spotOf(limit) }),
    ...(configured === undefined ? {} : { configured }),
  };
}

interface Arguments {
  readonly named: ReadonlyMap<string, Span>;
  readonly positional: readonly Span[];
}

/** Arguments by name, and by place; the keys of an object that stands alone are names, and so are those of its `options`. */
function argumentsOf({ blanked, text }: Source, span: Span): Arguments {
  const named = new Map<string, Span>();
  const positional: Span[] = [];
  const add = (part: Span, depth: number): void => {
    const match = /^(?:(\w{1,80})|["'`]([^"'`\n]{1,80})["'`])\s{0,8}(?:=(?!=)|:)\s{0,200}/.exec(
      text.slice(part.from, Math.min(part.to, part.from + 400)),
    );
    const key = match?.[1] ?? match?.[2];
    if (match !== null && key !== undefined) {
      const value = trimmed(blanked, { from: part.from + match[0].length, to: part.to });
      if (!named.has(key)) named.set(key, value);
      if (key === 'options' && blanked[value.from] === '{') object(value, depth + 1);
    } else if (blanked[part.from] === '{') object(part, depth + 1);
    else if (depth > 0 && /^\w{1,80}$/.test(blanked.slice(part.from, part.to))) named.set(blanked.slice(part.from, part.to), part);
    else positional.push(part);
  };
  const object = (part: Span, depth: number): void => {
    const inside = insideBrackets(blanked, part.from);
    if (inside !== undefined && depth < 4) for (const p of partsOf(blanked, inside)) add(p, depth);
  };
  for (const part of partsOf(blanked, span)) add(part, 0);
  return { named, positional };
}

const none: ListedTools = { tools: [], whole: true };

function toolsOf(source: Source, row: Constructor, { named, positional }: Arguments): ListedTools {
  const part =
    row.tools.map((key) => named.get(key)).find((p) => p !== undefined) ?? (row.place === undefined ? undefined : positional[row.place]);
  const listed = part === undefined ? none : toolsIn(source, part);
  // Servers, other agents and toolsets give it tools that are not in the list.
  const more = [
    'mcp_servers',
    'mcpServers',
    'handoffs',
    'sub_agents',
    'subAgents',
    'toolsets',
    'workbench',
    'subagents',
    'middleware',
    'plugins',
    'kernel',
  ];
  const all = part !== undefined || row.bare !== true;
  return {
    tools: [...listed.tools, ...(row.own ?? []).map((tool) => ({ name: tool, spot: source.at(part?.from ?? 0) }))],
    whole: listed.whole && all && !more.some((key) => named.has(key)),
  };
}

/** Stores of vectors and memories, by the arguments that name one. */
const stores =
  /(?<![\w.])(Chroma|PineconeVectorStore|QdrantVectorStore|PGVector|Milvus|WeaviateVectorStore|RedisVectorStore|ElasticsearchStore|MongoDBAtlasVectorSearch|AzureSearch|AgentCoreMemorySaver|AgentCoreMemorySessionManager|MemorySessionManager)\s{0,4}\(/g;
const storeNames = [
  'index_name',
  'indexName',
  'collection_name',
  'collectionName',
  'memory_id',
  'memoryId',
  'namespace',
  'persist_directory',
  'persistDirectory',
];
const writesStore =
  /\.(?:add_documents|add_texts|aadd_documents|upsert|addDocuments|addVectors|from_documents|fromDocuments|save_turns|add_turns|create_event)\s{0,4}\(/;

function memoriesIn(source: Source): readonly Said[] {
  const { blanked, text, at } = source;
  if (!writesStore.test(blanked)) return [];
  return [...blanked.matchAll(stores)].slice(0, mostCalls).flatMap((match) => {
    const span = insideBrackets(blanked, match.index + match[0].length - 1);
    if (span === undefined) return [];
    const { named } = argumentsOf(source, span);
    const names = storeNames.flatMap((key) => {
      const part = named.get(key);
      const value = part === undefined ? undefined : /^["'`]([^"'`\n]{1,200})["'`]$/.exec(text.slice(part.from, part.to))?.[1];
      return value === undefined ? [] : [value];
    });
    return names.length === 0 ? [] : [{ what: `${match[1]} ${names.join('/')}`, spot: at(match.index) }];
  });
}
