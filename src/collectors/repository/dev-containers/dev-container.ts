import type { WorkloadSettings } from '../../../inventory/workload.ts';
import { runsAgent } from '../../kubernetes-objects/agent-images.ts';
import type { Draft } from '../../place-below.ts';
import { settingCandidates } from '../clients/setting-candidates.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { candidatesIn } from '../secrets/arguments.ts';
import { isThrowAway } from '../secrets/placeholders.ts';
import { recordCredentials } from '../secrets/record.ts';
import { bareServersIn } from '../servers/containers.ts';
import { readJson } from '../tree/json.ts';
import { at, entriesOf, flagOf, itemsOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { isEscapingCapability, opensMachine, personLogin } from './machine-mounts.ts';

/** Where the configuration of a development container stands (https://containers.dev/implementors/spec/#devcontainerjson). */
export const devContainerFiles = ['.devcontainer/devcontainer.json', '.devcontainer/*/devcontainer.json', '.devcontainer.json'] as const;

/** What runs in the container when it is made or started (https://containers.dev/implementors/json_reference/#lifecycle-scripts). */
export const lifecycleCommands = [
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
] as const;

/** Features that open the machine: what each of them sets by its own word (https://github.com/devcontainers/features). */
const openingFeatures: readonly (readonly [feature: RegExp, opens: string])[] = [
  [/\/docker-(?:outside-of-docker|from-docker)(?:[:@]|$)/, 'mount /var/run/docker.sock'],
  [/\/docker-in-docker(?:[:@]|$)/, 'privileged'],
];

/** Extensions whose agents run commands by themselves. */
const agentExtensions =
  /^(?:anthropic\.claude-code|openai\.chatgpt|saoudrizwan\.claude-dev|rooveterinaryinc\.roo-cline|kilocode\.kilo-code|block\.goose|amazonwebservices\.amazon-q-vscode|sst-dev\.opencode)$/i;

/** Agents as package managers install them. */
const installsAgent =
  /\b(?:npm|npx|pnpm|yarn|bunx?|pipx?|pip3|uvx?)\b[^;&|\n]{0,300}?[\s"'](?:@anthropic-ai\/claude-code|@openai\/codex|@google\/gemini-cli|@qwen-code\/qwen-code|opencode-ai|aider-(?:chat|install)|claude-flow)(?=$|[\s"'@;&|])/;

/** Whether a place in the file belongs to a tool, which holds what stands there itself. */
export function isCustomization(pointer: string): boolean {
  return pointer.startsWith('/customizations/');
}

/**
 * Hands over a development container with what it holds, and what of the developer's machine it gets. One that has nothing of
 * either, and runs no agent, is no identity of its own.
 */
export function readDevContainer(out: Gathering, file: OpenFile): void {
  // What is wrong with the file, the client's reader tells.
  const { tree } = readJson(file.text);
  if (tree === undefined) return;
  const directory = file.path.replace(/(?:^|\/)\.devcontainer(?:\.json|\/.*)$/, '');
  const home = directory === '' ? out.repository : `${out.repository}/${directory}`;
  const variant = /(?:^|\/)\.devcontainer\/([^/]+)\/[^/]+$/.exec(file.path)?.[1];
  const name = variant ?? 'devcontainer';
  const id = `repository:dev-container/${home}/${name}`;
  const plain = settingCandidates(tree).filter(({ spot }) => !isCustomization(spot.pointer) && !spot.pointer.startsWith('/runArgs/'));
  const words = textsOf(at(tree, 'runArgs'));
  const candidates = [...plain, ...candidatesIn(words).candidates].filter((c) => !isThrowAway(c.value));
  const secrets = recordCredentials(out, file, id, candidates).map((r) => r.candidate.key);
  const access = hostAccess(tree);
  const mounts = mountsOf(tree);
  const logins = mounts.flatMap((source) => personLogin(source) ?? []);
  const isAgent = holdsAgent(tree);
  if (secrets.length === 0 && access.length === 0 && logins.length === 0 && !isAgent) return;
  const place = evidenceIn(file, tree);
  const settings: Draft<WorkloadSettings> = {
    env_secrets: [...new Set(secrets)].sort(),
    person_logins: logins,
    runs_agent: isAgent,
  };
  // With Compose or an image's own metadata, more than this file says what it gets.
  if (access.length > 0 || (at(tree, 'dockerComposeFile') === undefined && at(tree, 'features') === undefined))
    settings.host_access = access;
  const base = { name, scope: out.repository, evidence: [place] };
  const nature = isAgent ? 'agent' : 'workload';
  const identity = { ...base, id, plane: 'repository', kind: 'dev-container', nature, agent: isAgent, standing: 'declared' } as const;
  out.emit({ type: 'identity', value: identity });
  out.emit({ type: 'workload', value: { ...base, id: `${id}#process`, kind: 'dev-container', identity: id, settings } });
}

/** What opens the machine, of https://containers.dev/implementors/json_reference/#general-properties. */
function hostAccess(tree: Tree): readonly string[] {
  const found: string[] = [];
  const words = runArguments(tree);
  if (flagOf(at(tree, 'privileged')) === true || words.some(({ flag, value }) => flag === '--privileged' && value !== 'false'))
    found.push('privileged');
  if (words.some(({ flag, value }) => flag === '--pid' && value === 'host')) found.push('host processes');
  for (const source of mountsOf(tree)) if (opensMachine(source)) found.push(`mount ${source.slice(0, 200)}`);
  const added = words.flatMap(({ flag, value }) => (flag === '--cap-add' ? [value ?? ''] : []));
  for (const name of [...textsOf(at(tree, 'capAdd')).map((t) => t.text), ...added])
    if (isEscapingCapability(name)) found.push(`capability ${name}`);
  for (const { key } of entriesOf(at(tree, 'features')))
    for (const [feature, opens] of openingFeatures) if (feature.test(key)) found.push(opens);
  return [...new Set(found)];
}

/** Places of the machine that are mounted: `mounts`, `workspaceMount`, and `-v` and `--mount` of `runArgs`. */
function mountsOf(tree: Tree): readonly string[] {
  const written = itemsOf(at(tree, 'mounts')).flatMap((mount) => {
    const text = textOf(mount);
    if (text !== undefined) return sourceOf(text) ?? [];
    return textOf(at(mount, 'type')) === 'volume' ? [] : (textOf(at(mount, 'source')) ?? []);
  });
  const whole = sourceOf(textOf(at(tree, 'workspaceMount')) ?? '');
  const given = runArguments(tree).flatMap(({ flag, value = '' }) => {
    if (flag === '--mount') return sourceOf(value) ?? [];
    return flag === '-v' || flag === '--volume' ? (/^((?:[^:$]|\$\{[^{}]{0,200}\})+):/.exec(value.slice(0, 1000))?.[1] ?? []) : [];
  });
  return [...written, ...(whole === undefined ? [] : [whole]), ...given].map((source) => source.replace(/(.)\/+$/, '$1'));
}

/** `source=…,target=…,type=bind` (https://docs.docker.com/engine/storage/bind-mounts/). */
function sourceOf(mount: string): string | undefined {
  const fields = new Map(
    mount.split(',').map((field) => [field.split('=', 1)[0]?.trim() ?? '', field.slice(field.indexOf('=') + 1).trim()]),
  );
  return fields.get('type') === 'volume' ? undefined : (fields.get('source') ?? fields.get('src'));
}

/** Flags for `docker run`, each with its value, after `=` or as the next word. */
function runArguments(tree: Tree): readonly { readonly flag: string; readonly value: string | undefined }[] {
  const words = textsOf(at(tree, 'runArgs')).map((t) => t.text);
  return words.flatMap((word, i) => {
    if (!word.startsWith('-')) return [];
    const equals = word.indexOf('=');
    if (equals > 0) return [{ flag: word.slice(0, equals), value: word.slice(equals + 1) }];
    const next = words[i + 1];
    return [{ flag: word, value: next === undefined || next.startsWith('-') ? undefined : next }];
  });
}

/** Whether an agent or an MCP server is started or installed here. */
function holdsAgent(tree: Tree): boolean {
  const servers = at(tree, 'customizations', 'vscode', 'mcp', 'servers');
  if (servers !== undefined && bareServersIn(servers).some(({ value }) => at(value, 'command') !== undefined)) return true;
  if (textsOf(at(tree, 'customizations', 'vscode', 'extensions')).some(({ text }) => agentExtensions.test(text))) return true;
  if (runsAgent([textOf(at(tree, 'image')) ?? '', ...entriesOf(at(tree, 'features')).map((e) => e.key)])) return true;
  return lifecycleCommands.some((key) =>
    commandsOf(at(tree, key)).some((line) => installsAgent.test(line.slice(0, 8192).replace(/\s#[^\n]*/g, ''))),
  );
}

/** A command as one text, as a list of words, or several by name. */
function commandsOf(command: Tree | undefined): readonly string[] {
  if (command?.kind === 'map') return command.entries.flatMap((e) => commandsOf(e.value));
  if (command?.kind === 'list')
    return [
      textsOf(command)
        .map((t) => t.text)
        .join(' '),
    ];
  return textsOf(command).map((t) => t.text);
}
