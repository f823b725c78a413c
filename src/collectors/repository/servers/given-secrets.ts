import type { Word } from '../commands/words.ts';
import { redactName } from '../secrets/detect.ts';
import { type Entry, textOf } from '../tree/tree.ts';
import type { Borrowed } from './borrowed.ts';

/** Names that secrets go by: `GITHUB_TOKEN`, `STRIPE_API_KEY`, `DB_PASSWORD`, `GITHUB_PAT`. */
const secretName = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PAT|(?:API|ACCESS|SECRET|PRIVATE)_?KEY|SECRET_ACCESS_KEY|CREDENTIALS?)$/i;

/** A value that stands elsewhere: `${TOKEN}`, `$TOKEN`, `${input:token}`, `${{ secrets.TOKEN }}`, `%TOKEN%`. */
const reference = /^(?:\$\{[^}]+\}\}?|\$\w+|%\w+%)$/;

/** Secrets that a server is started with and whose values its configuration does not hold, by name. */
export function givenSecrets(words: readonly Word[], env: readonly Entry[]): readonly Borrowed[] {
  const named = env.filter(({ key, value }) => secretName.test(key) && reference.test((textOf(value) ?? '').trim()));
  // A container is handed on what stands in its starter's environment: `docker run -e GITHUB_TOKEN`.
  const handed = words.filter(({ text }, i) => /^(?:-e|--env)$/.test(words[i - 1]?.text ?? '') && secretName.test(text));
  const found = [
    ...named.map(({ key, value }) => ({ what: redactName(key), spot: value })),
    ...handed.map(({ text, spot }) => ({ what: redactName(text), spot })),
  ];
  // Written in the configuration as well, it is a credential that was found there.
  const written = new Set(env.filter(({ key }) => !named.some((one) => one.key === key)).map(({ key }) => key));
  return found.filter(({ what }) => !written.has(what));
}
