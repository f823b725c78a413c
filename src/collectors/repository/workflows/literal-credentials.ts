import type { Credential, Position } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { meaningOf } from '../../secret-names.ts';
import { longTermKeyIds } from '../secrets/aws-key.ts';
import { type Detected, detect, detectKnown, shown } from '../secrets/detect.ts';
import { secretKind } from '../secrets/key-names.ts';
import { isPlaceholder, isThrowAway } from '../secrets/placeholders.ts';
import { splitUrl } from '../secrets/url.ts';
import { isExpression } from './expression.ts';
import type { Place } from './place.ts';
import { type Places, scalarsBelow, type YamlValue } from './yaml-tree.ts';

/** Longer scalars are read up to here. */
const maxScalar = 65_536;

/** Values that follow `name=` in a command, in words a shell would split. */
const assignment = /\b([A-Za-z_]\w{0,80})=(["']?)([A-Za-z0-9+/_.~-]{16,256})/g;

/** URLs in a command, or alone. */
const url = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s'"]{6,2000}/gi;

/** A credential value in the file, and the name it stands under. */
interface Literal {
  readonly value: string;
  readonly carrier: string;
  readonly kind: string;
  readonly meaning: Partial<Credential>;
}

/** The credentials whose values stand in a part of the file. The values go into `fingerprint` and nowhere else. */
export function literalCredentials(
  tree: Places,
  node: YamlValue | undefined,
  place: Place,
  fingerprint: (secret: string) => string,
): Credential[] {
  const out: Credential[] = [];
  for (const { key, scalar } of scalarsBelow(node)) {
    const taken: string[] = [];
    for (const literal of literalsIn(key, scalar.text.slice(0, maxScalar))) {
      if (taken.some((t) => t.includes(literal.value))) continue;
      taken.push(literal.value);
      const evidence = tree.evidence(scalar, literal.value.split('\n', 1)[0]);
      out.push(foundCredential(literal, positionOf(scalar.pointer), place, evidence, fingerprint));
    }
  }
  return joinKeyPairs(out);
}

/** What detection finds in a value or script: formats first, since a name says less of a value than its own spelling. */
function* literalsIn(key: string, text: string): Generator<Literal> {
  for (const [value] of text.matchAll(longTermKeyIds)) {
    // The id of an access key is no secret: it names the key in the provider's own lists.
    if (!isPlaceholder(value)) yield { value, carrier: key, kind: 'aws-access-key', meaning: { provider: 'aws', purpose: 'cloud' } };
  }
  for (const detected of detectKnown(text)) yield literalOf(detected, key);
  for (const [word] of text.matchAll(url)) {
    const password = splitUrl(word)?.password ?? '';
    if (password !== '' && isThrowAway(password)) continue;
    for (const detected of detect(key, word)) yield literalOf(detected, key);
  }
  for (const [, name = '', , value = ''] of text.matchAll(assignment)) {
    if (/\d/.test(value)) yield* namedLiterals(name, value);
  }
  if (!isExpression(text)) yield* namedLiterals(key, text);
}

/** The value of a variable or setting that is named like a secret; what it is for is read from names as those of stored secrets are. */
function* namedLiterals(name: string, value: string): Generator<Literal> {
  if (secretKind(name) === undefined || isThrowAway(value)) return;
  for (const detected of detect(name, value)) yield { ...literalOf(detected, name), meaning: meaningOf(name.replaceAll('-', '_')) };
}

function literalOf({ value, kind, provider, purpose, expiresAt }: Detected, carrier: string): Literal {
  const ends = expiresAt === undefined ? {} : { static: false, expiresAt };
  return { value, carrier, kind, meaning: { purpose, ...(provider === undefined ? {} : { provider }), ...ends } };
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
  { value, carrier, kind, meaning }: Literal,
  position: Position,
  place: Place,
  evidence: Evidence,
  fingerprint: (secret: string) => string,
): Credential {
  const isKeyId = kind === 'aws-access-key';
  const key = shown(carrier);
  const hash = fingerprint(value);
  return {
    id: isKeyId ? `aws:access-key/${value}` : `secret:${hash}`,
    kind,
    name: isKeyId ? value : key,
    static: true,
    ...meaning,
    ...(isKeyId ? {} : { fingerprint: hash }),
    found: [{ file: place.file, position, key, ...(place.committed === undefined ? {} : { committed: place.committed }), evidence }],
    evidence: [evidence],
  };
}
