import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import { isPlain, textIn } from '../kubernetes-objects/plain.ts';
import { type ExecPlugin, type KubeCluster, type KubeContext, type Kubeconfig, type KubeUser, readKubeconfig } from './kubeconfig.ts';

type Environment = CollectContext['environment'];

/** What is needed to ask one API server. */
export interface ClusterSession {
  readonly context: string;
  readonly namespace: string | undefined;
  readonly server: string;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly rejectUnauthorized: boolean;
    readonly servername?: string;
  };
  /** The bearer token; empty where a certificate stands for it. */
  readonly token: (again: boolean) => Promise<string>;
}

/** How long an exec plugin may take: it may ask a cloud, but nobody answers its questions. */
const pluginTimeout = 30_000;

/** Opens the context that a source word names, from the user's own kubeconfig. @throws UserError where it names none. */
export async function openSession(source: string, environment: Environment): Promise<ClusterSession> {
  const config = ownConfig(environment);
  const name = source === 'k8s' ? config.current : source.slice('k8s:'.length);
  if (name === undefined) throw new UserError('the kubeconfig has no current context; name one: k8s:CONTEXT');
  const context = config.contexts.get(name);
  const known = [...config.contexts.keys()].slice(0, 10).join(', ');
  if (context === undefined) throw new UserError(`there is no context ${name} in the kubeconfig; it has: ${known || 'none'}`);
  const cluster = config.clusters.get(context.cluster);
  if (cluster === undefined) throw new UserError(`the cluster of context ${name} is not in the kubeconfig`);
  return sessionOf(name, context, cluster, config.users.get(context.user) ?? {}, environment);
}

async function sessionOf(
  name: string,
  context: KubeContext,
  cluster: KubeCluster,
  user: KubeUser,
  environment: Environment,
): Promise<ClusterSession> {
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  const isLocal = url?.protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !isLocal))
    throw new UserError(`the server of context ${name} must be an https address (http only on this machine)`);
  if (cluster.proxy !== undefined) throw new UserError(`context ${name} is behind a proxy (proxy-url), which is not supported`);
  if (user.password !== undefined) throw new UserError(`the user of context ${name} has a password, which clusters no longer take`);
  const plugin = user.exec === undefined ? undefined : new Plugin(user.exec, cluster.server, environment);
  const first = await plugin?.credentials(false);
  const authority = pemOf(cluster.authority, cluster.authorityFile);
  const certificate = first?.certificate ?? pemOf(user.certificate, user.certificateFile);
  const key = first?.key ?? pemOf(user.key, user.keyFile);
  return {
    context: name,
    namespace: context.namespace,
    server: cluster.server.replace(/\/+$/, ''),
    tls: {
      rejectUnauthorized: !cluster.unverified,
      ...(authority === undefined ? {} : { ca: authority }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
      ...(cluster.serverName === undefined ? {} : { servername: cluster.serverName }),
    },
    token: async (again) => {
      if (plugin !== undefined) return (await plugin.credentials(again)).token ?? '';
      return user.tokenFile === undefined ? (user.token ?? '') : textOf(user.tokenFile).trim();
    },
  };
}

/** KUBECONFIG may name several files: of what stands in more than one, the first counts. */
function ownConfig(environment: Environment): Kubeconfig {
  const home = environment.HOME ?? environment.USERPROFILE;
  const usual = home === undefined ? [] : [join(home, '.kube', 'config')];
  const paths = environment.KUBECONFIG ? environment.KUBECONFIG.split(delimiter).filter((p) => p !== '') : usual;
  const configs = paths.flatMap((path) => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return [];
    }
    return [besidesFile(readKubeconfig(text, path), dirname(resolve(path)))];
  });
  if (configs.length === 0) throw new UserError('there is no kubeconfig; set KUBECONFIG, or save one as ~/.kube/config');
  const joined = <T>(of: (config: Kubeconfig) => ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...configs].reverse().flatMap((c) => [...of(c)]));
  const current = configs.find((c) => c.current !== undefined)?.current;
  return {
    ...(current === undefined ? {} : { current }),
    contexts: joined((c) => c.contexts),
    clusters: joined((c) => c.clusters),
    users: joined((c) => c.users),
  };
}

/** Paths in a kubeconfig are relative to its own folder. */
function besidesFile(config: Kubeconfig, folder: string): Kubeconfig {
  const placed = <T extends object>(value: T, keys: readonly (keyof T)[]): T => {
    const out = { ...value };
    for (const key of keys) {
      const path = value[key];
      if (typeof path === 'string' && !isAbsolute(path)) out[key] = join(folder, path) as T[typeof key];
    }
    return out;
  };
  return {
    ...config,
    clusters: new Map([...config.clusters].map(([name, c]) => [name, placed(c, ['authorityFile'])])),
    users: new Map([...config.users].map(([name, u]) => [name, placed(u, ['certificateFile', 'keyFile', 'tokenFile'])])),
  };
}

function pemOf(data: string | undefined, file: string | undefined): string | undefined {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  return file === undefined ? undefined : textOf(file);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UserError(`${path}: named in the kubeconfig, and cannot be read`);
  }
}

interface PluginAnswer {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** A program of the user's own kubeconfig (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). */
class Plugin {
  readonly #plugin: ExecPlugin;
  readonly #server: string;
  readonly #environment: Environment;
  #answer: Promise<PluginAnswer> | undefined;

  constructor(plugin: ExecPlugin, server: string, environment: Environment) {
    this.#plugin = plugin;
    this.#server = server;
    this.#environment = environment;
  }

  credentials(again: boolean): Promise<PluginAnswer> {
    if (again || this.#answer === undefined) this.#answer = this.#run();
    return this.#answer;
  }

  async #run(): Promise<PluginAnswer> {
    const { command, args, env, apiVersion } = this.#plugin;
    const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false, cluster: { server: this.#server } } };
    let printed: unknown;
    try {
      const { stdout } = await promisify(execFile)(command, [...args], {
        env: { ...this.#environment, ...env, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
        timeout: pluginTimeout,
        maxBuffer: 1024 * 1024,
        windowsHide: true,
      });
      printed = JSON.parse(stdout);
    } catch {
      // What it printed may hold the token.
      throw new UserError(`the kubeconfig's plugin ${command} gave no credentials; try: kubectl get namespaces`);
    }
    const status = isPlain(printed) ? printed.status : undefined;
    const [token, certificate, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((k) => textIn(status, k));
    return {
      ...(token === undefined ? {} : { token }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(key === undefined ? {} : { key }),
    };
  }
}
