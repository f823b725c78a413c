import { X509Certificate } from 'node:crypto';
import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Identity } from '../../inventory/identity.ts';
import { clusterGroupId, clusterUserId, serviceAccountId } from '../../inventory/rbac.ts';
import type { Draft } from '../place-below.ts';
import { timeOfSeconds } from '../seconds.ts';
import { clusterIdOf } from './cluster-reading.ts';
import type { Kubeconfig, KubeUser } from './kubeconfig.ts';

interface Out {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
}

/** `kubectl config view` prints these in place of secrets. */
const hidden = /^(?:REDACTED|DATA\+OMITTED)$/;

/** Hands over what the users of a kubeconfig prove themselves with, in each cluster they are used in; answers with the current one. */
export function emitKubeconfig(
  config: Kubeconfig,
  { shared, ...file }: Evidence & { readonly file: string; readonly shared: boolean },
  out: Out,
): string {
  for (const [context, { user }] of config.contexts) {
    const cluster = clusterIdOf(context);
    const found = config.users.get(user);
    if (found === undefined) continue;
    const index = [...config.users.keys()].indexOf(user);
    const place = (key: string): Evidence => ({ ...file, pointer: `/users/${index}/user/${key}` });
    out.emit({ type: 'scope', value: { id: `kubernetes:cluster/${cluster}`, plane: 'kubernetes', name: `cluster ${cluster}` } });
    const give = (kind: string, key: string, secret: string | undefined, more: Partial<Credential>): void => {
      const draft: Draft<Credential> = {
        id: `kubernetes:kubeconfig/${cluster}/${user.replace(/[\s/]+/g, '.')}/${key}`,
        kind,
        name: `${key} of ${user}`,
        static: true,
        provider: 'kubernetes',
        purpose: 'cloud',
        ...more,
        evidence: [place(key)],
      };
      if (secret !== undefined && !hidden.test(secret)) {
        draft.fingerprint = out.fingerprint(secret);
        // As whoever reads the file as one of a directory calls it.
        draft.aliases = [`secret:${draft.fingerprint}`];
      }
      draft.found = [{ file: file.file, position: 'file', key, ...(shared ? {} : { committed: false }), evidence: place(key) }];
      out.emit({ type: 'credential', value: draft });
    };
    emitCertificate(found, cluster, place('client-certificate-data'), out.emit, give);
    if (found.token !== undefined) emitToken(found.token, cluster, place('token'), out.emit, give);
    if (found.password !== undefined) give('password', 'password', found.password, {});
    for (const [key, secret] of pluginSecrets(found)) give('password', key, secret, {});
  }
  return clusterIdOf(config.current ?? [...config.contexts.keys()][0] ?? '');
}

/** Flags and variables of the clouds' plugins that hold what their logins prove themselves with. */
const secretNames = /^(?:--(?:client-secret|password)|AWS_SECRET_ACCESS_KEY|AZURE_CLIENT_SECRET|AAD_SERVICE_PRINCIPAL_CLIENT_SECRET)$/;

/** What stands in clear in the call of a plugin; the plugin itself is no credential: it asks for one each time. */
function pluginSecrets({ exec }: KubeUser): readonly (readonly [key: string, secret: string])[] {
  if (exec === undefined) return [];
  const words = exec.args.flatMap((word) => {
    const [, flag, value] = /^(--[a-z-]+)=(.+)$/.exec(word) ?? [];
    return flag === undefined || value === undefined ? [word] : [flag, value];
  });
  const flags = words.flatMap((word, i): (readonly [string, string])[] => [[word, words[i + 1] ?? '']]);
  return [...flags, ...Object.entries(exec.env)].filter(([key, value]) => secretNames.test(key) && value !== '' && !hidden.test(value));
}

type Give = (kind: string, key: string, secret: string | undefined, more: Partial<Credential>) => void;

/** The user is the common name, his groups are the organizations (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates). */
function emitCertificate({ certificate, key }: KubeUser, cluster: string, place: Evidence, emit: Out['emit'], give: Give): void {
  if (certificate === undefined) return;
  let read: X509Certificate;
  try {
    read = new X509Certificate(Buffer.from(certificate, 'base64'));
  } catch {
    give('kubernetes-client-certificate', 'client-certificate-data', undefined, { static: false });
    return;
  }
  const user = /^CN=(.+)$/m.exec(read.subject)?.[1];
  const groups = [...read.subject.matchAll(/^O=(.+)$/gm)].flatMap(([, group]) => group ?? []);
  const createdAt = timeOfSeconds(Date.parse(read.validFrom) / 1000);
  if (user !== undefined) {
    const identity = userOf(cluster, user, place);
    emit({ type: 'identity', value: identity });
    for (const group of groups) emit({ type: 'membership', value: { identity: identity.id, group: clusterGroupId(cluster, group) } });
  }
  give('kubernetes-client-certificate', 'client-certificate-data', key, {
    static: false,
    ...expiring(timeOfSeconds(Date.parse(read.validTo) / 1000)),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(user === undefined ? {} : { identity: clusterUserId(cluster, user) }),
  });
}

function userOf(cluster: string, name: string, place: Evidence): Identity {
  return {
    id: clusterUserId(cluster, name),
    plane: 'kubernetes',
    kind: 'kubernetes-user',
    name,
    scope: cluster,
    nature: 'unknown',
    agent: false,
    standing: 'named',
    evidence: [place],
  };
}

function emitToken(token: string, cluster: string, place: Evidence, emit: Out['emit'], give: Give): void {
  const claims = claimsOf(token);
  const account = /^system:serviceaccount:([a-z0-9.-]{1,63}):([a-z0-9.-]{1,253})$/.exec(typeof claims?.sub === 'string' ? claims.sub : '');
  const ends = typeof claims?.exp === 'number' ? { static: false, ...expiring(timeOfSeconds(claims.exp)) } : {};
  const [, namespace, name] = account ?? [];
  if (namespace === undefined || name === undefined) {
    give('token', 'token', token, ends);
    return;
  }
  const identity = serviceAccountId(cluster, namespace, name);
  emit({
    type: 'identity',
    value: {
      id: identity,
      plane: 'kubernetes',
      kind: 'kubernetes-service-account',
      name: `${namespace}/${name}`,
      scope: cluster,
      nature: 'workload',
      agent: false,
      standing: 'named',
      evidence: [place],
    },
  });
  give('kubeconfig-service-account-token', 'token', token, {
    ...ends,
    identity,
    ...(claims?.exp === undefined ? { expiresAt: null } : {}),
  });
}

/** Tells the end of a credential; nothing where it is no time. */
function expiring(expiresAt: string | undefined): Pick<Credential, 'expiresAt'> {
  return expiresAt === undefined ? {} : { expiresAt };
}

/** What a signed token says of itself; the signature is not checked. */
function claimsOf(token: string): { readonly sub?: unknown; readonly exp?: unknown } | undefined {
  const [, body] = token.split('.');
  if (body === undefined || body.length > 20_000) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}
