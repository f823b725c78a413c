import { at, entriesOf, flagOf, itemsOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { type ReadAgents, stemOf } from './declared-agents.ts';
import type { AgentTool, FrameworkAgent, Said } from './framework-agent.ts';
import type { ToolAbility } from './tool-abilities.ts';

const runs: ToolAbility = { facets: ['read', 'write', 'execute'], untrusted: false, privateData: true, runsCode: false };
const writes: ToolAbility = { facets: ['write'], untrusted: false, privateData: false, runsCode: false };
const fetches: ToolAbility = { facets: ['read', 'egress'], untrusted: true, privateData: false, runsCode: false };

/**
 * It reads, and writes nothing: what an agent writes goes through safe outputs. Of a public repository it shows only what people
 * with access wrote, unless `min-integrity` says otherwise (https://github.github.com/gh-aw/reference/integrity/).
 */
const readsGitHub: ToolAbility = { facets: ['read'], untrusted: false, privateData: true, runsCode: false };

const outsideEvents = new Set(
  'issues issue_comment pull_request_target pull_request_review_comment discussion discussion_comment fork watch'.split(' '),
);

/**
 * GitHub Agentic Workflows (https://github.github.com/gh-aw/reference/frontmatter/): a Markdown file whose header says what
 * its agent may use. What runs is the lock file that is compiled from it, whose job `agent` runs the agent.
 */
export const readAgenticWorkflow: ReadAgents = (tree, whole, path) => {
  if (at(tree, 'on') === undefined) return [];
  const name = stemOf(path);
  const tools: AgentTool[] = [];
  const openTo: Said[] = [];
  const unsandboxed: Said[] = [];
  for (const { key, value } of entriesOf(at(tree, 'tools'))) {
    const off = value.kind === 'scalar' && value.value === false;
    if (off) continue;
    if (key === 'bash') {
      const commands = textsOf(value).map((t) => t.text);
      const any = flagOf(value) === true || commands.some((c) => c === '*' || c === ':*');
      // Nothing written, or named commands: a short list that reads.
      tools.push({ name: any ? 'bash (any command)' : 'bash', spot: value, ability: any ? runs : { ...runs, facets: ['read'] } });
    } else if (key === 'github') tools.push({ name: key, spot: value, ability: readsGitHub });
    else if (key === 'edit' || key === 'cache-memory' || key === 'repo-memory') tools.push({ name: key, spot: value, ability: writes });
    else if (key === 'web-fetch' || key === 'playwright') tools.push({ name: key, spot: value, ability: fetches });
    else if (key === 'web-search') tools.push({ name: key, spot: value, ability: { ...fetches, facets: ['read'] } });
    else tools.push({ name: key, spot: value });
  }
  for (const { key, value } of entriesOf(at(tree, 'safe-outputs'))) {
    // The other keys are settings of the outputs.
    if (/^(?:create|add|update|close|push|assign|link|upload|dispatch|reply|submit|mark|hide|merge|resolve)-/.test(key)) {
      tools.push({ name: `safe output ${key}`, spot: value, ability: writes });
    }
  }
  const sandbox = at(tree, 'sandbox', 'agent') ?? at(tree, 'sandbox');
  if (sandbox !== undefined && flagOf(sandbox) === false) unsandboxed.push({ what: 'sandbox: false', spot: sandbox });
  const hosts = textsOf(at(tree, 'network', 'allowed'));
  const anyHost = hosts.find(({ text }) => text === '*');
  if (anyHost !== undefined) tools.push({ name: 'network: any host', spot: anyHost.spot, ability: { ...writes, facets: ['egress'] } });
  openTo.push(...openEvents(tree));
  const integrity = at(tree, 'tools', 'github', 'min-integrity');
  if (integrity !== undefined && textOf(integrity) === 'none') openTo.push({ what: 'min-integrity: none', spot: integrity });
  // The older word for it.
  const lockdown = at(tree, 'tools', 'github', 'lockdown');
  if (lockdown !== undefined && flagOf(lockdown) === false) openTo.push({ what: 'lockdown: false', spot: lockdown });
  const limit = at(tree, 'timeout-minutes') ?? at(tree, 'timeout_minutes') ?? at(tree, 'engine', 'max-turns');
  const agent: FrameworkAgent = {
    framework: 'gh-aw',
    name: textOf(at(tree, 'name')) ?? name,
    spot: at(tree, 'tools') ?? at(tree, 'on') ?? tree,
    tools,
    openTo,
    unsandboxed,
    servers: entriesOf(at(tree, 'mcp-servers')).filter((e) => e.value.kind === 'map'),
    // Parts that it imports may give it more.
    whole: whole && at(tree, 'imports') === undefined,
    ...(limit === undefined ? {} : { limited: limit }),
    holds: tree,
  };
  return [agent];
};

/** People without write access start it, where the roles that may are set to all. */
function openEvents(tree: Tree): readonly Said[] {
  const on = at(tree, 'on');
  const events = on?.kind === 'map' ? on.entries.map((e) => e.key) : textsOf(on).map((t) => t.text);
  const roles = at(tree, 'roles') ?? at(on, 'roles');
  const everybody = roles !== undefined && textsOf(roles).some(({ text }) => text === 'all');
  return everybody && roles !== undefined && events.some((e) => outsideEvents.has(e)) ? [{ what: 'roles: all', spot: roles }] : [];
}

/** Recipes of Goose (https://block.github.io/goose/docs/guides/recipes/recipe-reference). */
export const readRecipe: ReadAgents = (tree, whole, path) => {
  if (at(tree, 'title') === undefined || (at(tree, 'instructions') ?? at(tree, 'prompt')) === undefined) return [];
  const limit = at(tree, 'settings', 'max_turns') ?? at(tree, 'settings', 'goose_max_turns');
  const tools = itemsOf(at(tree, 'extensions')).flatMap((item): AgentTool[] => {
    const kind = textOf(at(item, 'type'));
    const name = textOf(at(item, 'name'));
    // Servers are read as such; what is built in is known by its name.
    return (kind === 'builtin' || kind === 'platform') && name !== undefined
      ? [{ name, spot: item, ...(name === 'developer' ? { ability: runs } : {}) }]
      : [];
  });
  const servers = itemsOf(at(tree, 'extensions')).flatMap((item) => {
    const name = textOf(at(item, 'name'));
    return name !== undefined && (at(item, 'cmd') ?? at(item, 'uri')) !== undefined ? [{ key: name, value: item }] : [];
  });
  // Without a list it has the extensions of whoever runs it.
  const listed = at(tree, 'extensions') !== undefined;
  return [
    {
      framework: 'goose',
      name: textOf(at(tree, 'title')) ?? stemOf(path),
      spot: tree,
      tools,
      servers,
      whole: whole && listed,
      ...(limit === undefined ? {} : { limited: limit }),
    },
  ];
};
