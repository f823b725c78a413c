import type { Identity } from '../../../../inventory/identity.ts';
import { environmentOf } from '../../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { Draft } from '../../../place-below.ts';
import { foundAt } from '../../secrets/record.ts';
import { fileOf, spotOf } from '../emit-credentials.ts';
import { nameOfHole, whyOf } from '../value.ts';
import { isKnown } from './azure-stack.ts';
import type { Application, ApplicationSecret } from './declarations.ts';
import { type AzureEmission, placeOf } from './emission.ts';

/** Hands over applications of Entra, and their secrets and certificates. */
export function emitApplications(emission: AzureEmission): void {
  for (const d of emission.stack.declarations) {
    if (d.kind === 'application') emitApplication(emission, d);
    else if (d.kind === 'application-secret') emitSecret(emission, d);
  }
}

function emitApplication({ stack, out }: AzureEmission, d: Application): void {
  const who = stack.identityOf(d);
  if (!isKnown(who)) return;
  const environment = environmentOf(undefined, who.name);
  const client = stack.text(d.client)?.toLowerCase();
  const object = stack.text(d.object)?.toLowerCase();
  const identity: Draft<Identity> = {
    id: who.id,
    plane: 'entra',
    kind: 'entra-application',
    name: withoutKnownSecrets(who.name),
    scope: '',
    nature: d.existing ? 'unknown' : 'workload',
    agent: d.isAgent === true,
    standing: d.existing || who.by !== d ? 'named' : 'declared',
    evidence: [placeOf(d)],
  };
  const aliases = [
    ...(object === undefined ? [] : [d.isPrincipal ? `entra:service-principal/${object}` : `entra:application-object/${object}`]),
    // The code beside a state knows it by its name alone.
    ...(client === undefined || who.id !== `entra:application/${client}` || d.name === undefined ? [] : [stack.standInOf(d)]),
  ];
  if (aliases.length > 0) identity.aliases = aliases;
  if (environment !== undefined) identity.environment = environment;
  const [owner] = d.owners ?? [];
  const named = owner?.kind === 'reference' && !owner.to.includes('client_config') ? nameOfHole(owner) : stack.text(owner);
  if (named !== undefined) identity.owner = withoutKnownSecrets(named);
  out.emit({ type: 'identity', value: identity });
}

/** A secret or certificate that the code makes. A secret's value is in the state, for whoever reads that. */
function emitSecret(emission: AzureEmission, d: ApplicationSecret): void {
  const { stack, out, gap } = emission;
  const who = stack.who(d.of);
  if (!isKnown(who)) gap(`whose credential ${d.address} is`, whyOf(who.hole), d.at);
  const keyId = stack.text(d.keyId)?.toLowerCase();
  const value = stack.text(d.value);
  const [createdAt, expiresAt] = [dateOf(stack.text(d.startsAt)), dateOf(stack.text(d.endsAt))];
  const found =
    value === undefined || d.value === undefined
      ? undefined
      : foundAt(fileOf(emission, d.at), { key: 'value', position: 'file', spot: spotOf(d.value.at) });
  out.emit({
    type: 'credential',
    value: {
      id: keyId === undefined ? `entra:credential/${stack.target.stack}/${d.address}` : `entra:credential/${keyId}`,
      kind: d.what,
      name: withoutKnownSecrets(stack.text(d.name) ?? keyId ?? d.address),
      ...(isKnown(who) ? { identity: who.id } : {}),
      static: expiresAt === undefined,
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      provider: 'azure',
      purpose: 'cloud',
      // The same secret in a file of its own.
      ...(value === undefined ? {} : { fingerprint: out.fingerprint(value), aliases: [`secret:${out.fingerprint(value)}`] }),
      ...(found === undefined ? {} : { found: [found] }),
      evidence: [placeOf(d)],
    },
  });
}

/** A time as the inventory writes it; undefined for what is none. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d(?:T[\d:.]{5,16}(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined;
  const time = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) || text.length === 10 ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
