import { flagOf, known, numberOf, objectOf, textOf, timeOf } from './raw.ts';
import { fullNameIn } from './read-installation.ts';
import { repositoryIn } from './read-webhook.ts';
import { type Reader, repositoryOf } from './spot.ts';

/** Whose secret it is, by the name that secret scanning gives its kind (https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns). */
const issuers: readonly (readonly [RegExp, string])[] = [
  [/^aws_/, 'aws'],
  [/^(?:google_|gcp_)/, 'gcp'],
  [/^azure_/, 'azure'],
  [/^github_/, 'github'],
  [/^anthropic_/, 'anthropic'],
  [/^openai_/, 'openai'],
  [/^slack_/, 'slack'],
  [/^npm_/, 'npm'],
];

/**
 * An alert of secret scanning (https://docs.github.com/rest/secret-scanning/secret-scanning): a secret of anybody's that leaked. Its
 * value, where the answer holds it, is turned into a fingerprint, by which it is the same credential as one found in files.
 */
export const readSecretAlert: Reader = (raw, spot, book) => {
  const number = numberOf(raw.number);
  if (number === undefined) return;
  const repository = fullNameIn(objectOf(raw.repository) ?? {}) ?? spot.repository ?? repositoryIn(raw) ?? repositoryOf(spot);
  const type = textOf(raw.secret_type) ?? 'secret';
  const value = textOf(raw.secret);
  const isKeyId = value !== undefined && /^AKIA[A-Z2-7]{16}$/.test(value);
  const provider = issuers.find(([pattern]) => pattern.test(type))?.[1];
  const fingerprint = value === undefined || isKeyId ? undefined : book.fingerprint(value);
  const aliases = isKeyId ? [`aws:access-key/${value}`] : fingerprint === undefined ? [] : [`secret:${fingerprint}`];
  const state = textOf(raw.state);
  book.emit({
    type: 'credential',
    value: {
      id: `github:secret-alert/${repository}/${number}`,
      ...(aliases.length === 0 ? {} : { aliases }),
      kind: 'github-secret-alert',
      name: `${textOf(raw.secret_type_display_name) ?? type} in ${repository} (alert ${number})`,
      scope: repository,
      static: true,
      ...known('createdAt', timeOf(raw.created_at)),
      ...known('provider', provider),
      ...known('fingerprint', fingerprint),
      github: {
        ...known('alert', state),
        ...known('validity', textOf(raw.validity)),
        ...known('publicly_leaked', flagOf(raw.publicly_leaked)),
        ...known('many_repositories', flagOf(raw.multi_repo)),
        ...known('push_bypassed', flagOf(raw.push_protection_bypassed)),
      },
      evidence: [spot.at],
    },
  });
};
