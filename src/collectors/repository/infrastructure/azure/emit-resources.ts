import { azurePath, azureResourceId } from '../../../../inventory/azure-id.ts';
import type { Identity } from '../../../../inventory/identity.ts';
import { environmentOf, ownerOf } from '../../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { Draft } from '../../../place-below.ts';
import { tagsOf } from '../emit-principals.ts';
import { isAbsent, knownText, type Value, whyOf } from '../value.ts';
import { isKnown } from './azure-stack.ts';
import type { AzureResource, Declared } from './declarations.ts';
import { type AzureEmission, placeOf } from './emission.ts';

/** Parts of an AI project by which agents run in it, as the project. */
const agentParts = /^microsoft\.cognitiveservices\/accounts\/projects\/(?:capabilityhosts|applications|agents)$/;

/** Hands over managed identities, and what runs as them. */
export function emitResources(emission: AzureEmission): void {
  for (const d of emission.stack.declarations) {
    if (d.kind !== 'resource') continue;
    if (d.type === 'microsoft.managedidentity/userassignedidentities') emitManaged(emission, d);
    else if (agentParts.test(d.type)) emitAgents(emission, d);
    else if (d.row?.what === 'azure-bot') emitBot(emission, d);
    else if (d.identity !== undefined) emitUser(emission, d);
  }
}

function emitManaged(emission: AzureEmission, d: AzureResource): void {
  const who = emission.stack.identityOf(d);
  if (!isKnown(who)) return;
  const identity = identityOf(emission, d, who.id, d.existing ? 'named' : 'declared');
  emission.out.emit({ type: 'identity', value: { ...identity, kind: 'azure-managed-identity' } });
}

/** A resource that has identities: its own, those assigned to it, or both. */
function emitUser(emission: AzureEmission, d: AzureResource): void {
  const { stack, out, gap } = emission;
  const name = withoutKnownSecrets(stack.nameOf(d));
  const given = d.identity;
  if (given === undefined) return;
  const type = given.type === undefined || isAbsent(given.type) ? '' : knownText(given.type);
  if (type === undefined) gap(`which identity ${name} has`, 'only its deployment decides whether it has one', given.type?.at ?? d.at);
  const own = stack.identityOf(d);
  const ids: string[] = [];
  if (type !== undefined && /systemassigned/i.test(type) && isKnown(own)) {
    out.emit({
      type: 'identity',
      value: { ...identityOf(emission, d, own.id, 'declared'), kind: 'azure-system-identity', agent: d.row?.isAgent === true },
    });
    ids.push(own.id);
  }
  for (const value of given.assigned) {
    const who = stack.who(value);
    if (isKnown(who)) {
      if (who.by === undefined) emitNamed(emission, who.id, who.name, d);
      ids.push(who.id);
    } else gap(`an identity of ${name}`, whyOf(who.hole), value.at);
  }
  const kind = d.row?.what ?? 'azure-resource';
  const app = emission.app === undefined ? {} : { app: emission.app };
  const base = azureResourceId(stack.armId(d));
  for (const [i, identity] of ids.entries()) {
    // A workload has one identity; what has several is there once for each.
    const id = i === 0 ? base : `${base}#${i + 1}`;
    out.emit({
      type: 'workload',
      value: { id, kind, name, identity, scope: stack.target.subscription, ...app, evidence: [placeOf(d)] },
    });
  }
}

/** A bot, which is the application or managed identity that it is registered as. */
function emitBot(emission: AzureEmission, d: AzureResource): void {
  if (d.existing || d.runsAs === undefined) return;
  const { stack, gap } = emission;
  const who = stack.who(d.runsAs);
  const name = withoutKnownSecrets(stack.nameOf(d));
  if (!isKnown(who)) gap(`the identity of ${name}`, whyOf(who.hole), d.runsAs.at);
  // An application id that the code does not explain is one of Entra's.
  const id = isKnown(who) ? who.id.replace(/^entra:principal\//, 'entra:application/') : undefined;
  emitAgent(emission, d, 'azure-bot', name, id);
}

/** The agents of an AI project, which act as the project. */
function emitAgents(emission: AzureEmission, d: AzureResource): void {
  if (d.existing) return;
  const { stack } = emission;
  const path = stack.armId(d);
  const project = path.split('/').slice(0, -2).join('/');
  const who = stack.who({ kind: 'scalar', value: project, at: d.at });
  if (!isKnown(who)) return;
  emitAgent(emission, d, 'azure-ai-agent', `agents of ${withoutKnownSecrets(who.name)}`, who.id);
}

function emitAgent({ stack, out }: AzureEmission, d: AzureResource, kind: string, name: string, actsAs: string | undefined): void {
  out.emit({
    type: 'identity',
    value: {
      id: `azure:agent/${azurePath(stack.armId(d))}`,
      plane: 'azure',
      kind,
      name,
      scope: stack.target.subscription,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(actsAs === undefined ? {} : { actsAs }),
      evidence: [placeOf(d)],
    },
  });
}

/** A managed identity that code names and that is described elsewhere, or that a cluster makes for its nodes. */
export function emitNamed({ stack, out }: AzureEmission, id: string, name: string, d: Pick<Declared, 'at'>): void {
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'azure',
      kind: 'azure-managed-identity',
      name: withoutKnownSecrets(name),
      scope: id.split('/')[1] ?? stack.target.subscription,
      nature: 'workload',
      agent: false,
      standing: 'named',
      evidence: [d.at],
    },
  });
}

function identityOf({ stack }: AzureEmission, d: AzureResource, id: string, standing: Identity['standing']): Omit<Identity, 'kind'> {
  const name = stack.nameOf(d);
  const tags = tagsOf(d.tags, (v: Value | undefined) => stack.text(v));
  const owner = ownerOf(tags);
  const environment = environmentOf(tags, name);
  const identity: Draft<Omit<Identity, 'kind'>> = {
    id,
    plane: 'azure',
    name: withoutKnownSecrets(name),
    scope: stack.target.subscription,
    nature: 'workload',
    agent: false,
    standing,
    evidence: [placeOf(d)],
  };
  const aliases = [
    ...[stack.text(d.client)].flatMap((client) => (client === undefined ? [] : [`entra:application/${client.toLowerCase()}`])),
    ...[stack.text(d.principal)].flatMap((object) => (object === undefined ? [] : [`entra:service-principal/${object.toLowerCase()}`])),
  ];
  if (aliases.length > 0) identity.aliases = aliases;
  if (owner !== undefined) identity.owner = owner;
  if (environment !== undefined) identity.environment = environment;
  if (tags !== undefined) identity.tags = tags;
  return identity;
}
