import type { Language } from './source-text.ts';

/** Frameworks by the module that they are imported from; the first row that fits. */
const modules: readonly (readonly [pattern: RegExp, framework: string])[] = [
  [/^(?:langchain|langgraph|deepagents)(?:[._/]|$)|^@langchain\//, 'langchain'],
  [/^crewai(?:_tools)?(?:\.|$)/, 'crewai'],
  [/^agents(?:\.|$)|^@openai\/agents(?:-|\/|$)/, 'openai-agents'],
  [/^google\.adk(?:\.|$)|^@google\/adk$/, 'google-adk'],
  [/^(?:autogen|ag2)(?:[._]|$)/, 'autogen'],
  [/^semantic_kernel(?:\.|$)/, 'semantic-kernel'],
  [/^agent_framework(?:[._]|$)/, 'microsoft-agent-framework'],
  [/^smolagents(?:\.|$)/, 'smolagents'],
  [/^pydantic_ai(?:\.|$)/, 'pydantic-ai'],
  [/^strands(?:_tools)?(?:\.|$)|^@strands-agents\//, 'strands'],
  [/^agno(?:\.|$)/, 'agno'],
  [/^claude_(?:agent|code)_sdk(?:\.|$)|^@anthropic-ai\/claude-(?:agent-sdk|code)$/, 'claude-agent-sdk'],
  [/^llama_index(?:\.|$)|^llamaindex$/, 'llamaindex'],
  [/^@mastra\/core(?:\/|$)/, 'mastra'],
  [/^ai$/, 'vercel-ai'],
];

const imported = modules.map(([pattern]) => pattern.source.replaceAll('^', '').replaceAll('$', '\\W')).join('|');
const naming = new RegExp(`(?:\\b(?:from|import)[ \\t]+|["'])(?:${imported})`);

/** Whether a text names a framework where an import would. A cheap look: comments and strings are not told apart. */
export function namesFramework(text: string): boolean {
  return naming.test(text);
}

/** Names that a source file imports from agent frameworks, and the framework of each; `*` stands for the file's first one. */
export function frameworkImports(text: string, blanked: string, language: Language): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (module: string, names: readonly string[]): void => {
    const framework = modules.find(([pattern]) => pattern.test(module))?.[1];
    if (framework === undefined) return;
    if (!found.has('*')) found.set('*', framework);
    for (const name of names) found.set(name, framework);
  };
  if (language === 'python') {
    for (const match of blanked.matchAll(/^[ \t]{0,40}from[ \t]+([\w.]{1,200})[ \t]+import[ \t]+(\([^()]{0,4000}\)|[^\n]{0,1000})/gm)) {
      add(match[1] ?? '', namesIn(match[2] ?? '', /\bas\b/));
    }
    for (const match of blanked.matchAll(/^[ \t]{0,40}import[ \t]+([\w.]{1,200})(?:[ \t]+as[ \t]+(\w{1,100}))?/gm)) {
      add(match[1] ?? '', [match[2] ?? (match[1] ?? '').split('.')[0] ?? '']);
    }
    return found;
  }
  // What is imported stands in a string, so this looks at the text, at places that are code.
  for (const match of text.matchAll(/^[ \t]{0,40}import[ \t]+([^'"`;]{0,4000}?)from[ \t]*["']([^"'\n]{1,200})["']/gm)) {
    if (blanked.startsWith('import', match.index + match[0].search(/\S/))) add(match[2] ?? '', namesIn(match[1] ?? '', /\bas\b/));
  }
  for (const match of text.matchAll(
    /\b(?:const|let|var)[ \t]+([^=;'"`]{1,2000}?)=[ \t]*(?:await[ \t]+import|require)\([ \t]*["']([^"'\n]{1,200})["']/g,
  )) {
    if (/^(?:const|let|var)/.test(blanked.slice(match.index, match.index + 5))) add(match[2] ?? '', namesIn(match[1] ?? '', /:/));
  }
  return found;
}

function namesIn(list: string, renamed: RegExp): readonly string[] {
  return list
    .replace(/[(){}]/g, ' ')
    .split(',')
    .flatMap((part) => /(\w{1,100})\s*$/.exec(part.split(renamed).at(-1) ?? '')?.[1] ?? []);
}
