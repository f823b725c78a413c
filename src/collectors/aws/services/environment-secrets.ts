import type { Credential } from '../../../inventory/credential.ts';
import { knownFormats } from '../../known-formats.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { below } from '../../place-below.ts';
import { randomSecret } from '../../secret-formats/random-secret.ts';
import { secretIdOf } from './secret-names.ts';
import type { ServiceRecord } from './service-record.ts';

/** One environment variable or argument, and the place of its value below the record. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly pointer: string;
}

const accessKeyId = /^(?:AKIA|ASIA)[A-Z2-7]{16}$/;
const secretKey = /^[A-Za-z0-9/+]{40}$/;
/** A password in a URL; one that is a reference (`${PASSWORD}`, `{{resolve:...}}`) is none. */
const urlPassword = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{0,200}:([^\s/@${}<]{4,300})@[^\s/]/i;
const specimen = /example|placeholder|your[-_]?|x{6,}|\*{3}|redacted|dummy|replace|changeme|change[-_]me|1234567890abcdef/i;
/** Longer values are documents. */
const longest = 32_768;

/**
 * The secrets among variables that stand together, handed over as credentials that `holder` holds, and the stored secrets that
 * they refer to. Values count that their own spelling gives away, or their name where they look generated. Returns the names of the variables with a secret.
 */
export function readVariables(record: ServiceRecord, holder: string | undefined, variables: readonly Variable[]): readonly string[] {
  const names: string[] = [];
  for (const variable of variables) {
    const stored = secretIdOf(variable.value);
    if (stored !== undefined) hold(record, holder, stored, variable.pointer);
    const credential = credentialIn(record, variable, variables);
    if (credential === undefined) continue;
    names.push(nameOf(variable));
    record.context.emit({ type: 'credential', value: credential });
    hold(record, holder, credential.id, variable.pointer);
  }
  return names;
}

/** Says that a holder reads a stored secret. */
export function hold(record: ServiceRecord, holder: string | undefined, credential: string, pointer: string): void {
  if (holder === undefined) return;
  record.context.emit({
    type: 'link',
    value: { kind: 'holds', from: holder, to: credential, evidence: [below(record.at, pointer)] },
  });
}

function credentialIn(record: ServiceRecord, variable: Variable, siblings: readonly Variable[]): Credential | undefined {
  const { fingerprint } = record.context;
  const evidence = [below(record.at, variable.pointer)];
  const value = variable.value.slice(0, longest).trim();
  if (accessKeyId.test(value) && !specimen.test(value)) {
    const pair = siblings.find((s) => secretKey.test(s.value) && /secret/i.test(s.name));
    return {
      id: `aws:access-key/${value}`,
      kind: 'aws-access-key',
      name: value,
      static: value.startsWith('AKIA'),
      provider: 'aws',
      purpose: 'cloud',
      ...(pair === undefined ? {} : { fingerprint: fingerprint(pair.value) }),
      evidence,
    };
  }
  for (const format of knownFormats) {
    if (!value.includes(format.holds)) continue;
    format.pattern.lastIndex = 0;
    const found = format.pattern.exec(value)?.[0];
    format.pattern.lastIndex = 0;
    if (found === undefined || specimen.test(found)) continue;
    const { kind, provider, purpose } = format;
    return secret(fingerprint(found), { kind, purpose, name: nameOf(variable), evidence, ...(provider === undefined ? {} : { provider }) });
  }
  const password = urlPassword.exec(value)?.[1];
  if (password === undefined) {
    // The other half of a key that stands beside it is that key's.
    const isPaired = secretKey.test(value) && siblings.some((s) => accessKeyId.test(s.value.trim()));
    const random = isPaired ? undefined : randomSecret(variable.name, value);
    return random && secret(fingerprint(value), { ...random, name: nameOf(variable), evidence });
  }
  if (specimen.test(password) || /^(?:password|postgres|secret|root|admin|guest)$/i.test(password)) return undefined;
  return secret(fingerprint(password), { kind: 'password', purpose: 'database', name: nameOf(variable), evidence });
}

function secret(fingerprint: string, rest: Omit<Credential, 'id' | 'static' | 'fingerprint'>): Credential {
  return { id: `secret:${fingerprint}`, ...rest, static: true, fingerprint };
}

function nameOf(variable: Variable): string {
  return withoutKnownSecrets(variable.name).slice(0, 200);
}

/** The variables of a map from names to values. */
export function variablesOf(map: Readonly<Record<string, unknown>> | undefined, pointer: string): readonly Variable[] {
  return Object.entries(map ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value, pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` }] : [],
  );
}

/** The variables of a list of objects with a name and a value. */
export function variablesIn(list: readonly Readonly<Record<string, unknown>>[], pointer: string, valueKey = 'value'): readonly Variable[] {
  return list.flatMap((each, index) => {
    const { name } = each;
    const value = each[valueKey];
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value, pointer: `${pointer}/${index}/${valueKey}` }] : [];
  });
}
