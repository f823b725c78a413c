import type { Credential, Position } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { isExpression } from './expression.ts';
import type { Place } from './place.ts';
import { shown } from './redact.ts';
import { meaningOf } from './secret-names.ts';
import { isPlaceholder, tokenFormats } from './token-formats.ts';
import { scalarsBelow, type YamlTree, type YamlValue } from './yaml-tree.ts';

/** Longer scalars are read up to here. */
const maxScalar = 65_536;

const secretKey = /(^|[_-])(password|passwd|token|secret|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|client[_-]?secret)$/i;

/** Values that follow `name:` or `name=` in a command or an URL, in words a shell would split. */
const assignment =
  /\b([A-Za-z_][A-Za-z0-9_]{0,63}(?:PASSWORD|TOKEN|SECRET|API_KEY|ACCESS_KEY|SECRET_KEY))=(["']?)([A-Za-z0-9+/_.~-]{16,256})/g;

/** The credentials whose values stand in a part of the file. The values go into `fingerprint` and nowhere else. */
export function literalCredentials(
  tree: YamlTree,
  node: YamlValue | undefined,
  place: Place,
  fingerprint: (secret: string) => string,
): Credential[] {
  const out: Credential[] = [];
  for (const { key, scalar } of scalarsBelow(node)) {
    const text = scalar.text.slice(0, maxScalar);
    const taken: string[] = [];
    const put = (value: string, kind: string, carrier: string, extra: Partial<Credential>): void => {
      if (isPlaceholder(value) || taken.some((t) => t.includes(value))) return;
      taken.push(value);
      const evidence = tree.evidence(scalar, value.split('\n', 1)[0]);
      out.push(foundCredential(value, kind, shown(carrier), positionOf(scalar.pointer), place, evidence, fingerprint, extra));
    };
    for (const { pattern, kind, provider, purpose } of tokenFormats) {
      for (const [value] of text.matchAll(pattern)) put(value, kind, key, { purpose, ...(provider === 'unknown' ? {} : { provider }) });
    }
    for (const [, url, password] of text.matchAll(/\b([a-z][a-z0-9+.-]{1,20}):\/\/[^\s:@/'"]{1,128}:([^\s@/'"$]{6,256})@/gi)) {
      if (password !== undefined && !isWeak(password))
        put(password, 'connection-string', key, { purpose: /sql|postgres|mongo|redis|amqp/i.test(url ?? '') ? 'database' : 'other' });
    }
    for (const [, name = '', , value = ''] of text.matchAll(assignment)) {
      if (!isWeak(value) && /\d/.test(value)) put(value, kindOf(name), name, meaningOf(name));
    }
    if (secretKey.test(key) && isLiteralSecret(text)) put(text, kindOf(key), key, meaningOf(key.replaceAll('-', '_')));
  }
  return joinKeyPairs(out);
}

function positionOf(pointer: string): Position {
  if (/\/env\/[^/]*$/.test(pointer)) return 'env';
  return /\/(run|script)$/.test(pointer) ? 'file' : 'setting';
}

/** An access key id and the secret key beside it are one credential: the secret proves it, the id names it. */
function joinKeyPairs(credentials: readonly Credential[]): Credential[] {
  const parent = (c: Credential): string => (c.found?.[0]?.evidence.pointer ?? '').replace(/\/[^/]*$/, '');
  const isSecret = (c: Credential): boolean => /secret_?(access_?)?key$/i.test(c.name.replaceAll('-', '_')) && c.provider === 'aws';
  const joined = new Set<Credential>();
  const out = credentials.map((id) => {
    const secrets = id.kind === 'aws-access-key' ? credentials.filter((c) => isSecret(c) && parent(c) === parent(id)) : [];
    const [secret] = secrets;
    if (secret === undefined || secrets.length > 1) return id;
    joined.add(secret);
    return {
      ...id,
      ...(secret.fingerprint === undefined ? {} : { fingerprint: secret.fingerprint }),
      found: [...(id.found ?? []), ...(secret.found ?? [])],
      evidence: [...id.evidence, ...secret.evidence],
    };
  });
  return out.filter((c) => !joined.has(c));
}

function foundCredential(
  value: string,
  kind: string,
  key: string,
  position: Position,
  place: Place,
  evidence: Evidence,
  fingerprint: (secret: string) => string,
  extra: Partial<Credential>,
): Credential {
  const isKeyId = kind === 'aws-access-key';
  const hash = fingerprint(value);
  return {
    id: isKeyId ? `aws:access-key/${value}` : `secret:${hash}`,
    kind,
    // The id of an access key is no secret: it names the key in the provider's own lists.
    name: isKeyId ? value : key,
    static: true,
    ...extra,
    ...(isKeyId ? {} : { fingerprint: hash }),
    found: [{ file: place.file, position, key, ...(place.committed === undefined ? {} : { committed: place.committed }), evidence }],
    evidence: [evidence],
  };
}

function kindOf(name: string): string {
  const lower = name.toLowerCase();
  if (/passw/.test(lower)) return 'password';
  if (/private[_-]?key/.test(lower)) return 'private-key';
  return /token/.test(lower) ? 'token' : 'api-key';
}

/** Whether the value of a key named like a secret is one: written out, not a switch, a path, an address or a test database's word. */
function isLiteralSecret(text: string): boolean {
  if (isExpression(text) || /\s/.test(text.trim()) || /^(\$|\/|\.{1,2}\/|https?:\/\/[^@]*$|true$|false$|null$|\d{1,5}$)/i.test(text))
    return false;
  // `secret: NPM_TOKEN` names a secret, it does not hold one.
  if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(text)) return false;
  return text.length <= 4096 && !isWeak(text);
}

/** Words that throw-away service containers use as passwords. */
function isWeak(value: string): boolean {
  const lower = value.toLowerCase();
  return (
    isPlaceholder(value) ||
    /^(postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|root|admin|user|guest|test|testing|local|localhost|default|minio|minioadmin|sa|ci|dev)?[-_]?(password|passwd|pass|secret|token|key|user|db|test|root|admin)?[-_]?\d{0,4}$/.test(
      lower,
    ) ||
    /^(test|fake|mock|ci)[-_]/.test(lower)
  );
}
