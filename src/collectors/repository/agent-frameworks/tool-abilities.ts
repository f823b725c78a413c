import { type Ability, abilityOf, abilityOfLetters } from '../servers/facets.ts';

/** What one tool of an agent that is built can do. */
export interface ToolAbility extends Ability {
  /** What a model writes runs on the machine of the agent, in no sandbox. */
  readonly runsCode: boolean;
}

/**
 * Tools of agent frameworks by their class, function or type, the first row that fits. One letter a facet (r, w, x, e, s), then
 * u for text that strangers write, p for data that is not public, and ! for code that runs outside a sandbox.
 */
const rows: readonly (readonly [name: RegExp, letters: string])[] = [
  // LangChain, smolagents, agno, Strands and AutoGen: an interpreter or a shell in the agent's own process or on its machine.
  [
    /^(?:python_?(?:ast_?)?repl(?:_?tool)?|shell_?tools?|bash_?tool|bash_?process|python_?tools|local_?(?:python_?executor|shell_?tool|command_?line_?code_?executor)|unsafe_?local_?code_?executor|code_?shell_?tool|terminal_?tool|command_?line_?tool)$/,
    'rwxep!',
  ],
  [/^(?:n8n-nodes-base\.executecommand|execute_?command_?tool)$/, 'rwxep!'],
  [/^(?:shell|bash|python|python_repl|powershell|terminal|execute_bash|run_command)$/, 'rwxep!'],
  // Interpreters of a provider, or in a container: the code runs elsewhere.
  [
    /code_?(?:interpreter|execution)|built_?in_?code_?executor|(?:vertex|container|docker|e2b|agent_?engine_?sandbox|jupyter)\w*code_?executor|riza|e2b|daytona|modal_?sandbox/,
    'x',
  ],
  [/^(?:computer_?use\w*|browser\w*|playwright\w*|stagehand\w*|puppeteer\w*|local_?browser\w*)$/, 'rwxeu'],
  // An address that the model chooses is a way out; a search is only a way in.
  [
    /^requests?_?(?:get|post|put|patch|delete|all)?_?(?:tool(?:kit)?s?|wrapper)?$|^(?:http_?(?:request|tool)\w*|fetch\w*|url_?context|web_?fetch\w*|load_?web_?page|open_?api_?tool(?:set)?|openapi|n8n-nodes-base\.httprequesttool)$/,
    'rweu',
  ],
  [/scrape\w*|crawl\w*|firecrawl\w*|spider_?tool|web_?base_?loader|jina\w*/, 'reu'],
  [
    /(?:^|_)(?:google|web|bing|tavily|duck_?duck_?go|brave|serp\w*|serper\w*|exa|perplexity|internet|news|enterprise_?web)_?(?:search|dev|answer|results?)?\w*$|web_?search|google_?search|duckduckgo|wikipedia|arxiv|youtube|hacker_?news|reddit|rss|pubmed|searx/,
    'ru',
  ],
  [/(?:sql|query)_?(?:data_?base|db|checker)|nl2sql|pg_?search|mysql_?search|bigquery|spanner|snowflake|dataverse|sql_?tools/, 'rwp'],
  [
    /^(?:file_?search|knowledge\w*|retriev\w*|rag\w*|vector_?store\w*|vertex_?ai_?(?:search|rag)\w*|azure_?ai_?search\w*|\w+_?retriever)(?:_?tool)?$/,
    'rp',
  ],
  [
    /(?:read|list|search)_?(?:file|directory)|directory_?(?:read|search)|file_?read|file_?management|(?:json|csv|pdf|docx|txt|mdx)_?search/,
    'rp',
  ],
  [/write_?file|file_?writer?|file_?tools|editor|apply_?patch/, 'rwp'],
  [/gmail|outlook|office_?365|send_?(?:e?mail|message|sms)|e?mail_?(?:tool|read|send)/, 'rweup'],
  [/^(?:one_?drive\w*|share_?point\w*|teams_?messages|meetings|people|graph_?connectors?|email|embedded_?knowledge)$/, 'rp'],
  [
    /^(?:calculator|calc|math\w*|current_?time|get_?(?:current_?)?(?:time|date)|datetime\w*|think\w*|finish|done|final_?answer\w*|exit_?loop|transfer_to_agent|image_?generation|graphic_?art|dalle?\w*|user_?input)(?:_?tool)?$/,
    '',
  ],
];

/** What a tool of a framework can do, told by its name; undefined where the name is nobody's that is known. */
export function toolAbility(name: string): ToolAbility | undefined {
  const last = name.slice(0, 200).split(/[./:]/).at(-1) ?? '';
  const plain = last
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_');
  const spellings = [name.slice(0, 200).toLowerCase(), plain, last.toLowerCase()];
  const row = rows.find(([pattern]) => spellings.some((s) => pattern.test(s)));
  if (row !== undefined) return { ...abilityOfLetters(row[1]), runsCode: row[1].includes('!') };
  // A product's name alone, or its toolkit. `validate_email` is no mailbox.
  const product = plain.replace(/_?(?:tools?|toolkit|toolset)$/, '');
  const known = product.includes('_') && product === plain ? undefined : abilityOf([product], false);
  return known === undefined ? undefined : { ...known, runsCode: false };
}
