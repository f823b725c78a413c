import type { Credential } from '../../inventory/credential.ts';

/** The last words of a variable's name that make it a secret's, `key` only after one that says of what. */
const secretNames: readonly (readonly [RegExp, 'password' | 'token' | 'api-key'])[] = [
  [/(?:^|_)(?:password|passwd|passphrase|pwd|pass|secret)$/, 'password'],
  [/(?:^|_)(?:token|jwt|pat|bearer|credentials?)$/, 'token'],
  [
    /(?:^|_)(?:(?:api|app|access|secret|private|auth|encryption|signing|master|service|account|client|admin|shared|storage|session|webhook)_key|apikey|secretkey|accesskey)$/,
    'api-key',
  ],
];
/** Words that make it a name, a place or a public value instead. */
const harmless = /(?:^|_)(?:public|publishable|anon|csrf|xsrf|next|page|continuation|recaptcha|site|partition|sort|idempotency)_/;

/** What stands for a value, a place or a setting: never the secret itself. */
const reference =
  /\$[{(]|\{\{|%[A-Z_]+%|^\$|^<|^!|^@|:\/\/|^arn:|^(?:ssm|vault|secretsmanager|secret|op|akv|file|env|aws|projects|resolve):|^\.{0,2}\/|\.(?:json|ya?ml|pem|crt|key|txt|env)$/i;
const word =
  /example|sample|placeholder|your[-_]?|x{4,}|\*{3}|redacted|dummy|fake|replace|change[-_]?(?:me|it|this)|todo|lorem|foobar|test|mock|local|default|none|null|undefined|secret|password|passwd|token|api[-_]?key|1234567|abcdefg|qwerty|letmein/i;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const shortest = 12;
const longest = 512;

/** A secret whose name says that it is one, and whose value looks generated; undefined where either is missing. */
export function randomSecret(name: string, value: string): Pick<Credential, 'kind' | 'purpose'> | undefined {
  const words = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_(?:\d+|value|prod|production|staging|dev|old|new)$/, '');
  const kind = harmless.test(`_${words}`) ? undefined : secretNames.find(([pattern]) => pattern.test(words))?.[1];
  if (kind === undefined || !looksGenerated(value)) return undefined;
  const isDatabase = /(?:^|_)(?:db|database|pg|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|rds|sql)_/.test(`_${words}_`);
  const isAws = /(?:^|_)aws_/.test(`_${words}_`);
  return { kind, purpose: isDatabase ? 'database' : isAws ? 'cloud' : 'other' };
}

/** Whether a value is neither a reference, nor a stand-in, nor made of words, and has as many different characters as chance gives. */
function looksGenerated(value: string): boolean {
  if (value.length < shortest || value.length > longest || /\s/.test(value)) return false;
  if (reference.test(value) || word.test(value) || uuid.test(value)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((c) => c.test(value)).length;
  if (!/[A-Za-z]/.test(value) || !/\d/.test(value) || (classes < 3 && value.length < 20)) return false;
  // Words and names with a number behind them change from letters to digits once.
  const parts = value.split(/[-_./:]/).filter((part) => part !== '');
  if (parts.length > 1 && parts.every((part) => /^(?:[A-Za-z]?[a-z]+|\d+|v\d+)$/.test(part))) return false;
  if (/^[A-Za-z]?[a-z]+\d{1,4}[!.?]?$/.test(value)) return false;
  return entropyOf(value) >= (value.length < 20 ? 2.9 : 3.2);
}

/** Bits for each character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const c of value) counts.set(c, (counts.get(c) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / value.length) * Math.log2(n / value.length);
  return bits;
}
