/** Stands for a value that is looked up elsewhere; no key or secret holds it. */
export const looked = '\u0001';

const syntaxes: readonly RegExp[] = [
  /\$\{\{[^{}]{0,400}\}\}/g, // ${{ secrets.X }}
  /\{\{[^{}]{0,400}\}\}/g, // {{ templates }}
  /\$\{[^{}]{0,400}\}/g, // ${VAR}, ${env:VAR}, ${input:id}, ${VAR:-default}
  /\{(?:env|file|input|secret|keychain):[^{}]{1,200}\}/gi, // {env:VAR}
  /\$\([^()]{1,400}\)/g, // $(command)
  /`[^`]{1,400}`/g, // `command`
  /\$[A-Za-z_]\w{0,100}/g, // $VAR
  /%[A-Za-z_][\w()]{1,60}%/g, // %VAR%
  /!(?:ENV|env)\s+\w{1,100}/g,
];

const stores =
  /^(?:op|vault|secret|secretref|keychain|keyring|bws|doppler|infisical|aws-?sm|ssm|gcp-?sm|akv|arn|ref|file|env|sops|kms|ENC\[)[:+/]/i;

/** Values that somebody encrypted before they were written: SOPS, Cirrus CI, Ansible, Spring Cloud, Jasypt, eyaml. */
const encrypted = /^ENC(?:RYPTED)?[[(]|^\$ANSIBLE_VAULT|^!?\{cipher\}|^!vault\b/i;

/** A value with every reference in it replaced by a mark, and the literals that references fall back to. */
export interface Unreferenced {
  readonly text: string;
  /** `${VAR:-literal}`: the variable and the literal. */
  readonly defaults: readonly { readonly key: string; readonly value: string }[];
}

export function withoutReferences(value: string): Unreferenced {
  if (stores.test(value) || encrypted.test(value)) return { text: looked, defaults: [] };
  if (!/[$%{`!]/.test(value)) return { text: value, defaults: [] };
  const defaults: { key: string; value: string }[] = [];
  for (const match of value.matchAll(/\$\{(?:env:)?([A-Za-z_]\w{0,100}):?[-=]([^{}]{1,400})\}/g)) {
    defaults.push({ key: match[1] ?? '', value: match[2] ?? '' });
  }
  // https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson
  for (const match of value.matchAll(/\$\{(?:localEnv|containerEnv):([A-Za-z_]\w{0,100}):([^{}]{1,400})\}/g)) {
    defaults.push({ key: match[1] ?? '', value: match[2] ?? '' });
  }
  return { text: syntaxes.reduce((text, syntax) => text.replace(syntax, looked), value), defaults };
}
