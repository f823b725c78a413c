import { splitCommand, type Word } from '../commands/words.ts';
import { at, type Entry, entriesOf, flagOf, oneOf, type Spot, type Tree, textOf, textsOf } from '../tree/tree.ts';

/** One server object of a client's file, its many spellings brought to one. */
export interface Declaration {
  readonly name: string;
  readonly tree: Tree;
  readonly words: readonly Word[];
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly url?: { readonly text: string; readonly spot: Spot };
  readonly transport?: 'stdio' | 'http' | 'sse';
  readonly disabled: boolean;
  /** Only named tools are enabled. */
  readonly allowlist: boolean;
  /** Their names. */
  readonly enabled: readonly string[];
  readonly approved: readonly { readonly tool: string; readonly spot: Spot }[];
  /** A header, token or OAuth block by reference or by value. */
  readonly login?: Spot;
  readonly bearer?: Spot;
}

const transports: Readonly<Record<string, 'stdio' | 'http' | 'sse'>> = {
  stdio: 'stdio',
  local: 'stdio',
  sse: 'sse',
  http: 'http',
  remote: 'http',
  'streamable-http': 'http',
  streamable_http: 'http',
  streamableHttp: 'http',
};

export function readDeclaration({ key: name, value: tree }: Entry): Declaration {
  const words = wordsOf(tree);
  const urlTree = oneOf(tree, 'url', 'httpUrl', 'serverUrl', 'uri');
  const urlText = textOf(urlTree);
  const url = urlText === undefined || urlTree === undefined ? undefined : { text: urlText, spot: urlTree };
  const headers = [...entriesOf(oneOf(tree, 'headers', 'http_headers')), ...entriesOf(at(tree, 'requestOptions', 'headers'))];
  const type = textOf(oneOf(tree, 'type', 'transport')) ?? '';
  const named = Object.hasOwn(transports, type) ? transports[type] : undefined;
  const transport =
    words.length > 0 ? 'stdio' : (named ?? (url === undefined ? undefined : /\/sse\/?(?:$|\?)/.test(url.text) ? 'sse' : 'http'));
  const enabled = enabledTools(tree);
  const bearer = bearerOf(tree, headers);
  const login = bearer ?? loginOf(tree, headers);
  return {
    name,
    tree,
    words,
    env: entriesOf(oneOf(tree, 'env', 'environment', 'envs')),
    headers,
    ...(url === undefined ? {} : { url }),
    ...(transport === undefined ? {} : { transport }),
    disabled: flagOf(at(tree, 'disabled')) === true || flagOf(at(tree, 'enabled')) === false,
    allowlist: enabled.length > 0,
    enabled,
    approved: approvedIn(tree),
    ...(login === undefined ? {} : { login }),
    ...(bearer === undefined ? {} : { bearer }),
  };
}

function wordsOf(tree: Tree): readonly Word[] {
  const command = oneOf(tree, 'command', 'cmd');
  // Zed's older form: { command: { path, args, env } }.
  const program = command?.kind === 'map' ? oneOf(command, 'path', 'command') : command;
  const args = at(command?.kind === 'map' ? command : tree, 'args');
  const first = textsOf(program).flatMap(({ text, spot }) =>
    program?.kind === 'scalar' && args === undefined && /\s/.test(text) ? splitCommand(text, spot) : [{ text, spot }],
  );
  return first.length === 0 ? [] : [...first, ...textsOf(args)];
}

function bearerOf(tree: Tree, headers: readonly Entry[]): Spot | undefined {
  const named = oneOf(tree, 'bearer_token_env_var', 'bearerTokenEnvVar', 'bearer_token', 'api_key_env');
  const header = [...headers, ...entriesOf(at(tree, 'env_http_headers'))].find(
    ({ key }) => /^(?:authorization|proxy-authorization|api-?key)$/i.test(key) || /(?:api[-_]?key|token|secret|^x-.*key)$/i.test(key),
  );
  return named ?? header?.value;
}

function loginOf(tree: Tree, headers: readonly Entry[]): Spot | undefined {
  const block = oneOf(tree, 'oauth', 'auth', 'headersHelper', 'authProviderType', 'authorization');
  const off = block?.kind === 'scalar' && (block.value === false || block.value === 'none' || block.value === null);
  return off ? undefined : (block ?? headers.find(({ key }) => /auth|cookie|session/i.test(key))?.value);
}

/** The tools of the first list that names some; empty where every tool is enabled. */
function enabledTools(tree: Tree): readonly string[] {
  for (const key of ['includeTools', 'enabledTools', 'enabled_tools', 'allowedTools', 'available_tools', 'tools']) {
    const names = textsOf(at(tree, key)).map((t) => t.text);
    if (names.length > 0 && !names.includes('*') && !names.includes('all')) return names;
  }
  return [];
}

/** Tools that the server object itself lets run unasked; `*` is all of them. */
function approvedIn(tree: Tree): Declaration['approved'] {
  const approved = ['alwaysAllow', 'autoApprove', 'always_allow', 'auto_approve'].flatMap((key) => {
    const value = at(tree, key);
    return flagOf(value) === true && value !== undefined
      ? [{ tool: '*', spot: value }]
      : textsOf(value).map(({ text, spot }) => ({ tool: text, spot }));
  });
  const trust = oneOf(tree, 'trust', 'default_tools_approval_mode');
  if (trust?.kind === 'scalar' && (trust.value === true || trust.value === 'full' || trust.value === 'approve')) {
    approved.push({ tool: '*', spot: trust });
  }
  const modes = entriesOf(at(tree, 'tools')).flatMap(({ key, value }) =>
    textOf(at(value, 'approval_mode')) === 'approve' ? [{ tool: key, spot: value }] : [],
  );
  return [...approved, ...modes];
}

const readElsewhere = new Set(
  'command cmd args env environment envs headers http_headers url httpUrl serverUrl uri env_http_headers env_vars env_keys envFile'.split(
    ' ',
  ),
);

/** The fields that are read by nobody else (OAuth blocks and whatever a client adds). Fields that hold names of variables are left out. */
export function restOf(tree: Tree): readonly Entry[] {
  return entriesOf(tree).filter(({ key }) => !readElsewhere.has(key) && !/env_var$|EnvVar$|_env$/.test(key));
}
