import type { Word } from '../commands/words.ts';
import type { Entry, Spot } from '../tree/tree.ts';
import { textOf } from '../tree/tree.ts';

/** Something of a person's, or of the machine, that a server is given. */
export interface Borrowed {
  readonly what: string;
  readonly spot: Spot;
}

const home =
  '(?:~|\\$HOME|\\$\\{(?:env:)?HOME\\}|\\$\\{userHome\\}|%USERPROFILE%|/root|/home/[^/:]{1,64}|/Users/[^/:]{1,64}|[A-Z]:[\\\\/]+Users[\\\\/]+[^\\\\/:]{1,64})';

/** Stores of a person's login below the home directory. */
const stores: readonly (readonly [RegExp, string])[] = [
  [/\.aws(?:$|[\\/:,])/, '~/.aws'],
  [/\.kube(?:$|[\\/:,])/, '~/.kube/config'],
  [/\.config[\\/]gcloud|application_default_credentials\.json|[\\/]gcloud(?:$|[\\/:,])/, 'application_default_credentials.json'],
  [/\.azure(?:$|[\\/:,])/, '~/.azure'],
  [/\.config[\\/]gh(?:$|[\\/:,])/, '~/.config/gh'],
  [/\.ssh(?:$|[\\/:,])|SSH_AUTH_SOCK/, '~/.ssh'],
  [/\.docker[\\/]config\.json/, '~/.docker/config.json'],
];

/** Commands that print or use the login of whoever is at the keyboard. */
const commands: readonly (readonly [RegExp, string])[] = [
  [/\bgh\s+auth\s+token\b/, 'gh auth token'],
  [/\baz\s+(?:login|account\s+get-access-token)\b/, 'az login'],
  [/\bgcloud\s+auth\s+(?:application-default\s+)?(?:print-access-token|login)\b/, 'gcloud auth'],
  [/\baws\s+sso\s+login\b|\baws\s+configure\s+export-credentials\b/, 'aws sso login'],
  [/\baws-vault\s+exec\b/, 'aws-vault'],
];

/** Logins of a person that a server uses. */
export function humanLogins(words: readonly Word[], env: readonly Entry[]): readonly Borrowed[] {
  const found: Borrowed[] = [];
  for (const { key, value } of env) {
    const text = textOf(value) ?? '';
    if (key === 'AWS_PROFILE' || key === 'AWS_DEFAULT_PROFILE') found.push({ what: 'AWS_PROFILE', spot: value });
    else if (key === 'KUBECONFIG' && (storeOf(text) !== undefined || new RegExp(`^${home}`, 'i').test(text)))
      found.push({ what: '~/.kube/config', spot: value });
    else if (key === 'GOOGLE_APPLICATION_CREDENTIALS' && /application_default_credentials\.json$|[\\/]gcloud[\\/]/.test(text)) {
      found.push({ what: 'application_default_credentials.json', spot: value });
    } else if (key === 'AZURE_CONFIG_DIR' || key === 'SSH_AUTH_SOCK')
      found.push({ what: key === 'SSH_AUTH_SOCK' ? '~/.ssh' : '~/.azure', spot: value });
    found.push(...commandsIn(text, value));
  }
  words.forEach(({ text, spot }, i) => {
    const before = words[i - 1]?.text ?? '';
    if (/^--?(?:aws-)?profile$/.test(before) && words.some((w) => /aws/i.test(w.text))) found.push({ what: 'AWS_PROFILE', spot });
    if (/^AWS_PROFILE=/.test(text) || (/^(?:-e|--env)$/.test(before) && text === 'AWS_PROFILE')) found.push({ what: 'AWS_PROFILE', spot });
    const isMount = /^(?:-v|--volume|--mount)$/.test(before) || /^(?:--volume|--mount|-v)=/.test(text);
    const isPath = /^--?(?:kubeconfig|credentials?|key-?file|config)$/i.test(before) || /^--(?:kubeconfig|credentials?)=/.test(text);
    if ((isMount || isPath) && new RegExp(home, 'i').test(text)) {
      const store = storeOf(text);
      if (store !== undefined) found.push({ what: store, spot });
    }
  });
  const line = words
    .map((w) => w.text)
    .join(' ')
    .slice(0, 8192);
  const first = words[0];
  if (first !== undefined) found.push(...commandsIn(line, first.spot));
  return found;
}

function storeOf(text: string): string | undefined {
  return stores.find(([pattern]) => pattern.test(text.slice(0, 2048)))?.[1];
}

function commandsIn(text: string, spot: Spot): readonly Borrowed[] {
  return commands.flatMap(([pattern, what]) => (pattern.test(text.slice(0, 8192)) ? [{ what, spot }] : []));
}

const wholeHome = new RegExp(`^(?:/|${home}|/home|/Users|[A-Z]:|[A-Z]:[\\\\/]+Users)[\\\\/]*$`, 'i');

/** Whether a path is a whole disk or a whole home directory. */
export function isBroadRoot(path: string): boolean {
  return wholeHome.test(path.slice(0, 300));
}

/** What of the host a container is given that is the host. */
export function hostMounts(words: readonly Word[]): readonly Borrowed[] {
  const found: Borrowed[] = [];
  words.forEach(({ text, spot }, i) => {
    const before = words[i - 1]?.text ?? '';
    if (/^--privileged(?:=true)?$/.test(text)) found.push({ what: '--privileged', spot });
    if (/^--(?:pid|net|network|userns)=host$/.test(text) && /pid|userns/.test(text)) found.push({ what: text, spot });
    const mount = /^(?:-v|--volume|--mount)$/.test(before) ? text : /^(?:--volume|--mount|-v)=(.*)$/s.exec(text)?.[1];
    if (mount === undefined) return;
    const from = /(?:^|,)(?:source|src)=([^,]*)/.exec(mount)?.[1] ?? /^([A-Z]:[^:]*|[^:]*):/i.exec(mount)?.[1] ?? '';
    if (/docker\.sock|containerd\.sock|podman\.sock|docker_engine/.test(from)) found.push({ what: '/var/run/docker.sock', spot });
    else if (isBroadRoot(from)) found.push({ what: /^\/$|^[A-Z]:[\\/]*$/i.test(from) ? '/' : '~', spot });
  });
  return found;
}
