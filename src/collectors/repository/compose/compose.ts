import { posix } from 'node:path';
import type { WorkloadSettings } from '../../../inventory/workload.ts';
import { runsAgent } from '../../kubernetes-objects/agent-images.ts';
import type { Draft } from '../../place-below.ts';
import { engineInImage, isDryRun } from '../../policy-engines/engine-images.ts';
import { splitCommand } from '../commands/words.ts';
import { isEscapingCapability, opensMachine, personLogin } from '../dev-containers/machine-mounts.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { type Candidate, candidatesIn } from '../secrets/arguments.ts';
import { redactName } from '../secrets/detect.ts';
import { isThrowAway } from '../secrets/placeholders.ts';
import { recordCredentials } from '../secrets/record.ts';
import { at, entriesOf, flagOf, itemsOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';

/** The names of Docker Compose's files (https://docs.docker.com/compose/intro/compose-application-model/). */
export const composeFiles: readonly string[] = [
  'compose',
  'compose.*',
  'compose-*',
  'docker-compose',
  'docker-compose.*',
  'docker-compose-*',
].flatMap((name) => [`${name}.yml`, `${name}.yaml`]);

/** Hands over the services of a Compose file, what they hold and what of the machine they get. */
export function readCompose(out: Gathering, file: OpenFile): void {
  const { tree, problems } = readYaml(file.text);
  // What a generator makes such files of is no file of Compose yet.
  const isTemplate = problems.length > 0 && /\{\{|\{%|<%/.test(file.text);
  if (isTemplate) out.gap(file.path, 'unsupported', 'a template of another tool is not read', { harmless: true });
  else for (const problem of problems) out.gap(file.path, 'unreadable', problem.detail, problem);
  for (const { key, value } of entriesOf(at(tree, 'services'))) {
    const service = withMergeKeys(value);
    if (service.kind === 'map') readService(out, file, redactName(key), service);
  }
}

/** A map with what `<<` takes over from others; what stands nearer wins. */
function withMergeKeys(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree;
  const merged = tree.entries.filter((e) => e.key === '<<').flatMap((e) => (e.value.kind === 'list' ? e.value.items : [e.value]));
  const far = merged.flatMap((part) => (part.kind === 'map' ? part.entries : []));
  return merged.length === 0 ? tree : { ...tree, entries: [...far, ...tree.entries.filter((e) => e.key !== '<<')] };
}

function readService(out: Gathering, file: OpenFile, name: string, service: Tree): void {
  const directory = posix.dirname(file.path) === '.' ? '' : posix.dirname(file.path);
  const home = directory === '' ? out.repository : `${out.repository}/${directory}`;
  const id = `repository:compose-service/${home}/${name}`;
  const place = evidenceIn(file, service);
  const words = [textOf(at(service, 'image')) ?? '', ...wordsOf(service, 'entrypoint'), ...wordsOf(service, 'command')];
  const isAgent = runsAgent(words);
  // What throw-away containers of a developer use as passwords opens nothing.
  const candidates = [...environmentOf(service), ...argumentsOf(service)].filter((c) => !isThrowAway(c.value));
  const secrets = recordCredentials(out, file, id, candidates).map((r) => r.candidate.key);
  const settings: Draft<WorkloadSettings> = {
    env_secrets: [...new Set(secrets)].sort(),
    host_access: hostAccess(service),
    person_logins: mountsOf(service).flatMap((source) => personLogin(source) ?? []),
    runs_agent: isAgent,
  };
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'repository',
      kind: 'compose-service',
      name,
      scope: out.repository,
      nature: isAgent ? 'agent' : 'workload',
      agent: isAgent,
      standing: 'declared',
      evidence: [place],
    },
  });
  out.emit({
    type: 'workload',
    value: {
      id: `${id}#${posix.basename(file.path)}`,
      kind: 'compose-service',
      name,
      identity: id,
      scope: out.repository,
      settings,
      evidence: [place],
    },
  });
  const engine = engineInImage(words[0] ?? '');
  out.composeServices.push({
    workload: `${id}#${posix.basename(file.path)}`,
    name,
    directory,
    published: at(service, 'ports') !== undefined || textOf(at(service, 'network_mode')) === 'host',
    ...(engine === undefined ? {} : { engine }),
    dryRun: isDryRun(words),
    names: namesIn(service),
    place: evidenceIn(file, at(service, 'image') ?? service),
  });
}

/** Services that it names: those it depends on, and hosts of addresses in its variables. */
function namesIn(service: Tree): readonly string[] {
  const depends = at(service, 'depends_on');
  const listed = [...textsOf(depends).map((t) => t.text), ...entriesOf(depends).map((e) => e.key)];
  const hosts = environmentOf(service).flatMap(
    ({ value }) => /^(?:(?:https?|grpc):\/\/)?([\w.-]{1,100})(?::\d{1,5})?(?:\/|$)/.exec(value)?.[1] ?? [],
  );
  return [...new Set([...listed, ...hosts])];
}

/** Variables with their values, as a map or as a list of `NAME=value`. A name alone is taken from the caller's environment. */
function environmentOf(service: Tree): readonly Candidate[] {
  const written = at(service, 'environment');
  const environment = written && withMergeKeys(written);
  const pairs = [
    ...entriesOf(environment).map(({ key, value }) => ({ key, value: textOf(value), spot: value })),
    ...itemsOf(environment).map((item) => {
      const text = textOf(item) ?? '';
      const equals = text.indexOf('=');
      return { key: text.slice(0, Math.max(equals, 0)), value: equals < 1 ? undefined : text.slice(equals + 1), spot: item };
    }),
  ];
  return pairs.flatMap(({ key, value, spot }) =>
    // What ends so holds the path of a file in which the secret stands.
    value === undefined || key.endsWith('_FILE') ? [] : [{ key, value: value.replaceAll('$$', '$'), spot, position: 'env' as const }],
  );
}

function argumentsOf(service: Tree): readonly Candidate[] {
  return ['command', 'entrypoint'].flatMap((key) => {
    const part = at(service, key);
    const words = textsOf(part).flatMap(({ text, spot }) => (part?.kind === 'list' ? [{ text, spot }] : splitCommand(text, spot)));
    return [...candidatesIn(words).candidates];
  });
}

function wordsOf(service: Tree, key: string): readonly string[] {
  const part = at(service, key);
  return textsOf(part).flatMap(({ text, spot }) => (part?.kind === 'list' ? [text] : splitCommand(text, spot).map((w) => w.text)));
}

/** Places of the machine that it mounts, in the short form `source:target` and in the long one. */
function mountsOf(service: Tree): readonly string[] {
  return itemsOf(at(service, 'volumes')).flatMap((volume) => {
    const short = textOf(volume);
    const source =
      short === undefined ? textOf(at(volume, 'source')) : /^((?:~|\/|\$|\.)[^:]{0,500}(?::-[^:}]{0,200}\})?[^:]{0,200}):/.exec(short)?.[1];
    return source === undefined ? [] : [source.replace(/(.)\/+$/, '$1')];
  });
}

/** What opens the machine (https://docs.docker.com/reference/compose-file/services/). */
function hostAccess(service: Tree): readonly string[] {
  const found: string[] = [];
  if (flagOf(at(service, 'privileged')) === true) found.push('privileged');
  if (textOf(at(service, 'pid')) === 'host') found.push('host processes');
  for (const source of mountsOf(service)) if (opensMachine(source)) found.push(`mount ${source.slice(0, 200)}`);
  for (const { text } of textsOf(at(service, 'cap_add'))) if (isEscapingCapability(text)) found.push(`capability ${text}`);
  return [...new Set(found)];
}
