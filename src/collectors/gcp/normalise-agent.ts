import { environmentOf, ownerOf } from '../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { lastOf, textAt, textMapAt, timeAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/**
 * An agent of Vertex AI Agent Engine (https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/projects.locations.reasoningEngines).
 * It has an identity of its own, or runs as an account that was chosen for it, or as the service agent that all agents of the
 * project share.
 */
export function readAgent(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const name = book.resourceName(record);
  const project = book.projectOf(record);
  const number = /projects\/(\d+)\//.exec(textAt(raw, 'name') ?? record.name ?? '')?.[1] ?? book.projectNumber(project);
  const shown = textAt(raw, 'displayName');
  const labels = textMapAt(raw, 'labels');
  const [owner, environment] = [ownerOf(labels), environmentOf(labels, shown ?? '')];
  const created = timeAt(raw, 'createTime');
  const account = textAt(raw, 'spec.serviceAccount');
  const isOwn = textAt(raw, 'spec.identityType') === 'AGENT_IDENTITY';
  const shared = `service-${number ?? project}@gcp-sa-aiplatform-re.iam.gserviceaccount.com`;
  const principal = isOwn ? principalOf(record, name, number, book) : undefined;
  const ways = /\/locations\/([^/]+)\/reasoningEngines\/(.+)$/.exec(name) ?? [];
  const id = `gcp:reasoning-engine/${project}/${ways[2] ?? lastOf(name)}`;
  book.agents.set(id, {
    id,
    ...(principal === undefined ? {} : { aliases: [`gcp:principal/${principal}`] }),
    plane: 'gcp',
    kind: 'gcp-reasoning-engine',
    name: withoutKnownSecrets(shown ?? lastOf(name)),
    scope: project,
    nature: 'agent',
    agent: true,
    standing: 'observed',
    ...(owner === undefined ? {} : { owner }),
    ...(environment === undefined ? {} : { environment }),
    ...(labels === undefined ? {} : { tags: labels }),
    ...(created === undefined ? {} : { createdAt: created }),
    ...(isOwn ? {} : { actsAs: book.nameAccount(account ?? shared, at) }),
    gcp: { project, agent_identity: isOwn ? 'own' : account === undefined ? 'shared' : 'account' },
    evidence: [at],
    displayName: shown,
  });
}

/** https://cloud.google.com/iam/docs/agent-identity-overview; an answer may say it itself. */
function principalOf({ raw, ancestors }: GoogleRecord, name: string, number: string | undefined, book: GoogleBook): string | undefined {
  const given = textAt(raw, 'spec.effectiveIdentity');
  if (given !== undefined) return given.startsWith('principal://') ? given : `principal://${given.replace(/^spiffe:\/\//, '')}`;
  const chain = ancestors ?? book.chainOf(`gcp:project/${book.projectId(number ?? '')}`).chain;
  const organization = chain.map((a) => /organizations?\/(\d+)$/.exec(a)?.[1]).find((o) => o !== undefined);
  const path = number === undefined ? undefined : /\/(locations\/.+)$/.exec(name)?.[1];
  if (organization === undefined || path === undefined) return undefined;
  return `principal://agents.global.org-${organization}.system.id.goog/resources/aiplatform/projects/${number}/${path}`;
}

/** Agents under the name that code gives them as well, where one agent of the project alone has it. */
export function emitAgents(book: GoogleBook): void {
  const named = new Map<string, number>();
  const declared = (scope: string, shown: string): string => `gcp:reasoning-engine/${scope}/${shown.replaceAll('/', '_')}`;
  for (const { scope, displayName } of book.agents.values())
    if (displayName !== undefined) named.set(declared(scope, displayName), (named.get(declared(scope, displayName)) ?? 0) + 1);
  for (const { displayName, ...agent } of book.agents.values()) {
    const alias = displayName === undefined ? undefined : declared(agent.scope, displayName);
    const aliases = [...(agent.aliases ?? []), ...(alias !== undefined && named.get(alias) === 1 ? [alias] : [])];
    const listed = book.isListed(agent.scope) && agent.actsAs === undefined;
    book.emit({
      type: 'identity',
      value: { ...agent, ...(aliases.length > 0 ? { aliases } : {}), ...(listed ? { grantsListed: true as const } : {}) },
    });
  }
}
