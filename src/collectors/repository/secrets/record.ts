import type { Credential, FoundAt } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { accountOfKeyId } from '../../aws-key-account.ts';
import type { Gathering } from '../gathering.ts';
import { environmentOf, evidenceIn, type OpenFile } from '../open-file.ts';
import type { Candidate } from './arguments.ts';
import { accessKeyId } from './aws-key.ts';
import { type Belonging, belongingOf } from './belonging.ts';
import { type Detected, detect, redactName, redactPointer } from './detect.ts';

/** What a candidate turned out to be; holds no value. */
export interface Recorded {
  readonly candidate: Pick<Candidate, 'key' | 'position' | 'spot'>;
  readonly inUrl: boolean;
}

interface RecordOptions {
  readonly knownOnly?: boolean;
  /** Decides when, and whether, a credential with this fingerprint is handed over. */
  readonly hand?: (give: () => void, fingerprint: string | undefined) => void;
}

/**
 * Tells the secrets among candidates that stand together (one env block, one command line, one file), and hands each
 * over as a credential that `holder` holds. The halves of an AWS key pair become one credential.
 */
export function recordCredentials(
  out: Gathering,
  file: OpenFile,
  holder: string | (() => string),
  candidates: readonly Candidate[],
  { knownOnly = false, hand = (give) => give() }: RecordOptions = {},
): readonly Recorded[] {
  const recorded: Recorded[] = [];
  const hold = (credential: Credential, evidence: readonly Evidence[], belonging?: Belonging): void => {
    hand(() => {
      if (belonging !== undefined) emitNamed(out, belonging, evidence);
      out.emit({ type: 'credential', value: credential });
      out.link('holds', typeof holder === 'string' ? holder : holder(), credential.id, evidence);
    }, credential.fingerprint);
  };
  const pairs = awsPairs(candidates);
  const paired = new Set(pairs.flatMap((pair) => [pair.id, pair.secret]));
  // The session token is the third part of a temporary key, not a credential of its own.
  if (pairs.some(({ id }) => id.value.startsWith('ASIA'))) for (const c of candidates) if (/session.?token/i.test(c.key)) paired.add(c);
  for (const { id, secret } of pairs) {
    const account = accountOfKeyId(id.value);
    const note = account === undefined ? undefined : `the key id carries account ${account}`;
    const found = [foundAt(file, id, note), foundAt(file, secret)];
    const evidence = found.map((f) => f.evidence);
    hold(
      {
        id: `aws:access-key/${id.value}`,
        kind: 'aws-access-key',
        name: id.value,
        static: id.value.startsWith('AKIA'),
        provider: 'aws',
        purpose: 'cloud',
        fingerprint: out.fingerprint(secret.value),
        found,
        evidence,
      },
      evidence,
    );
    recorded.push({ candidate: secret, inUrl: false });
  }
  for (const candidate of candidates) {
    if (paired.has(candidate)) continue;
    for (const detected of detect(candidate.key, candidate.value, knownOnly)) {
      const found = foundAt(
        file,
        detected.inUrl ? { ...candidate, position: candidate.position === 'argument' ? 'url' : candidate.position } : candidate,
      );
      const belonging = belongingOf(candidate, candidates);
      hold(credentialOf(out.fingerprint(detected.value), detected, found, belonging), [found.evidence], belonging);
      recorded.push({ candidate, inUrl: detected.inUrl === true });
    }
  }
  return recorded;
}

function credentialOf(fingerprint: string, detected: Detected, found: FoundAt, belonging: Belonging | undefined): Credential {
  return {
    id: `secret:${fingerprint}`,
    kind: detected.kind,
    name: found.key === '' ? detected.kind : found.key === 'url' ? `${detected.kind.replace('-', ' ')} in a URL` : found.key,
    // What is written into a file does not end by itself, but for signed tokens that say when.
    static: detected.expiresAt === undefined,
    ...(detected.expiresAt === undefined ? {} : { expiresAt: detected.expiresAt }),
    ...(detected.provider === undefined ? {} : { provider: detected.provider }),
    purpose: detected.purpose,
    ...(belonging === undefined ? {} : { identity: belonging.identity.id }),
    ...(belonging === undefined || belonging.aliases.length === 0 ? {} : { aliases: belonging.aliases }),
    fingerprint,
    found: [found],
    evidence: [found.evidence],
  };
}

export function foundAt(file: OpenFile, { key, position, spot }: Pick<Candidate, 'key' | 'position' | 'spot'>, note?: string): FoundAt {
  const environment = environmentOf(file.path);
  const { pointer, ...place } = spot;
  return {
    file: file.path,
    position,
    key: redactName(key),
    ...(file.committed === undefined ? {} : { committed: file.committed }),
    ...(environment === undefined ? {} : { environment }),
    evidence: evidenceIn(file, { ...place, pointer: redactPointer(pointer) }, note),
  };
}

/** The identity of which no more is known than what stands beside its secret. */
export function emitNamed(out: Gathering, { identity }: Belonging, evidence: readonly Evidence[]): void {
  out.emit({ type: 'identity', value: { ...identity, nature: 'unknown', agent: false, standing: 'named', evidence } });
}

interface Pair {
  readonly id: Candidate;
  readonly secret: Candidate;
}

/** Access key ids with the secret keys that stand with them, in order. */
function awsPairs(candidates: readonly Candidate[]): readonly Pair[] {
  const ids = candidates.filter((c) => accessKeyId.test(c.value) && !c.value.includes('EXAMPLE'));
  if (ids.length === 0) return [];
  const secrets = candidates.filter((c) => /^[A-Za-z0-9/+]{40}$/.test(c.value) && /secret/i.test(c.key) && !c.value.includes('EXAMPLE'));
  return ids.flatMap((id, i) => {
    const secret = secrets[i];
    return secret === undefined ? [] : [{ id, secret }];
  });
}
