import { programName, splitCommand, type Word } from '../commands/words.ts';
import { redactName } from '../secrets/detect.ts';
import { hostName } from '../secrets/url.ts';

/** What a server's command line starts. */
export interface Launch {
  /** npx, uvx, docker, node, or the program's own name. */
  readonly launcher: string;
  /** Package, image, module or script. */
  readonly package?: string;
  /** Whether what runs can change without the configuration changing. Absent where it is a program already installed. */
  readonly unpinned?: boolean;
  /** The words after the package. */
  readonly rest: readonly Word[];
  /** The URL that a local bridge (mcp-remote) connects to. */
  readonly remote?: Word;
  /** The word that names the package, or the program. */
  readonly word?: Word;
}

/** Stands in the place of a secret word, so that a flag before it still takes its value. */
const hidden = '\u0001';

/** Looks through wrappers and tells the launcher. Words that are secret are never taken for a name. */
export function readLaunch(words: readonly Word[], secret: ReadonlySet<string>): Launch | undefined {
  const [program, ...args] = unwrap(words);
  if (program === undefined) return undefined;
  const name = redactName(programName(program.text)).slice(0, 60);
  const launcher = Object.hasOwn(launchers, name) ? launchers[name] : undefined;
  const launch = launcher?.(
    name,
    args.map((w) => (secret.has(w.text) ? { text: hidden, spot: w.spot } : w)),
    program,
  ) ?? { launcher: name, rest: args, word: program };
  const bridged = /^(?:@[\w-]+\/)?(?:mcp-remote|supergateway|mcp-proxy|mcp-client-stdio)(?:@|$)/.test(launch.package ?? '');
  const remote = bridged ? launch.rest.find((w) => /^(?:https?|wss?):\/\//i.test(w.text)) : undefined;
  return { ...launch, ...(remote === undefined ? {} : { remote }) };
}

const shells = new Set(['bash', 'sh', 'zsh', 'dash', 'fish', 'powershell', 'pwsh']);
const operators = /^[|&;<>]+$/;

/** Takes `cmd /c`, `bash -c "…"`, `env K=V`, `sudo` and the like off the front. */
function unwrap(words: readonly Word[], depth = 0): readonly Word[] {
  const [first, ...rest] = words;
  if (first === undefined || depth > 8) return words;
  const name = programName(first.text);
  if (name === 'cmd') return unwrap(rest.slice(rest.findIndex((w) => /^\/[ck]$/i.test(w.text)) + 1), depth + 1);
  if (shells.has(name)) {
    const at = rest.findIndex((w) => /^-\w{0,4}c$|^-Command$/i.test(w.text));
    const script = at === -1 ? undefined : rest[at + 1];
    if (script === undefined) return words;
    return unwrap(lastCommand([...splitCommand(script.text, script.spot), ...rest.slice(at + 2)]), depth + 1);
  }
  if (name === 'env' || name === 'sudo' || name === 'exec' || name === 'nohup' || name === 'cross-env' || name === 'time') {
    return unwrap(
      rest.slice(
        Math.max(
          0,
          rest.findIndex((w) => !/^-|^[\w]+=/.test(w.text)),
        ),
      ),
      depth + 1,
    );
  }
  if (/^(?:op|doppler|infisical|dotenv|dotenvx|aws-vault|mise|direnv|wsl|chamber)$/.test(name)) {
    const dashes = rest.findIndex((w) => w.text === '--');
    if (dashes !== -1) return unwrap(rest.slice(dashes + 1), depth + 1);
    return name === 'wsl'
      ? unwrap(
          rest.filter((w, i) => i > 0 || !w.text.startsWith('-')),
          depth + 1,
        )
      : words;
  }
  return /^[A-Za-z_]\w*=/.test(first.text) ? unwrap(rest, depth + 1) : words;
}

/** Of `cd x && exec npx y` the part that stays running: the last, and of a pipe the one before it. */
function lastCommand(words: readonly Word[]): readonly Word[] {
  const pipe = words.findIndex((w) => w.text === '|');
  const head = pipe === -1 ? words : words.slice(0, pipe);
  return head.slice(head.findLastIndex((w) => operators.test(w.text) && !/[<>]/.test(w.text)) + 1);
}

type Reader = (name: string, args: readonly Word[], program: Word) => Launch;

const exactVersion = /^v?\d+\.\d+\.\d+(?:\.\d+)?(?:[-+][\w.+-]{1,80})?$/;

const node: Reader = (name, args) => {
  const start = skipWords(args, name === 'npx' || name === 'bunx' || name === 'pnpx' || name === 'dnx' ? [] : ['dlx', 'exec', 'x', 'run']);
  const { positional, values } = split(
    start,
    new Set(['-p', '--package', '-c', '--call', '--registry', '-w', '--workspace', '--prefix', '--cwd']),
  );
  const named = values.find((v) => v.flag === '-p' || v.flag === '--package')?.value;
  const word = named ?? positional[0];
  return packaged(
    name,
    word,
    (spec) => (/^[.~/\\]|^file:|^[A-Z]:/i.test(spec) ? false : !isExactNode(spec)),
    named ? positional : positional.slice(1),
  );
};

function isExactNode(spec: string): boolean {
  if (/^(?:git\+|git:|github:|gitlab:|https?:)/.test(spec)) return /#[0-9a-f]{40}$/.test(spec);
  if (/^npm:/.test(spec)) return isExactNode(spec.slice(4));
  const at = spec.lastIndexOf('@');
  return at > 0 && exactVersion.test(spec.slice(at + 1));
}

const python: Reader = (name, args) => {
  const start = name === 'uv' || name === 'pipx' ? skipWords(args, ['tool', 'run', 'x']) : args;
  const flags = new Set([
    '--from',
    '--spec',
    '--with',
    '--with-editable',
    '-p',
    '--python',
    '--index-url',
    '--index',
    '--directory',
    '--project',
    '--env-file',
    '--extra',
    '--group',
  ]);
  const { positional, values } = split(start, flags);
  const named = values.find((v) => v.flag === '--from' || v.flag === '--spec' || (name === 'uv' && v.flag === '--with'))?.value;
  const isLocalRun = name === 'uv' && !args.some((w) => w.text === 'tool');
  const unpinned = (spec: string): boolean => {
    if (/^[.~/\\]|^[A-Z]:/i.test(spec)) return false;
    if (isLocalRun && named === undefined) return false;
    if (/^git\+|^https?:/.test(spec)) return !/@[0-9a-f]{40}(?:#|$)/.test(spec);
    const version = /(?:===?|@)\s*([\w.+-]+)$/.exec(spec)?.[1];
    return version === undefined || !/^\d+(?:\.\d+){1,3}(?:(?:a|b|rc|\.post|\.dev)\d+)?$/.test(version);
  };
  return packaged(name, named ?? positional[0], unpinned, named ? positional : positional.slice(1));
};

const containerFlags = new Set(
  (
    '-e --env --env-file -v --volume --mount -p --publish --name --network --net -w --workdir -u --user --entrypoint -h --hostname --add-host ' +
    '-l --label --platform --pull -m --memory --cpus --gpus --cap-add --cap-drop --security-opt --device --log-driver --restart --tmpfs --dns ' +
    '--ip --pid --ipc --userns --ulimit --shm-size --group-add --cidfile --stop-signal --volumes-from --expose --runtime --annotation'
  ).split(' '),
);

const container: Reader = (name, args) => {
  const run = args.findIndex((w) => w.text === 'run');
  if (run === -1) return { launcher: name, rest: args };
  const { positional } = split(args.slice(run + 1), containerFlags);
  return packaged(
    name,
    positional[0],
    (image) => !/@sha256:[0-9a-f]{64}$/.test(image) && !exactVersion.test(/:([\w.+-]+)$/.exec(image)?.[1] ?? ''),
    positional.slice(1),
  );
};

const script: Reader = (name, args) => {
  const { positional, values } = split(args, new Set(['-m', '-r', '--require', '--import', '--loader', '--env-file', '--config']));
  const module = name.startsWith('python') ? values.find((v) => v.flag === '-m')?.value : undefined;
  if (module !== undefined) return { launcher: name, package: nameOf(module.text) ?? '', rest: positional, word: module };
  const words = name === 'deno' || name === 'bun' || name === 'go' || name === 'dotnet' ? skipWords(positional, ['run', 'x']) : positional;
  return packaged(
    name,
    words[0],
    (spec) => {
      if (/^https?:/.test(spec)) return true;
      if (/^(?:npm|jsr):/.test(spec)) return !isExactNode(spec.replace(/^jsr:/, 'npm:'));
      return name === 'go' && /^[\w.-]+\.[a-z]+\/.+/.test(spec) ? !/@v\d+\.\d+\.\d+/.test(spec) : false;
    },
    words.slice(1),
  );
};

const launchers: Readonly<Record<string, Reader | undefined>> = {
  npx: node,
  bunx: node,
  pnpx: node,
  dnx: node,
  npm: node,
  pnpm: node,
  yarn: node,
  uvx: python,
  uv: python,
  pipx: python,
  docker: container,
  podman: container,
  nerdctl: container,
  node: script,
  deno: script,
  bun: (name, args, program) => (args[0]?.text === 'x' ? node(name, args, program) : script(name, args, program)),
  go: script,
  python: script,
  python3: script,
  tsx: script,
  dotnet: script,
};

function packaged(launcher: string, word: Word | undefined, unpinned: (spec: string) => boolean, rest: readonly Word[]): Launch {
  const name = word === undefined ? undefined : nameOf(word.text);
  if (word === undefined || name === undefined) return { launcher, rest };
  return { launcher, package: name, unpinned: unpinned(word.text), rest, word };
}

/** A package spec that may be shown: known secrets, userinfo and query are taken out, and what is no name is none. */
function nameOf(text: string): string | undefined {
  if (/^(?:git\+)?[a-z+]+:\/\//i.test(text)) {
    const path = text.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1').replace(/[?].*$/, '');
    return hostName(path.replace(/^git\+/, '')) === undefined ? undefined : redactName(path).slice(0, 200);
  }
  return /^[@\w./\\:~^$*<>=+[\]{},! -]{1,200}(?:#[\w./-]{1,80})?$/.test(text) ? redactName(text) : undefined;
}

function skipWords(words: readonly Word[], skip: readonly string[]): readonly Word[] {
  let i = 0;
  while (i < words.length && (skip.includes(words[i]?.text ?? '') || (words[i]?.text === '--silent' && i < 2))) i++;
  return words.slice(i);
}

function split(words: readonly Word[], takesValue: ReadonlySet<string>) {
  const positional: Word[] = [];
  const values: { readonly flag: string; readonly value: Word }[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) continue;
    const { text, spot } = word;
    if (text === '--') continue;
    if (text === hidden) continue;
    if (positional.length > 0 || !text.startsWith('-')) positional.push(word);
    else if (text.includes('=')) {
      const equals = text.indexOf('=');
      values.push({ flag: text.slice(0, equals), value: { text: text.slice(equals + 1), spot } });
    } else if (takesValue.has(text)) {
      const value = words[++i];
      if (value !== undefined) values.push({ flag: text, value });
    }
  }
  return { positional, values };
}
