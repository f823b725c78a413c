import type { Evidence } from '../../../inventory/evidence.ts';
import { entityIdIn } from '../../aws-policy/saml-metadata.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { OpenFile } from '../open-file.ts';
import { accessKeyId } from '../secrets/aws-key.ts';
import { foundAt, recordCredentials } from '../secrets/record.ts';
import type { AccessKey, StaticToken } from './declarations.ts';
import type { Emission } from './emit-stack.ts';
import { entriesIn, isAbsent, knownText, whyOf } from './value.ts';

/** Hands over identity providers, access keys, and secrets that stand in code or state. Values are hashed here and go no further. */
export function emitCredentials(emission: Emission): void {
  const { stack, out } = emission;
  for (const d of stack.declarations) {
    if (d.kind === 'access-key') emitAccessKey(emission, d);
    else if (d.kind === 'token') emitToken(emission, d);
    else if (d.kind === 'oidc-provider') {
      const url = stack.text(d.url)?.replace(/^https:\/\//, '');
      if (url === undefined) continue;
      const audiences = d.audiences.map((a) => stack.text(a)).filter((a) => a !== undefined);
      const value = {
        id: `arn:aws:iam::${stack.account}:oidc-provider/${url}`,
        kind: 'oidc' as const,
        issuer: url,
        audiences,
        evidence: [d.at],
      };
      out.emit({ type: 'provider', value });
    } else if (d.kind === 'saml-provider') {
      const issuer = entityIdIn(knownText(d.metadata) ?? '');
      out.emit({
        type: 'provider',
        value: {
          id: stack.samlProviderArn(d),
          kind: 'saml',
          ...(issuer === undefined ? {} : { issuer: withoutKnownSecrets(issuer) }),
          evidence: [d.at],
        },
      });
    } else if (d.kind === 'runner' && d.variables !== undefined) {
      const candidates = entriesIn(d.variables).flatMap(({ key, value }) => {
        const text = knownText(value);
        return text === undefined ? [] : [{ key, value: text, spot: spotOf(value.at), position: 'env' as const }];
      });
      const role = stack.roleOfRunner(d);
      if (candidates.length > 0 && role !== undefined && 'id' in role) recordCredentials(out, fileOf(emission, d.at), role.id, candidates);
    } else if (d.kind === 'secret') {
      const text = knownText(d.value);
      if (text !== undefined)
        recordCredentials(out, fileOf(emission, d.value.at), () => holderOf(emission, d.at), [
          { key: d.key, value: text, spot: spotOf(d.value.at), position: 'file' },
        ]);
    }
  }
}

/** A key that code makes: long-lived, and its secret in the state for whoever reads that. */
function emitAccessKey(emission: Emission, d: AccessKey): void {
  const { stack, out, gap } = emission;
  const meant = d.user === undefined ? undefined : stack.principal(d.user, 'user');
  if (meant !== undefined && 'hole' in meant) gap(`whose access key ${d.address} is`, whyOf(meant.hole), d.at);
  const identity = meant !== undefined && 'id' in meant ? meant.id : undefined;
  const keyId = d.id !== undefined && accessKeyId.test(d.id) ? d.id : undefined;
  const secret = knownText(d.secret);
  const status = knownText(d.status);
  const file = fileOf(emission, d.at);
  const found =
    secret === undefined || d.secret === undefined
      ? undefined
      : foundAt(file, { key: 'secret', position: 'file', spot: spotOf(d.secret.at) });
  out.emit({
    type: 'credential',
    value: {
      id: keyId === undefined ? `aws:access-key/${stack.account}/${d.address}` : `aws:access-key/${keyId}`,
      kind: 'aws-access-key',
      name: keyId ?? d.address,
      ...(identity === undefined ? {} : { identity }),
      // A key is active unless the code says otherwise.
      ...(isAbsent(d.status) ? { enabled: true } : status === undefined ? {} : { enabled: status === 'Active' }),
      static: true,
      declared: true,
      provider: 'aws',
      purpose: 'cloud',
      ...(secret === undefined ? {} : { fingerprint: out.fingerprint(secret) }),
      ...(found === undefined ? {} : { found: [found] }),
      evidence: [d.at],
    },
  });
}

/** A credential of a code host or service that code makes. Its value is in the state, for whoever reads that. */
function emitToken(emission: Emission, d: StaticToken): void {
  const { stack, out } = emission;
  const value = knownText(d.value);
  const expires = stack.text(d.expires);
  const fingerprint = value === undefined || value === '' ? undefined : out.fingerprint(value);
  out.emit({
    type: 'credential',
    value: {
      id: `${d.provider}:${d.what}/${stack.account}/${d.address}`,
      kind: d.what,
      name: withoutKnownSecrets(stack.text(d.name) ?? d.address),
      static: expires === undefined || expires === '',
      ...(expires !== undefined && !Number.isNaN(Date.parse(expires)) ? { expiresAt: new Date(expires).toISOString() } : {}),
      provider: d.provider,
      purpose: d.purpose,
      ...(d.limits === undefined ? {} : { limits: d.limits }),
      ...(fingerprint === undefined || d.value === undefined
        ? {}
        : {
            fingerprint,
            aliases: [`secret:${fingerprint}`],
            found: [foundAt(fileOf(emission, d.at), { key: d.what, position: 'file', spot: spotOf(d.value.at) })],
          }),
      evidence: [d.at],
    },
  });
}

/** The application that a secret in code is held by where no identity is known to hold it. */
export function holderOf({ tree }: Pick<Emission, 'tree'>, at: Evidence): string {
  return tree.applicationOf(at.file ?? '');
}

export function spotOf(at: Evidence): { readonly line: number; readonly column: number; readonly pointer: string } {
  return { line: at.line ?? 1, column: at.column ?? 1, pointer: at.pointer ?? '' };
}

/** The file that evidence is in, as the detector of secrets wants it. */
export function fileOf({ tree }: Pick<Emission, 'tree'>, at: Evidence): OpenFile {
  const committed = tree.committed(at.file ?? '');
  return { source: at.source, path: at.file ?? '', text: '', worldWritable: false, ...(committed === undefined ? {} : { committed }) };
}
