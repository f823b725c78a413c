import { parseDocument } from 'yaml';
import { UserError } from '../../user-error.ts';
import { flagIn, isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from '../kubernetes-objects/plain.ts';

/** Where an API server is, and how it proves to be it. */
export interface KubeCluster {
  readonly server: string;
  /** PEM, in base64. */
  readonly authority?: string;
  readonly authorityFile?: string;
  readonly unverified: boolean;
  readonly serverName?: string;
  readonly proxy?: string;
}

/** A program that prints a token or certificate. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
}

/** How somebody proves who he is. The values are secrets: they are used, or fingerprinted, and never kept. */
export interface KubeUser {
  readonly certificate?: string;
  readonly certificateFile?: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly password?: string;
  readonly exec?: ExecPlugin;
}

export interface KubeContext {
  readonly cluster: string;
  readonly user: string;
  readonly namespace?: string;
}

/** https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export interface Kubeconfig {
  readonly current?: string;
  readonly contexts: ReadonlyMap<string, KubeContext>;
  readonly clusters: ReadonlyMap<string, KubeCluster>;
  readonly users: ReadonlyMap<string, KubeUser>;
}

/** Whether a text is a kubeconfig. A cheap look. */
export function isKubeconfig(text: string): boolean {
  return /^["']?kind["']?:[ \t]*["']?Config["']?[ \t]*$/m.test(text) && /^(?:users|clusters|contexts):/m.test(text);
}

/** @throws UserError where the text is no YAML. */
export function readKubeconfig(text: string, shown: string): Kubeconfig {
  let whole: unknown;
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  try {
    whole = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    whole = undefined;
  }
  if (!isPlain(whole)) throw new UserError(`${shown}: not a kubeconfig: the file is not valid YAML`);
  const current = textIn(whole, 'current-context');
  return {
    ...(current === undefined ? {} : { current }),
    contexts: named(whole, 'contexts', 'context', contextIn),
    clusters: named(whole, 'clusters', 'cluster', clusterIn),
    users: named(whole, 'users', 'user', userIn),
  };
}

function named<T>(whole: Plain, list: string, key: string, read: (value: Plain) => T | undefined): ReadonlyMap<string, T> {
  const out = new Map<string, T>();
  for (const entry of listIn(whole, list)) {
    const name = textIn(entry, 'name');
    const value = name === undefined || out.has(name) ? undefined : read(recordIn(entry, key) ?? {});
    if (name !== undefined && value !== undefined) out.set(name, value);
  }
  return out;
}

function contextIn(value: Plain): KubeContext | undefined {
  const [cluster, user, namespace] = ['cluster', 'user', 'namespace'].map((key) => textIn(value, key));
  return cluster === undefined ? undefined : { cluster, user: user ?? '', ...(namespace === undefined ? {} : { namespace }) };
}

function clusterIn(value: Plain): KubeCluster | undefined {
  const server = textIn(value, 'server');
  if (server === undefined) return undefined;
  const texts = present({
    authority: textIn(value, 'certificate-authority-data'),
    authorityFile: textIn(value, 'certificate-authority'),
    serverName: textIn(value, 'tls-server-name'),
    proxy: textIn(value, 'proxy-url'),
  });
  return { server, unverified: flagIn(value, 'insecure-skip-tls-verify') === true, ...texts };
}

function userIn(value: Plain): KubeUser {
  const exec = recordIn(value, 'exec');
  const command = textIn(exec, 'command');
  const plugin =
    command === undefined
      ? {}
      : {
          exec: {
            command,
            args: textsIn(exec, 'args'),
            env: Object.fromEntries(listIn(exec, 'env').map((e) => [textIn(e, 'name') ?? '', textIn(e, 'value') ?? ''])),
            apiVersion: textIn(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1',
          },
        };
  const texts = present({
    certificate: textIn(value, 'client-certificate-data'),
    certificateFile: textIn(value, 'client-certificate'),
    key: textIn(value, 'client-key-data'),
    keyFile: textIn(value, 'client-key'),
    // Logins of old clients keep their token here.
    token: textIn(value, 'token') ?? mapIn(value, 'auth-provider', 'config')['access-token'],
    tokenFile: textIn(value, 'tokenFile'),
    password: textIn(value, 'password'),
  });
  return { ...texts, ...plugin };
}

function present<K extends string>(values: Readonly<Record<K, string | undefined>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Record<K, string>>;
}
